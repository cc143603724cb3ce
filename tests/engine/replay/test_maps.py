"""Every file in `broken/maps/` is refused with exactly the faults its first lines announce."""

import json
from pathlib import Path

import pytest

from govflow.engine.faults import WorkflowFaults
from govflow.engine.replay.mapping import json_schema, load_map, map_from_text
from govflow.services.calendars import NAMES
from tests.engine.replay.logs import rules
from tests.engine.test_broken import announced

FILES = sorted((Path(__file__).parent / "broken" / "maps").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_kind_of_fault_is_refused_in_a_sentence(path: Path) -> None:
    with pytest.raises(WorkflowFaults) as refused:
        load_map(path, rules(), calendars=NAMES)
    found = [f"{fault.line}: {fault.sentence}" for fault in refused.value.faults]
    assert found == announced(path)
    assert all(fault.file == path.name for fault in refused.value.faults)


def test_the_logs_words_may_be_the_workflows_own() -> None:
    found = map_from_text("activities: same\nroles: same\n", rules())
    assert found.activities == {name: name for name in rules().actions}
    assert set(found.roles) == {"clerk", "chief", "system", "opener"}


def test_what_a_map_does_not_say_has_its_usual_value() -> None:
    found = map_from_text("activities: {1: send}\n", rules())
    assert (found.attributes.case, found.zone, found.encoding) == ("concept:name", "UTC", "utf-8")
    assert found.activities == {"1": "send"}


def test_the_published_schema_is_current() -> None:
    published = Path(__file__).parents[3] / "examples" / "replay" / "map.schema.json"
    assert json.loads(published.read_text(encoding="utf-8")) == json_schema()

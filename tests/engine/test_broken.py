"""Every file in `broken/` is refused with exactly the faults its first lines announce."""

from pathlib import Path

import pytest

from govflow.engine.commands import check
from govflow.engine.definition import WorkflowFaults, load_file
from tests.engine.build import GUARDS

FILES = sorted((Path(__file__).parent / "broken").glob("*.yaml"))


def announced(path: Path) -> list[str]:
    """The comment lines at the top: `# LINE: sentence`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    first = next((n for n, line in enumerate(lines) if not line.startswith("# ")), len(lines))
    return [line.removeprefix("# ") for line in lines[:first]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_kind_of_fault_is_refused_in_a_sentence(path: Path) -> None:
    with pytest.raises(WorkflowFaults) as refused:
        load_file(path, GUARDS)
    faults = refused.value.faults
    assert [f"{fault.line}: {fault.sentence}" for fault in faults] == announced(path)
    assert all(fault.file == path.name and fault.column >= 1 for fault in faults)


def test_there_is_a_file_for_many_kinds() -> None:
    assert len(FILES) >= 40


def test_the_check_command_tells_them_all_and_fails() -> None:
    lines, sound = check(FILES[0].parent, GUARDS)
    assert not sound
    assert {line.split(":")[0] for line in lines} == {path.name for path in FILES}


def test_a_folder_or_a_missing_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.yaml"):
        with pytest.raises(WorkflowFaults, match="cannot be read"):
            load_file(path, GUARDS)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.v1.yaml"
    path.write_bytes(b"# \n" * 1_500_000)
    with pytest.raises(WorkflowFaults, match="larger than 4 MB"):
        load_file(path, GUARDS)

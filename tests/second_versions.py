"""A second version of the board paper's procedure beside the first, as files in a folder."""

import shutil
from pathlib import Path

from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.engine.definition import load_folder
from govflow.engine.scope import load_rules
from govflow.services.office import Office
from govflow.services.versions import hold_to_pins
from govflow.store.work import Store
from tests.builders import START

KEY = "board_paper"
SCREENED = """\
  screened:
    title: Screened
    waits_for: secretary
    why_no_deadline: The networks are chosen on the same day.
"""
SCREEN = """\
  screen:
    title: Screen the paper
    past: screened it
    from: submitted
    to: screened
    by: [secretary]
"""
PROMISE = """\
  - name: Screened before decided
    to_reach: decision
    must_pass: screen
"""


def shipped_text() -> str:
    """The first version as it is shipped."""
    return (folder("workflows") / f"{KEY}.v1.yaml").read_text(encoding="utf-8")


def second(text: str) -> str:
    """The same text as version 2."""
    return text.replace("\nversion: 1\n", "\nversion: 2\n", 1)


def harmless() -> str:
    """Other words, the same rules."""
    return second(shipped_text()).replace("title: Being drafted", "title: Still being written", 1)


def with_a_gate() -> str:
    """The secretary must screen a paper before the networks are chosen."""
    text = second(shipped_text())
    text = text.replace("  scoped:\n", f"{SCREENED}  scoped:\n", 1)
    text = text.replace("  choose_networks:\n", f"{SCREEN}  choose_networks:\n", 1)
    chosen = "    from: [submitted, scoped]\n    to: scoped\n"
    assert chosen in text
    text = text.replace(chosen, "    from: [screened, scoped]\n    to: scoped\n", 1)
    return text.replace("promises:\n", f"promises:\n{PROMISE}", 1)


def without_a_state() -> str:
    """What was `scoped` is `chosen` now, and reads differently."""
    text = second(shipped_text()).replace("About to go to the networks", "Networks chosen")
    return text.replace("scoped", "chosen")


def folder_with(place: Path, *texts: str) -> Path:
    """The shipped files in a folder of their own, with further versions beside them."""
    place.mkdir(exist_ok=True)
    for file in folder("workflows").glob("*.yaml"):
        shutil.copyfile(file, place / file.name)
    for number, text in enumerate(texts, start=2):
        (place / f"{KEY}.v{number}.yaml").write_text(text, encoding="utf-8")
    return place


def office_with(store: Store, place: Path, *texts: str) -> Office:
    """The services over these files, opened as the house opens them."""
    files = folder_with(place, *texts)
    office = Office(store, load_folder(files, GUARDS), load_rules(files / "scope_rules.v1.yaml"))
    hold_to_pins(office, START)
    return office

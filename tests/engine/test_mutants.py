"""Every small damage to a shipped file that breaks a promise is refused; none survives.

`python -m tests.engine.mutants` prints the counts, and so does `pytest -s` here. Files that appear
in `workflows/` later are damaged too.
"""

from pathlib import Path

import pytest

from govflow.config import folder
from govflow.domain.promises import AlwaysCanReach, NotLaterThan
from govflow.engine.definition import workflow_files
from govflow.engine.sheet import read_file
from tests.engine.agreeing import compare
from tests.engine.mutants import HEADING, mutants, refusal, tally
from tests.engine.plain import read

FILES = workflow_files(folder("workflows"))
FEWEST_BREAKING = 20  # in the smallest file; fewer would mean that the mutants are not made
# A way round may keep the first against any one damage; the second is judged on records.
HARD_TO_BREAK = (AlwaysCanReach, NotLaterThan)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_mutant_that_breaks_a_promise_survives(path: Path) -> None:
    found = tally(path)
    print(f"\n{HEADING}\n{found.line()}")
    assert found.survivors == []
    assert found.unexplained == []
    assert len(found.breaking) >= FEWEST_BREAKING
    promises = read(read_file(path).content).promises
    touched = {name for names in found.breaking.values() for name in names}
    assert {p.name for p in promises if not isinstance(p, HARD_TO_BREAK)} - touched == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_prover_says_of_every_mutant_what_brute_force_says(path: Path) -> None:
    for mutant in mutants(read_file(path).content):
        compare(mutant.workflow)


def test_an_exception_must_give_its_reason_and_be_a_persons() -> None:
    sheet = read_file(folder("workflows") / "board_paper.v1.yaml")
    damages = {
        "'waive_consultation' no longer needs reason_given",
        "the system does 'waive_consultation'",
    }
    found = [mutant for mutant in mutants(sheet.content) if mutant.said in damages]
    assert len(found) == len(damages)
    for mutant in found:
        assert "'waive_consultation' is an exception to a promise" in refusal(sheet, mutant)

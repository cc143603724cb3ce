"""A test sheet takes whole answers only, and a seed that anybody can type again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.audit_tests import (
    ATTRIBUTES,
    EXCEPTION,
    LONGEST_NOTE,
    RESULTS,
    SEEN,
    checked,
    checked_seed,
)
from govflow.domain.errors import Invalid

ALL_SEEN = dict.fromkeys(ATTRIBUTES, SEEN)


@given(st.fixed_dictionaries(dict.fromkeys(ATTRIBUTES, st.sampled_from(sorted(RESULTS)))))
def test_whole_answers_come_back_as_given(results: dict[str, str]) -> None:
    assert checked(results, "A note.") == results


@given(st.dictionaries(st.sampled_from(sorted(ATTRIBUTES)), st.text()))
def test_whatever_is_no_answer_is_named(results: dict[str, str]) -> None:
    missing = {name for name in ATTRIBUTES if results.get(name) not in RESULTS}
    if not missing:
        return
    with pytest.raises(Invalid) as caught:
        checked(results, "A note.")
    assert set(caught.value.problems) == missing


def test_an_exception_needs_a_note_and_a_note_has_an_end() -> None:
    with pytest.raises(Invalid, match="what the exception is"):
        checked({**ALL_SEEN, "heard": EXCEPTION}, "  ")
    assert checked({**ALL_SEEN, "heard": EXCEPTION}, "No cover sheet.")["heard"] == EXCEPTION
    with pytest.raises(Invalid, match="4,001 characters"):
        checked(ALL_SEEN, "x" * (LONGEST_NOTE + 1))


@pytest.mark.parametrize("seed", ["", " ", "a\nb" * 30, "né", "=1", "x" * 41, "a/b"])
def test_a_seed_that_cannot_be_typed_again_is_refused(seed: str) -> None:
    with pytest.raises(Invalid, match="Give a seed"):
        checked_seed(seed)


def test_a_seed_is_tidied() -> None:
    assert checked_seed("  7 12  19 ") == "7 12 19"

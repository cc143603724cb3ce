"""A comparison loses no word of either version and stays readable and quick."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.redline import Paragraph, changes_only, compare, paragraphs_of

WORDS = "the board trust network pay, night shift; must may not – 12% “fair”"
WORD = st.sampled_from(WORDS.split(" "))
TEXT = st.lists(WORD | st.sampled_from(["\n\n", "\n", "  "]), max_size=60).map(" ".join)
ANY = TEXT | st.text(max_size=80)


def marked(paragraphs: list[Paragraph]) -> str:
    """The comparison in one line, as a test can read it."""
    signs = {"same": "{}", "added": "[+{}]", "removed": "[-{}]"}
    return " / ".join(
        "".join(signs[run.kind].format(run.text) for run in p.runs) for p in paragraphs
    )


@given(ANY, ANY)
def test_both_versions_can_be_read_back(old: str, new: str) -> None:
    compared = compare(old, new)
    assert [p.old for p in compared if p.kind != "added"] == paragraphs_of(old)
    assert [p.new for p in compared if p.kind != "removed"] == paragraphs_of(new)


@given(ANY)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(p.kind == "same" for p in compare(text, text))
    assert changes_only(compare(text, text)) == []


@given(ANY, ANY)
def test_runs_are_never_empty_and_never_say_the_same_twice(old: str, new: str) -> None:
    for paragraph in compare(old, new):
        kinds = [run.kind for run in paragraph.runs]
        assert all(run.text for run in paragraph.runs)
        assert all(a != b for a, b in pairwise(kinds))


def test_one_changed_word_is_one_changed_word() -> None:
    old = "The rota changes in March. Staff are told by letter."
    new = "The rota changes in April. Staff are told by letter."
    assert marked(compare(old, new)) == (
        "The rota changes in [-March][+April]. Staff are told by letter."
    )


def test_a_new_ending_leaves_the_old_words_alone() -> None:
    assert marked(compare("We will consult.", "We will consult, then decide.")) == (
        "We will consult[+, then decide]."
    )


def test_a_changed_phrase_is_not_torn_at_its_commas() -> None:
    old, new = "We ask for pay, leave and rest.", "We ask for money, holidays and rest."
    assert marked(compare(old, new)) == "We ask for [-pay, leave ][+money, holidays ]and rest."


def test_an_inserted_paragraph_does_not_disturb_its_neighbours() -> None:
    old = "First point about nights.\n\nLast point about days."
    new = "First point about nights.\n\nA new point on parking.\n\nLast point about all days."
    assert [p.kind for p in compare(old, new)] == ["same", "added", "changed"]


def test_an_edited_paragraph_meets_its_old_self_among_new_ones() -> None:
    old = "The window is ten working days long."
    new = "Nothing in common here at all.\n\nThe window is twenty working days long."
    assert marked(compare(old, new)) == (
        "[+Nothing in common here at all.] / The window is [-ten ][+twenty ]working days long."
    )


def test_a_rewritten_paragraph_is_shown_removed_and_added() -> None:
    kinds = [p.kind for p in compare("Cats sleep often.", "Invoices were posted yesterday!")]
    assert kinds == ["removed", "added"]


def test_line_endings_and_trailing_space_are_no_change() -> None:
    assert [p.kind for p in compare("One.\r\n \t\r\nTwo. ", "One.\n\n\nTwo.\n")] == ["same", "same"]


def test_list_items_and_headings_change_one_by_one() -> None:
    old = "## Asks\n- more rest\n- more light\n1. first\n| a | b |"
    new = "## Asks\n- more rest\n- better light\n1. first\n| a | c |"
    kinds = [p.kind for p in compare(old, new)]
    assert kinds == ["same", "same", "changed", "same", "changed"]


def whole(old: str, new: str) -> bool:
    """Without bounds on the work these would not come back."""
    compared = compare(old, new)
    return [p.old for p in compared if p.kind != "added"] == paragraphs_of(old)


def test_no_text_can_stall_a_page() -> None:
    draw = random.Random(7)
    words = [f"w{n}" for n in range(300)]

    def text(paragraphs: int, length: int) -> str:
        return "\n\n".join(" ".join(draw.choices(words, k=length)) for _ in range(paragraphs))

    assert whole(text(1, 40_000), text(1, 40_000))
    assert whole(text(40, 1_000), text(40, 1_000))
    assert whole("a " * 40_000, "a " * 39_999 + "b")
    assert whole("a\n\n" * 3_000, "b\n\na\n\n" * 3_000)
    assert whole(text(2_000, 10), text(2_000, 10))
    assert whole(text(190, 10), text(190, 10))
    few = " ".join(draw.choices("ab", k=2_400)), " ".join(draw.choices("ab", k=199))
    assert whole(*few)

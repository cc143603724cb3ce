"""Which notes may be shown: never fewer than a batch, and never in an order that tells anything."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.members import (
    BANDS,
    SMALLEST_BATCH,
    Note,
    band,
    closes,
    form_key,
    pieces,
    tidied,
    to_show,
    token_of,
)

KEY = "5a" * 32
WORDS = st.text(min_size=1, max_size=30).map(tidied).filter(bool)


def notes(texts: list[str]) -> list[Note]:
    return [Note(f"{number:032x}", text) for number, text in enumerate(texts)]


def test_a_number_is_told_as_a_band() -> None:
    assert [band(n) for n in (0, 1, 9, 10, 24, 25, 250, 9_999)] == [
        *["fewer than 10"] * 3,
        *["10 to 24"] * 2,
        "25 to 49",
        "250 or more",
        "250 or more",
    ]
    assert BANDS[0][0] == SMALLEST_BATCH


@given(st.lists(st.lists(WORDS, max_size=25), max_size=8))
def test_no_two_moments_differ_by_fewer_notes_than_a_batch(days: list[list[str]]) -> None:
    """Whatever comes on whichever day: each showing is a batch, or the only one there is."""
    waiting: list[Note] = []
    shown: list[int] = []
    for number, texts in enumerate(days):
        waiting += [Note(f"{number:08x}{i:024x}", text) for i, text in enumerate(texts)]
        batch = to_show(waiting, KEY)
        waiting = [note for note in waiting if note not in batch]
        shown += [len(batch)] if batch else []
    shown.append(len(waiting))  # at close
    assert len(shown) == 1 or min(shown) >= SMALLEST_BATCH


@given(st.lists(WORDS, max_size=60), st.randoms())
def test_order_and_batch_depend_on_the_words_alone(texts: list[str], chance: object) -> None:
    mixed = list(texts)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = to_show(notes(texts), KEY), to_show(notes(mixed), KEY)
    assert sorted(n.text for n in first) == sorted(n.text for n in second)
    assert pieces(texts, KEY) == pieces(mixed, KEY)


def test_another_request_shuffles_otherwise() -> None:
    texts = [f"note {number}" for number in range(12)]
    assert pieces(texts, KEY) != pieces(texts, "c3" * 32)
    assert [piece.text for piece in pieces(texts, KEY)] != texts


def test_few_notes_run_together() -> None:
    """Two notes of one paragraph look the same as one note of two."""
    one, two = ["Panels differ.\nNights count."], ["Panels differ.", "Nights count."]
    assert {p.ref for p in pieces(one, KEY)} == {p.ref for p in pieces(two, KEY)}
    many = [*one, *(f"note {number}" for number in range(SMALLEST_BATCH - 1))]
    assert len(pieces(many, KEY)) == SMALLEST_BATCH


def test_what_a_machine_leaves_in_a_note_is_taken_out() -> None:
    assert tidied("  One\t line \r\n\r\n\u00a0two  \n") == "One line\n\ntwo"
    assert tidied(" \r\n\t ") == ""


def test_the_link_closes_by_the_clock_on_the_wall() -> None:
    """Three days before 5pm on 31 March is 5pm too, although the clocks change on the 29th."""
    window = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
    assert closes(window, 3, "Europe/London") == datetime(2026, 3, 28, 17, 0, tzinfo=UTC)
    assert closes(window, 0, "Europe/London") == window


def test_a_link_cannot_be_made_from_what_is_stored() -> None:
    token = token_of("k" * 40, "seed")
    assert len(token) == 40
    assert token != token_of("l" * 40, "seed")
    assert form_key("k" * 40, token) != form_key("k" * 40, token_of("k" * 40, "other"))

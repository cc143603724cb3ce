"""A comment stands by the very words it was made on, or the change is told."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from govflow.domain.anchoring import (
    CONTEXT,
    NotPlain,
    NotThere,
    Standing,
    landed,
    landings,
    quotation,
)
from govflow.domain.ledger import Place

WORDS = st.text("abcde ", min_size=1, max_size=12).map(str.strip).filter(bool)
TEXTS = st.lists(WORDS, max_size=8)
STAYS = {Standing.SAME, Standing.MOVED}


def places(texts: list[str]) -> list[Place]:
    return [Place(f"p-{n}", text) for n, text in enumerate(texts, 1)]


@given(TEXTS)
def test_in_the_same_version_everything_stays_where_it_is(texts: list[str]) -> None:
    for anchor, landing in landings(places(texts), places(texts)).items():
        assert (landing.standing, landing.anchor) == (Standing.SAME, anchor)


@given(TEXTS, TEXTS)
def test_a_comment_stands_by_its_own_words_or_the_change_is_told(
    old: list[str], new: list[str]
) -> None:
    now = {place.anchor: place.text for place in places(new)}
    found = landings(places(old), places(new))
    for place in places(old):
        landing = found[place.anchor]
        if landing.standing in STAYS:
            assert now[landing.anchor] == landing.now == place.text
        elif landing.standing is Standing.CHANGED:
            assert now[landing.anchor] == landing.now != place.text
        else:
            assert landing.standing is Standing.GONE
            assert not landing.anchor


@given(TEXTS, TEXTS)
def test_two_paragraphs_never_land_on_one(old: list[str], new: list[str]) -> None:
    found = landings(places(old), places(new)).values()
    ends = [landing.anchor for landing in found if landing.standing in STAYS]
    assert len(ends) == len(set(ends))


@given(st.lists(WORDS, min_size=1, max_size=6, unique=True), st.data())
def test_what_is_put_in_before_it_does_not_take_a_comment_away(
    texts: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(texts)))
    grown = [*texts[:at], "quite another paragraph", *texts[at:]]
    found = landings(places(texts), places(grown))
    for number, place in enumerate(places(texts)):
        landing = found[place.anchor]
        assert landing.standing is Standing.SAME
        assert landing.anchor == f"p-{number + 1 + (number >= at)}"


def test_a_paragraph_that_went_is_gone_and_one_that_moved_says_so() -> None:
    old = places(["The rota starts in May.", "Staff carry a card.", "It is reviewed yearly."])
    gone = landings(old, places(["The rota starts in May.", "It is reviewed yearly."]))
    assert gone["p-2"].standing is Standing.GONE
    moved = landings(
        old, places(["It is reviewed yearly.", "The rota starts in May.", "Staff carry a card."])
    )
    assert {landing.standing for landing in moved.values()} <= STAYS
    assert moved["p-3"].standing is Standing.MOVED


def test_of_two_equal_paragraphs_one_went_nobody_can_say_which() -> None:
    old = places(["None.", "The cost is small.", "None."])
    found = landings(old, places(["The cost is small.", "None."]))
    assert found["p-3"].standing is Standing.MOVED
    assert found["p-1"].standing is Standing.GONE


def test_a_changed_paragraph_shows_whether_the_chosen_words_still_stand() -> None:
    old = places(["Staff carry a card that says why they are away."])
    new = places(["Staff may carry a card that says why they are away, or tell a manager."])
    landing = landings(old, new)["p-1"]
    assert landing.standing is Standing.CHANGED
    assert landed(landing, "a card that says why").passage_stands
    assert not landed(landing, "Staff carry a card").passage_stands
    assert not landed(landing, "").passage_stands


def test_the_words_are_kept_with_what_stands_around_them() -> None:
    found = quotation(
        places(["One.", "Staff carry  a “card” at work.", "Three."]), "p-2", 'a "card"'
    )
    assert (found.passage, found.prefix, found.suffix) == ("a “card”", "Staff carry ", " at work.")
    whole = quotation(places(["One.", "Two.", "Three."]), "p-2", " Two. ")
    assert (whole.passage, whole.prefix, whole.suffix) == ("", "One.", "Three.")
    assert quotation(places(["One."]), "p-1").prefix == ""


@pytest.mark.parametrize(("anchor", "passage"), [("p-9", ""), ("", ""), ("p-1", "Two")])
def test_words_that_are_not_there_are_refused(anchor: str, passage: str) -> None:
    with pytest.raises(NotThere):
        quotation(places(["One.", "Two."]), anchor, passage)


@given(st.lists(WORDS, min_size=1, max_size=5), st.data())
def test_context_and_words_are_the_papers_own(texts: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(texts) - 1))
    flat = " ".join(texts[at].split())
    start = data.draw(st.integers(0, len(flat) - 1))
    end = data.draw(st.integers(start + 1, len(flat)))
    chosen = flat[start:end].strip()
    assume(chosen and flat.find(chosen) == flat.rfind(chosen))
    found = quotation(places(texts), f"p-{at + 1}", chosen)
    if found.passage:
        assert found.prefix + found.passage + found.suffix in flat
        assert len(found.prefix) <= CONTEXT
        assert len(found.suffix) <= CONTEXT


@pytest.mark.parametrize("paragraph", ["may or may", "may—may", "maymay"])
def test_of_words_that_stand_twice_nobody_can_say_which_were_meant(paragraph: str) -> None:
    with pytest.raises(NotPlain):
        quotation(places([paragraph]), "p-1", "may")


def test_a_few_more_words_make_it_plain() -> None:
    found = quotation(places(["It may or may not."]), "p-1", "may  not")
    assert (found.prefix, found.passage, found.suffix) == ("It may or ", "may not", ".")


@given(st.text("ab ’'", min_size=1, max_size=10).map(str.strip).filter(bool), st.data())
def test_words_are_taken_only_where_they_stand_once(paragraph: str, data: st.DataObject) -> None:
    words = " ".join(paragraph.split())
    start = data.draw(st.integers(0, len(words) - 1))
    chosen = words[start : data.draw(st.integers(start + 1, len(words)))].strip()
    assume(chosen)
    try:
        found = quotation(places([paragraph]), "p-1", chosen)
    except NotPlain:
        typed = words.replace("’", "'")
        wanted = chosen.replace("’", "'")
        assert sum(typed.startswith(wanted, at) for at in range(len(typed))) > 1
    else:
        assert not found.passage or words == found.prefix + found.passage + found.suffix

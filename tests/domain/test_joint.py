"""The text of a joint response, and who says what of its paragraphs."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.joint import (
    LONGEST_TEXT,
    MOST_PARAGRAPHS,
    JointParagraph,
    JointResponse,
    JointView,
    JointVoice,
    kept,
    matrix,
    split,
    wrong_text,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
words = st.text(alphabet="abc \n", min_size=1, max_size=12).filter(lambda t: split(t) == [t])


def paragraphs(*texts: str) -> list[JointParagraph]:
    return [
        JointParagraph(id=f"p{n}", organisation_id="o", joint_id="j", number=n, text=text)
        for n, text in enumerate(texts, start=1)
    ]


def response(*texts: str, edition: int = 2) -> JointResponse:
    return JointResponse(
        id="j",
        organisation_id="o",
        matter_id="m",
        consultation_id="c",
        lead_request_id="r",
        lead_name="Race",
        edition=edition,
        started_at=NOW,
        paragraphs=paragraphs(*texts),
    )


def voice(name: str, signs: bool | None, edition: int, **views: str) -> JointVoice:
    made = JointVoice(
        id=name,
        organisation_id="o",
        joint_id="j",
        request_id=name,
        network_name=name,
        asked_at=NOW,
        signs=signs,
        edition=edition,
        said_at=NOW if signs is not None else None,
    )
    made.views = [
        JointView(id=p, organisation_id="o", voice_id=name, paragraph_id=p, view=v)
        for p, v in views.items()
    ]
    return made


@given(st.lists(words, min_size=1, max_size=6))
def test_a_text_is_split_where_a_line_is_blank_and_joined_again(parts: list[str]) -> None:
    assert split("\n\n".join(parts)) == parts
    assert split("\r\n \r\n".join(parts)) == [p.replace("\r", "") for p in parts]
    assert split(response(*parts).text()) == parts


@given(st.lists(words, max_size=6), st.lists(words, max_size=6))
def test_a_paragraph_is_kept_once_and_only_by_its_own_words(
    before: list[str], after: list[str]
) -> None:
    old = paragraphs(*before)
    found = list(kept(old, after))
    assert len(found) == len(after)
    used = [each for each in found if each is not None]
    assert len({each.id for each in used}) == len(used)
    for part, each in zip(after, found, strict=True):
        assert each is None or each.text == part
    for text in set(before):
        assert sum(e.text == text for e in used) == min(before.count(text), after.count(text))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n\n ", "Write what the networks say together."),
        ("a" * (LONGEST_TEXT + 1), "The text must be 40,000 characters or fewer."),
        ("\n\n".join("a" * (MOST_PARAGRAPHS + 1)), "Write 30 paragraphs or fewer: "),
        ("a" * 20_001, "A paragraph must be 20,000 characters or fewer."),
        ("\n\n".join("a" * MOST_PARAGRAPHS), ""),
    ],
    ids=["empty", "long", "many", "one long", "just"],
)
def test_a_text_that_cannot_be_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    found = wrong_text(text)
    assert found is None if not sentence else found and found.startswith(sentence)


def test_the_matrix_shows_silence_refusal_and_earlier_texts_as_what_they_are() -> None:
    joint = response("One.", "Two.")
    joint.voices = [
        voice("Signs", True, 2, p1="agrees", p2="differs"),
        voice("Refuses", False, 2),
        voice("Earlier", True, 1, p1="agrees", p2="agrees"),
        voice("Silent", None, 0),
    ]
    assert [[cell.stand for cell in cells] for _, cells in matrix(joint)] == [
        ["wrote", "agrees", "does_not_sign", "earlier_text", "asked"],
        ["wrote", "differs", "does_not_sign", "earlier_text", "asked"],
    ]
    assert [v.network_name for v in joint.signing()] == ["Signs"]
    assert [joint.waits_for(v.request_id) for v in joint.voices] == [False, False, True, True]
    joint.sent_at = NOW
    assert not any(joint.waits_for(v.request_id) for v in joint.voices)

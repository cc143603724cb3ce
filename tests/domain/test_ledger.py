"""What the versions show of a change, and roles where names stood."""

import pytest

from govflow.domain.ledger import SENTENCES, Change, Claim, Place, change
from govflow.domain.ledger_names import names
from govflow.domain.redline import compare

OLD = ("Shortlists are narrow.", "Panels differ from ward to ward.", "Nothing else.")


def shown(anchor: str, typed: str, *new: str, last: int = 2) -> Change:
    before = [Place(f"p-{n}", text) for n, text in enumerate(OLD, 1)]
    pairs = compare("\n\n".join(OLD), "\n\n".join(new))
    return change(Claim(anchor, typed, 1, last), before, pairs)


@pytest.mark.parametrize(
    ("anchor", "typed", "second", "kind"),
    [
        ("p-2", "Panels agree from ward to ward.", "Panels agree from ward to ward.", "changed"),
        ("p-2", "*Panels* agree from ward to ward", "Panels agree from ward to ward.", "changed"),
        ("", "Panels agree from ward to ward.", "Panels agree from ward to ward.", "changed"),
        ("p-2", "Something quite new.", "Something quite new.", "replaced"),
        ("", "Something quite new.", "Something quite new.", "added"),
        ("p-2", "Other words.", "Something quite new.", "removed"),
        ("p-2", OLD[1], OLD[1], "unchanged"),
        ("p-2", "Other words.", OLD[1], "elsewhere"),
        ("", "Other words.", OLD[1], "unknown"),
        ("", "…", OLD[1], "unknown"),
        ("p-9", "Other words.", OLD[1], "unknown"),
    ],
)
def test_a_claim_is_held_against_the_versions(
    anchor: str, typed: str, second: str, kind: str
) -> None:
    found = shown(anchor, typed, OLD[0], second, OLD[2])
    assert found.kind == kind
    assert found.sentence == SENTENCES[kind].format(first=1, last=2)
    assert not found.differs


def test_a_change_to_other_words_says_so() -> None:
    found = shown("p-2", "Other words.", OLD[0], "Panels agree from ward to ward.", OLD[2])
    assert (found.kind, found.differs) == ("changed", True)
    assert (found.before, found.after) == (OLD[1], "Panels agree from ward to ward.")


def test_the_place_is_found_although_paragraphs_came_before_it() -> None:
    found = shown("p-2", "x", "New first.", OLD[0], "Panels agree from ward to ward.", OLD[2])
    assert found.before == OLD[1]


def test_without_a_newer_version_no_change_is_shown() -> None:
    found = shown("p-2", OLD[1], *OLD, last=1)
    assert (found.kind, found.shown) == ("no_newer", False)


KNOWN = names(
    [
        ("Amara Osei", "the author"),
        ("Ann Li", "the executive lead"),
        ("Ann Li-Jones", "a colleague"),
        ("Amara Osei", "a colleague"),
        (" ", "nobody"),
    ]
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Amara Osei wrote.", "the author wrote."),
        ("AMARA\n  osei’s paper", "the author’s paper"),
        ("Dr Amara Osei", "the author"),
        ("Mrs. Osei and Professor Li", "the author and the executive lead"),
        ("Ann Li-Jones and Ann Li", "a colleague and the executive lead"),
        ("Annual Liaison", "Annual Liaison"),
        ("Joann Li", "Joann Li"),
        (
            "Osei’s paper, and what Amara's lead said",
            "the author’s paper, and what the author's lead said",
        ),
        ("Ann wrote; Li is too short.", "a colleague wrote; Li is too short."),
        ("oseil and AMARAX", "oseil and AMARAX"),
        ("amara.osei@trust.example", "an e-mail address"),
        ("", ""),
    ],
)
def test_known_names_become_roles(text: str, said: str) -> None:
    assert KNOWN.neutral(text) == said


def test_a_name_that_is_a_word_stays_and_is_pointed_out() -> None:
    known = names([("Grace White", "the author"), ("Idris Ward", "the executive lead")])
    said = known.neutral("Grace White and Mr Ward: White staff on the ward, by Grace of Idris.")
    assert said == (
        "the author and the executive lead: White staff on the ward, "
        "by Grace of the executive lead."
    )
    assert known.left(said) == ["Grace", "White"]
    assert names([]).left("Ask Osei.") == []

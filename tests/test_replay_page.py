"""The page of a replay: everything said and adding up, everything escaped, nothing from outside."""

import re
from html.parser import HTMLParser

import pytest

from govflow.commands.replay_page import cases_seen, duration, headline, slices
from govflow.engine.replay.report import CaseTotals
from tests.reports import HOSTILE, clean_report, empty_report, full_report
from tests.reports import page_of as page

VOID = {"meta", "br", "hr", "img", "input", "link", "rect"}
REPORTS = {"empty": empty_report(), "clean": clean_report(), "full": full_report()}


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("</style>")[2]).split())


class Outline(HTMLParser):
    """Which tags stand there, whether each is closed, and which attributes they have."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("name", REPORTS)
def test_one_whole_page_that_asks_nobody_for_anything(name: str) -> None:
    html = page(REPORTS[name])
    outline = Outline()
    outline.feed(html)
    assert outline.open == []
    assert not outline.tags & {"script", "img", "link", "iframe", "object", "form", "input", "base"}
    names = {name for name, _ in outline.attributes}
    assert not {each for each in names if each.startswith("on")} | names & {"style", "src"}
    links = {value for name, value in outline.attributes if name == "href"}
    assert all(link.startswith("#") for link in links)
    assert {link[1:] for link in links} <= set(outline.ids)
    assert len(outline.ids) == len(set(outline.ids))
    assert "url(" not in html
    assert "@import" not in html


def test_what_the_log_says_is_only_ever_text() -> None:
    html = page(full_report())
    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 5
    assert HOSTILE not in html


def test_no_name_passes_for_another() -> None:
    html = page(full_report())
    assert "\u202e" not in html
    assert "\x07" not in html
    assert "\ufffd" in html


def test_what_a_case_is_an_example_of_stands_together() -> None:
    first = cases_seen(full_report())[0]
    assert first.case == "declaration 86791"
    assert [sentence.split(":")[0] for sentence in first.found] == [
        "It left the rules",
        "Broke “Consulted before decided”",
        "Missed the deadline of “With the staff networks”",
    ]
    assert cases_seen(clean_report()) == []


def test_its_own_policy_lets_in_its_own_style_only() -> None:
    import base64
    import hashlib

    html = page(clean_report())
    style = html.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'".replace("'", "&#39;") in html


@pytest.mark.parametrize("name", REPORTS)
def test_words_that_we_never_say(name: str) -> None:
    said = words(page(REPORTS[name])).lower()
    assert "compliant" not in said
    assert "no objection" not in said


def test_the_numbers_are_there_and_add_up() -> None:
    report = full_report()
    said = words(page(report))
    assert headline(report) == (
        "10,357 cases: 8,900 kept to the workflow at every step, 1,357 left it and "
        "100 did nothing that the map knows."
    )
    for number in ("55,628", "52,000", "1,645", "1,017", "8,000", "6,000", "753"):
        assert number in said
    assert "The promise “Consulted before decided” was broken in 1,017 cases." in said
    assert "4 deadlines were missed." in said
    assert "Broken in 1,017 cases; the first 2:" in said
    assert "Case declaration 86791 , event 7 (line 123), 3 March 2017, 14:05:" in said
    assert "event 3 (line 41)" in said
    assert "under 0.1%" in said


def test_a_clean_log_and_an_empty_one_say_so() -> None:
    assert "Nothing was found: no case left the rules" in words(page(clean_report()))
    assert headline(empty_report()) == "The log holds no case."
    said = words(page(empty_report()))
    assert "Without a case there is nothing to find." in said
    assert "Nothing was found" not in said


def test_one_of_a_thing_is_one() -> None:
    one = clean_report(
        cases=CaseTotals(1, 1, 0, 0),
        outcomes=(clean_report().outcomes[0].__class__("draft", "Being drafted", "open", 1),),
    )
    assert headline(one) == "1 case: 1 kept to the workflow at every step."


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "–"),
        (0.0, "0 seconds"),
        (1.0, "1 second"),
        (90.0, "90 seconds"),
        (120.0, "2 minutes"),
        (5400.0, "90 minutes"),
        (9000.0, "2.5 hours"),
        (1_080_000.0, "12.5 days"),
        (86_400_000.0, "1,000 days"),
    ],
)
def test_durations_in_words(seconds: float | None, said: str) -> None:
    assert duration(seconds) == said


def test_a_bar_is_as_wide_as_the_whole() -> None:
    found = slices(
        {"kept": 1, "broken": 2, "not yet": 0},
        [("broken", "B", "bad"), ("kept", "K", "good"), ("not yet", "N", "open")],
    )
    assert [(s.heading, s.count) for s in found] == [("B", 2), ("K", 1)]
    assert sum(s.width for s in found) == pytest.approx(100, abs=0.01)
    assert found[1].x == pytest.approx(found[0].width, abs=0.01)
    assert slices({}, [("kept", "K", "good")]) == []

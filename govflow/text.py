"""Markdown as people write it becomes HTML that cannot harm, with an anchor on each paragraph.

Two walls: raw HTML is shown as the text it is, never interpreted, and nh3 then keeps only the
listed elements. Pictures become their description, because papers travel without them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from html import escape
from html.parser import HTMLParser
from unicodedata import normalize
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

DEEPEST_HEADING = 6
KEPT = 32  # texts in memory: frozen versions are read again and again
# No paper comes near these; beyond them the text is shown as typed, paragraph by paragraph.
MOST_MARKS = 1_000
MOST_LINES = 5_000
MARKS = re.compile(r"[\[\]*_`<&!\\]")
UNITS = re.compile(r"\n(?=[ \t]*(?:\n|[-*+][ \t]|[0-9]{1,9}[.)][ \t]|#|\||>))")
HEADING = re.compile(r"h[1-6]")
ANCHORED = frozenset({"p", "li", "pre", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
VOID = frozenset({"br", "hr"})
BLOCKS = frozenset({"p", "pre", "ul", "ol", "table", "blockquote"})
SCROLLS = {"class": "govflow-scroll", "role": "region", "tabindex": "0"}
ALIGNED = {"left", "right", "center"}

CLEANER = nh3.Cleaner(
    tags={
        *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code"),
        *("em", "strong", "a", "br", "hr", "div", "table", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={
        "a": {"href", "title"},
        "ol": {"start"},
        "th": {"scope"},
        "div": {"aria-label", *SCROLLS},
        **{tag: {"id"} for tag in ANCHORED - {"h1"}},
    },
    tag_attribute_values={"td": {"align": ALIGNED}, "th": {"align": ALIGNED}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer",
)


@dataclass(frozen=True)
class Anchor:
    """A place a comment may point at: `id` in this version, `key` the same as long as its text."""

    id: str
    key: str
    text: str


@lru_cache(maxsize=KEPT)
def render(markdown_text: str, top: int = 2) -> str:
    """Safe HTML whose headings begin at level `top` and never skip a level."""
    text = _printable(markdown_text)
    if _tangled(text):
        return _as_typed(text)
    converter = Markdown(
        extensions=["sane_lists", "tables", _House(top)],
        extension_configs={"tables": {"use_align_attribute": True}},
        output_format="html",
    )
    try:
        return CLEANER.clean(converter.convert(text))
    except RecursionError:
        return _as_typed(text)


def anchors(markdown_text: str) -> list[Anchor]:
    """Every anchored piece of the text in reading order; equal texts get different keys."""
    return list(_anchors(markdown_text))


@lru_cache(maxsize=KEPT)
def _anchors(markdown_text: str) -> tuple[Anchor, ...]:
    reader = _Reader()
    reader.feed(render(markdown_text))
    reader.close()
    seen: Counter[str] = Counter()
    found = []
    for name, parts in reader.pieces.items():
        text = " ".join("".join(parts).split())
        seen[text] += 1
        found.append(Anchor(name, _key(text, seen[text]), text))
    return tuple(found)


def plain(markdown_text: str) -> str:
    """The words alone, one piece a line: for mail, search and calendars."""
    return "\n".join(anchor.text for anchor in anchors(markdown_text) if anchor.text)


def _key(text: str, nth: int) -> str:
    return sha256(f"{nth}:{normalize('NFC', text).casefold()}".encode()).hexdigest()[:16]


def _tangled(text: str) -> bool:
    """Whether the converter, quadratic in marks and headings, would stall on this text."""
    most = max(len(MARKS.findall(unit)) for unit in UNITS.split(text))
    return most > MOST_MARKS or text.count("\n") > MOST_LINES


def _as_typed(text: str) -> str:
    parts = (part for part in re.split(r"\n\s*\n", text) if part.strip())
    return "\n".join(f'<p id="p-{n}">{escape(part)}</p>' for n, part in enumerate(parts, 1))


def _printable(text: str) -> str:
    # STX and ETX mark placed text inside the converter; half characters cannot be encoded.
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "\ufffd", text)


class _House(Extension):
    """Raw HTML off; headings, anchors, tables and pictures as the house wants them."""

    def __init__(self, top: int) -> None:
        super().__init__()
        self.top = top

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Called once by the library for each conversion."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        # After inline patterns (20), so that pictures and text are elements already.
        md.treeprocessors.register(_Shape(md, self.top), "house", 15)


class _Shape(Treeprocessor):
    """Walks the finished tree once, in reading order."""

    def __init__(self, md: Markdown, top: int) -> None:
        super().__init__(md)
        self.top = top

    def run(self, root: Element) -> None:
        """Changes the tree in place."""
        _describe_pictures(root)
        open_levels: list[int] = []
        for number, element in enumerate(_anchored(root), 1):
            element.set("id", f"p-{number}")
            if HEADING.fullmatch(element.tag):
                self._level(element, open_levels)
        _wrap_tables(root)

    def _level(self, heading: Element, open_levels: list[int]) -> None:
        level = int(heading.tag[1])
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        heading.tag = f"h{min(self.top + len(open_levels) - 1, DEEPEST_HEADING)}"


def _anchored(root: Element) -> Iterator[Element]:
    for element in root.iter():
        if element.tag not in ANCHORED:
            continue
        # A list item that holds only blocks is pointed at through them.
        holds_words = bool((element.text or "").strip()) or any(
            child.tag not in BLOCKS for child in element
        )
        if element.tag != "li" or holds_words:
            yield element


def _describe_pictures(root: Element) -> None:
    for picture in list(root.iter("img")):
        words = picture.get("alt", "").strip() or "no description"
        tail = picture.tail
        picture.clear()
        picture.tag, picture.text, picture.tail = "em", f"[Picture: {words}]", tail


def _wrap_tables(root: Element) -> None:
    """A table scrolls by itself, reachable by keyboard, so that the page never does."""
    parents = [
        (parent, child) for parent in root.iter() for child in parent if child.tag == "table"
    ]
    for number, (parent, table) in enumerate(parents, 1):
        for cell in table.iter("th"):
            cell.set("scope", "col")
        frame = Element("div", {**SCROLLS, "aria-label": f"Table {number}"})
        frame.tail, table.tail = table.tail, None
        parent[list(parent).index(table)] = frame
        frame.append(table)


class _Reader(HTMLParser):
    """Gathers the words inside each anchored element of clean HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: dict[str, list[str]] = {}
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enters an element; words go to the innermost anchored one."""
        if tag in VOID or tag in {"td", "th"}:
            self.handle_data(" ")
        if tag in VOID:
            return
        here = dict(attrs).get("id") or (self._open[-1] if self._open else "")
        self._open.append(here)
        if here:
            self.pieces.setdefault(here, [])

    def handle_endtag(self, tag: str) -> None:
        """Leaves an element."""
        if tag not in VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Keeps words that stand inside an anchored element."""
        if self._open and self._open[-1]:
            self.pieces[self._open[-1]].append(data)

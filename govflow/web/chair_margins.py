"""Writes in the margins of a paper: beside each paragraph, where to comment and what was said."""

from collections.abc import Callable, Iterable, Mapping
from html.parser import HTMLParser

from markupsafe import Markup

from govflow.domain.consultation import Comment

EXCERPT = 80
LONGER_EXCERPT = 160
NESTED = frozenset({"p", "ul", "ol", "pre", "blockquote", "div"})
HEADINGS = frozenset({"h4", "h5", "h6"})
VOID = frozenset({"br", "hr"})
LINK = Markup(
    '<p class="govflow-margin govflow-no-print"><a href="{}">Comment on this paragraph'
    '<span class="nhsuk-u-visually-hidden">“{}”</span></a></p>'
)
SAID = Markup(
    '<p class="govflow-margin govflow-margin--said"><a href="#comment-{}">'
    "Your network commented here</a>{}: {}</p>"
)
ABOUT = Markup(", on “{}”")


def with_margins(
    html: str,
    words: Mapping[str, str],
    comments: Mapping[str, Iterable[Comment]],
    link: Callable[[str], str] | None,
    chosen: str = "",
) -> Markup:
    """A paper's rendered text with notes beside its paragraphs, as safe HTML.

    `words` are the paragraphs by anchor, `comments` those that stand at an anchor; `link` gives
    the address to comment on an anchor, or None.
    """

    def note(anchor: str, tag: str) -> str:
        notes = [_said(comment) for comment in comments.get(anchor, ())]
        if link and tag not in HEADINGS:
            notes.append(LINK.format(link(anchor), shortened(words.get(anchor, ""))))
        return Markup("").join(notes)

    writer = _Margins(note, chosen)
    writer.feed(html)
    writer.close()
    return Markup("".join(writer.out))  # noqa: S704  # cleaned by text.render, notes are escaped


def _said(comment: Comment) -> Markup:
    about = ABOUT.format(shortened(comment.passage)) if comment.passage else Markup("")
    return SAID.format(comment.id, about, shortened(comment.text, LONGER_EXCERPT))


def shortened(words: str, longest: int = EXCERPT) -> str:
    """The first words, cut at a space."""
    flat = " ".join(words.split())
    return flat if len(flat) <= longest else flat[:longest].rsplit(" ", 1)[0] + " …"


class _Margins(HTMLParser):
    """Copies clean HTML and puts each anchored element's note where a block may stand."""

    def __init__(self, note: Callable[[str, str], str], chosen: str) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._note = note
        self._chosen = chosen
        self._open: list[tuple[str, str]] = []
        self._after_table = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A list item's note stands before what is nested in it."""
        if tag in NESTED and self._open and self._open[-1][0] == "li":
            self._write_note()
        raw = self.get_starttag_text() or ""
        anchor = dict(attrs).get("id") or ""
        if anchor and anchor == self._chosen:
            raw = f'{raw[:-1]} class="govflow-paper__chosen">'
        self.out.append(raw)
        if tag not in VOID:
            self._open.append((tag, anchor))

    def handle_endtag(self, tag: str) -> None:
        """Other notes stand after their element; a table's after the frame that scrolls."""
        if tag in VOID or not self._open:
            return
        if tag == "li":
            self._write_note()
        self.out.append(f"</{tag}>")
        _, anchor = self._open.pop()
        if tag == "table":
            self._after_table = self._note(anchor, tag) if anchor else ""
        elif tag == "div":
            self.out.append(self._after_table)
            self._after_table = ""
        elif anchor:
            self.out.append(self._note(anchor, tag))

    def _write_note(self) -> None:
        tag, anchor = self._open[-1]
        if anchor:
            self.out.append(self._note(anchor, tag))
            self._open[-1] = (tag, "")

    def handle_data(self, data: str) -> None:
        """Words, as they are."""
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        """An escaped letter, as it is."""
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """An escaped letter, as it is."""
        self.out.append(f"&#{name};")

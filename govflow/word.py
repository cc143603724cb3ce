"""Turns a Word document into Markdown, reading nothing before the archive is judged safe."""

import re
import zipfile
import zlib
from io import BytesIO
from unicodedata import normalize

import mammoth
from markdownify import markdownify

from govflow.archive import CONTENT_TYPES, WORD, Unreadable, why_unsafe

MEBIBYTE = 1024 * 1024
LARGEST = 10 * MEBIBYTE
# A hundred-page paper has about 2 MiB of XML and 50,000 tags; 200,000 take mammoth ten seconds.
MOST_XML = 8 * MEBIBYTE
MOST_TAGS = 200_000
STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Word's XML is UTF-8 or UTF-16, declares no types or entities and, since mammoth would lose them
# in silence, holds no CDATA sections.
DECLARES = re.compile(
    rb"<!(DOCTYPE|ENTITY|\[)|<\?xml[^>]*encoding=[\"'](?!utf-?(8|16))", re.IGNORECASE
)
TOO_LONG = "The document is longer than any paper. Import its text in parts."
DAMAGED = "The file is damaged and cannot be opened."


def to_markdown(data: bytes) -> tuple[str | None, str, list[str]]:
    """Title if the document opens with one, body, and notes on what did not come across."""
    if len(data) > LARGEST:
        raise Unreadable("The file is larger than 10 MiB.")
    fault = why_unsafe(data, (CONTENT_TYPES, WORD))
    if fault:
        raise Unreadable(fault)
    main = _checked_main_part(data)
    html, notes = _converted(data, main)
    title, body = own_title(html)
    return title and _unescaped(title), body.strip() + "\n" if body.strip() else "", notes


def own_title(markdown: str) -> tuple[str | None, str]:
    """The level one heading a text opens with, and the rest."""
    text = markdown.lstrip()
    line, _, rest = text.partition("\n")
    if not line.startswith(("# ", "#\t")):
        return None, markdown
    title = line[1:].strip()
    shorter = title.rstrip("#")
    closed = shorter != title and shorter.endswith((" ", "\t"))
    return (shorter.rstrip() if closed else title), rest


def _checked_main_part(data: bytes) -> bytes:
    """The document's own XML, once every XML part is known to be small and plain."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = [e for e in archive.infolist() if e.filename.lower().endswith((".xml", ".rels"))]
        if sum(entry.file_size for entry in entries) > MOST_XML:
            raise Unreadable(TOO_LONG)
        try:
            texts = {entry.filename: archive.read(entry) for entry in entries}
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError):
            raise Unreadable(DAMAGED) from None
    if any(DECLARES.search(text.replace(b"\0", b"")) for text in texts.values()):
        raise Unreadable("The file is not safe to open: it declares what no document declares.")
    if sum(text.count(b"<") for text in texts.values()) > MOST_TAGS:
        raise Unreadable(TOO_LONG)
    return next(text for name, text in texts.items() if re.fullmatch(WORD, name))


def _converted(data: bytes, main: bytes) -> tuple[str, list[str]]:
    pictures: list[object] = []

    def drop(picture: object) -> list[object]:
        pictures.append(picture)
        return []

    try:
        result = mammoth.convert_to_html(
            BytesIO(data),
            style_map=STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=drop,
        )
        markdown = _from_html(result.value)
    except Exception:
        # mammoth names no errors of its own: whatever a crafted file does to it ends here.
        raise Unreadable("The document cannot be read. Save it again in Word.") from None
    return _tidy(markdown), _notes(main, result.messages, len(pictures))


def _from_html(html: str) -> str:
    return markdownify(
        html, heading_style="ATX", bullets="-", strip=["img"], table_infer_header=True
    )


def _notes(main: bytes, messages: list[object], pictures: int) -> list[str]:
    left = "1 picture was" if pictures == 1 else f"{pictures} pictures were"
    unknown = any("style" in str(getattr(each, "message", "")) for each in messages)
    told = [
        (pictures, f"{left} left out. Add what matters as an attachment or in words."),
        (re.search(rb"<w:(ins|del)[ >/]", main), "Tracked changes were taken as accepted."),
        (b"<w:commentReference" in main, "Comments in the margin were left out."),
        (unknown, "Some of Word's styles came in as plain text. Check the headings."),
    ]
    return [sentence for happened, sentence in told if happened]


def _tidy(markdown: str) -> str:
    text = normalize("NFC", CONTROL.sub("", markdown).replace("\xa0", " "))
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines)


def _unescaped(title: str) -> str:
    return re.sub(r"\\([\\`*_{}\[\]()#+.!|~>-])", r"\1", re.sub(r"\*{2,}", "", title))

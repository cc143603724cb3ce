"""Files from outside: good ones come in whole, bad ones are refused in a sentence."""

import random
import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govflow.domain.errors import Invalid
from govflow.intake import ALLOWED, check_attachment, clean_name, import_document

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
STYLES = (
    f'<w:styles xmlns:w="{NS}">'
    + "".join(
        f'<w:style w:styleId="Heading{n}" w:type="paragraph"><w:name w:val="heading {n}"/>'
        "</w:style>"
        for n in (1, 2)
    )
    + "</w:styles>"
)
PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 16
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 16


def archive(entries: dict[str, bytes | str], **options: int) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", options.get("packing", zipfile.ZIP_DEFLATED)) as out:
        for name, content in entries.items():
            out.writestr(name, content)
    return made.getvalue()


def paragraph(words: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r><w:t>{words}</w:t></w:r></w:p>"


def body(*parts: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{NS}">'
        f"<w:body>{''.join(parts)}</w:body></w:document>"
    )


def docx(*parts: str, **extra: bytes | str) -> bytes:
    base = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONSHIPS}
    more = {name.replace("__", "/").replace("_dot_", "."): part for name, part in extra.items()}
    return archive({**base, "word/document.xml": body(*parts), **more})


PLAIN = docx(paragraph("A word"))
SHEET = archive({"[Content_Types].xml": TYPES, "xl/workbook.xml": "<workbook/>"})
SLIDES = archive({"[Content_Types].xml": TYPES, "ppt/presentation.xml": "<p/>"})
GOOD = {
    "pdf": PDF,
    "docx": PLAIN,
    "xlsx": SHEET,
    "pptx": SLIDES,
    "png": PNG,
    "jpg": JPEG,
    "jpeg": JPEG,
    "csv": "name,£\n".encode(),
    "txt": b"plain\r\nwords\n",
    "md": "# Dépôt\n".encode(),
}


def refusal(name: str, declared: str, data: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        check_attachment(name, declared, data)
    assert list(refused.value.problems) == ["attachment"]
    return refused.value.problems["attachment"]


def import_refusal(name: str, data: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        import_document(name, data)
    return refused.value.problems["document"]


def paper_or_sentence(name: str, data: bytes) -> bool:
    try:
        return bool(import_document(name, data).title)
    except Invalid as refused:
        return refused.problems["document"].endswith(".")


def test_every_kind_allowed_has_an_example() -> None:
    assert set(GOOD) == set(ALLOWED)


@pytest.mark.parametrize("ending", GOOD)
def test_a_good_file_comes_in_whole(ending: str) -> None:
    kept = check_attachment(f"Annex A.{ending.upper()}", ALLOWED[ending].media_type, GOOD[ending])
    assert (kept.data, kept.size) == (GOOD[ending], len(GOOD[ending]))
    assert kept.media_type == ALLOWED[ending].media_type
    assert len(kept.sha256) == 64
    assert check_attachment(f"a.{ending}", "application/octet-stream", kept.data).data == kept.data


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx", "pptx", "png", "jpg"])
@pytest.mark.parametrize("other", ["pdf", "docx", "xlsx", "pptx", "png", "jpg", "txt"])
def test_bytes_must_fit_the_name(ending: str, other: str) -> None:
    if ending != other:
        assert "not what its name says" in refusal(f"a.{ending}", "", GOOD[other])


@pytest.mark.parametrize("ending", ["csv", "txt", "md"])
@pytest.mark.parametrize("data", [PNG, PLAIN, b"a\x00b"])
def test_text_must_be_text(ending: str, data: bytes) -> None:
    assert "it is not text" in refusal(f"a.{ending}", "", data)


def test_a_spreadsheet_s_old_encoding_is_still_text() -> None:
    data = "café,£".encode("cp1252")
    assert check_attachment("a.csv", "application/vnd.ms-excel", data).data == data


def test_the_declared_type_must_fit() -> None:
    said = refusal("a.pdf", "text/html; charset=utf-8", PDF)
    assert said == "The file was sent as text/html, which does not fit its name “a.pdf”."


@pytest.mark.parametrize(
    "name", ["a.exe", "a", ".pdf", "", "a.html", "a.svg", "a.docm", "..", "a."]
)
def test_other_kinds_are_refused(name: str) -> None:
    assert refusal(name, "", PDF).startswith("Attach a file of one of these kinds: csv, docx")


@pytest.mark.parametrize("name", ["a.exe.pdf", "a.HTML.pdf", "a.js .pdf", "x.scr.final.pdf"])
def test_a_name_within_a_name_is_refused(name: str) -> None:
    assert "hides what the file is" in refusal(name, "", PDF)


def test_empty_and_oversized_files_are_refused() -> None:
    assert refusal("a.txt", "", b"") == "The file is empty."
    assert "10.0 MiB; at most 10 MiB" in refusal("a.txt", "", b"a" * (10 * 1024 * 1024 + 1))


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\Board paper.docx", "Board paper.docx"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie- x.pdf"),
        ("in\u202evoice\u200b.pdf", "invoice.pdf"),
        ("  two   spaces .pdf", "two spaces.pdf"),
        ("e\u0301quality.pdf", "équality.pdf"),
        ('a<b>"c|d?.pdf', "a-b--c-d-.pdf"),
        ("n" * 300 + ".pdf", "n" * 116 + ".pdf"),
        ("\x00a.pdf", "a.pdf"),
        ("...hidden.pdf", "hidden.pdf"),
    ],
)
def test_names_are_cleaned(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


@given(st.text(max_size=300))
def test_a_cleaned_name_is_always_harmless(name: str) -> None:
    cleaned = clean_name(name)
    assert cleaned.isprintable()
    assert not set(cleaned) & set('/\\<>:"|?*')
    assert clean_name(cleaned) == cleaned


def bomb() -> bytes:
    """A real zip bomb: 64 MiB of nothing in a few dozen kilobytes."""
    return docx(word__padding_dot_xml=b" " * (64 * 1024 * 1024))


def encrypted() -> bytes:
    data = bytearray(PLAIN)
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.find(signature)
        data[place + offset] |= 1
    return bytes(data)


def overlapping() -> bytes:
    data = bytearray(PLAIN)
    first = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", first + 4)
    struct.pack_into("<L", data, second + 42, 5)
    return bytes(data)


def duplicated() -> bytes:
    made = BytesIO(PLAIN)
    with zipfile.ZipFile(made, "a") as out, pytest.warns(UserWarning, match="Duplicate name"):
        out.writestr("word/document.xml", body(paragraph("Another truth")))
    return made.getvalue()


def linked() -> bytes:
    made = BytesIO(PLAIN)
    with zipfile.ZipFile(made, "a") as out:
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = 0o120777 << 16
        out.writestr(link, "/etc/passwd")
    return made.getvalue()


def named(name: str) -> bytes:
    made = BytesIO(PLAIN)
    with zipfile.ZipFile(made, "a") as out:
        out.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (bomb, "it would unpack to far more"),
        (encrypted, "locked with a password"),
        (overlapping, "overlap"),
        (duplicated, "two parts inside it have the same name"),
        (linked, "packed in a way no document is"),
        (lambda: named("../evil.xml"), "a name no document has"),
        (lambda: named("/etc/evil.xml"), "a name no document has"),
        (lambda: named("word\\evil.xml"), "a name no document has"),
        (lambda: named("c:evil.xml"), "a name no document has"),
        (lambda: named("word//evil.xml"), "a name no document has"),
        (lambda: named("WORD/DOCUMENT.XML"), "two parts inside it have the same name"),
        (lambda: named("word/inner.zip"), "it holds another archive"),
        (lambda: named("word/vbaProject.bin"), "holds macros or programs"),
        (lambda: named("word/embeddings/run.exe"), "holds macros or programs"),
        (lambda: docx(**{f"p{n}": "x" for n in range(2_001)}), "2,004 parts; at most 2,000"),
        (lambda: PLAIN[:-30], "damaged"),
        (lambda: b"PK\x03\x04" + b"\x00" * 50, "damaged"),
        (lambda: archive({"word/document.xml": "x"}), "a part every such document has is missing"),
        (lambda: b"MZ" + PLAIN, "not an Office document"),
    ],
)
def test_a_dangerous_archive_is_refused_before_it_is_read(data: object, sentence: str) -> None:
    made = data() if callable(data) else b""
    assert sentence in refusal("a.docx", "", made)
    assert sentence in import_refusal("a.docx", made)


def test_a_chart_s_own_sheet_may_be_inside() -> None:
    assert check_attachment("a.docx", "", named("word/embeddings/Sheet1.xlsx")).name == "a.docx"


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, len(PLAIN) - 1), st.integers(0, 255)), max_size=6))
def test_no_damage_gets_past_a_sentence(changes: list[tuple[int, int]]) -> None:
    data = bytearray(PLAIN)
    for place, value in changes:
        data[place] = value
    assert paper_or_sentence("a.docx", bytes(data))


def test_a_word_document_becomes_a_draft() -> None:
    table = (
        "<w:tbl><w:tr><w:tc>{0}</w:tc><w:tc>{1}</w:tc></w:tr>"
        "<w:tr><w:tc>{1}</w:tc><w:tc>{0}</w:tc></w:tr></w:tbl>"
    ).format(paragraph("Ward"), paragraph("Nights"))
    paper = import_document(
        "draft_rota-paper.docx",
        docx(
            paragraph("Changing the *night* rota", "Heading1"),
            paragraph("Why now", "Heading2"),
            paragraph("Because of 5 &lt; 6 &amp; more."),
            table,
            '<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>Inserted.</w:t></w:r></w:ins></w:p>',
            word__styles_dot_xml=STYLES,
        ),
    )
    assert paper.title == "Changing the *night* rota"
    assert "## Why now" in paper.body_markdown
    assert "Because of 5 < 6 & more." in paper.body_markdown
    assert "| Ward | Nights |" in paper.body_markdown
    assert "Inserted." in paper.body_markdown
    assert paper.notes == ["Tracked changes were taken as accepted."]


def test_a_document_without_a_heading_takes_the_file_s_name() -> None:
    assert import_document("C:\\x\\night_rota-2.docx", PLAIN).title == "night rota 2"


def test_pictures_are_left_out_and_told() -> None:
    picture = (
        '<w:p><w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="i1"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="i1" Target="media/a.png" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/image"/></Relationships>'
    )
    made = BytesIO(docx(paragraph("Before"), picture))
    with zipfile.ZipFile(made, "a") as out:
        out.writestr("word/_rels/document.xml.rels", links)
        out.writestr("word/media/a.png", PNG)
    paper = import_document("a.docx", made.getvalue())
    assert paper.body_markdown == "Before\n"
    assert paper.notes[0].startswith("1 picture was left out.")


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<?xml version="1.0" encoding="cp037"?>',
        "<x><![CDATA[lost in silence]]></x>",
    ],
)
def test_xml_that_declares_entities_is_refused(head: str) -> None:
    data = docx(word__styles_dot_xml=f"{head}<x/>")
    assert "declares what no document declares" in import_refusal("a.docx", data)


def test_xml_made_to_fill_memory_is_refused() -> None:
    draw = random.Random(3)
    tags = "".join(f"<w:p><w:r>{draw.random()}</w:r></w:p>" for _ in range(110_000))
    assert "longer than any paper" in import_refusal("a.docx", docx(tags))
    letters = "".join(str(draw.random()) for _ in range(500_000))
    assert "longer than any paper" in import_refusal("a.docx", docx(paragraph(letters)))


def test_xml_nested_beyond_reason_is_a_sentence() -> None:
    deep = "<w:sdt><w:sdtContent>" * 3_000 + "</w:sdtContent></w:sdt>" * 3_000
    assert "cannot be read" in import_refusal("a.docx", docx(deep))


def test_markdown_with_a_head_fills_the_front_sheet() -> None:
    text = (
        "\ufeff---\r\ntitle: Night rota: the choice\r\npurpose: approve, discuss\r\n"
        "topics: [workforce, no]\r\nrecommendations:\r\n  - Agree option two\r\n"
        "  - Note the risk\r\nauthor: someone\r\n---\r\n# Heading kept\r\n\r\nBody.\r\n"
    ).replace("rota: the", "rota, the")
    paper = import_document("x.md", text.encode())
    assert paper.title == "Night rota, the choice"
    assert paper.purposes == ["approve", "discuss"]
    assert paper.topics == ["workforce", "no"]
    assert paper.recommendations == ["Agree option two", "Note the risk"]
    assert paper.body_markdown == "# Heading kept\n\nBody.\n"
    assert paper.notes == ["“author” in the head of the file is not used."]


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("# A title #\n\nBody", "A title", "Body\n"),
        ("\n\n# C#\nBody", "C#", "Body\n"),
        ("Body only", "my paper", "Body only\n"),
        ("---\n---\n# T\n", "T", ""),
    ],
)
def test_the_title_of_a_markdown_file(text: str, title: str, rest: str) -> None:
    paper = import_document("my_paper.md", text.encode())
    assert (paper.title, paper.body_markdown) == (title, rest)


def test_a_heading_of_many_marks_is_quick() -> None:
    assert import_document("a.md", b"# " + b"# " * 100_000 + b"x").title


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        ("# Ü\nç".encode("cp1252"), "Line 1 is not UTF-8 text. Save the file"),
        ("# T".encode("utf-16"), "Line 1 is not UTF-8 text."),
        (b"a\x00b", "The file is not text"),
        (b"a" * (1024 * 1024 + 1), "larger than 1 MiB"),
        (b"---\ntitle: [a\n---\n", "in the head of the file, cannot be read."),
        (b"---\ntitle: a\ntitle: b\n---\n", "Line 3, in the head of the file, cannot be read."),
        (b"---\njust words\n---\n", "holds lines that are not"),
        (b"---\ntitle: {a: b}\n---\n", "nests lists"),
        (b"---\ntitle: " + b"[" * 9_000 + b"\n---\n", "cannot be read"),
        (b"---\ntitle: " + b"a" * 17_000 + b"\n---\n", "too long"),
        (b"---\ntitle: 0x" + b"f" * 9_000 + b"\n---\n", "beyond all use"),
        (b"---\ntitle: !!python/object:os.system x\n---\n", "cannot be read"),
    ],
)
def test_a_wrong_markdown_file_is_a_sentence(data: bytes, sentence: str) -> None:
    assert sentence in import_refusal("a.md", data)


def test_other_kinds_of_paper_are_refused() -> None:
    assert import_refusal("a.pdf", PDF) == "Choose a Markdown (.md) or Word (.docx) file."


@given(st.binary(max_size=200))
def test_any_bytes_are_a_paper_or_a_sentence(data: bytes) -> None:
    for name in ("a.md", "a.docx"):
        assert paper_or_sentence(name, b"---\n" + data)
        assert paper_or_sentence(name, data)

"""Bringing in a paper: Word and Markdown become a draft, and damage becomes a sentence."""

import random
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.intake import import_document
from tests.services.documents import (
    PDF,
    PLAIN,
    PNG,
    STYLES,
    docx,
    import_refusal,
    paper_or_sentence,
    paragraph,
)


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

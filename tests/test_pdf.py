"""The PDF is tagged as PDF/UA-1 says, takes every text as text, and never changes by itself."""

import hashlib
import itertools
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from govflow.pdf import FONTS, MISSING, covered, printable, typeset
from govflow.services import said_and_done, signer
from govflow.services.said_and_done_print import EXPLAINED, as_data, as_pdf
from govflow.services.signer import Signing
from govflow.signing import FileMemory
from govflow.store import trail
from tests.builders import World
from tests.keys import OURS
from tests.services.influence import whole

MARKUP = (
    "#strong[bold] $x^2$ @ref <label> *b* _i_ `code` // gone \\ end",
    '"); #panic("out") //',
    "= Heading\n- item\n+ item\n/ Term: x",
    '#read("/etc/passwd") #import "@preview/x:1.0.0"',
)
LETTERS = (
    "Ŵy ŷ Łódź İzmir",
    "مرحبا",
    "Привет",
    "ਪੰਜਾਬੀ",
    "日本語",
    "😀",
    "a\u200bb\u202ec\x07\ue000d",
)


@pytest.fixture
def page(world: World) -> said_and_done.Page:
    whole(world)
    with world.looking("race_chair") as desk:
        return said_and_done.of_network(desk, world.network_ids["race"])


def read(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def text_of(data: bytes) -> str:
    return "\n".join(one.extract_text() for one in read(data).pages)


def tags(reader: PdfReader) -> list[DictionaryObject]:
    """Every structure element of the document, in reading order."""
    root = reader.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    found: list[DictionaryObject] = []
    _walk(root, found, set())
    return found


def _walk(node: Any, found: list[DictionaryObject], seen: set[int]) -> None:
    if isinstance(node, IndirectObject):
        if node.idnum in seen:
            return
        seen.add(node.idnum)
        node = node.get_object()
    if isinstance(node, ArrayObject):
        for kid in node:
            _walk(kid, found, seen)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            found.append(node)
        _walk(node.get("/K"), found, seen)


def kinds(reader: PdfReader) -> list[str]:
    return [str(tag["/S"]) for tag in tags(reader)]


def test_it_says_that_it_is_pdf_ua_and_has_what_that_asks_for(page: said_and_done.Page) -> None:
    reader = read(as_pdf(page))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  # pypdf's own kind of boolean
    assert str(root["/Lang"]) == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "You said, we did: Race Equality Network" in metadata
    assert all("/StructParents" in one for one in reader.pages)
    assert all(str(one["/Tabs"]) == "/S" for one in reader.pages)


def test_headings_table_and_quotes_are_tagged(page: said_and_done.Page) -> None:
    reader = read(as_pdf(page))
    found = kinds(reader)
    assert found[0] == "/Document"
    headings = [kind for kind in found if kind in {"/H1", "/H2", "/H3", "/H4"}]
    assert headings[0] == "/H1"
    levels = [int(kind[2]) for kind in headings]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert found.count("/TH") == 4
    scopes = [str(tag["/A"]) for tag in tags(reader) if str(tag["/S"]) == "/TH"]
    assert all("/Column" in scope for scope in scopes)
    assert {"/Table", "/TR", "/TD", "/BlockQuote", "/P"} <= set(found)


def test_every_font_is_embedded_and_ours(page: said_and_done.Page) -> None:
    names = set()
    for one in read(as_pdf(page)).pages:
        fonts: Any = one["/Resources"]["/Font"]  # type: ignore[index]
        for font in fonts.values():
            inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(inner)
            names.add(str(inner["/FontName"]).split("+")[1])
    assert names
    assert all(name.startswith(("AtkinsonHyperlegible", "DejaVuSans")) for name in names)


def test_the_head_of_the_record_stands_at_the_foot_of_every_page(
    page: said_and_done.Page, world: World, tmp_path: Path
) -> None:
    with world.looking("race_chair") as desk:
        head = trail.head(desk.work)
    squeezed = ["".join(one.extract_text().split()) for one in read(as_pdf(page)).pages]
    assert all(f"{head.size:,}events,root{head.root},notsignedyet." in one for one in squeezed)
    signing = Signing((OURS,), FileMemory(tmp_path), "example.org")
    signer.sign_log(world.office, lambda: world.now, signing, world.organisation_id)
    with world.looking("race_chair") as desk:
        signed = said_and_done.of_network(desk, world.network_ids["race"])
    assert signed.record.startswith(f"Record: {head.size:,} events, root {head.root}, signed on ")


def test_the_bytes_are_the_same_for_the_same_content(page: said_and_done.Page) -> None:
    first = as_pdf(page)
    as_pdf.cache_clear()
    assert hashlib.sha256(as_pdf(page)).digest() == hashlib.sha256(first).digest()
    assert "2026-03-02" in read(first).trailer["/Root"]["/Metadata"].get_data().decode()  # type: ignore[index]


@pytest.mark.parametrize("text", [*MARKUP, *LETTERS])
def test_no_text_is_ever_markup_or_breaks_the_page(page: said_and_done.Page, text: str) -> None:
    data = as_data(page)
    plain = " ".join(printable(text).split())
    data["title"] = data["organisation"] = text
    about = data["papers"][0]
    about["title"] = about["heading"] = about["decision"] = text
    about["feedback"] = about["text"] = text.splitlines()
    said = about["said"][0]
    said["text"] = said["reason"] = said["paragraph"] = text.splitlines()
    said["mark"] = said["network"] = said["title"] = text
    made = typeset("said_and_done", data)
    assert "You said, we did" in text_of(made)
    if text in MARKUP:
        squeezed = "".join(text_of(made).split())
        assert squeezed.count("".join(plain.split())) >= 5


def test_a_letter_that_no_font_has_is_marked_and_controls_are_left_out() -> None:
    assert MISSING == "□"
    assert printable("日本 a\u200bb\x07c\td") == "□□ abc d"
    assert printable({"one": ["é", ("ŵ",)], "two": 2, "three": None}) == {
        "one": ["é", ["ŵ"]],
        "two": 2,
        "three": None,
    }
    assert {ord("A"), ord("ŷ"), ord("□"), ord("€"), ord("’")} <= covered()


def test_a_missing_letter_is_explained_to_the_reader(page: said_and_done.Page) -> None:
    about = page.papers[0]
    odd = replace(about, said=(replace(about.said[0], text="日本"),))
    assert EXPLAINED in " ".join(text_of(as_pdf(replace(page, papers=(odd,)))).split())
    assert EXPLAINED not in " ".join(text_of(as_pdf(page)).split())


def test_a_document_without_a_date_has_a_fixed_one() -> None:
    empty = {
        "title": "You said, we did",
        "organisation": "",
        "footer": "",
        "date": None,
        "opening": ["Nothing."],
        "papers": [],
    }
    assert typeset("said_and_done", empty) == typeset("said_and_done", empty)
    assert typeset("said_and_done", empty, dated=date(2026, 3, 2))


def test_the_fonts_are_as_they_were_fetched_with_their_licences() -> None:
    for line in (FONTS / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == digest, name
    assert "SIL Open Font License" in (FONTS / "LICENCE-AtkinsonHyperlegibleNext.txt").read_text()
    assert "Bitstream" in (FONTS / "LICENCE-DejaVu.txt").read_text()

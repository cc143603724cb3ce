"""Files from outside: good ones come in whole, bad ones are refused in a sentence."""

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govflow.intake import ALLOWED, check_attachment, clean_name
from tests.services.documents import (
    GOOD,
    PDF,
    PLAIN,
    PNG,
    archive,
    body,
    docx,
    import_refusal,
    paper_or_sentence,
    paragraph,
    refusal,
)


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

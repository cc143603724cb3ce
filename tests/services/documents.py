"""Word files, bombs and other bytes from outside, made by hand for tests."""

import zipfile
from io import BytesIO

import pytest

from govflow.domain.errors import Invalid
from govflow.intake import check_attachment, import_document

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

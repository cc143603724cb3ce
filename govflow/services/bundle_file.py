"""Writes an evidence bundle as one zip: data, tables, pages that people read, the verifier."""

import hashlib
import os
import shutil
import tempfile
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from govflow.config import folder
from govflow.domain.consultation import OUTCOMES, POSITIONS, STATUS_TITLES
from govflow.offline import govflow_verify
from govflow.services import bundle_pages, bundle_tables, bundles, comparing, copies
from govflow.services.bundles import Agreed
from govflow.services.gunning import NOT_JUDGED
from govflow.services.office import Office, Who
from govflow.text import render

EPOCH = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes
VERIFIER = "govflow_verify.py"
SEAL_LENGTH = 64


def pack(
    office: Office, who: Who, now: datetime, agreed: Agreed, out: Path, *, kept: str = ""
) -> None:
    """Write the bundle to `out`, which has its name only when it is whole.

    `kept` is a checkpoint that somebody kept: the proof from it is put in. Raises OSError, and
    Invalid or NotYet for a checkpoint that cannot be proven from.
    """
    with _zip(out) as sink:
        bundles.write(office, who, now, agreed, sink)
        bundle_tables.write(office, who, now, agreed, sink)
        if kept:
            with office.reading(who, now) as desk:
                sink.whole("consistency/kept.txt", copies.proof_from(desk, kept)[1].encode())
        _pages(office, who, now, agreed, sink)


class _Sink:
    """Files of a bundle: long ones grow in a folder beside until the archive is closed."""

    def __init__(self, archive: zipfile.ZipFile, scratch: Path) -> None:
        self.archive, self.scratch = archive, scratch

    def whole(self, name: str, data: bytes) -> None:
        """A file given whole."""
        self.archive.writestr(_entry(name), data)

    def piece(self, name: str, data: bytes) -> None:
        """The next bytes of a long file."""
        path = self.scratch / name
        path.parent.mkdir(exist_ok=True)
        with path.open("ab") as file:
            file.write(data)

    def settle(self) -> None:
        """Put the long files into the archive."""
        for path in sorted(each for each in self.scratch.rglob("*") if each.is_file()):
            name = path.relative_to(self.scratch).as_posix()
            with path.open("rb") as file, self.archive.open(_entry(name), "w") as target:
                shutil.copyfileobj(file, target, 1 << 20)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


@contextmanager
def _zip(out: Path) -> Iterator[_Sink]:
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as scratch:
        half, pieces = Path(scratch) / "half.zip", Path(scratch) / "pieces"
        pieces.mkdir()
        with zipfile.ZipFile(half, "w") as archive:
            sink = _Sink(archive, pieces)
            yield sink
            sink.settle()
            archive.comment = bytes(SEAL_LENGTH)
        seal(half)
        half.replace(out)


def seal(path: Path) -> None:
    """Put the hash of all that comes before it into the archive's comment, at its very end."""
    digest, left = hashlib.sha256(), path.stat().st_size - SEAL_LENGTH
    with path.open("r+b") as file:
        while left:
            piece = file.read(min(left, 1 << 20))
            digest.update(piece)
            left -= len(piece)
        file.seek(-SEAL_LENGTH, os.SEEK_END)
        file.write(digest.hexdigest().encode())


def _pages(office: Office, who: Who, now: datetime, agreed: Agreed, sink: _Sink) -> None:
    """The pages a person reads, the verifier and how to use it."""
    listed = []
    with office.reading(who, now) as desk:
        zone = ZoneInfo(desk.organisation.zone)
        shown = {"organisation": desk.organisation, "agreed": agreed, "zone": zone, "now": now}
        for page in bundle_pages.matter_pages(desk, agreed):
            listed.append((page.file, page.name, len(page.told)))
            sink.whole(page.file, _rendered("matter.jinja", page=page, **shown))
            for served in page.dossier.versions if page.dossier else ():
                drawn = _rendered("version.jinja", page=page, served=served, **shown)
                sink.whole(served.file, drawn)
        sink.whole("index.html", _rendered("index.jinja", listed=listed, **shown))
        sink.whole("README.txt", _rendered("readme.txt", **shown))
    sink.whole(VERIFIER, Path(govflow_verify.__file__).read_bytes())


def _rendered(name: str, **shown: object) -> bytes:
    style = (folder("templates") / "bundle" / "page.css").read_text(encoding="utf-8")
    named = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = (
        _environment()
        .get_template(name)
        .render(
            **shown,
            style=Markup(f"<style>{style}</style>"),  # noqa: S704 - our own file
            policy=f"default-src 'none'; style-src 'sha256-{named}'",
        )
    )
    return page.encode()


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(folder("templates") / "bundle"),
        autoescape=select_autoescape(enabled_extensions=("jinja",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["local"] = lambda at, zone: f"{at.astimezone(zone):%-d %B %Y, %H:%M:%S %Z}"
    made.filters["marked_down"] = lambda text: Markup(render(text, top=3))  # noqa: S704 - cleaned
    made.filters["written"] = lambda value: comparing.written(comparing.in_words(value))
    made.globals.update(
        outcomes=OUTCOMES,
        positions=POSITIONS,
        statuses=STATUS_TITLES,
        not_judged=NOT_JUDGED,
        titles=comparing.TITLES,
        most_rows=bundle_tables.MOST_ROWS_OF_A_WORKBOOK,
    )
    return made

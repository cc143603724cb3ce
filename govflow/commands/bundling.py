"""`govflow trail bundle`: an evidence bundle in one zip, with its verifier and pages inside."""

import hashlib
import os
import shutil
import tempfile
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from govflow.commands.shell import DAY, Said, Shell, operator, read
from govflow.commands.trail import acting
from govflow.commands.whole_files import refuse_if_unwritable
from govflow.config import folder
from govflow.house import House
from govflow.offline import govflow_verify
from govflow.services import bundle_pages, bundles, copies, lookup
from govflow.services.bundles import Agreed, Wanted
from govflow.services.office import Who

FILE = click.Path(path_type=Path)
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes
VERIFIER = "govflow_verify.py"
SEAL_LENGTH = 64


@click.command()
@click.option("--matter", "matter_id", metavar="ID", help="One matter, from its first event.")
@click.option("--period", nargs=2, type=DAY, metavar="FROM TO", help="Both days included.")
@click.option("--sample", type=click.IntRange(1), metavar="N", help="So many matters, drawn.")
@click.option("--seed", default="", help="For --sample: the same seed draws the same matters.")
@click.option("--all", "everything", is_flag=True, help="The whole log.")
@click.option("--form", type=click.Choice(list(bundles.FORMS)), default="full", show_default=True)
@click.option("--since", type=FILE, metavar="KEPT.txt", help="With the proof from this checkpoint.")
@click.option("--organisation", "code", metavar="CODE", help="Needed where there are several.")
@click.option("--out", type=FILE, required=True, metavar="FILE.zip")
@click.pass_obj
def bundle(
    shell: Shell,
    matter_id: str | None,
    period: tuple[date, date] | None,
    sample: int | None,
    seed: str,
    everything: bool,
    form: str,
    since: Path | None,
    code: str | None,
    out: Path,
) -> None:
    """Make an evidence bundle that anybody can check with no network and no govflow.

    That it was made is recorded in the trail.
    """
    if sum(map(bool, (matter_id, period, sample, everything))) != 1:
        raise Said("Say what to bundle: one of --matter, --period, --sample and --all.")
    if sample and not seed:
        raise Said("A sample needs a --seed, so that anybody can draw it again.")
    refuse_if_unwritable(out)
    kept = read(since).decode("utf-8", "replace") if since else ""
    with shell.house() as house:
        who = _owner(house, matter_id) if matter_id else acting(house, code)
        zone = _zone(house, who)
        wanted = _wanted(matter_id, period, sample, seed, form, zone)
        with house.office.writing(who, house.clock()) as desk:
            agreed = bundles.agree(desk, wanted)
        with _zip(out) as sink:
            bundles.write(house.office, who, house.clock(), agreed, sink)
            if kept:
                sink.whole("consistency/kept.txt", _proof(house, who, kept))
            _pages(house, who, agreed, sink)
    click.echo(f"{out}: {agreed.events:,} events under the checkpoint over {agreed.signed.size:,}.")


def _wanted(
    matter_id: str | None,
    period: tuple[date, date] | None,
    sample: int | None,
    seed: str,
    form: str,
    zone: ZoneInfo,
) -> Wanted:
    if matter_id:
        return Wanted("matter", matter_id=matter_id, form=form)
    if period:
        first, last = (_midnight(day, zone) for day in (period[0], period[1] + timedelta(days=1)))
        return Wanted("period", from_at=first, until_at=last, form=form)
    if sample:
        return Wanted("sample", number=sample, seed=seed, form=form)
    return Wanted("all", form=form)


def _proof(house: House, who: Who, kept: str) -> bytes:
    with house.office.reading(who, house.clock()) as desk:
        return copies.proof_from(desk, kept)[1].encode()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _owner(house: House, matter_id: str) -> Who:
    return operator(lookup.owner_of(house.office, house.clock(), matter_id))


def _zone(house: House, who: Who) -> ZoneInfo:
    with house.office.reading(who, house.clock()) as desk:
        return ZoneInfo(desk.organisation.zone)


class _Sink:
    """Files of a bundle: long ones grow in a folder beside until the archive is closed."""

    def __init__(self, archive: zipfile.ZipFile, scratch: Path) -> None:
        self.archive, self.scratch = archive, scratch

    def whole(self, name: str, data: bytes) -> None:
        """A file given whole."""
        self.archive.writestr(_entry(name), data)

    def piece(self, name: str, data: bytes) -> None:
        """The next bytes of a long file."""
        with (self.scratch / name).open("ab") as file:
            file.write(data)

    def settle(self) -> None:
        """Put the long files into the archive."""
        for path in sorted(self.scratch.iterdir()):
            with path.open("rb") as file, self.archive.open(_entry(path.name), "w") as target:
                shutil.copyfileobj(file, target, 1 << 20)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


@contextmanager
def _zip(out: Path) -> Iterator[_Sink]:
    """A bundle being written; it has its name only when it is whole."""
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as scratch:
        half, pieces = Path(scratch) / "half.zip", Path(scratch) / "pieces"
        pieces.mkdir()
        try:
            with zipfile.ZipFile(half, "w") as archive:
                sink = _Sink(archive, pieces)
                yield sink
                sink.settle()
                archive.comment = bytes(SEAL_LENGTH)
            seal(half)
            half.replace(out)
        except OSError as fault:
            raise Said(f"{out} cannot be written: {fault.strerror}.") from None


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


def _pages(house: House, who: Who, agreed: Agreed, sink: _Sink) -> None:
    """The pages a person reads, the verifier and how to use it."""
    listed = []
    with house.office.reading(who, house.clock()) as desk:
        zone = ZoneInfo(desk.organisation.zone)
        shown = {"organisation": desk.organisation, "agreed": agreed, "zone": zone}
        for page in bundle_pages.matter_pages(desk, agreed):
            listed.append((page.file, page.name, len(page.told)))
            sink.whole(page.file, _rendered("matter.jinja", page=page, **shown))
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
    return made

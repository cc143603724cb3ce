"""`govflow backup` and `govflow restore`: the whole database in one file, and back again."""

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from govflow.commands.shell import ILL_EXIT, OPERATOR, Said, Shell, read
from govflow.commands.signing import expected, host_of
from govflow.commands.whole_files import refuse_if_unwritable
from govflow.config import Settings, folder, from_environment
from govflow.domain.notes import VerifierKey
from govflow.house import House
from govflow.services import backups, erasure, restoring, restriction
from govflow.services.backups import Kept, Log, Standing
from govflow.services.copies import tidied
from govflow.services.health import reaching
from govflow.services.restoring import CONTENTS, NAMES, Contents, NoBackup, NotCopied, copied
from govflow.services.signer import Signing
from govflow.signing import FileMemory, read_keys, verify

FILE = click.Path(path_type=Path)
AGAINST = click.option(
    "--against",
    multiple=True,
    type=FILE,
    metavar="KEPT.txt",
    help="A checkpoint kept outside; may be given again. The signer's memory is always used.",
)
KEY = click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="KEY",
    help="The public key for --against, where the signer's folder is not at hand.",
)


@click.command()
@click.option("--out", type=FILE, required=True, metavar="FILE.zip")
@AGAINST
@KEY
@click.pass_obj
def backup(shell: Shell, out: Path, against: tuple[Path, ...], keys: tuple[str, ...]) -> None:
    """Copy the whole database, attachments included, while everybody goes on working.

    The copy is read again from its first event and held against what was signed. Exit code 1
    when it does not hold or lacks events; the file is kept, and says the same of itself.
    """
    settings = from_environment()
    refuse_if_unwritable(out)
    with shell.house(settings) as house, failing(), _beside(out) as scratch:
        copy = scratch / "copy"
        with copied(settings.database_url, copy) as still:
            office = replace(house.office, store=still)
            found = backups.logs(office, house.clock())
            kept = _kept(settings, against, keys, found)
            judged = backups.standings(office, house.clock(), found, kept)
        held = restoring.contents(settings.database_url, copy, found, house.clock())
        _pack(scratch / "half.zip", held, copy)
        (scratch / "half.zip").replace(out)
    click.echo(f"{out}: {NAMES[held.kind]}, {out.stat().st_size:,} bytes, taken {held.taken}.")
    _tell(judged)


@click.command()
@click.argument("file", type=FILE)
@AGAINST
@KEY
@click.option("--stale", default="", metavar="REASON", help="Take an older backup, and say why.")
@click.option(
    "--without-memory",
    default="",
    metavar="REASON",
    help="Nobody knows what was erased since the backup: say why it is brought back all the same.",
)
@click.pass_obj
def restore(
    shell: Shell,
    file: Path,
    against: tuple[Path, ...],
    keys: tuple[str, ...],
    stale: str,
    without_memory: str,
) -> None:
    """Bring a backup back to where no database is, check it, and only then let it be opened.

    A backup that lacks signed events is refused unless --stale says why it is taken all the same.
    What was erased or restricted since it was taken is so again: the signer's memory knows what.
    That the database was brought back is recorded in every organisation's log.
    """
    settings = from_environment()
    with failing(), reaching(), _beside(Path(tempfile.gettempdir()) / "restore") as scratch:
        held, copy = _unpack(file, scratch)
        migrations = folder("migrations")
        restoring.refuse_unusable(settings.database_url, migrations, held)
        _refuse_forgetful(settings, without_memory)
        with restoring.brought_back(settings.database_url, copy, migrations) as address:
            opened = shell.open_house(replace(settings, database_url=address, restoring=True))
            try:
                judged = _check(opened, settings, held, against, keys, stale)
                why = " ".join(filter(None, (stale.strip(), without_memory.strip())))
                now = opened.clock()
                gone = _erase_again(opened, settings, judged)
                put_away = _restrict_again(opened, settings, judged)
                backups.record(opened.office, now, OPERATOR, judged, taken=held.taken, why=why)
            finally:
                opened.close()
    _tell(judged, refuse=False)
    if gone:
        click.echo(f"{gone} texts that were erased since were erased again.")
    if put_away:
        click.echo(f"{put_away} texts that were restricted since were restricted again.")
    click.echo("The database is back, and may be opened.")


def _check(
    house: House,
    settings: Settings,
    held: Contents,
    against: tuple[Path, ...],
    keys: tuple[str, ...],
    stale: str,
) -> list[Standing]:
    now = house.clock()
    found = backups.logs(house.office, now)
    kept = _kept(settings, against, keys, found)
    judged = backups.standings(house.office, now, found, kept)
    if [log.to_dict() for log in found] != [log.to_dict() for log in held.logs]:
        raise NoBackup("What was brought back is not what the backup's list of contents says.")
    broken = [f"{each.log.code}: {each.sentence}" for each in judged if each.broken]
    if broken:
        raise NoBackup("\n".join([*broken, "It was not brought back."]))
    lacking = [f"{each.log.code}: {each.sentence}" for each in judged if each.lacks]
    if lacking and not stale.strip():
        raise NoBackup(
            "\n".join(
                [
                    *lacking,
                    "It was not brought back. Find a newer backup, or say why this one is taken "
                    'with --stale "REASON", which every log will keep.',
                ]
            )
        )
    return judged


def _refuse_forgetful(settings: Settings, without_memory: str) -> None:
    """Raise NoBackup where nothing tells what was erased after the backup was taken."""
    if FileMemory(settings.signer).there() or without_memory.strip():
        return
    raise NoBackup(
        f"The signer's memory is not in {settings.signer}. It alone knows what was erased since "
        "the backup was taken: without it, erased text could come back. Bring it there, or say "
        'why you go on without it with --without-memory "REASON", which every log will keep.'
    )


def _erase_again(house: House, settings: Settings, judged: list[Standing]) -> int:
    """Erase in what was brought back everything that the signer saw erased; how many texts."""
    memory, host, count = FileMemory(settings.signer), host_of(settings), 0
    for each in judged:
        origin = Signing((), memory, host).origin(each.log.id)
        gone = [erasure.place_of(told) for told in memory.erased(origin)]
        count += erasure.again(house.office, OPERATOR, house.clock(), each.log.id, gone)
    if count:
        erasure.wiped(house.office, erasure.everywhere())
    return count


def _restrict_again(house: House, settings: Settings, judged: list[Standing]) -> int:
    """Restrict in what was brought back what the signer saw restricted; how many texts."""
    memory, host, count = FileMemory(settings.signer), host_of(settings), 0
    for each in judged:
        origin = Signing((), memory, host).origin(each.log.id)
        held = {erasure.place_of(told): by for told, by in memory.held(origin).items()}
        count += restriction.again(house.office, OPERATOR, house.clock(), each.log.id, held)
    return count


def _kept(
    settings: Settings, against: tuple[Path, ...], keys: tuple[str, ...], found: list[Log]
) -> list[Kept]:
    """Every head known outside the database: the signer's memory, and the files named."""
    keys_here = tuple(read_keys(settings.signer))
    signing = Signing(keys_here, FileMemory(settings.signer), host_of(settings))
    known = [VerifierKey.parse(each) for each in keys]
    known += [key for log in found for key in signing.verifier_keys(log.id)]
    kept = []
    for log in found:
        frontier = signing.memory.recall(signing.origin(log.id))
        if frontier:
            kept.append(Kept(log.id, frontier.size, frontier.root(), "the signer's memory"))
    for path in against:
        note = tidied(read(path).decode("utf-8", "replace"))
        kept.append(backups.kept_note(note, known, verify, path.name))
    return kept


def _tell(judged: list[Standing], *, refuse: bool = True) -> None:
    for each in judged:
        click.echo(f"{each.log.code}: {each.sentence}", err=each.broken or bool(each.lacks))
    if refuse and any(each.broken or each.lacks for each in judged):
        raise SystemExit(ILL_EXIT)


@contextmanager
def failing() -> Iterator[None]:
    """Every failure that a copy can meet, as a sentence."""
    try:
        with expected():
            yield
    except (NoBackup, NotCopied) as fault:
        raise Said(str(fault)) from None
    except OSError as fault:
        raise Said(f"{fault.filename or 'The backup'}: {fault.strerror}.") from None


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """A folder for halves, on the same disk as what is being written."""
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as scratch:
        yield Path(scratch)


def _pack(path: Path, held: Contents, copy: Path) -> None:
    # pg_dump's format is compressed already.
    how = zipfile.ZIP_DEFLATED if held.kind == "sqlite" else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", how) as archive:
        archive.writestr(CONTENTS, held.to_json())
        archive.write(copy, held.file)


def _unpack(file: Path, scratch: Path) -> tuple[Contents, Path]:
    """The list of contents, and the copy it names with the hash it names; raises NoBackup."""
    try:
        with zipfile.ZipFile(file) as archive:
            held = Contents.from_json(archive.read(CONTENTS))
            copy = scratch / "copy"
            with archive.open(held.file) as source, copy.open("wb") as target:
                shutil.copyfileobj(source, target, restoring.PIECE)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError):
        raise NoBackup(f"{file} is not a whole backup of govflow's.") from None
    if restoring.sha256_of(copy) != held.sha256:
        raise NoBackup(f"{file} is damaged: the database in it is not the one it was made with.")
    return held, copy

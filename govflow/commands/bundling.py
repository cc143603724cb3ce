"""`govflow trail bundle`: an evidence bundle in one zip, with its verifier and pages inside."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from govflow.commands.shell import DAY, Said, Shell, operator, read
from govflow.commands.trail import acting
from govflow.commands.whole_files import refuse_if_unwritable
from govflow.house import House
from govflow.services import bundle_file, bundles, lookup
from govflow.services.bundle_scope import FORMS, Wanted
from govflow.services.office import Who

FILE = click.Path(path_type=Path)


@click.command()
@click.option("--matter", "matter_id", metavar="ID", help="One matter, from its first event.")
@click.option("--meeting", "meeting_id", metavar="ID", help="The papers of one meeting.")
@click.option("--period", nargs=2, type=DAY, metavar="FROM TO", help="Both days included.")
@click.option("--sample", type=click.IntRange(1), metavar="N", help="So many matters, drawn.")
@click.option("--seed", default="", help="For --sample: the same seed draws the same matters.")
@click.option("--all", "everything", is_flag=True, help="The whole log.")
@click.option("--form", type=click.Choice(list(FORMS)), default="full", show_default=True)
@click.option("--since", type=FILE, metavar="KEPT.txt", help="With the proof from this checkpoint.")
@click.option("--organisation", "code", metavar="CODE", help="Needed where there are several.")
@click.option("--out", type=FILE, required=True, metavar="FILE.zip")
@click.pass_obj
def bundle(
    shell: Shell,
    matter_id: str | None,
    meeting_id: str | None,
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
    if sum(map(bool, (matter_id, meeting_id, period, sample, everything))) != 1:
        raise Said("Say what to bundle: one of --matter, --meeting, --period, --sample and --all.")
    if sample and not seed:
        raise Said("A sample needs a --seed, so that anybody can draw it again.")
    refuse_if_unwritable(out)
    kept = read(since).decode("utf-8", "replace") if since else ""
    with shell.house() as house:
        who = _owner(house, matter_id) if matter_id else acting(house, code)
        zone = _zone(house, who)
        wanted = _wanted(matter_id, meeting_id, period, sample, seed, form, zone)
        with house.office.writing(who, house.clock()) as desk:
            agreed = bundles.agree(desk, wanted)
        try:
            bundle_file.pack(house.office, who, house.clock(), agreed, out, kept=kept)
        except OSError as fault:
            raise Said(f"{out} cannot be written: {fault.strerror}.") from None
    click.echo(f"{out}: {agreed.events:,} events under the checkpoint over {agreed.signed.size:,}.")


def _wanted(
    matter_id: str | None,
    meeting_id: str | None,
    period: tuple[date, date] | None,
    sample: int | None,
    seed: str,
    form: str,
    zone: ZoneInfo,
) -> Wanted:
    if matter_id:
        return Wanted("matter", matter_id=matter_id, form=form)
    if meeting_id:
        return Wanted("meeting", meeting_id=meeting_id, form=form)
    if period:
        first, last = (_midnight(day, zone) for day in (period[0], period[1] + timedelta(days=1)))
        return Wanted("period", from_at=first, until_at=last, form=form)
    if sample:
        return Wanted("sample", number=sample, seed=seed, form=form)
    return Wanted("all", form=form)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _owner(house: House, matter_id: str) -> Who:
    return operator(lookup.owner_of(house.office, house.clock(), matter_id))


def _zone(house: House, who: Who) -> ZoneInfo:
    with house.office.reading(who, house.clock()) as desk:
        return ZoneInfo(desk.organisation.zone)

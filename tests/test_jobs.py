"""The scheduled checks run once however many processes run them, and leave a heartbeat."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from govflow import jobs
from govflow.config import Settings, folder
from govflow.house import House
from govflow.jobs import Job
from govflow.services import health, organisations
from govflow.store import trail
from tests.builders import World, make_office

PAST_SEVEN = datetime(2026, 3, 12, 9, 2, tzinfo=UTC)


def house_of(world: World, url: str, tmp_path: Path) -> House:
    settings = Settings(
        database_url=url, secret_key="k" * 40, smtp_url=f"folder:{tmp_path}/mail", instance=tmp_path
    )
    return House(settings, world.office, lambda: world.now)


@pytest.fixture
def house(world: World, database_url: str, tmp_path: Path) -> House:
    """A house whose clock is the world's."""
    return house_of(world, database_url, tmp_path)


def outcomes(house: House) -> dict[str, str]:
    return {b.job: b.outcome for b in health.beats(house.office, house.clock())}


def size_of(world: World) -> int:
    with world.looking("auditor") as desk:
        return trail.head(desk.work).size


def test_every_check_runs_and_says_what_it_did(world: World, house: House, tmp_path: Path) -> None:
    world.consulting()
    world.now = PAST_SEVEN
    jobs.run_all(house)
    assert outcomes(house) == {
        "deadlines": "Done: 4 notices told.",
        "members": "Done: nothing to look at.",
        "copies": "Done: nothing to look at.",
        "digests": "Done: 6 mails made, 6 sent, 0 not taken.",
        "verification": f"Done: {size_of(world)} events verified.",
    }
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 6
    assert health.silent_jobs(house.office, house.clock()) == []


def test_the_checks_that_health_expects_are_those_that_run() -> None:
    assert tuple(job.name for job in jobs.JOBS) == health.CHECKS


def test_a_run_belongs_to_one_process(world: World, house: House, database_url: str) -> None:
    ran: list[str] = []

    def note(_: House, organisation_id: str, __: datetime) -> dict[str, int]:
        ran.append(organisation_id)
        return {}

    job = Job("deadlines", "*/15", note)
    other = replace(house, office=make_office(database_url))
    with ThreadPoolExecutor(2) as pool:
        ours = sorted(pool.map(lambda each: jobs.run(each, job), [house, other]))
    other.close()
    assert (ours, len(ran)) == ([False, True], 1)
    world.now += timedelta(minutes=15)
    assert jobs.run(house, job)


def test_a_failure_is_told_and_the_next_organisation_is_still_looked_at(
    world: World, house: House
) -> None:
    organisations.open_organisation(house.office, world.now, code="RQY", name="Another trust")

    def fail_for_one(_: House, organisation_id: str, __: datetime) -> dict[str, int]:
        if organisation_id == world.organisation_id:
            raise ZeroDivisionError
        return {"looked at": 1}

    assert jobs.run(house, Job("deadlines", "*", fail_for_one))
    assert outcomes(house)["deadlines"] == "Failed for RQX (ZeroDivisionError); 1 looked at."
    found = health.look(house.office.store, folder("migrations"), world.now)
    assert found.problems == ("The scheduled check “deadlines” failed the last time it ran.",)


def test_a_missed_run_is_kept_and_hides_no_silence(world: World, house: House) -> None:
    event = SimpleNamespace(job_id="deadlines", scheduled_run_time=PAST_SEVEN)
    jobs.note_missed(house, event)
    assert outcomes(house)["missed run of deadlines"].startswith("The run planned for 12 March")
    assert "never run" in health.silent_jobs(house.office, world.now)[0]


def test_silence_is_visible(world: World, house: House) -> None:
    jobs.run_all(house)
    world.now += timedelta(minutes=91)
    assert (
        "have not run since 2 March 2026, 09:00 UTC"
        in health.silent_jobs(house.office, world.now)[0]
    )
    jobs.run(house, jobs.JOBS[0])
    silent = health.silent_jobs(house.office, world.now)
    assert "“members” has not run" in silent[0]
    assert "“digests” has not run" in silent[2]


def test_beside_a_server_the_first_round_runs_at_once_and_stops_cleanly(house: House) -> None:
    before = threading.active_count()
    stop = jobs.start_background(house)
    for _ in range(200):
        if outcomes(house).get("digests", "").startswith("Done"):
            break
        threading.Event().wait(0.05)
    stop()
    assert outcomes(house)["digests"].startswith("Done")
    assert threading.active_count() == before


def test_the_process_stops_cleanly_when_told_to(
    world: World, database_url: str, tmp_path: Path
) -> None:
    environ = {
        **os.environ,
        "GOVFLOW_DATABASE_URL": database_url,
        "GOVFLOW_SECRET_KEY": "k" * 40,
        "GOVFLOW_INSTANCE": str(tmp_path),
    }
    command = [sys.executable, "-m", "govflow", "jobs"]
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "digests" in line:
                break
        process.send_signal(signal.SIGTERM)
        _, rest = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in rest
    found = health.beats(world.office, world.now)
    assert {beat.outcome[:5] for beat in found} == {"Done:"}


@pytest.fixture
def client(world: World, house: House) -> Iterator[FlaskClient]:
    """The pages over the same database and clock."""
    from govflow.app import create_app

    app = create_app(house.settings, house.clock)
    yield app.test_client()
    app.extensions["govflow.house"].close()


def test_health_over_http(world: World, house: House, client: FlaskClient) -> None:
    silent = client.get("/health")
    assert silent.status_code == 503
    assert silent.get_json()["problems"][0].startswith("The scheduled checks have never run")
    jobs.run_all(house)
    well = client.get("/health")
    assert well.status_code == 200
    assert well.get_json()["status"] == "well"
    assert set(well.get_json()["heartbeats"]) == set(health.CHECKS)
    assert "RQX" not in well.text


@pytest.mark.sqlite_only
def test_health_of_a_database_that_has_gone(client: FlaskClient, database_url: str) -> None:
    client.application.extensions["govflow.house"].close()
    path = Path(database_url.removeprefix("sqlite:///"))
    path.write_bytes(b"not a database at all" * 100)
    gone = client.get("/health")
    assert gone.status_code == 503
    assert gone.get_json()["database"] == "unreachable"
    assert gone.get_json()["problems"][0].startswith("The database file is")

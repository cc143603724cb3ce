"""Every command does its work, and says every expected failure in a sentence with exit code 2."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govflow.cli import main
from govflow.commands import server
from govflow.commands.shell import Said
from govflow.services import accounts
from govflow.services.office import Office
from tests.builders import PASSWORD, START, World

Run = Callable[..., Result]
REGISTER = '"RX1","A TRUST","Y56","","","","","","","","20010401",' + ",".join(['""'] * 16)
PAPER = "---\ntitle: A fairer rota\npurpose: approve\ncolour: blue\n---\n# Why\n\nBecause.\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path) -> Run:
    """Runs the command over the test's database."""
    monkeypatch.setenv("GOVFLOW_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVFLOW_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("GOVFLOW_INSTANCE", str(tmp_path))
    return lambda *words, **more: CliRunner().invoke(main, words, **more)


def refused(result: Result, *words: str) -> None:
    """Exit code 2 and sentences on stderr: no traceback, nothing on stdout."""
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    for each in words:
        assert each in result.stderr


def test_an_organisation_and_its_first_person(run: Run, office: Office) -> None:
    made = run("init", "--organisation", "rqx", "Calder Trust")
    assert "RQX, Calder Trust, is open" in made.stdout
    assert "is here already" in run("init", "--organisation", "RQX", "Calder Trust").stdout
    words = ("people", "add", "--organisation", "RQX", "--name", "Morag Kerr", "--email",
             "Morag@rqx.example", "--role", "administrator", "--role", "secretary")  # fmt: skip
    added = run(*words, input=f"{PASSWORD}\n{PASSWORD}\n")
    assert "Morag Kerr may sign in to RQX as morag@rqx.example" in added.stdout
    assert PASSWORD not in added.output
    token = accounts.sign_in(
        office,
        START,
        email="morag@rqx.example",
        password=PASSWORD,
        hours=1,
    )
    assert token
    again = run(*words, "--password-stdin", input=f"{PASSWORD}\n")
    refused(again, "Somebody already signs in with this address.")


def test_nobody_is_half_added(run: Run, world: World) -> None:
    words = ("people", "add", "--organisation", "RQX", "--name", "Bo", "--email", "bo@x.example",
             "--role", "author", "--password-stdin")  # fmt: skip
    refused(run(*words, input="short\n"), "A password must have 12 to 256 characters.")
    refused(run(*words, input=""), "Standard input held no password.")
    refused(
        run(*words[:3], "ZZZ", *words[4:], input=f"{PASSWORD}\n"),
        "There is no organisation ZZZ here. Here are: RQX.",
    )
    assert "may sign in" in run(*words, input=f"{PASSWORD}\n").stdout


def test_the_register_and_where_the_reviews_stand(run: Run, tmp_path: Path) -> None:
    refused(run("review", "status", "--as-at", "2021-12-31"), "govflow import organisations FILE")
    file = tmp_path / "etr-2022-03.csv"
    file.write_text(REGISTER + "\n")
    assert "1 added, 0 closed" in run("import", "organisations", str(file)).stdout
    assert "nothing was changed" in run("import", "organisations", str(file)).stdout
    [row] = json.loads(run("review", "status", "--as-at", "2021-12-31", "--json").stdout)
    assert (row["code"], row["status"]) == ("RX1", "no_evidence")
    assert (
        "1 trusts as at 31 December 2021: 1 no evidence."
        in run("review", "status", "--as-at", "2021-12-31").stdout
    )
    file.write_text(REGISTER + "\nbroken\n")
    refused(run("import", "organisations", str(file)), "Line 2 has 1 columns")
    refused(run("import", "organisations", str(tmp_path / "no.csv")), "No such file")
    assert run("review", "status", "--as-at", "soon").exit_code == 2


def test_a_paper_from_a_file_and_its_trail(run: Run, world: World, tmp_path: Path) -> None:
    world.now = START
    file = tmp_path / "rota.md"
    file.write_text(PAPER)
    words = ("import", "paper", str(file), "--organisation", "RQX", "--author")
    made = run(*words, "author@rqx.example")
    assert "“A fairer rota”, is a draft of Amara Osei's." in made.stdout
    assert "“colour” in the head of the file is not used." in made.stdout
    matter_id = made.stdout.splitlines()[1].rpartition("/")[2]
    listed = run("trail", "list", "--matter", matter_id)
    assert "Amara Osei started the paper 2" in listed.stdout
    [event] = json.loads(run("trail", "list", "--matter", matter_id, "--json").stdout)
    assert (event["type"], event["actor"]) == ("paper_started", "Amara Osei")
    refused(run(*words, "nobody@rqx.example"), "Nobody in RQX signs in as nobody@rqx.example.")
    refused(run(*words, "auditor@rqx.example"), "Only an author may start a paper.")
    refused(run("trail", "list", "--matter", "deadbeef"), "There is no such matter.")


def test_health_says_what_is_wrong_and_exits_with_1(run: Run) -> None:
    ill = run("health")
    assert ill.exit_code == 1
    assert "The scheduled checks have never run." in ill.stderr
    assert "database: reachable" in ill.stdout


def test_an_empty_database_says_what_to_run(
    run: Run, monkeypatch: pytest.MonkeyPatch, empty_database_url: str
) -> None:
    monkeypatch.setenv("GOVFLOW_DATABASE_URL", empty_database_url)
    refused(run("jobs"), "Run: govflow init")
    assert run("health").exit_code == 1
    assert run("init").exit_code == 0
    refused(run("trail", "list", "--matter", "x"), "There is no such matter.")


def test_a_database_from_the_future_is_refused(run: Run, office: Office) -> None:
    import sqlalchemy as sa

    with office.store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999_later'"))
    for words in (("serve",), ("init",), ("review", "status", "--as-at", "2021-12-31")):
        refused(run(*words), "9999_later", "made by a newer version")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("GOVFLOW_DATABASE_URL", "mysql://x", "must begin with sqlite:/// or postgresql://"),
        ("GOVFLOW_DATABASE_URL", "postgresql://127.0.0.1:1/x", "The database cannot be reached"),
        (
            "GOVFLOW_DATABASE_URL",
            "sqlite:////nowhere/x.db",
            "There is no database at /nowhere/x.db",
        ),
        ("GOVFLOW_SMTP_URL", "pigeon://x", "GOVFLOW_SMTP_URL must look like"),
    ],
)
@pytest.mark.sqlite_only
def test_what_cannot_be_used_is_said(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    refused(run("jobs"), says)


def test_workflows_are_checked_and_drawn_without_a_database(tmp_path: Path) -> None:
    invoke = CliRunner().invoke
    assert "proven: Consulted before decided." in invoke(main, ["workflows", "check"]).stdout
    assert invoke(main, ["workflows", "draw", "board_paper"]).stdout.lstrip().startswith("<svg")
    refused(invoke(main, ["workflows", "draw", "bored_paper"]), "did you mean 'board_paper'?")
    broken = tmp_path / "broken.v1.yaml"
    broken.write_text("workflow: broken\nworkflow: twice\n")
    refused(invoke(main, ["workflows", "check", str(broken)]), "broken.v1.yaml:2")


def test_a_taken_port_is_said_at_once() -> None:
    import socket

    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        with pytest.raises(Said, match="Choose another --port"):
            server.refuse_taken("127.0.0.1", holder.getsockname()[1])


def test_the_command_itself_says_a_failure_without_a_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "govflow", "jobs"],
        env={"PATH": "/usr/bin:/bin", "GOVFLOW_INSTANCE": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.strip() == (
        f"There is no database at {tmp_path}/none/govflow.db. Run: govflow init"
    )

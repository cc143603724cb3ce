"""Settings are refused at start, in a sentence, before anything else can go wrong."""

import stat
from datetime import date
from pathlib import Path

import pytest

from govflow.config import BadSetting, Settings, folder, from_environment

SECRET = "s" * 48


def settings(tmp_path: Path, **environ: str) -> Settings:
    named = {f"GOVFLOW_{name.upper()}": value for name, value in environ.items()}
    return from_environment({"GOVFLOW_INSTANCE": str(tmp_path / "instance"), **named})


def test_an_embedded_installation_needs_no_settings(tmp_path: Path) -> None:
    told = settings(tmp_path)
    assert told.database_url == f"sqlite:///{tmp_path}/instance/govflow.db"
    assert told.smtp_url == f"folder:{tmp_path}/instance/mail"
    assert not told.behind_tls
    assert told.as_at is None


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first, second = settings(tmp_path), settings(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    mode = stat.S_IMODE((tmp_path / "instance" / "secret").stat().st_mode)
    assert mode == 0o600


def test_settings_never_show_their_secret(tmp_path: Path) -> None:
    told = settings(tmp_path, secret_key=SECRET, database_url="postgresql://u:pw@db/g")
    assert SECRET not in repr(told)
    assert "pw" not in repr(told)


@pytest.mark.parametrize("begins", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_of_writing_postgresql_means_psycopg(tmp_path: Path, begins: str) -> None:
    told = settings(tmp_path, database_url=f"{begins}://u@db/g", secret_key=SECRET)
    assert told.database_url == "postgresql+psycopg://u@db/g"


def test_what_was_set_is_what_is_used(tmp_path: Path) -> None:
    told = settings(
        tmp_path,
        smtp_url="smtps://user:pw@mail.example.org:465",
        base_url="https://govflow.example.org/",
        behind_tls="Yes",
        as_at="2021-11-15",
        session_hours="8",
        login_limit="3 per hour",
    )
    assert told.base_url == "https://govflow.example.org"
    assert told.behind_tls
    assert told.as_at == date(2021, 11, 15)
    assert told.session_hours == 8
    assert told.login_limit == "3 per hour"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("database_url", "mysql://u:hunter2@db/g", "must begin with sqlite:/// or postgresql://"),
        ("database_url", "govflow.db", "begins with neither"),
        ("database_url", "postgresql://u:hunter2@db/g", "GOVFLOW_SECRET_KEY is needed"),
        ("secret_key", "hunter2", "at least 32 characters"),
        ("smtp_url", "mail.example.org", "must look like smtp://host:25"),
        ("smtp_url", "smtp://u:hunter2@mail:port", "must look like smtp://host:25"),
        ("smtp_url", "folder:", "must look like"),
        ("mail_from", "Board Office", "must be one e-mail address"),
        ("base_url", "govflow.example.org", "must look like https://"),
        ("behind_tls", "perhaps", "must be yes or no"),
        ("behind_tls", "yes", "GOVFLOW_BASE_URL must begin with https://"),
        ("session_hours", "0", "a number from 1 to"),
        ("session_hours", "many", "a number from 1 to"),
        ("login_limit", "lots", "must look like: 10 per minute"),
        ("as_at", "15/11/2021", "must be a date such as 2021-11-15"),
    ],
)
def test_a_bad_value_is_refused_in_a_sentence(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    with pytest.raises(BadSetting, match=sentence) as refusal:
        settings(tmp_path, **{name: value})
    assert "hunter2" not in str(refusal.value)


def test_a_damaged_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "secret").write_text("", encoding="ascii")
    with pytest.raises(BadSetting, match="damaged"):
        settings(tmp_path)


def test_a_folder_that_is_not_there_is_named() -> None:
    with pytest.raises(BadSetting, match="The folder nowhere is missing"):
        folder("nowhere")

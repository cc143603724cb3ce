"""Read every setting once, at start, so that a bad one is refused in a sentence.

GOVFLOW_INSTANCE       (instance)                      folder for what govflow keeps
GOVFLOW_DATABASE_URL   (sqlite:///instance/govflow.db) an SQLite file or PostgreSQL
GOVFLOW_SECRET_KEY     (kept in instance/secret)       signs forms; needed with PostgreSQL
GOVFLOW_SMTP_URL       (folder:instance/mail)          smtp://, smtps:// or folder:
GOVFLOW_MAIL_FROM      (govflow@localhost)             the sender of every mail
GOVFLOW_BASE_URL       (http://127.0.0.1:8000)         what links in mails begin with
GOVFLOW_BEHIND_TLS     (no)                            yes: cookies and HSTS for https only
GOVFLOW_SESSION_HOURS  (12)                            how long a sign-in lasts
GOVFLOW_LOGIN_LIMIT    (10 per minute)                 sign-in attempts from one address
GOVFLOW_SIGNER         (instance/signer)               keys and memory of `govflow sign`
GOVFLOW_AS_AT          ()                              demo: show every page as at this date
"""

import contextlib
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

SHORTEST_SECRET = 32
LONGEST_SESSION_HOURS = 24 * 7
YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}
LIMIT = re.compile(r"[1-9]\d{0,5} per (second|minute|hour|day)")


class BadSetting(Exception):
    """A setting that cannot be used, named, with what to write instead; never its secret value."""


@dataclass(frozen=True)
class Settings:
    """What one running govflow was told; tests make one directly."""

    database_url: str
    secret_key: str
    smtp_url: str = "folder:instance/mail"
    mail_from: str = "govflow@localhost"
    base_url: str = "http://127.0.0.1:8000"
    behind_tls: bool = False
    session_hours: int = 12
    login_limit: str = "10 per minute"
    as_at: date | None = None
    instance: Path = Path("instance")
    signer: Path = Path("instance/signer")
    restoring: bool = False
    """Set by `govflow restore` alone: open a database that is shut to everybody else."""

    def __repr__(self) -> str:
        return f"Settings(for {urlsplit(self.database_url).scheme}, at {self.base_url})"


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process; may make the secret file of an embedded installation."""
    instance = Path(environ.get("GOVFLOW_INSTANCE") or "instance")
    database_url = _database_url(environ.get("GOVFLOW_DATABASE_URL", ""), instance)
    behind_tls = _yes_no("GOVFLOW_BEHIND_TLS", environ.get("GOVFLOW_BEHIND_TLS", ""))
    return Settings(
        database_url=database_url,
        secret_key=_secret(environ.get("GOVFLOW_SECRET_KEY", ""), database_url, instance),
        smtp_url=_smtp_url(environ.get("GOVFLOW_SMTP_URL", "") or f"folder:{instance}/mail"),
        mail_from=_mail_from(environ.get("GOVFLOW_MAIL_FROM", "") or Settings.mail_from),
        base_url=_base_url(environ.get("GOVFLOW_BASE_URL", "") or Settings.base_url, behind_tls),
        behind_tls=behind_tls,
        session_hours=_session_hours(environ.get("GOVFLOW_SESSION_HOURS", "")),
        login_limit=_login_limit(environ.get("GOVFLOW_LOGIN_LIMIT", "")),
        as_at=_as_at(environ.get("GOVFLOW_AS_AT", "")),
        instance=instance,
        signer=Path(environ.get("GOVFLOW_SIGNER") or instance / "signer"),
    )


def folder(name: str) -> Path:
    """Where `templates`, `workflows` or `migrations` are: packed in the wheel, or in a checkout."""
    package = Path(__file__).resolve().parent
    for place in (package / "_packed" / name, package.parent / name):
        if place.is_dir():
            return place
    raise BadSetting(f"The folder {name} is missing from this installation. Install govflow again.")


def _database_url(value: str, instance: Path) -> str:
    url = value or f"sqlite:///{instance}/govflow.db"
    scheme = urlsplit(url).scheme
    if scheme in {"postgres", "postgresql"}:
        return "postgresql+psycopg" + url[len(scheme) :]
    if scheme in {"sqlite", "postgresql+psycopg"}:
        return url
    raise BadSetting(
        "GOVFLOW_DATABASE_URL must begin with sqlite:/// or postgresql://, "
        f"and this one begins with {scheme or 'neither'}."
    )


def _secret(value: str, database_url: str, instance: Path) -> str:
    if value and len(value) < SHORTEST_SECRET:
        raise BadSetting(f"GOVFLOW_SECRET_KEY must have at least {SHORTEST_SECRET} characters.")
    if value:
        return value
    if not database_url.startswith("sqlite"):
        # Two servers on one database would each make a secret and refuse the other's forms.
        raise BadSetting(
            "GOVFLOW_SECRET_KEY is needed with PostgreSQL. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return _kept_secret(instance / "secret")


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(draft, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        # Linked into place whole: two processes starting together must agree on one secret.
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
        os.unlink(name)
    return _read_secret(path)


def _read_secret(path: Path) -> str:
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < SHORTEST_SECRET:
        raise BadSetting(f"The file {path} is damaged. Delete it; people then sign in again.")
    return secret


def _smtp_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme == "folder" and parts.path:
        return value
    try:
        reachable = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        reachable = False
    if parts.scheme in {"smtp", "smtps"} and reachable:
        return value
    raise BadSetting(
        "GOVFLOW_SMTP_URL must look like smtp://host:25, smtps://host:465 or folder:PATH."
    )


def _mail_from(value: str) -> str:
    if re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", value):
        return value
    raise BadSetting("GOVFLOW_MAIL_FROM must be one e-mail address, such as govflow@example.org.")


def _base_url(value: str, behind_tls: bool) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise BadSetting("GOVFLOW_BASE_URL must look like https://govflow.example.org.")
    if behind_tls and parts.scheme != "https":
        raise BadSetting("GOVFLOW_BEHIND_TLS is yes, so GOVFLOW_BASE_URL must begin with https://.")
    return value.rstrip("/")


def _yes_no(name: str, value: str) -> bool:
    if value.lower() not in YES_NO:
        raise BadSetting(f"{name} must be yes or no.")
    return YES_NO[value.lower()]


def _session_hours(value: str) -> int:
    if not value:
        return Settings.session_hours
    if value.isdecimal() and 1 <= int(value) <= LONGEST_SESSION_HOURS:
        return int(value)
    raise BadSetting(f"GOVFLOW_SESSION_HOURS must be a number from 1 to {LONGEST_SESSION_HOURS}.")


def _login_limit(value: str) -> str:
    if not value:
        return Settings.login_limit
    if LIMIT.fullmatch(value):
        return value
    raise BadSetting("GOVFLOW_LOGIN_LIMIT must look like: 10 per minute.")


def _as_at(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise BadSetting("GOVFLOW_AS_AT must be a date such as 2021-11-15.") from None

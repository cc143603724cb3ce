"""Letters reach a folder or a real mail server, and every failure is a sentence without secrets."""

import email
import shutil
import smtplib
import ssl
import subprocess
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from govflow.mail import Letter, ServerAway, Unsent, message, postman
from tests.inbox import Inbox, free_port, server

SENDER = "govflow@trust.example"

LETTER = Letter(
    id="a1",
    sender=SENDER,
    address="race_chair@rqx.example",
    subject="Things to know — today",
    body="“Pay”\n",
    written_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
)


def test_a_folder_keeps_each_letter_once(tmp_path: Path) -> None:
    with postman(f"folder:{tmp_path}/mail") as post:
        post(LETTER)
        post(LETTER)
    [file] = (tmp_path / "mail").iterdir()
    found = email.message_from_bytes(file.read_bytes(), policy=modern)
    assert found["Subject"] == LETTER.subject
    assert found["Message-ID"] == "<a1@trust.example>"
    assert isinstance(found, EmailMessage)
    assert "“Pay”" in str(found.get_content())


def test_a_folder_that_cannot_be_written_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file, not a folder")
    with postman(f"folder:{tmp_path}/mail") as post, pytest.raises(ServerAway, match="cannot be"):
        post(LETTER)


def test_an_address_that_cannot_be_written_is_a_fault() -> None:
    with postman("smtp://127.0.0.1:1") as post, pytest.raises(Unsent, match="as an e-mail"):
        post(Letter(**{**LETTER.__dict__, "address": "a, b@c.example"}))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A key and a certificate for this machine that signs itself."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not here to make a certificate")
    place = tmp_path_factory.mktemp("certificate")
    key, made = place / "key.pem", place / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", str(key), "-out", str(made)],
        check=True, capture_output=True,
    )  # fmt: skip
    return key, made


def test_encryption_is_used_when_offered_and_only_with_a_known_certificate(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    key, made = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    inbox, port = Inbox(), free_port()
    with server(inbox, port, tls_context=context, require_starttls=True):
        with postman(f"smtp://127.0.0.1:{port}") as post, pytest.raises(ServerAway, match="cert"):
            post(LETTER)
        monkeypatch.setenv("SSL_CERT_FILE", str(made))
        with postman(f"smtp://127.0.0.1:{port}") as post:
            post(LETTER)
    assert len(inbox.taken) == 1


def test_the_sign_in_to_a_server() -> None:
    def check(_: Any, __: Any, ___: Any, ____: Any, given: LoginPassword) -> AuthResult:
        right = (given.login, given.password) == (b"post", b"p@ss word")
        return AuthResult(success=right, handled=False)

    inbox, port = Inbox(), free_port()
    with server(inbox, port, authenticator=check, auth_require_tls=False):
        with postman(f"smtp://post:p%40ss%20word@127.0.0.1:{port}") as post:
            post(LETTER)
        with (
            postman(f"smtp://post:wrong@127.0.0.1:{port}") as post,
            pytest.raises(ServerAway, match="refused the sign-in"),
        ):
            post(LETTER)
    assert len(inbox.taken) == 1


def test_a_password_is_not_sent_unencrypted_to_another_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inbox, port = Inbox(), free_port()
    here = smtplib.SMTP
    monkeypatch.setattr(smtplib, "SMTP", lambda _, *rest, **more: here("127.0.0.1", *rest, **more))
    with (
        server(inbox, port),
        postman(f"smtp://a:b@mail.example:{port}") as post,
        pytest.raises(ServerAway, match="the password was not sent"),
    ):
        post(LETTER)


FORMATTED = {
    **LETTER.__dict__,
    "html": "<p>“Pay”</p>",
    "stop_url": "https://govflow.example.org/mails/stop/a1.0",
}


def test_a_formatted_letter_reads_the_same_without_its_form() -> None:
    made = message(Letter(**FORMATTED))
    assert made.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in made.iter_parts()] == ["text/plain", "text/html"]
    assert message(Letter(**FORMATTED)).as_bytes() == made.as_bytes()
    assert message(LETTER).get_content_type() == "text/plain"


def test_a_mail_program_may_stop_the_mails_with_one_press() -> None:
    made = message(Letter(**FORMATTED))
    assert made["List-Unsubscribe"] == "<https://govflow.example.org/mails/stop/a1.0>"
    assert made["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain = message(Letter(**{**FORMATTED, "stop_url": "http://127.0.0.1:8000/mails/stop/a1.0"}))
    assert plain["List-Unsubscribe"] is not None
    assert plain["List-Unsubscribe-Post"] is None  # RFC 8058 asks for https
    assert "List-Unsubscribe" not in message(LETTER)


def test_the_header_travels_in_one_piece() -> None:
    """Some mail programs do not join a folded address: it must stand whole on a line."""
    url = "https://govflow.example.org/mails/stop/" + "a" * 32 + "." + "0" * 64
    raw = message(Letter(**{**FORMATTED, "stop_url": url})).as_bytes().decode()
    assert f"<{url}>" in raw

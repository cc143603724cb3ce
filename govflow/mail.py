"""Hands letters to the outside world: a mail server over SMTP, or a folder of .eml files."""

import contextlib
import os
import smtplib
import ssl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

TIMEOUT_SECONDS = 15
LONGEST_LINE = 900  # below what RFC 5322 allows
LONG_ADDRESS = "List-Unsubscribe"
TLS_PORT, PLAIN_PORT = 465, 25


class Wire(EmailPolicy):
    """Lines as they travel; Python's own folding codes long addresses and indents subjects."""

    def fold(self, name: str, value: str) -> str:
        return self._whole(name, value) or super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return self._whole(name, value).encode() or super().fold_binary(name, value)

    def _whole(self, name: str, value: str) -> str:
        plain = name == LONG_ADDRESS or (name == "Subject" and value.isascii())
        return f"{name}: {value}{self.linesep}" if plain and len(value) < LONGEST_LINE else ""


WIRE = Wire(linesep="\r\n")


class Unsent(Exception):
    """A letter that was not taken; the message is the sentence kept beside it, without secrets."""


class ServerAway(Unsent):
    """The server cannot be used at all now: trying the next letter would be in vain."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail; its id makes the Message-ID, so that a second copy can be known.

    `html` is the same words formatted, a whole page; `stop_url` turns such mails off. An
    attachment is a text, which arrives byte for byte.
    """

    id: str
    sender: str
    address: str
    subject: str
    body: str
    html: str = ""
    stop_url: str = ""
    attachment_name: str = ""
    attachment: str = ""
    written_at: datetime


Post = Callable[[Letter], None]
"""Takes one letter, or raises Unsent."""


@contextmanager
def postman(url: str) -> Iterator[Post]:
    """A way to send many letters over one connection; raises nothing until a letter is given."""
    parts = urlsplit(url)
    if parts.scheme == "folder":
        yield FolderPost(Path(parts.path))
        return
    post = SmtpPost(parts)
    try:
        yield post
    finally:
        post.close()


def message(letter: Letter) -> EmailMessage:
    """The letter as a MIME message; raises Unsent when its address cannot be written."""
    made = EmailMessage(policy=WIRE)
    try:
        made["To"] = Address(addr_spec=letter.address)
        made["From"] = Address("govflow", addr_spec=letter.sender)
        made["Subject"] = letter.subject
    except (MessageError, ValueError, IndexError):
        raise Unsent(f"{letter.address} cannot be written as an e-mail address.") from None
    made["Date"] = letter.written_at
    made["Message-ID"] = f"<{letter.id}@{letter.sender.rpartition('@')[2]}>"
    # No holiday notices back to a machine.
    made["Auto-Submitted"] = "auto-generated"
    for name, value in _stopping(letter.stop_url):
        made[name] = value
    made.set_content(letter.body, cte="quoted-printable")
    if letter.html:
        made.add_alternative(letter.html, subtype="html", cte="quoted-printable")
        made.set_boundary(f"=_{letter.id}")  # the same letter is the same bytes
    if letter.attachment_name:
        _attach(made, letter)
    return made


def _attach(made: EmailMessage, letter: Letter) -> None:
    """As base64: no server on the way may change a line end of what is signed."""
    data, name = letter.attachment.encode(), letter.attachment_name
    made.add_attachment(data, "text", "plain", filename=name, params={"charset": "utf-8"})
    made.set_boundary(f"=_{letter.id}.file")


def _stopping(url: str) -> Iterator[tuple[str, str]]:
    """How a mail program may stop such mails: RFC 2369; with one press, RFC 8058, on https only."""
    if not url:
        return
    yield LONG_ADDRESS, f"<{url}>"
    if url.startswith("https:"):
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


class FolderPost:
    """Writes each letter as a file; the same letter again replaces its file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, letter: Letter) -> None:
        data = message(letter).as_bytes()
        name = f"{letter.written_at:%Y%m%dT%H%M%S}-{letter.id}.eml"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=self.folder, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            # Renamed into place: a reader of the folder never sees half a letter.
            os.replace(draft, self.folder / name)
        except OSError as fault:
            raise ServerAway(f"The mail folder cannot be written: {fault.strerror}.") from None


class SmtpPost:
    """Speaks to one mail server; connects at the first letter and again after a lost line."""

    def __init__(self, parts: SplitResult) -> None:
        self.host = parts.hostname or "localhost"
        self.secure = parts.scheme == "smtps"
        self.port = parts.port or (TLS_PORT if self.secure else PLAIN_PORT)
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self._server: smtplib.SMTP | None = None

    def __call__(self, letter: Letter) -> None:
        made = message(letter)
        server = self._connected()
        try:
            server.send_message(made, letter.sender, [letter.address])
        except smtplib.SMTPServerDisconnected:
            self.close()
            raise Unsent(f"The mail server {self.host} broke off while taking the mail.") from None
        except smtplib.SMTPRecipientsRefused as refused:
            code, said = next(iter(refused.recipients.values()), (0, b""))
            raise Unsent(self._answered("refused the address", code, said)) from None
        except smtplib.SMTPResponseException as fault:
            raise Unsent(self._answered("refused", fault.smtp_code, fault.smtp_error)) from None
        except (smtplib.SMTPException, OSError) as fault:
            self.close()
            raise Unsent(f"The mail server {self.host} did not take the mail: {fault}.") from None

    def close(self) -> None:
        """Say goodbye; a server that has gone is not missed."""
        if self._server is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._server.quit()
        self._server = None

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            try:
                self._server = self._connect()
            except smtplib.SMTPAuthenticationError:
                raise ServerAway(f"The mail server {self.host} refused the sign-in.") from None
            except (smtplib.SMTPException, OSError) as fault:
                why = getattr(fault, "strerror", None) or str(fault) or type(fault).__name__
                raise ServerAway(
                    f"The mail server {self.host}, port {self.port}, cannot be reached: {why}."
                ) from None
        return self._server

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.secure:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            self._greet(server, context)
        except BaseException:
            server.close()
            raise
        return server

    def _greet(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        server.ehlo()
        encrypted = self.secure
        if not encrypted and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
            encrypted = True
        if not self.user:
            return
        if not encrypted and not _on_this_machine(self.host):
            raise ServerAway(
                f"The mail server {self.host} offers no encryption, so the password was not sent."
            )
        server.login(self.user, self.password)

    def _answered(self, did: str, code: int, said: bytes | str) -> str:
        words = said.decode(errors="replace") if isinstance(said, bytes) else said
        return f"The mail server {self.host} {did}: {code} {' '.join(words.split())[:200]}"


def _on_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False

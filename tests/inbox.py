"""A real mail server on this machine that keeps what it takes."""

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default as modern
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope


class Inbox:
    """A handler that keeps what it takes, and refuses whom it is told to."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refuse = ""

    async def handle_RCPT(self, _: Any, __: Any, envelope: Envelope, to: str, ___: Any) -> str:  # noqa: N802  # aiosmtpd's name
        if self.refuse and self.refuse in to:
            return "550 no such person here"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, _: Any, __: Any, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        assert isinstance(envelope.content, bytes)
        found = email.message_from_bytes(envelope.content, policy=modern)
        assert isinstance(found, EmailMessage)
        self.taken.append(found)
        return "250 taken"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(inbox: Inbox, port: int, **more: Any) -> Iterator[None]:
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield
    finally:
        controller.stop()

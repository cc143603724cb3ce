"""Gunicorn started from Python: one program with threads, whose settings are ours to give."""

import gc
import socket
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from govflow.commands.shell import Said

Stop = Callable[[], None]
# After start the templates, workflows and mappings live as long as the process: the collector
# need not walk them again, and may look at what requests leave behind less often.
COLLECT_AFTER = (20_000, 20, 50)
GRACE_SECONDS = 20


def serve(
    load: Callable[[], Flask],
    *,
    host: str,
    port: int,
    workers: int = 1,
    threads: int = 8,
    quiet: bool = False,
    beside: Callable[[Flask], Stop] | None = None,
) -> None:
    """Serve until told to stop; `beside` runs in the worker along with the pages."""
    refuse_taken(host, port)
    stops: list[Stop] = []

    def started(worker: Any) -> None:
        freeze()
        if beside is not None:
            stops.append(beside(worker.wsgi))

    def stopped(_: Any, __: Any) -> None:
        for stop in stops:
            stop()

    Server(
        load,
        {
            "bind": [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"],
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "graceful_timeout": GRACE_SECONDS,
            "loglevel": "warning" if quiet else "info",
            "post_worker_init": started,
            "worker_exit": stopped,
            # Nobody steers the server through a file in the home folder.
            "control_socket_disable": True,
        },
    ).run()


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn with settings from us, not from its own files or environment."""

    def __init__(self, load: Callable[[], Flask], options: dict[str, Any]) -> None:
        self._load, self._options = load, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._load()


def freeze() -> None:
    """Keep what the start left behind out of every later garbage collection."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def refuse_taken(host: str, port: int) -> None:
    """Say at once that the address cannot be had; gunicorn would try for seconds."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as fault:
            why = getattr(fault, "strerror", None) or str(fault)
            raise Said(
                f"The address {host}, port {port}, cannot be used: {why}. Choose another --port."
            ) from None

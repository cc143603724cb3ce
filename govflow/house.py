"""A running govflow without its web pages: what jobs, demo and command line are handed."""

from dataclasses import dataclass

from govflow.clock import Clock
from govflow.config import Settings
from govflow.services.office import Office


@dataclass(frozen=True)
class House:
    """The settings it was opened with, its services, and the clock that everybody goes by."""

    settings: Settings
    office: Office
    clock: Clock

    def close(self) -> None:
        """Let go of the database."""
        self.office.store.engine.dispose()

"""The rules a workflow promises to keep on every path; the prover shows whether it does."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MustPass:
    """No way to `targets` avoids any of `gates`, in this order, unless by an act in `unless`."""

    name: str
    targets: tuple[str, ...]
    gates: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class AlwaysCanReach:
    """Once in `starts`, one of `targets` stays within reach until one has been reached."""

    name: str
    starts: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True)
class DifferentPeople:
    """No one person performs two of these acts on the same matter."""

    name: str
    actions: tuple[str, ...]


Promise = MustPass | AlwaysCanReach | DifferentPeople

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


@dataclass(frozen=True)
class NeverAfter:
    """None of `acts` happens once any of `after` has happened, however long ago."""

    name: str
    acts: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class AtMostOnce:
    """Each of `acts` happens once at most on one matter; two different ones may each happen."""

    name: str
    acts: tuple[str, ...]


@dataclass(frozen=True)
class NotLaterThan:
    """Each of `acts` happens on or before the day of the first of `than`, where both happen.

    A table of moves shows order but not days, so this is judged on a record of what happened.
    """

    name: str
    acts: tuple[str, ...]
    than: tuple[str, ...]


Promise = MustPass | AlwaysCanReach | DifferentPeople | NeverAfter | AtMostOnce | NotLaterThan

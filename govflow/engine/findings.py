"""What every check of a workflow file stands on: the sheet, its parts, the house, and its words."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from govflow.domain.guards import Guard
from govflow.engine.faults import Fault, unknown
from govflow.engine.parts import Parts
from govflow.engine.phrases import AskPart
from govflow.engine.sheet import Path_, Sheet
from govflow.engine.vocabulary import OPENER, SYSTEM, Vocabulary

PROCEDURE = "procedure"  # the kind of matter that somebody opens


@dataclass(frozen=True)
class Finder:
    """One file being checked, and the faults that names can have."""

    sheet: Sheet
    parts: Parts
    guards: Mapping[str, Guard]
    vocabulary: Vocabulary

    @property
    def matter(self) -> str | None:
        """The kind of matter, when the file says a known one."""
        said = self.sheet.content.get("matter")
        known = self.vocabulary.matters
        return said if isinstance(said, str) and (known is None or said in known) else None

    @property
    def openable(self) -> bool:
        """Whether such a matter remembers who opened it."""
        return self.vocabulary.matters is None or self.matter in (PROCEDURE, None)

    def known_roles(self) -> set[str] | None:
        """Every role that this file may declare; None is any, or cannot be known yet."""
        if self.vocabulary.roles is None or not self.parts.facts_known:
            return None
        extra = {SYSTEM, OPENER} if self.openable else {SYSTEM}
        return {*self.vocabulary.roles, *extra, *self.parts.person_facts()}

    def fault(self, path: Path_, sentence: str, nearest: str | None = None) -> Fault:
        """A fault at the place of `path`."""
        return self.sheet.fault(path, sentence, nearest)

    def known(
        self, path: Path_, what: str, names: Iterable[str], known: Collection[str] | None
    ) -> Iterator[Fault]:
        """A fault for each name that is not known; None knows every name."""
        for index, name in enumerate(names):
            if known is not None and name not in known:
                sentence, close = unknown(what, name, known)
                place = (*path, index) if (*path, index) in self.sheet.places else path
                yield self.fault(place, sentence, close)

    def twice(self, path: Path_, names: list[str]) -> Iterator[Fault]:
        """A fault for each name given more than once."""
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield self.fault(path, f"'{name}' is named twice; once is enough.")

    def roles(self, path: Path_, roles: list[str]) -> Iterator[Fault]:
        """Faults of roles that act or are waited for."""
        declared = {*self.parts.role_names, SYSTEM}
        yield from self.known(path, "declared role", roles, declared)
        yield from self.twice(path, roles)

    def kept_fact(
        self,
        path: Path_,
        fact: str,
        kind: str | None = None,
        form: Mapping[str, AskPart] = MappingProxyType({}),
    ) -> Iterator[Fault]:
        """A fault unless some form keeps the fact (and asks for it as `kind`).

        A guard also sees what the `form` of its own act gives, kept or not.
        """
        if not self.parts.facts_known:
            return
        kept = {**self.parts.kept(), **form}
        if fact not in kept:
            asked = {name for _, asks in self.parts.forms() for name in asks}
            if fact in asked:
                yield self.fault(path, f"'{fact}' is asked, but not kept: say `keep: true` there.")
            else:
                wanted = {name for name, ask in kept.items() if kind in (None, ask.kind)}
                yield from self.known(path, f"kept {kind or 'fact'}", [fact], wanted)
        elif kind is not None and kept[fact].kind != kind:
            yield self.fault(path, f"'{fact}' is a {kept[fact].kind}, not a {kind}.")

"""Checks the forms of a workflow file: each field by its kind, and how a matter is opened."""

from collections.abc import Iterator

from govflow.engine.faults import Fault
from govflow.engine.findings import Finder
from govflow.engine.language import ActionPart, OpensPart
from govflow.engine.phrases import AskPart
from govflow.engine.sheet import Path_
from govflow.engine.vocabulary import OPENER, SYSTEM, TITLE

MEASURED = frozenset({"text", "textarea", "reference"})  # kinds that may have a max_length
CAN_TITLE = frozenset({"text", "choice", "reference"})


def opening(finder: Finder) -> Iterator[Fault]:
    """Faults of the opening form."""
    opens = finder.parts.opens
    if opens is None:
        return
    house = finder.vocabulary.roles or frozenset()
    declared = {*finder.parts.role_names, SYSTEM, *house}
    yield from finder.known(("opens", "by"), "role", opens.by, declared)
    yield from finder.twice(("opens", "by"), opens.by)
    for index, role in enumerate(opens.by):
        if role in {SYSTEM, OPENER, *(finder.parts.person_facts() - house)}:
            sentence = f"'{role}' cannot open a matter: nobody has that role before it is open."
            yield finder.fault(("opens", "by", index), sentence)
    for fact, ask in opens.asks.items():
        path = ("opens", "asks", fact)
        if "keep" in ask.model_fields_set:
            sentence = "Every fact of the opening form is kept; leave `keep` out."
            yield finder.fault((*path, "keep"), sentence)
        yield from field(finder, path, fact, ask)
    if finder.parts.whole("opens"):
        yield from _titled(finder, opens)


def _titled(finder: Finder, opens: OpensPart) -> Iterator[Fault]:
    """A matter has a title from its first moment on, so one required field must give it."""
    name = opens.titled or TITLE
    path = ("opens", "titled") if opens.titled else ("opens",)
    ask = opens.asks.get(name)
    if ask is None and opens.titled is None:
        sentence = (
            "Nothing gives the matter its title: ask for `title`, or name a field in `titled`."
        )
        yield finder.fault(path, sentence)
    elif ask is None:
        yield from finder.known(path, "field of the opening form", [name], opens.asks)
    elif ask.kind not in CAN_TITLE or not ask.required:
        sentence = (
            f"'{name}' becomes the matter's title, so it must be a required text, choice or "
            "reference."
        )
        yield finder.fault(path, sentence)


def field(finder: Finder, path: Path_, fact: str, ask: AskPart) -> Iterator[Fault]:
    """Faults of one field of a form."""
    if bool(ask.choices) != (ask.kind == "choice"):
        sentence = f"Field '{fact}' needs `choices` if, and only if, its kind is choice."
        yield finder.fault(path, sentence)
    yield from finder.twice((*path, "choices"), ask.choices)
    if ask.max_length is not None and ask.kind not in MEASURED:
        sentence = f"Field '{fact}' is a {ask.kind}: `max_length` is for text that is typed."
        yield finder.fault((*path, "max_length"), sentence)
    if ask.holding and ask.kind != "person":
        sentence = f"Field '{fact}' is a {ask.kind}: `holding` is for a person."
        yield finder.fault((*path, "holding"), sentence)
    yield from finder.known((*path, "holding"), "role", ask.holding, finder.vocabulary.roles)
    yield from finder.twice((*path, "holding"), ask.holding)
    if ask.kind == "person":
        yield from _person(finder, path, fact, ask)


def _person(finder: Finder, path: Path_, fact: str, ask: AskPart) -> Iterator[Fault]:
    if fact not in finder.parts.role_names:
        sentence = f"Field '{fact}' names a person, so '{fact}' must be one of the `roles`."
        yield finder.fault(path, sentence)
    if path[0] == "actions" and "keep" in ask.model_fields_set and not ask.keep:
        sentence = f"Field '{fact}' names a person, who is always kept; leave `keep` out."
        yield finder.fault((*path, "keep"), sentence)


def by_the_system(finder: Finder, path: Path_, action: ActionPart) -> Iterator[Fault]:
    """A scheduled check fills in no form."""
    required = [fact for fact, ask in action.asks.items() if ask.required]
    if SYSTEM in action.by and required:
        sentence = (
            f"The system may do this, but fills in no form: '{required[0]}' cannot be required."
        )
        yield finder.fault((*path, "asks", required[0]), sentence)


def same_everywhere(finder: Finder) -> Iterator[Fault]:
    """A kept fact is of one kind, whichever form asks for it."""
    kept = finder.parts.kept()
    for path, asks in finder.parts.forms():
        for fact, ask in asks.items():
            first = kept.get(fact)
            if first is not None and (ask.kind, ask.choices) != (first.kind, first.choices):
                sentence = (
                    f"'{fact}' is kept as a {first.kind} elsewhere, and must be asked alike here."
                )
                yield finder.fault((*path, fact), sentence)

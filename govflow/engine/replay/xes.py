"""Reads IEEE XES 1849 as a stream: one case in memory at a time, nothing declared or fetched.

Expat is fed small chunks and told to stop at any document type: without one there are no entity
bombs and no outside references.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate, errors

from govflow.engine.replay.faults import BadLog
from govflow.engine.replay.reading import LONGEST_WORD, Reading
from govflow.engine.replay.record import MOST_EVENTS, Entry, Trace
from govflow.engine.replay.source import LONGEST

DEEPEST = 64
NOT_ASCII = 0x80
DECLARES = "It declares a document type (<!DOCTYPE>), which a log has no need of; it is not read."
Handlers = tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]


def read(file: str, parts: Iterable[bytes], reading: Reading) -> Iterator[Trace | Entry]:
    """Each case in the order of the log; an entry alone is an event outside any case.

    Raises BadLog, with the line, when the XML cannot be read on.
    """
    parser = _Parser(file, reading)
    for part in parts:
        yield from parser.feed(part)
    yield from parser.feed(b"", last=True)


class _Parser:
    """What is open at this point of the file, and the cases that are complete.

    Events are most of a log, so inside one the parser calls two small functions of their own.
    """

    def __init__(self, file: str, reading: Reading) -> None:
        self._file, self._reading = file, reading
        self._depth = 0
        self._trace: Trace | None = None
        self._case_values: dict[str, str] = {}
        self._line = self._number = 0
        self._ready: list[Trace | Entry] = []
        self._fed = 0
        self._expat = ParserCreate()
        self._expat.StartDoctypeDeclHandler = self._doctype
        self._in_event = _event_handlers(reading.of_event, self._close_event, self._too_deep)
        self._outside = (self._start, self._end)
        self._listen(self._outside)

    def _listen(self, handlers: Handlers) -> None:
        self._expat.StartElementHandler, self._expat.EndElementHandler = handlers

    def feed(self, part: bytes, *, last: bool = False) -> list[Trace | Entry]:
        """What the next bytes complete."""
        try:
            self._expat.Parse(part, last)
        except ExpatError as error:
            raise BadLog(self._file, self._said(error, part), error.lineno) from error
        except (LookupError, ValueError) as error:
            raise BadLog(self._file, "Its encoding is not known; save it as UTF-8.", 1) from error
        self._fed += len(part)
        if self._fed - max(self._expat.CurrentByteIndex, 0) > LONGEST:
            self._refuse("One tag or comment is longer than 1 MB; no event needs that much.")
        ready, self._ready = self._ready, []
        return ready

    def _said(self, error: ExpatError, part: bytes) -> str:
        at = self._expat.ErrorByteIndex - self._fed
        if 0 <= at < len(part) and part[at] >= NOT_ASCII:
            return "It holds a byte that is not text in its encoding (UTF-8 unless it says so)."
        early = (errors.codes[errors.XML_ERROR_NO_ELEMENTS],
                 errors.codes[errors.XML_ERROR_UNCLOSED_TOKEN])  # fmt: skip
        if error.code in early:
            return "The XML ends too early: the log is truncated or empty."
        return f"This is not well-formed XML: {ErrorString(error.code)}."

    def _refuse(self, sentence: str) -> None:
        raise BadLog(self._file, sentence, self._expat.CurrentLineNumber)

    def _too_deep(self) -> None:
        self._refuse(f"Its tags are nested more than {DEEPEST} deep.")

    def _doctype(self, *_: object) -> None:
        self._refuse(DECLARES)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        depth = self._depth
        self._depth = depth + 1
        if depth == 0 and not _is(tag, "log"):
            self._refuse(f"The file begins with <{tag[:60]}>, not <log>: it is not XES.")
        elif depth == 1 and _is(tag, "trace"):
            self._trace, self._case_values = Trace("", self._expat.CurrentLineNumber), {}
        elif depth == (1 if self._trace is None else 2) and _is(tag, "event"):
            self._depth = depth
            self._number += 1
            self._line = self._expat.CurrentLineNumber
            self._listen(self._in_event)
        elif depth == 2 and self._trace is not None:
            key = attributes.get("key", "")
            if key in self._reading.of_case:
                self._case_values.setdefault(key, attributes.get("value", ""))
        elif depth > DEEPEST:
            self._too_deep()

    def _end(self, _: str) -> None:
        self._depth -= 1
        if self._depth == 1 and self._trace is not None:
            self._close_trace(self._trace)

    def _close_event(self, values: dict[str, str], problem: str) -> None:
        self._listen(self._outside)
        if self._trace is None:
            problem = problem or "it stands outside any trace"
        entry = self._reading.entry(self._number, self._line, values, problem)
        if self._trace is None:
            self._ready.append(entry)
            return
        self._trace.entries.append(entry)
        if len(self._trace.entries) > MOST_EVENTS:
            self._refuse(f"One case holds more than {MOST_EVENTS:,} events.")

    def _close_trace(self, trace: Trace) -> None:
        trace.name = self._case_values.get(self._reading.case, "").strip()[:LONGEST_WORD]
        trace.facts = self._reading.kept(self._case_values)
        self._ready.append(trace)
        self._trace = None


def _event_handlers(
    wanted: frozenset[str], close: Callable[[dict[str, str], str], None], deep: Callable[[], None]
) -> Handlers:
    """What happens inside an event: its own attributes are noted, those within them are not."""
    depth, values, problem = 0, dict[str, str](), ""

    def start(_: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth, problem
        if depth == 0:
            key = attributes.get("key", "")
            if key in wanted:
                value = attributes.get("value", "")
                if values.setdefault(key, value) != value:
                    problem = f"it says '{key}' twice, differently"
        elif depth > DEEPEST:
            deep()
        depth += 1

    def end(_: str) -> None:
        nonlocal depth, values, problem
        if depth:
            depth -= 1
        else:
            found, said = values, problem
            values, problem = {}, ""
            close(found, said)

    return start, end


def _is(tag: str, name: str) -> bool:
    """Whether a tag has this name, in whatever namespace prefix."""
    return tag == name or tag.endswith(f":{name}")

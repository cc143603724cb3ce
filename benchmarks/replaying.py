"""How fast a log is replayed, and that memory does not grow with it: one and ten times the log.

Each run is a process of its own, so that its peak memory (VmHWM) is nobody else's. The baselines
read the same file and do nothing with it: a bare expat parse, a bare csv.reader. Times are CPU
time: waiting for others on a busy machine does not count.
"""

import csv
import gzip
import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.parsers.expat import ParserCreate

from govflow.domain.guards import GUARDS
from govflow.engine.definition import load_file
from govflow.engine.replay import source, xes
from govflow.engine.replay.mapping import load_map
from govflow.engine.replay.reading import Reading
from govflow.engine.replay.record import Trace
from govflow.engine.replay.replaying import replay
from govflow.engine.vocabulary import ANY

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT.parent / "shared" / "data" / "logs" / "DomesticDeclarations.xes.gz"
EXAMPLES = ROOT / "examples" / "replay"
RULES, MAP = EXAMPLES / "domestic_declarations.v1.yaml", EXAMPLES / "domestic_declarations.map.yaml"
CASE_ID = re.compile(rb'(<string key="concept:name" value="declaration\w+)"')
COLUMNS = ("case", "activity", "time", "actor", "role", "step")
REPEATS = {1: 3, 10: 1}  # at so many times the log


@dataclass(frozen=True)
class Run:
    """One process: its CPU time, its peak memory, and how many events it read."""

    seconds: float
    peak_kib: int
    events: int


def lines(*, quick: bool) -> Iterator[str]:
    """The table's lines; without the real log a sentence saying so."""
    if not LOG.exists():
        yield f"replay: not measured, the log is not here: {LOG}"
        return
    with TemporaryDirectory(prefix="govflow-bench-") as name:
        peaks: dict[tuple[str, int], int] = {}
        for times in (1,) if quick else (1, 10):
            for log in _logs(Path(name), times):
                form = source.format_of(log)
                ours, bare = _best("replay", log, times), _best("bare", log, times)
                peaks[form, times] = ours.peak_kib
                yield _line(f"replay, {form}, {times}x the log", ours, bare, form)
        for form in ("xes", "csv") if not quick else ():
            one, ten = peaks[form, 1], peaks[form, 10]
            yield f"  memory, {form}: {one:,} KiB at 1x, {ten:,} KiB at 10x, {ten / one:.2f}x"


def _line(name: str, ours: Run, bare: Run, form: str) -> str:
    baseline = "bare expat" if form == "xes" else "bare csv.reader"
    return (
        f"{name:<46}{ours.seconds * 1000:>10.0f} ms  {ours.seconds / bare.seconds:>8.2f}x  "
        f"{baseline} ({bare.seconds * 1000:.0f} ms); {ours.events / ours.seconds:,.0f} events a "
        f"second of {ours.events:,}; peak {ours.peak_kib:,} KiB, baseline {bare.peak_kib:,} KiB"
    )


def _best(what: str, log: Path, times: int) -> Run:
    """The fastest of several processes, with the largest peak of any."""
    runs = [_run(what, log) for _ in range(REPEATS[times])]
    return Run(min(r.seconds for r in runs), max(r.peak_kib for r in runs), runs[0].events)


def _run(what: str, log: Path) -> Run:
    command = [sys.executable, "-m", "benchmarks.replaying", what, str(log)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return Run(**json.loads(done.stdout))


def _logs(folder: Path, times: int) -> list[Path]:
    """The log so many times over with new ids, as XES and as CSV; each with its map beside it."""
    made = folder / f"log{times}.xes.gz"
    content = gzip.decompress(LOG.read_bytes())
    start, end = content.index(b"<trace>"), content.rindex(b"</log>")
    with gzip.open(made, "wb", compresslevel=1) as out:
        out.write(content[:start])
        for number in range(times):
            out.write(CASE_ID.sub(rb'\1-%d"' % number, content[start:end]))
        out.write(content[end:])
    del content
    return [made, _as_csv(made, folder / f"log{times}.csv.gz")]


def _as_csv(log: Path, made: Path) -> Path:
    reading = Reading(load_map(MAP, load_file(RULES, GUARDS, vocabulary=ANY)))
    with gzip.open(made, "wt", compresslevel=1, newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for trace in xes.read(log.name, source.chunks(log), reading):
            if isinstance(trace, Trace):
                for e in trace.entries:
                    at = e.at.isoformat() if e.at else ""
                    writer.writerow((trace.name, e.activity, at, e.actor, e.role, e.lifecycle))
    keys = ("concept:name", "concept:name", "time:timestamp", "org:resource", "org:role",
            "lifecycle:transition")  # fmt: skip
    text = MAP.read_text(encoding="utf-8")
    for key, column in zip(keys, COLUMNS, strict=True):
        name = "lifecycle" if column == "step" else column
        text = text.replace(f"  {name}: {key}\n", f"  {name}: {column}\n")
    made.with_suffix(".map.yaml").write_text(text, encoding="utf-8")
    return made


def _replay(log: Path) -> int:
    own = log.with_suffix(".map.yaml")
    workflow = load_file(RULES, GUARDS, vocabulary=ANY)
    return replay(log, workflow, load_map(own if own.exists() else MAP, workflow)).events.read


def _bare(log: Path) -> int:
    if source.format_of(log) == "xes":
        parser = ParserCreate()
        for part in source.chunks(log):
            parser.Parse(part, False)
        parser.Parse(b"", True)
        return 0
    with gzip.open(log, "rb") as file:
        return sum(1 for _ in csv.reader(io.TextIOWrapper(file, encoding="utf-8"))) - 1


def _peak_kib() -> int:
    """The most memory this process ever held, as Linux counts it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    [found] = re.findall(r"VmHWM:\s+(\d+) kB", status)
    return int(found)


if __name__ == "__main__":
    act = {"replay": _replay, "bare": _bare}[sys.argv[1]]
    began = time.process_time()
    events = act(Path(sys.argv[2]))
    taken = time.process_time() - began
    print(json.dumps({"seconds": taken, "peak_kib": _peak_kib(), "events": events}))

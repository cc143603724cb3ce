"""How fast a bundle of the whole log is verified offline, and that memory does not grow with it.

The log is made of one real paper's events, told again of as many invented papers as needed. Each
run is a process of its own (CPU time, VmHWM). The baseline reads the same lines out of the same
archive and takes the SHA-256 of each.
"""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from benchmarks import ground
from govflow.config import folder
from govflow.domain.notes import Checkpoint, signed
from govflow.domain.trail import Frontier, canonical, leaf_hash
from govflow.engine.sheet import read_file
from govflow.offline import govflow_verify
from govflow.services.bundle_file import SEAL_LENGTH, seal
from govflow.store import records
from tests.keys import OURS, key_of

ORIGIN = "govflow/example.org/bench"
SIZES = (100_000, 1_000_000)
BATCH = 5_000


def lines(*, quick: bool) -> Iterator[str]:
    """The table's lines, for a hundred thousand events and a million."""
    with TemporaryDirectory(prefix="govflow-bench-") as name:
        for size in SIZES[:1] if quick else SIZES:
            path = Path(name) / f"{size}.zip"
            _bundle(path, size)
            bare = _run("bare", path)
            for what in ("hashes", "whole"):
                seconds, peak = _run(what, path)
                yield (
                    f"verify {size:>9,} events, {what:<7}{seconds:>8.2f} s  "
                    f"{seconds / bare[0]:>6.2f}x  read and SHA-256 ({bare[0]:.2f} s); "
                    f"peak {peak / 1024:.0f} MB against {bare[1] / 1024:.0f} MB"
                )


def _template() -> list[dict[str, object]]:
    """The payloads of one paper from draft to decision, as the product writes them."""
    with ground.sqlite_url() as url, ground.world_on(url) as world:
        made = world.approved()
        with world.looking("auditor") as desk:
            query = sa.select(records.event.c.payload).where(records.event.c.matter_id == made)
            found = desk.work.session.scalars(query.order_by(records.event.c.seq))
            return [json.loads(payload) for payload in found]


def _bundle(path: Path, size: int) -> None:
    template, frontier = _template(), Frontier()
    states: dict[str, dict[str, object]] = {}
    rules = read_file(folder("workflows") / "board_paper.v1.yaml")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("events.jsonl", "w", force_zip64=True) as out:
            for seq in range(size):
                place, matter = seq % len(template), f"{seq // len(template):032x}"
                event = {**template[place], "seq": seq, "matter": matter, "organisation": "bench"}
                payload = canonical(event)
                frontier = frontier.append(leaf_hash(payload))
                out.write(payload + b"\n")
                state = event["facts"].get("to_state")  # type: ignore[attr-defined]
                known = states.setdefault(
                    matter, {"state": "draft", "workflow": rules.content_hash}
                )
                known["state"] = state or known["state"]
        head = Checkpoint(ORIGIN, size, frontier.root()).text()
        note = signed(head, ORIGIN, OURS.public, OURS.sign)
        manifest = {"format": "govflow-bundle/2", "organisation": "bench", "origin": ORIGIN}
        text = json.dumps(rules.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        archive.writestr("checkpoint.txt", note)
        archive.writestr("manifest.json", canonical({**manifest, "events": size}))
        told = (canonical({"matter": matter, **known}) + b"\n" for matter, known in states.items())
        archive.writestr("states.jsonl", b"".join(told))
        archive.writestr(f"workflows/{rules.content_hash}.json", text)
        archive.comment = bytes(SEAL_LENGTH)
    seal(path)


BARE = """
with zipfile.ZipFile(path) as archive, archive.open("events.jsonl") as file:
    for line in file:
        hashlib.sha256(line).digest()
"""
OURS_ = """
spec = importlib.util.spec_from_file_location("govflow_verify", verifier)
module = importlib.util.module_from_spec(spec)
sys.modules["govflow_verify"] = module
spec.loader.exec_module(module)
assert module.main([path, "--key", key, *more]) == 0
"""
AROUND = """
import hashlib, importlib.util, re, sys, time, zipfile
path, verifier, key, *more = sys.argv[1:]
start = time.process_time()
{what}
peak = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())
print(time.process_time() - start, peak.group(1))
"""


def _run(what: str, path: Path) -> tuple[float, int]:
    """CPU seconds and peak memory in KiB of one process, which knows nothing of govflow."""
    code = AROUND.format(what=BARE if what == "bare" else OURS_)
    more = ["--hashes-only"] if what == "hashes" else []
    key = str(key_of(ORIGIN, OURS))
    command = [sys.executable, "-I", "-c", code, str(path), govflow_verify.__file__, key, *more]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, peak = done.stdout.split()[-2:]
    return float(seconds), int(peak)


if __name__ == "__main__":
    for line in lines(quick="--quick" in sys.argv):
        print(line, flush=True)

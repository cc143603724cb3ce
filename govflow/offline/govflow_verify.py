#!/usr/bin/env python3
"""Checks a govflow evidence bundle, receipt or checkpoint, offline and trusting nobody.

    govflow-verify BUNDLE.zip --key KEY [--checkpoint KEPT.txt] [--hashes-only]
    govflow-verify RECEIPT.tlog-proof --key KEY [--checkpoint KEPT.txt]
    govflow-verify OLDER.txt NEWER.txt --key KEY [--proof PROOF.txt]

KEY is a public key as `govflow trail key` prints it, or a file of such lines. Get it from
somebody you trust, never out of the bundle: a key that comes with what it proves proves nothing.

Exit code 0: everything checked holds. 1: it does not hold; the first fault is printed.
2: the input cannot be used. One file; needs Python 3.11 and the package `cryptography`, no
network and nothing of govflow, with which it shares no code.

Formats: RFC 8785 (canonical JSON), RFC 6962 and RFC 9162 (Merkle tree), RFC 8032 (Ed25519),
c2sp.org/signed-note, c2sp.org/tlog-checkpoint, c2sp.org/tlog-proof.
"""

import argparse
import base64
import binascii
import hashlib
import io
import json
import re
import sqlite3
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from unicodedata import is_normalized

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HOLDS, FAILS, UNUSABLE = 0, 1, 2
SEAL = b"govflow/sealed/v1\x00"
RECEIPT = "c2sp.org/tlog-proof@v1"
BUNDLE = "govflow-bundle/2"
CONSISTENCY = "govflow-consistency/1"
NEEDED = ("manifest.json", "checkpoint.txt", "events.jsonl", "states.jsonl")
NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")
PLAIN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
SALT = re.compile(r"[0-9a-f]{64}")
LARGEST_WHOLE = 2**53 - 1
LONGEST_LINE = 16_000_000
OPENINGS = frozenset({"paper_started", "review_opened", "matter_opened"})
PROGRESS = 20_000
IN_MEMORY = 4_000  # matters; those whose last event is longest ago lie in a file meanwhile
SEAL_LENGTH = 64


class Fault(Exception):
    """Something does not hold; the text says what, and where by the event's number."""


class Unusable(Exception):
    """The input is not what it should be; the text says why."""


# -- Bytes, hashes and trees ---------------------------------------------------------------


def canonical(value: Any) -> bytes:
    """RFC 8785 for the values a payload may hold: no fractions, names sorted by UTF-16."""
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return {name: _ordered(value[name]) for name in names}
    if isinstance(value, list):
        return [_ordered(each) for each in value]
    return value


def parsed(data: bytes, what: str) -> dict[str, Any]:
    """A payload as values, if it is canonical JSON of an object; raises Fault."""
    try:
        text = data.decode()
        value = json.loads(text, parse_float=_no, parse_constant=_no, parse_int=_whole)
        same = _written(value, data) == data and is_normalized("NFC", text)
    except (ValueError, RecursionError):
        raise Fault(f"{what} cannot be read.") from None
    if not same:
        raise Fault(f"{what} is not in canonical form.")
    if not isinstance(value, dict):
        raise Fault(f"{what} is not an object.")
    return value


def _written(value: Any, data: bytes) -> bytes:
    # Among ASCII names the order of code points is the order of UTF-16, and much faster to make.
    if data.isascii():
        return PLAIN.encode(value).encode()
    return canonical(value)


def _no(text: str) -> Any:
    raise ValueError(text)


def _whole(text: str) -> int:
    number = int(text)
    if abs(number) > LARGEST_WHOLE:
        raise ValueError(text)
    return number


def leaf_hash(payload: bytes) -> bytes:
    """RFC 6962: the hash of one event."""
    return hashlib.sha256(b"\x00" + payload).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962: the hash over two neighbouring subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A growing Merkle tree of which only the full subtrees' roots are remembered."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """One more leaf."""
        carry = self.size
        while carry & 1:
            leaf, carry = node_hash(self.peaks.pop(), leaf), carry >> 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root over everything added."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        reached = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            reached = node_hash(peak, reached)
        return reached


def included(leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2: whether the proof leads from the leaf to the root."""
    if not 0 <= index < size:
        return False
    place, last, reached = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            reached = node_hash(step, reached)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            reached = node_hash(reached, step)
        place, last = place >> 1, last >> 1
    return last == 0 and reached == root


def continues(old: "Head", new: "Head", proof: list[bytes]) -> bool:
    """RFC 9162, 2.1.4.2: whether the newer log only adds; never from nothing."""
    if not 0 < old.size <= new.size:
        return False
    if old.size == new.size:
        return not proof and old.root == new.root
    path = [old.root, *proof] if old.size & (old.size - 1) == 0 else list(proof)
    return bool(proof) and _both_roots(old.size - 1, new.size - 1, path) == (old.root, new.root)


def _both_roots(place: int, last: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = path[0]
    for step in path[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return (before, after) if last == 0 else None


# -- Keys, notes and checkpoints -----------------------------------------------------------


def unbase64(text: str, what: str) -> bytes:
    """Canonical base64 only; raises Fault."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Fault(f"{what} is not base64.") from None
    if base64.b64encode(data).decode() != text:
        raise Fault(f"{what} is not canonical base64.")
    return data


@dataclass(frozen=True)
class Key:
    """A public key under its name."""

    name: str
    number: bytes
    public: bytes


def read_keys(given: Iterable[str]) -> list[Key]:
    """The keys named on the command line, or in files named there; raises Unusable."""
    keys = [_key(line) for text in given for line in _key_lines(text)]
    if not keys:
        raise Unusable("Give the public key with --key: the one `govflow trail key` prints.")
    return keys


def _key_lines(text: str) -> list[str]:
    if text.count("+") >= 2 and not Path(text).is_file():
        return [text]
    try:
        lines = Path(text).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        raise Unusable(f"{text} is neither a key nor a file of keys.") from None
    return [line.strip() for line in lines if line.strip()]


def _key(line: str) -> Key:
    name, _, rest = line.partition("+")
    number, _, encoded = rest.partition("+")
    try:
        raw = unbase64(encoded, "A key")
    except Fault as fault:
        raise Unusable(f"This is not a key: {line}. {fault}") from None
    own = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    if not name or len(raw) != 33 or raw[0] != 1 or own.hex() != number:
        raise Unusable(f"This is not an Ed25519 key, or a letter of it is wrong: {line}")
    return Key(name, own, raw[1:])


@dataclass(frozen=True)
class Head:
    """A signed tree head."""

    origin: str
    size: int
    root: bytes


def read_checkpoint(note: str, keys: list[Key]) -> Head:
    """The head of a signed note; raises Fault unless a given key signed exactly this."""
    text, blank, rest = note.rpartition("\n\n")
    if not blank or not rest.endswith("\n") or any(ord(c) < 32 and c != "\n" for c in note):
        raise Fault("The checkpoint is not a signed note.")
    text += "\n"
    if not _signed(text, rest[:-1].split("\n"), keys):
        raise Fault("The checkpoint is not signed by the key you gave.")
    return _head(text)


def _signed(text: str, lines: list[str], keys: list[Key]) -> bool:
    known = {(key.name, key.number): key for key in keys}
    good = False
    for line in lines:
        dash, name, encoded = (*line.split(" "), "", "", "")[:3]
        if dash != "\N{EM DASH}" or not name or "+" in name or line.count(" ") != 2:
            raise Fault("The checkpoint has a line below its text that is no signature.")
        data = unbase64(encoded, "A signature of the checkpoint")
        key = known.get((name, data[:4]))
        if key is None:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(data[4:], text.encode())
        except (InvalidSignature, ValueError):
            raise Fault(f"The signature of {name} does not belong to the checkpoint.") from None
        good = _head(text).origin == name
        if not good:
            raise Fault(f"The checkpoint is of the log {_head(text).origin}, the key of {name}.")
    return good


def _head(text: str) -> Head:
    lines = text[:-1].split("\n")
    if len(lines) < 3 or not all(lines) or not NUMBER.fullmatch(lines[1]):
        raise Fault("The checkpoint does not say origin, size and root.")
    root = unbase64(lines[2], "The checkpoint's root")
    if len(root) != 32:
        raise Fault("The checkpoint's root has not 32 bytes.")
    return Head(lines[0], int(lines[1]), root)


def opens(commitment: Any, salt: Any, text: Any) -> bool:
    """Whether this text, with this salt, is the one that was committed to."""
    if not isinstance(salt, str) or not isinstance(text, str) or not SALT.fullmatch(salt):
        return False
    raw = bytes.fromhex(salt)
    made = hashlib.sha256(SEAL + raw + text.encode("utf-8", "surrogatepass")).hexdigest()
    return bool(made == commitment)


# -- Replay --------------------------------------------------------------------------------


def listed(value: Any) -> list[str]:
    """One name or several, as workflow files write both."""
    return value if isinstance(value, list) else [value] if value else []


@dataclass
class Rules:
    """A workflow definition, as far as a record can be held against it."""

    key: str
    initial: str
    states: dict[str, Any]
    actions: dict[str, Any]
    promises: list[dict[str, Any]]

    @classmethod
    def read(cls, data: bytes, name: str) -> "Rules":
        """The definition in a bundle, whose hash is its name; raises Fault."""
        if hashlib.sha256(data).hexdigest() != name:
            raise Fault(f"The workflow definition {name[:12]}… is not the one of that hash.")
        content = json.loads(data)
        return cls(
            content["workflow"],
            content["initial"],
            content["states"],
            content["actions"],
            content.get("promises", []),
        )

    def targets(self, promise: dict[str, Any]) -> set[str]:
        """The states a promise is about; the word `decision` stands for every decision."""
        named = listed(promise.get("to_reach"))
        found = {name for name in named if name in self.states}
        if "decision" in named and "decision" not in self.states:
            found |= {name for name, state in self.states.items() if state.get("decision")}
        return found


@dataclass
class Life:
    """What the events of one matter have led to so far."""

    state: str
    workflow: str
    version: int = 0
    taken: list[str] = field(default_factory=list)
    actors: dict[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    closes_at: str = ""
    heard: set[str] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)

    def row(self) -> tuple[str, str, str]:
        """State, workflow, and the rest as text, for putting down."""
        sets = (sorted(each) for each in (self.asked, self.heard, self.unanswered))
        rest = [self.version, self.taken, self.actors, self.closes_at, *sets]
        return self.state, self.workflow, json.dumps(rest)

    @classmethod
    def read(cls, state: str, workflow: str, rest: str) -> "Life":
        """The same taken up again."""
        version, taken, actors, closes_at, *lists = json.loads(rest)
        asked, heard, unanswered = map(set, lists)
        return cls(state, workflow, version, taken, actors, asked, closes_at, heard, unanswered)


class Lives:
    """The matters so far, a bounded number of them in memory, beside the states that are stored.

    The others lie in a file of the system's that goes when the program ends: the memory needed
    does not grow with the log.
    """

    def __init__(self, states: Iterable[dict[str, Any]]) -> None:
        self.recent: dict[str, Life] = {}
        self.count = self.later = 0
        self.file = sqlite3.connect("", isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -4000"):
            self.file.execute(f"PRAGMA {setting}")
        self.file.execute("CREATE TABLE life (matter PRIMARY KEY, state, workflow, rest)")
        self.file.execute("CREATE TABLE stored (matter PRIMARY KEY, state, workflow, later)")
        self.file.execute("BEGIN")
        for each in states:
            self._store(each)

    def _store(self, each: dict[str, Any]) -> None:
        row = (each["matter"], each.get("state"), each.get("workflow"), "later" in each)
        self.later += "later" in each
        try:
            self.file.execute("INSERT INTO stored VALUES (?, ?, ?, ?)", row)
        except sqlite3.IntegrityError:
            raise Fault(f"states.jsonl names the matter {each['matter']} twice.") from None

    def begin(self, matter: str, life: Life) -> None:
        """A matter that was not there before."""
        self.count += 1
        self._remember(matter, life)

    def of(self, matter: str) -> Life | None:
        """The matter so far, to be changed in place."""
        if matter in self.recent:
            self.recent[matter] = self.recent.pop(matter)
            return self.recent[matter]
        found = self.file.execute("SELECT * FROM life WHERE matter = ?", (matter,)).fetchone()
        if found is None:
            return None
        life = Life.read(*found[1:])
        self._remember(matter, life)
        return life

    def workflow(self, matter: str) -> str:
        """The workflow of the stored state, or nothing."""
        query = "SELECT workflow FROM stored WHERE matter = ?"
        found = self.file.execute(query, (matter,)).fetchone()
        return str(found[0]) if found and found[0] else ""

    def _remember(self, matter: str, life: Life) -> None:
        self.recent[matter] = life
        if len(self.recent) > IN_MEMORY:
            self._put_down(len(self.recent) // 2)

    def _put_down(self, number: int) -> None:
        oldest = [(matter, self.recent.pop(matter)) for matter in list(self.recent)[:number]]
        rows = ((matter, *life.row()) for matter, life in oldest)
        self.file.executemany("INSERT OR REPLACE INTO life VALUES (?, ?, ?, ?)", rows)

    def settle(self) -> None:
        """The stored states are what the events give; raises Fault."""
        self._put_down(len(self.recent))
        for matter, state, stored in self.file.execute(
            "SELECT life.matter, life.state, stored.state FROM life LEFT JOIN stored "
            "USING (matter) WHERE stored.matter IS NULL OR NOT stored.later AND "
            "(stored.state <> life.state OR stored.workflow <> life.workflow) "
            "ORDER BY life.matter LIMIT 1"
        ):
            if stored is None:
                raise Fault(f"The matter {matter} is in the events, but not among the states.")
            raise Fault(
                f"The matter {matter} is stored in “{stored}”, but its events lead to “{state}”."
            )
        for (matter,) in self.file.execute(
            "SELECT matter FROM stored WHERE NOT later AND matter NOT IN "
            "(SELECT matter FROM life) ORDER BY matter LIMIT 1"
        ):
            raise Fault(f"The matter {matter} has a state, but no events.")


class Replay:
    """Plays the events through the workflow definitions; every method raises Fault."""

    def __init__(self, workflows: dict[str, Rules], states: Iterable[dict[str, Any]]) -> None:
        self.workflows = workflows
        self.lives = Lives(states)
        self.moves = 0

    def play(self, event: dict[str, Any], actor: str) -> None:
        """One event; `actor` is the id of who acted, where the bundle shows it."""
        matter = event.get("matter")
        if not matter:
            return
        if not isinstance(matter, str):
            raise TypeError(matter)
        life = self.lives.of(matter) or self._begin(event)
        version = event.get("version") or 0
        if version < life.version:
            raise Fault(f"Event {event['seq']}: the matter's version goes back.")
        life.version = version
        self._note(life, event)
        if event["type"] == "matter_moved":
            self._move(life, event, actor)
        elif event["type"] == "matter_migrated":
            self._migrate(life, event)

    def _begin(self, event: dict[str, Any]) -> Life:
        matter = event["matter"]
        if event["type"] not in OPENINGS:
            raise Fault(f"Event {event['seq']}: the matter {matter} was never opened.")
        named = event.get("workflow") or self.lives.workflow(matter)
        life = Life(self._rules(named, event).initial, named)
        self.lives.begin(matter, life)
        return life

    def _rules(self, named: str, event: dict[str, Any]) -> Rules:
        if named not in self.workflows:
            raise Fault(f"Event {event['seq']}: the workflow {named[:12]}… is not in the bundle.")
        return self.workflows[named]

    def _note(self, life: Life, event: dict[str, Any]) -> None:
        facts = event["facts"]
        if event["type"] == "position_given":
            life.heard.add(facts["network"])
        elif event["type"] == "network_waived":
            life.heard.add(facts["waived_network"])
        elif event["type"] == "comment_made":
            life.unanswered.add(facts["comment"])
        elif event["type"] == "comment_answered":
            life.unanswered.discard(facts["comment"])

    def _move(self, life: Life, event: dict[str, Any], actor: str) -> None:
        facts, seq = event["facts"], event["seq"]
        rules = self.workflows[life.workflow]
        action = rules.actions.get(facts["action"])
        if action is None:
            raise Fault(f"Event {seq}: {rules.key} has no act “{facts['action']}”.")
        if facts["from_state"] != life.state:
            raise Fault(
                f"Event {seq}: it moved from “{facts['from_state']}”, but the matter stood in "
                f"“{life.state}”."
            )
        if life.state not in listed(action["from"]) or facts["to_state"] != action["to"]:
            raise Fault(
                f"Event {seq}: “{facts['action']}” does not lead from “{life.state}” to "
                f"“{facts['to_state']}”."
            )
        role = facts.get("acted_as")
        if role and role not in listed(action["by"]):
            raise Fault(f"Event {seq}: “{facts['action']}” is not an act of {role}.")
        self._guards(life, event, action)
        life.taken.append(facts["action"])
        life.state = facts["to_state"]
        self.moves += 1
        self._promises(life, event, rules, actor)

    def _guards(self, life: Life, event: dict[str, Any], action: dict[str, Any]) -> None:
        """The facts that conditions of this act must have left in the record."""
        needs = (
            {need if isinstance(need, str) else next(iter(need)) for need in action["needs"]}
            if action.get("needs")
            else set()
        )
        facts, seq = event["facts"], event["seq"]
        if "reason_given" in needs and "reason" not in event["commitments"]:
            raise Fault(f"Event {seq}: “{facts['action']}” needs a reason, and none is recorded.")
        if "every_comment_answered" in needs and life.unanswered:
            raise Fault(
                f"Event {seq}: “{facts['action']}” needs every comment answered, and "
                f"{len(life.unanswered)} had no reply."
            )
        silent = life.asked - life.heard
        if "window_over_or_all_answered" in needs and silent and event["at"] < life.closes_at:
            raise Fault(
                f"Event {seq}: the consultation was closed before its window ended, and "
                f"{', '.join(sorted(silent))} had not answered."
            )
        details = facts.get("details") or {}
        if "closes_at" in details and "networks" in details:
            life.asked, life.closes_at = set(details["networks"]), details["closes_at"]
            life.heard = set()

    def _promises(self, life: Life, event: dict[str, Any], rules: Rules, actor: str) -> None:
        done = event["facts"]["action"]
        for promise in rules.promises:
            gates = listed(promise.get("must_pass"))
            if (
                gates
                and life.state in rules.targets(promise)
                and not set(listed(promise.get("unless"))) & set(life.taken)
            ):
                self._passed(life, event, promise["name"], gates)
            if done in listed(promise.get("at_most_once")) and life.taken.count(done) > 1:
                raise Fault(f"Event {event['seq']}: “{promise['name']}” is broken.")
            if done in listed(promise.get("acts")) and set(
                listed(promise.get("never_after"))
            ) & set(life.taken[:-1]):
                raise Fault(f"Event {event['seq']}: “{promise['name']}” is broken.")
            self._people(life, event, promise, actor)

    def _passed(self, life: Life, event: dict[str, Any], name: str, gates: list[str]) -> None:
        passed = 0
        for act in life.taken:
            passed += passed < len(gates) and act == gates[passed]
        if passed < len(gates):
            raise Fault(
                f"Event {event['seq']}: “{name}” is broken: “{gates[passed]}” was not done before."
            )

    def _people(
        self, life: Life, event: dict[str, Any], promise: dict[str, Any], actor: str
    ) -> None:
        acts, done = listed(promise.get("different_people")), event["facts"]["action"]
        if done not in acts or not actor:
            return
        if any(life.actors.get(act) == actor for act in acts if act != done):
            raise Fault(
                f"Event {event['seq']}: “{promise['name']}” is broken: one person did both."
            )
        life.actors[done] = actor

    def _migrate(self, life: Life, event: dict[str, Any]) -> None:
        facts = event["facts"]
        if facts["from_state"] != life.state:
            raise Fault(f"Event {event['seq']}: the matter was not in “{facts['from_state']}”.")
        named = event.get("workflow") or facts.get("to_hash", "")
        if facts["to_state"] not in self._rules(named, event).states:
            raise Fault(f"Event {event['seq']}: there is no state “{facts['to_state']}”.")
        life.state, life.workflow = facts["to_state"], named


# -- The bundle ----------------------------------------------------------------------------


class Bundle:
    """An evidence bundle, read piece by piece so that its length does not matter."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        names = archive.namelist()
        if len(names) != len(set(names)):
            raise Fault("The bundle holds two files of one name.")
        missing = [name for name in NEEDED if name not in names]
        if missing:
            raise Unusable(f"This is not a govflow bundle: {', '.join(missing)} is missing.")
        self.names = frozenset(names)
        self.manifest = self.json("manifest.json")
        if self.manifest.get("format") != BUNDLE:
            raise Unusable("This verifier reads the format govflow-bundle/2 only.")

    def json(self, name: str) -> dict[str, Any]:
        """A small file as values; raises Fault."""
        try:
            value = json.loads(self.archive.read(name))
        except ValueError:
            raise Fault(f"{name} cannot be read.") from None
        if not isinstance(value, dict):
            raise Fault(f"{name} is not an object.")
        return value

    def text(self, name: str) -> str:
        """A whole small file as text; raises Fault."""
        try:
            return self.archive.read(name).decode()
        except ValueError:
            raise Fault(f"{name} is not text.") from None

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file, without their ends."""
        if name not in self.names:
            return
        with self.archive.open(name) as file:
            yield from _lines(file, name)

    def workflows(self) -> dict[str, Rules]:
        """Every workflow definition by its hash; raises Fault."""
        found = {}
        for name in self.names:
            if name.startswith("workflows/") and name.endswith(".json"):
                hash_ = name[len("workflows/") : -len(".json")]
                try:
                    found[hash_] = Rules.read(self.archive.read(name), hash_)
                except (ValueError, KeyError, TypeError):
                    raise Fault(f"{name} cannot be read as a workflow.") from None
        return found

    def documents(self) -> int:
        """Every document has the hash it is named by; answers how many there are."""
        count = 0
        for name in self.names:
            if not name.startswith("documents/") or name.endswith("/"):
                continue
            digest = hashlib.sha256()
            with self.archive.open(name) as file:
                while piece := file.read(1 << 20):
                    digest.update(piece)
            if digest.hexdigest() != name.split("/")[1].split(".")[0]:
                raise Fault(f"{name} is not the document of that hash.")
            count += 1
        return count


def _lines(file: IO[bytes], name: str) -> Iterator[bytes]:
    reader = io.BufferedReader(file, 1 << 20)  # type: ignore[type-var]
    while line := reader.readline(LONGEST_LINE):
        if not line.endswith(b"\n"):
            raise Fault(f"{name} is cut off in a line.")
        yield line[:-1]


class Texts:
    """The opened texts beside the events, read along with them."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._next = self._read()
        self.opened = 0

    def _read(self) -> dict[str, Any] | None:
        for line in self._lines:
            try:
                value = json.loads(line)
                if set(value) == {"seq", "field", "salt", "text"}:
                    return dict(value)
            except (ValueError, TypeError):
                pass
            raise Fault("A line of texts.jsonl cannot be read.")
        return None

    def of(self, event: dict[str, Any]) -> dict[str, str]:
        """The texts of this event, each held against its commitment; raises Fault."""
        found: dict[str, str] = {}
        while self._next is not None and self._next["seq"] == event["seq"]:
            name, said = self._next["field"], self._next
            if not opens(event["commitments"].get(name), said["salt"], said["text"]):
                raise Fault(f"Event {event['seq']}: the text “{name}” is not the one recorded.")
            found[name] = said["text"]
            self.opened += 1
            self._next = self._read()
        return found

    def settle(self) -> None:
        """No text is left that belongs to no event."""
        if self._next is not None:
            raise Fault(f"A text belongs to event {self._next['seq']}, which is not there.")


def undamaged(path: Path) -> None:
    """The archive ends with the hash of everything before it; raises Fault.

    This finds damage on the way. Against somebody who made the bundle anew stand the signature
    and the hashes inside.
    """
    digest, left = hashlib.sha256(), path.stat().st_size - SEAL_LENGTH
    with path.open("rb") as file:
        while left > 0 and (piece := file.read(min(left, 1 << 20))):
            digest.update(piece)
            left -= len(piece)
        if file.read() != digest.hexdigest().encode():
            raise Fault("The bundle was damaged or cut off on its way.")


def verify_bundle(
    path: Path, keys: list[Key], kept: Head | None, *, hashes_only: bool
) -> Iterator[str]:
    """Check a whole bundle; yields what held, in sentences; raises Fault and Unusable."""
    undamaged(path)
    try:
        yield from _verify_archive(path, keys, kept, hashes_only=hashes_only)
    except zipfile.BadZipFile:
        raise Fault(
            "A file in the bundle is not the one that its list of files describes."
        ) from None


def _verify_archive(
    path: Path, keys: list[Key], kept: Head | None, *, hashes_only: bool
) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        bundle = Bundle(archive)
        head = read_checkpoint(bundle.text("checkpoint.txt"), keys)
        if head.origin != bundle.manifest.get("origin"):
            raise Fault("The checkpoint is of another log than the bundle says.")
        yield f"The checkpoint over {head.size:,} events is signed by the key you gave."
        whole = "proofs.txt" not in bundle.names
        check = Whole(head, kept) if whole else Partial(head, bundle.lines("proofs.txt"))
        replay = None if hashes_only else Replay(bundle.workflows(), _states(bundle))
        texts = Texts(bundle.lines("texts.jsonl"))
        count, sealed = _events(bundle, check, replay, texts)
        check.settle()
        scope = "the whole log" if whole else "each proven to be in the log"
        if count != bundle.manifest.get("events"):
            raise Fault(f"The bundle speaks of another number of events than {count:,}.")
        yield f"{count:,} events are as they were recorded: {scope}."
        yield from _kept(bundle, check, head, kept)
        yield f"{bundle.documents():,} documents have the hash they were recorded with."
        yield from _sample(bundle)
        yield from _told(replay, texts, sealed)


def _sample(bundle: Bundle) -> Iterator[str]:
    """The matters of a sample are those that its seed draws from its population; raises Fault."""
    scope = bundle.manifest.get("scope")
    if not isinstance(scope, dict) or scope.get("kind") != "sample":
        return
    text = bundle.text("population.txt") if "population.txt" in bundle.names else ""
    if hashlib.sha256(text.encode()).hexdigest() != scope.get("population_sha256"):
        raise Fault("population.txt is not the population that the bundle speaks of.")
    population = text.split("\n")
    seed, number = scope.get("seed"), scope.get("number")
    if type(number) is not int or number < 1 or len(set(population)) != len(population):
        raise Fault("The bundle does not say how its sample was drawn.")
    ranked = sorted(population, key=lambda each: _rank(seed, each))
    if set(ranked[:number]) != {each["matter"] for each in _states(bundle)}:
        raise Fault("The matters in the bundle are not those that the seed draws.")
    yield f"The seed “{seed}” draws these {number:,} of {len(population):,} matters."


def _rank(seed: Any, matter: str) -> str:
    return hashlib.sha256(f"{seed}\n{matter}".encode()).hexdigest()


def _told(replay: Replay | None, texts: Texts, sealed: int) -> Iterator[str]:
    """What came of the texts and of the replay, once every event was read; raises Fault."""
    if replay is None:
        yield "Texts and rules were not looked at: only hashes were asked for."
        return
    texts.settle()
    replay.lives.settle()
    if replay.lives.later:
        later = f"{replay.lives.later:,}"
        yield f"{later} matters moved on since: their stored state is not compared."
    yield (
        f"{texts.opened:,} of {sealed:,} sealed texts are shown, and each is the one recorded; "
        "the others were withheld from this bundle or erased."
    )
    yield (
        f"{replay.moves:,} moves of {replay.lives.count:,} matters are legal under their "
        "workflows, and lead to the states that are stored."
    )


def _states(bundle: Bundle) -> Iterator[dict[str, Any]]:
    """Each matter with state and workflow, or with `later` if it moved on since; raises Fault."""
    for line in bundle.lines("states.jsonl"):
        try:
            stored = json.loads(line)
            usable = _standing(stored)
        except (ValueError, TypeError):
            usable = False
        if not usable:
            raise Fault("states.jsonl does not say the state and workflow of each matter.")
        yield stored


def _standing(stored: Any) -> bool:
    if set(stored) == {"matter", "later"}:
        return stored["later"] is True and _plain(stored["matter"])
    return set(stored) == {"matter", "state", "workflow"} and all(map(_plain, stored.values()))


def _plain(value: Any) -> bool:
    return isinstance(value, str) and bool(value.encode())


class Whole:
    """Every event from the first on: the root itself is built anew."""

    def __init__(self, head: Head, kept: Head | None) -> None:
        self.head, self.kept, self.tree = head, kept, Tree()
        self.kept_holds = False

    def take(self, seq: int, leaf: bytes) -> None:
        """The next event; raises Fault."""
        if seq != self.tree.size:
            raise Fault(f"Event {self.tree.size} is missing, or event {seq} is in the wrong place.")
        self.tree.add(leaf)
        if self.kept and self.tree.size == self.kept.size:
            self.kept_holds = self.tree.root() == self.kept.root

    def settle(self) -> None:
        """The root is the signed one; raises Fault."""
        if self.tree.size != self.head.size:
            raise Fault(
                f"{self.head.size:,} events are signed, but {self.tree.size:,} are there: "
                f"event {min(self.tree.size, self.head.size)} is the first that is not right."
            )
        if self.tree.root() != self.head.root:
            raise Fault("The events do not give the signed root: one of them was changed.")


class Partial:
    """Chosen events: each is proven to be in the signed log."""

    def __init__(self, head: Head, proofs: Iterator[bytes]) -> None:
        self.head, self.proofs, self.last = head, proofs, -1

    def take(self, seq: int, leaf: bytes) -> None:
        """The next event with its proof; raises Fault."""
        if seq <= self.last:
            raise Fault(f"Event {seq} is in the wrong place.")
        self.last = seq
        line = next(self.proofs, b"").decode("ascii", "replace").split(" ")
        if line[0] != str(seq):
            raise Fault(f"Event {seq} has no proof.")
        proof = [unbase64(each, f"Event {seq}: its proof") for each in line[1:]]
        if not included(leaf, seq, self.head.size, proof, self.head.root):
            raise Fault(f"Event {seq} is not in the signed log as it stands here.")

    def settle(self) -> None:
        """No proof is left over; raises Fault."""
        if next(self.proofs, None) is not None:
            raise Fault("There are more proofs than events: an event was taken out.")


def _events(
    bundle: Bundle, check: Whole | Partial, replay: Replay | None, texts: Texts
) -> tuple[int, int]:
    count = sealed = 0
    organisation = bundle.manifest.get("organisation")
    for line in bundle.lines("events.jsonl"):
        if replay is None:
            seq = check.tree.size if isinstance(check, Whole) else parsed(line, "An event")["seq"]
            check.take(seq, leaf_hash(line))
        else:
            what = f"Event {check.tree.size}" if isinstance(check, Whole) else "An event"
            event = parsed(line, what)
            _shape(event, organisation)
            seq = event["seq"]
            check.take(seq, leaf_hash(line))
            opened = texts.of(event)
            sealed += len(event["commitments"])
            try:
                replay.play(event, _actor(opened, seq))
            except (KeyError, TypeError, AttributeError):
                raise Fault(f"Event {seq} lacks what such an event says.") from None
        count += 1
        if count % PROGRESS == 0 and sys.stderr.isatty():
            print(f"\r{count:,} events", end="", file=sys.stderr, flush=True)
    return count, sealed


def _shape(event: dict[str, Any], organisation: Any) -> None:
    wanted = {"seq": int, "at": str, "type": str, "facts": dict, "commitments": dict}
    for name, kind in wanted.items():
        if type(event.get(name)) is not kind:
            raise Fault(f"Event {event.get('seq', '?')}: it does not say its {name}.")
    if event.get("organisation") != organisation:
        raise Fault(f"Event {event['seq']}: it belongs to another organisation.")


def _actor(opened: dict[str, str], seq: int) -> str:
    try:
        return str(json.loads(opened["actor"])["id"]) if "actor" in opened else ""
    except (ValueError, KeyError, TypeError):
        raise Fault(f"Event {seq}: who acted is not written as it should be.") from None


def _kept(bundle: Bundle, check: Whole | Partial, head: Head, kept: Head | None) -> Iterator[str]:
    if kept is None:
        return
    if kept.origin != head.origin:
        raise Fault(f"The kept checkpoint is of another log: {kept.origin}.")
    if kept.size > head.size:
        raise Fault(
            f"The kept checkpoint counts {kept.size:,} events, the bundle's only {head.size:,}: "
            "events that were there are gone."
        )
    if isinstance(check, Whole):
        holds = check.kept_holds
    else:
        holds = continues(kept, head, _proof_between(bundle, kept, head))
    if not holds:
        raise Fault("The log does not continue the checkpoint you kept: history was rewritten.")
    yield f"The log continues the checkpoint over {kept.size:,} events that you kept."


def _proof_between(bundle: Bundle, kept: Head, head: Head) -> list[bytes]:
    if kept.size == head.size:
        return []
    for name in bundle.names:
        if name.startswith("consistency/"):
            old, new, proof = read_consistency(bundle.text(name))
            if (old, new) == (kept.size, head.size):
                return proof
    raise Unusable(
        "This bundle holds only some events and no proof from the checkpoint you kept. Ask for "
        "one that is made with it, or compare the two checkpoints."
    )


def read_consistency(text: str) -> tuple[int, int, list[bytes]]:
    """Sizes and hashes of a consistency proof's file; raises Fault."""
    lines = text.removesuffix("\n").split("\n")
    sizes = [line.split(" ") for line in lines[1:3]]
    right = lines[0] == CONSISTENCY and [s[0] for s in sizes] == ["old", "new"]
    if not right or not all(len(s) == 2 and NUMBER.fullmatch(s[1]) for s in sizes):
        raise Fault("The proof does not say its two sizes.")
    proof = [unbase64(line, "A line of the proof") for line in lines[3:]]
    return int(sizes[0][1]), int(sizes[1][1]), proof


# -- Receipts and pairs of checkpoints -----------------------------------------------------


def verify_receipt(text: str, keys: list[Key], kept: Head | None) -> Iterator[str]:
    """Check one receipt; yields what held, in sentences; raises Fault."""
    top, blank, note = text.partition("\n\n")
    lines = top.split("\n")[1:]
    extra = b""
    if lines and lines[0].startswith("extra "):
        extra = unbase64(lines.pop(0)[6:], "The receipt's extra line")
    if not blank or not lines or not re.fullmatch(f"index ({NUMBER.pattern})", lines[0]):
        raise Fault("The receipt does not say the number of its event.")
    index, proof = int(lines[0][6:]), [unbase64(line, "The receipt's proof") for line in lines[1:]]
    head = read_checkpoint(note, keys)
    held = _held(extra)
    payload = str(held["payload"]).encode()
    if not included(leaf_hash(payload), index, head.size, proof, head.root):
        raise Fault(f"Event {index} is not in the signed log as it stands in this receipt.")
    event = parsed(payload, f"Event {index}")
    _shape(event, event.get("organisation"))
    if event["seq"] != index or event["organisation"] != head.origin.rpartition("/")[2]:
        raise Fault(f"Event {index}: its number or its organisation is not that of the log.")
    yield f"The checkpoint over {head.size:,} events is signed by the key you gave."
    yield f"Event {index} is in that log: {event['type'].replace('_', ' ')}, at {event['at']}."
    for name, said in held["opened"].items():
        if not opens(event["commitments"].get(name), said["salt"], said["text"]):
            raise Fault(f"Event {index}: the text “{name}” is not the one recorded.")
        yield f"Its text “{name}” is the one recorded."
    if kept is not None:
        yield from _same(kept, head)


def _held(extra: bytes) -> dict[str, Any]:
    try:
        held = json.loads(extra)
        said = held["opened"].values()
        shaped = all(set(each) == {"salt", "text"} for each in said)
        if held["format"] == "govflow-receipt/1" and isinstance(held["payload"], str) and shaped:
            return dict(held)
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise Fault("The receipt does not carry the event it is about.")


def _same(kept: Head, head: Head) -> Iterator[str]:
    if (kept.origin, kept.size, kept.root) != (head.origin, head.size, head.root):
        raise Unusable(
            "The checkpoint you kept is of another size or log than the receipt's. Compare the two "
            "checkpoints with a proof between them."
        )
    yield "It is the checkpoint that you kept."


def verify_pair(first: str, second: str, keys: list[Key], proof_text: str) -> Iterator[str]:
    """Check that the newer of two checkpoints continues the older; raises Fault and Unusable."""
    old, new = sorted((read_checkpoint(n, keys) for n in (first, second)), key=lambda h: h.size)
    if old.origin != new.origin:
        raise Fault("The two checkpoints are of different logs.")
    proof: list[bytes] = []
    if old.size != new.size:
        if not proof_text:
            raise Unusable("Give the proof between the two sizes with --proof.")
        sizes = read_consistency(proof_text)
        if sizes[:2] != (old.size, new.size):
            raise Unusable(f"The proof is from {sizes[0]:,} to {sizes[1]:,} events.")
        proof = sizes[2]
    if not continues(old, new, proof):
        raise Fault(
            f"The log over {new.size:,} events does not continue the one over {old.size:,}: "
            "history was rewritten."
        )
    yield f"Both checkpoints are signed by the key you gave ({old.size:,} and {new.size:,} events)."
    yield "The newer continues the older: nothing was changed, removed or put in between."


# -- The command ---------------------------------------------------------------------------


def read_text(path: Path) -> str:
    """A text file; raises Unusable."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise Unusable(f"{path} cannot be read: {fault.strerror}.") from None
    except ValueError:
        raise Unusable(f"{path} is neither a bundle nor a text.") from None


def run(given: argparse.Namespace) -> Iterator[str]:
    """What holds, in sentences, for what the command line names."""
    keys, files = read_keys(given.key), [Path(name) for name in given.files]
    kept = read_checkpoint(read_text(given.checkpoint), keys) if given.checkpoint else None
    if len(files) == 2:
        proof = read_text(given.proof) if given.proof else ""
        yield from verify_pair(read_text(files[0]), read_text(files[1]), keys, proof)
        return
    if len(files) != 1:
        raise Unusable("Name one bundle or receipt, or two checkpoints.")
    if files[0].suffix == ".zip" or zipfile.is_zipfile(files[0]):
        yield from verify_bundle(files[0], keys, kept, hashes_only=given.hashes_only)
        return
    text = read_text(files[0])
    if not text.startswith(RECEIPT + "\n"):
        raise Unusable(f"{files[0]} is neither a bundle nor a receipt.")
    yield from verify_receipt(text, keys, kept)


def main(argv: list[str] | None = None) -> int:
    """The command; answers with its exit code."""
    parser = argparse.ArgumentParser(
        prog="govflow-verify",
        description="Check a govflow bundle, receipt or pair of checkpoints, offline.",
        epilog="Exit code: 0 it holds, 1 it does not hold, 2 the input cannot be used.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--key", action="append", default=[], help="a public key, or its file")
    parser.add_argument("--checkpoint", type=Path, help="a checkpoint that you kept")
    parser.add_argument("--proof", type=Path, help="a consistency proof between two checkpoints")
    parser.add_argument("--hashes-only", action="store_true", help="do not read what events say")
    given = parser.parse_args(argv)
    try:
        for sentence in run(given):
            print(f"ok  {sentence}")
    except Fault as fault:
        print(f"DOES NOT HOLD  {fault}", file=sys.stderr)
        return FAILS
    except (Unusable, zipfile.BadZipFile, OSError) as fault:
        print(f"Cannot be checked: {fault}", file=sys.stderr)
        return UNUSABLE
    print("Everything that was checked holds.")
    return HOLDS


if __name__ == "__main__":
    raise SystemExit(main())

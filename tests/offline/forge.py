"""Small bundles, receipts and checkpoints written by hand, so that any part of them can be wrong.

Nothing of govflow is used but the verifier's word for its formats: RFC 6962 is written out again
here, in the recursive form in which the RFC defines it.
"""

import hashlib
import json
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ORIGIN = "govflow/example.org/org-1"
OURS = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
THEIRS = Ed25519PrivateKey.from_private_bytes(b"t" * 32)
SALT = "5a" * 32
RULES: dict[str, Any] = {
    "workflow": "paper",
    "initial": "draft",
    "states": {
        "draft": {},
        "asked": {},
        "closed": {},
        "ready": {},
        "decided": {"decision": True},
        "urgent": {"decision": True},
    },
    "actions": {
        "ask": {"from": "draft", "to": "asked", "by": ["secretary"]},
        "close": {
            "from": ["asked"],
            "to": "closed",
            "by": "secretary",
            "needs": ["window_over_or_all_answered"],
        },
        "check": {
            "from": "closed",
            "to": "ready",
            "by": ["secretary", "system"],
            "needs": ["every_comment_answered", {"policy": "clear_days"}],
        },
        "decide": {"from": ["ready", "draft"], "to": "decided", "by": "chair"},
        "hurry": {"from": "draft", "to": "decided", "by": "chair", "needs": ["reason_given"]},
        "reopen": {"from": "decided", "to": "draft", "by": "chair"},
        "pass": {"from": "draft", "to": "urgent", "by": "chair"},
    },
    "promises": [
        {
            "name": "asked before decided",
            "to_reach": "decided",
            "must_pass": ["ask", "close"],
            "unless": "hurry",
        },
        {"name": "hurried once", "at_most_once": ["hurry"]},
        {"name": "no asking after", "acts": "ask", "never_after": ["decide"]},
        {"name": "two people", "different_people": ["ask", "decide"]},
    ],
}


def plain(value: object) -> bytes:
    """The canonical JSON of values whose names are ASCII."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def leaf(data: bytes) -> bytes:
    """RFC 6962, 2.1: the hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """RFC 6962, 2.1: the hash of a node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def tree(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1: MTH."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    cut = _split(len(leaves))
    return node(tree(leaves[:cut]), tree(leaves[cut:]))


def path(index: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1: PATH."""
    if len(leaves) <= 1:
        return []
    cut = _split(len(leaves))
    if index < cut:
        return [*path(index, leaves[:cut]), tree(leaves[cut:])]
    return [*path(index - cut, leaves[cut:]), tree(leaves[:cut])]


def growth(old: int, leaves: list[bytes], complete: bool = True) -> list[bytes]:
    """RFC 6962, 2.1.2: SUBPROOF."""
    if old == len(leaves):
        return [] if complete else [tree(leaves)]
    cut = _split(len(leaves))
    if old <= cut:
        return [*growth(old, leaves[:cut], complete), tree(leaves[cut:])]
    return [*growth(old - cut, leaves[cut:], False), tree(leaves[:cut])]


def text64(data: bytes) -> str:
    """Base64 as text."""
    return b64encode(data).decode()


def number(name: str, key: Ed25519PrivateKey) -> bytes:
    """The key number of a signed note."""
    raw = b"\x01" + key.public_key().public_bytes_raw()
    return hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]


def key_line(name: str = ORIGIN, key: Ed25519PrivateKey = OURS) -> str:
    """The public key as a line of text."""
    raw = b"\x01" + key.public_key().public_bytes_raw()
    return f"{name}+{number(name, key).hex()}+{text64(raw)}"


def signature(text: str, name: str = ORIGIN, key: Ed25519PrivateKey = OURS) -> str:
    """The line of a signature under this text."""
    return f"— {name} {text64(number(name, key) + key.sign(text.encode()))}\n"


def checkpoint(leaves: list[bytes], origin: str = ORIGIN, key: Ed25519PrivateKey = OURS) -> str:
    """A signed checkpoint over these leaves."""
    text = f"{origin}\n{len(leaves)}\n{text64(tree(leaves))}\n"
    return f"{text}\n{signature(text, origin, key)}"


def committed(text: str, salt: str = SALT) -> str:
    """The commitment to a sealed text."""
    return hashlib.sha256(
        b"govflow/sealed/v1\x00" + bytes.fromhex(salt) + text.encode("utf-8", "surrogatepass")
    ).hexdigest()


Parts = dict[str, bytes]


@dataclass
class Forged:
    """A log and the bundle made of it; every list may be changed before it is written."""

    events: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    rules: dict[str, Any] = field(default_factory=lambda: json.loads(json.dumps(RULES)))
    stored: dict[str, str] = field(default_factory=dict)
    later: list[str] = field(default_factory=list)
    chosen: list[int] | None = None
    signed: int | None = None

    @property
    def workflow(self) -> str:
        """The hash of the rules."""
        return hashlib.sha256(plain(self.rules)).hexdigest()

    def say(self, kind: str, matter: str | None = "m1", **more: Any) -> "Forged":
        """One more event; `opened` gives the texts that are sealed in it."""
        seq, opened = len(self.events), more.pop("opened", {})
        event = {
            "seq": seq,
            "at": f"2026-03-{seq + 1:02}T09:00:00.000000Z",
            "type": kind,
            "organisation": "org-1",
            "facts": more.pop("facts", {}),
            "commitments": {name: committed(text) for name, text in opened.items()},
            **({"matter": matter} if matter else {}),
            **more,
        }
        self.events.append(event)
        shown = [{"seq": seq, "field": n, "salt": SALT, "text": t} for n, t in opened.items()]
        self.texts.extend(shown)
        return self

    def opens(self, matter: str = "m1", kind: str = "paper_started") -> "Forged":
        """A matter begins."""
        self.stored[matter] = "draft"
        return self.say(kind, matter, workflow=self.workflow)

    def act(self, action: str, was: str, to: str, matter: str = "m1", **more: Any) -> "Forged":
        """A move that is written down, lawful or not."""
        facts = {"action": action, "from_state": was, "to_state": to, **more.pop("facts", {})}
        self.stored[matter] = to
        return self.say("matter_moved", matter, facts=facts, **more)

    def leaves(self) -> list[bytes]:
        """The hash of every event, in order."""
        return [leaf(plain(event)) for event in self.events]

    def parts(self) -> Parts:
        """Every file of the bundle."""
        taken = range(len(self.events)) if self.chosen is None else self.chosen
        seen = [self.events[place] for place in taken]
        leaves = self.leaves()[: self.signed]
        standing: list[dict[str, object]] = [
            {"matter": name, "state": state, "workflow": self.workflow}
            for name, state in self.stored.items()
        ]
        standing += [{"matter": name, "later": True} for name in self.later]
        manifest = {
            "format": "govflow-bundle/2",
            "origin": ORIGIN,
            "organisation": "org-1",
            "events": len(seen),
        }
        made = {
            "manifest.json": plain(manifest),
            "checkpoint.txt": checkpoint(leaves).encode(),
            "events.jsonl": b"".join(plain(each) + b"\n" for each in seen),
            "texts.jsonl": b"".join(plain(each) + b"\n" for each in self.texts),
            "states.jsonl": b"".join(plain(each) + b"\n" for each in standing),
            f"workflows/{self.workflow}.json": plain(self.rules),
        }
        if self.chosen is not None:
            lines = [" ".join([str(s), *map(text64, path(s, leaves))]) for s in self.chosen]
            made["proofs.txt"] = "".join(line + "\n" for line in lines).encode()
        return made


def written(parts: Parts | Iterable[tuple[str, bytes]], to: Path) -> Path:
    """The archive of these files, ended by its own hash."""
    pairs = parts.items() if isinstance(parts, dict) else parts
    with zipfile.ZipFile(to, "w") as archive:
        for name, data in pairs:
            archive.writestr(name, data)
    whole = to.read_bytes()
    to.write_bytes(whole + hashlib.sha256(whole).hexdigest().encode())
    return to


Change = Callable[[Parts], object]

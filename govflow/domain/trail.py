"""The trail's mathematics: canonical bytes, a Merkle tree, its proofs and salted commitments.

RFC 8785 for the bytes, RFC 6962 and RFC 9162 for the tree. Pure, standard library only; the
offline verifier deliberately shares none of it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256
from itertools import zip_longest
from unicodedata import normalize

EMPTY_ROOT = sha256(b"").digest()
HASH_BYTES = 32
SALT_BYTES = 32
# Beyond this a JSON reader using doubles would read another number than the one written.
LARGEST_WHOLE = 2**53 - 1
DEEPEST = 32

HOLDS = "The trail holds text, whole numbers, true, false, nothing, lists and named values"


def canonical(value: object) -> bytes:
    """RFC 8785 bytes with NFC text; ValueError for a float or anything else JSON would bend."""
    plain = _plain(value, 0)
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise ValueError("The trail cannot hold half a character (a lone surrogate).") from None


def _plain(value: object, depth: int) -> object:
    if depth > DEEPEST:
        raise ValueError(f"The trail holds no value nested deeper than {DEEPEST}.")
    match value:
        case None | bool():
            return value
        case int():
            return _whole(int(value))
        case str():
            return normalize("NFC", value)
        case list() | tuple():
            return [_plain(each, depth + 1) for each in value]
        case dict():
            return _sorted(value, depth)
    raise ValueError(f"{HOLDS}, not {type(value).__name__}.")


def _whole(number: int) -> int:
    if abs(number) > LARGEST_WHOLE:
        raise ValueError(f"The trail holds no whole number beyond {LARGEST_WHOLE}.")
    return number


def _sorted(named: dict[object, object], depth: int) -> dict[str, object]:
    names = {_name(each): value for each, value in named.items()}
    if len(names) != len(named):
        raise ValueError("Two names are the same text once written in NFC.")
    return {name: _plain(names[name], depth + 1) for name in sorted(names, key=_utf16)}


def _name(name: object) -> str:
    if not isinstance(name, str):
        raise ValueError(f"{HOLDS}; a name is text, not {type(name).__name__}.")
    return normalize("NFC", name)


def _utf16(name: str) -> bytes:
    # RFC 8785 sorts by UTF-16 code units, which is not the order of code points.
    return name.encode("utf-16-be", "surrogatepass")


def leaf_hash(payload: bytes) -> bytes:
    """The hash of one event's canonical payload."""
    return sha256(b"\x00" + payload).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two neighbouring subtrees."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Frontier:
    """All a log must keep to grow: its size and the root of each full subtree, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise ValueError(f"A log of {self.size} events has another number of subtrees.")
        if any(len(peak) != HASH_BYTES for peak in self.peaks):
            raise ValueError("A subtree's hash has 32 bytes.")

    def append(self, leaf: bytes) -> "Frontier":
        """The frontier with one more leaf hash; merges as many subtrees as the size has carries."""
        peaks, carry = list(self.peaks), self.size
        while carry & 1:
            leaf, carry = node_hash(peaks.pop(), leaf), carry >> 1
        return Frontier(self.size + 1, (*peaks, leaf))

    def root(self) -> bytes:
        """The tree head over everything appended so far."""
        if not self.peaks:
            return EMPTY_ROOT
        return reduce(lambda right, left: node_hash(left, right), reversed(self.peaks))

    def to_hex(self) -> list[str]:
        """The subtrees as they are kept in the head row, beside the size."""
        return [peak.hex() for peak in self.peaks]

    @classmethod
    def from_hex(cls, size: int, peaks: Iterable[str]) -> "Frontier":
        """The frontier a head row holds; ValueError when the row cannot be one."""
        return cls(size, tuple(bytes.fromhex(peak) for peak in peaks))


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The tree head over leaf hashes, level by level; an odd one out moves up unchanged."""
    level = list(leaves) or [EMPTY_ROOT]
    while len(level) > 1:
        pairs = zip_longest(level[::2], level[1::2])
        level = [node_hash(left, right) if right else left for left, right in pairs]
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from one leaf to the root (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < len(leaves):
        raise ValueError(f"A log of {len(leaves)} events has no event {index}.")
    path: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(root_of(leaves[middle:high]))
            high = middle
        else:
            path.append(root_of(leaves[low:middle]))
            low = middle
    return path[::-1]


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """The hashes showing that the first `old_size` events are still as they were (2.1.4.1)."""
    _check_sizes(old_size, len(leaves))
    path: list[bytes] = []
    low, high, whole = 0, len(leaves), True
    while old_size != high:
        middle = low + _split(high - low)
        if old_size <= middle:
            path.append(root_of(leaves[middle:high]))
            high = middle
        else:
            path.append(root_of(leaves[low:middle]))
            low, whole = middle, False
    return ([] if whole else [root_of(leaves[low:high])]) + path[::-1]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether the proof leads from this leaf at this index to this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, reached = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            reached = node_hash(step, reached)
            place, last = _climb(place, last)
        else:
            reached = node_hash(reached, step)
        place, last = place >> 1, last >> 1
    return last == 0 and reached == root


def verify_consistency(
    old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Whether the newer log only adds to the older one (RFC 9162, 2.1.4.2).

    Growth from nothing proves nothing, so an old size of 0 is an error and never a pass.
    """
    _check_sizes(old_size, new_size)
    if old_size == new_size:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old_size.bit_count() == 1 else list(proof)
    if not proof:
        return False
    return _both_roots(old_size - 1, new_size - 1, path) == (old_root, new_root)


def _both_roots(place: int, last: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            place, last = _climb(place, last)
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None


def _climb(place: int, last: int) -> tuple[int, int]:
    # On the ragged right edge a subtree moves up unchanged until it is a right-hand child.
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _check_sizes(old_size: int, new_size: int) -> None:
    if not 0 < old_size <= new_size:
        raise ValueError(f"No log of {new_size} events is consistent with one of {old_size}.")


def commit(domain: bytes, salt: bytes, data: bytes) -> str:
    """SHA-256(domain || 0x00 || salt || data) in hex: binds to a text without telling it.

    The zero byte closes the domain, so that no domain is the beginning of another and a
    commitment opened for one purpose can never be opened for a second.
    """
    if not domain or b"\x00" in domain:
        raise ValueError("A commitment's domain is a name without a zero byte.")
    if len(salt) != SALT_BYTES:
        raise ValueError("A commitment's salt has 32 bytes, fresh for each.")
    return sha256(domain + b"\x00" + salt + data).hexdigest()

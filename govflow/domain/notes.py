"""Signed notes, checkpoints and proofs as texts, in the public formats of C2SP.

c2sp.org/signed-note, c2sp.org/tlog-checkpoint and c2sp.org/tlog-proof. The mathematics of
Ed25519 is handed in, because the domain knows the standard library only.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

ED25519 = b"\x01"
KEY_BYTES = 32
SIGNATURE_BYTES = 64
HASH_BYTES = 32
MOST_SIGNATURES = 64
LONGEST_NOTE = 1_000_000
NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")
NAME = re.compile(r"[^\s+\x00-\x1f]+")
DASH = "\N{EM DASH} "
PROOF = "c2sp.org/tlog-proof@v1"

Sign = Callable[[bytes], bytes]
Verify = Callable[[bytes, bytes, bytes], bool]
"""Whether (public key, signature, message) belong together."""


class BadNote(ValueError):
    """A note, key, checkpoint or proof that cannot be relied on; the text says why."""


@dataclass(frozen=True)
class VerifierKey:
    """A public key under a name: whom a note may be signed by."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise BadNote("A key's name has at least one character, no space and no plus sign.")
        if len(self.public) != KEY_BYTES:
            raise BadNote("An Ed25519 public key has 32 bytes.")

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature line names the key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{text_of(ED25519 + self.public)}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """The key as `govflow trail key` prints it; raises BadNote."""
        name, plus, rest = text.strip().partition("+")
        number, second, encoded = rest.partition("+")
        if not (plus and second):
            raise BadNote("A key looks like NAME+HASH+KEY.")
        raw = bytes_of(encoded, "The key")
        if raw[:1] != ED25519:
            raise BadNote("The key is not an Ed25519 key for signed notes.")
        key = cls(name, raw[1:])
        if key.id.hex() != number:
            raise BadNote("The key's hash does not belong to its name and its bytes.")
        return key


def text_of(data: bytes) -> str:
    """Standard base64 (RFC 4648, section 4)."""
    return b64encode(data).decode("ascii")


def bytes_of(text: str, what: str) -> bytes:
    """The bytes of standard base64 written in the only canonical way; raises BadNote."""
    try:
        data = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        raise BadNote(f"{what} is not written in base64.") from None
    if text_of(data) != text:
        raise BadNote(f"{what} is not written in canonical base64.")
    return data


def signed(text: str, name: str, public: bytes, sign: Sign) -> str:
    """The note with one signature; raises BadNote for a text that no note can hold."""
    key = VerifierKey(name, public)
    _check_text(text)
    return f"{text}\n{DASH}{name} {text_of(key.id + sign(text.encode()))}\n"


def also_signed(note: str, name: str, public: bytes, sign: Sign) -> str:
    """The same note with one more signature line, as during a change of keys."""
    text, _ = _parts(note)
    return note + signed(text, name, public, sign)[len(text) + 1 :]


def opened(note: str, keys: Sequence[VerifierKey], verify: Verify) -> str:
    """The text of a note that a known key signed; raises BadNote.

    Signatures of unknown keys are passed over. A known key with a wrong signature refuses all.
    """
    text, lines = _parts(note)
    known = {(key.name, key.id): key for key in keys}
    good = False
    for name, signature in [_signature(line) for line in lines]:
        key = known.get((name, signature[:4]))
        if key is None:
            continue
        if len(signature) != 4 + SIGNATURE_BYTES or not verify(
            key.public, signature[4:], text.encode()
        ):
            raise BadNote(f"The signature of {name} does not belong to this note.")
        good = True
    if not good:
        raise BadNote("No known key signed this note.")
    return text


def _check_text(text: str) -> None:
    if not text.endswith("\n"):
        raise BadNote("The text of a note ends with a new line.")
    if any(ord(each) < 32 and each != "\n" for each in text):
        raise BadNote("A note holds no control characters.")


def _parts(note: str) -> tuple[str, list[str]]:
    if len(note) > LONGEST_NOTE:
        raise BadNote("The note is too long to be one.")
    text, blank, rest = note.rpartition("\n\n")
    if not blank or not rest.endswith("\n"):
        raise BadNote("The note has no signatures below an empty line.")
    lines = rest[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise BadNote(f"The note has more than {MOST_SIGNATURES} signatures.")
    _check_text(note)
    return text + "\n", lines


def _signature(line: str) -> tuple[str, bytes]:
    name, space, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not space or not NAME.fullmatch(name):
        raise BadNote("A signature line looks like: \N{EM DASH} NAME SIGNATURE.")
    data = bytes_of(encoded, "A signature")
    if len(data) < 5:
        raise BadNote("A signature is shorter than the number of its key.")
    return name, data


@dataclass(frozen=True)
class Checkpoint:
    """A log's head: which log, how many events, and the root over them."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{text_of(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """The head in the text of a note; lines after the third are extensions. Raises BadNote."""
        lines = text.removesuffix("\n").split("\n")
        if not text.endswith("\n") or len(lines) < 3 or not all(lines):
            raise BadNote("A checkpoint has at least three lines: origin, size and root.")
        if not NUMBER.fullmatch(lines[1]):
            raise BadNote("A checkpoint's size is a whole number without leading zeros.")
        root = bytes_of(lines[2], "A checkpoint's root")
        if len(root) != HASH_BYTES:
            raise BadNote("A checkpoint's root has 32 bytes.")
        return cls(lines[0], int(lines[1]), root)


@dataclass(frozen=True)
class Receipt:
    """A proof that one event is in a log, together with the signed head it leads to."""

    index: int
    proof: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    def text(self) -> str:
        """The receipt as a `.tlog-proof` file."""
        extra = [f"extra {text_of(self.extra)}"] if self.extra else []
        lines = [PROOF, *extra, f"index {self.index}", *map(text_of, self.proof)]
        return "\n".join(lines) + "\n\n" + self.checkpoint

    @classmethod
    def parse(cls, text: str) -> "Receipt":
        """The receipt in such a file; its parts are not checked yet. Raises BadNote."""
        head, blank, checkpoint = text.partition("\n\n")
        lines = head.split("\n")
        if not blank or lines.pop(0) != PROOF:
            raise BadNote(f"A receipt begins with the line {PROOF} and holds a checkpoint.")
        extra = b""
        if lines and lines[0].startswith("extra "):
            extra = bytes_of(lines.pop(0).removeprefix("extra "), "The extra line")
        word, _, number = lines.pop(0).partition(" ") if lines else ("", "", "")
        if word != "index" or not NUMBER.fullmatch(number):
            raise BadNote("A receipt names the number of its event in a line: index NUMBER.")
        proof = tuple(bytes_of(line, "A line of the proof") for line in lines)
        if any(len(each) != HASH_BYTES for each in proof):
            raise BadNote("A line of the proof is a hash of 32 bytes.")
        return cls(int(number), proof, checkpoint, extra)

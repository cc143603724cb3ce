"""The signer's own files: its Ed25519 keys, and its memory of what it signed.

They lie in a folder of their own, never in the database and never in the web process.
"""

import fcntl
import json
import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from govflow.domain.trail import Frontier

ENDING = ".pem"
MEMORY = "memory.json"


class BadKey(Exception):
    """A key file that cannot be used; the text names it and says what to do."""


@dataclass(frozen=True)
class SigningKey:
    """A private key read from its file, with which checkpoints are signed."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The 32 bytes of the public key (RFC 8032)."""
        return self.private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """The signature over the message; the same message always gives the same one."""
        return self.private.sign(message)


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this key signed this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def make_key(path: Path) -> SigningKey:
    """A new key in a new file that only its owner may read; raises BadKey when it is there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    private = Ed25519PrivateKey.generate()
    data = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise BadKey(f"{path} is there already: no key is ever written over.") from None
    return SigningKey(path.stem, private)


def read_key(path: Path) -> SigningKey:
    """The key in this file; raises BadKey where others may read it or it is no Ed25519 key."""
    try:
        mode = path.stat().st_mode
        data = path.read_bytes()
    except OSError as fault:
        raise BadKey(f"{path} cannot be read: {fault.strerror}.") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadKey(f"{path} may be read by others than its owner. Run: chmod 600 {path}")
    try:
        private = load_pem_private_key(data, password=None)
    except (ValueError, TypeError):
        raise BadKey(f"{path} holds no private key in PEM without a password.") from None
    if not isinstance(private, Ed25519PrivateKey):
        raise BadKey(f"{path} holds a key that is not Ed25519.")
    return SigningKey(path.stem, private)


def read_keys(folder: Path) -> list[SigningKey]:
    """Every key in the folder by name; two of them sign together while keys are changed."""
    return [read_key(path) for path in sorted(folder.glob(f"*{ENDING}"))]


@dataclass(frozen=True)
class FileMemory:
    """What was signed of each log: size and subtrees, in a file written whole or not at all."""

    folder: Path

    def recall(self, origin: str) -> Frontier | None:
        """The tree as it was last signed; raises BadKey when the file is damaged."""
        kept = self._all().get(origin)
        if kept is None:
            return None
        try:
            return Frontier.from_hex(kept["size"], kept["subtrees"])
        except (ValueError, KeyError, TypeError):
            raise BadKey(self._damaged()) from None

    def there(self) -> bool:
        """Whether anything was ever remembered in this folder."""
        return (self.folder / MEMORY).exists()

    def erased(self, origin: str) -> list[str]:
        """Every event:field erased of this log; a restored backup is erased of them again."""
        return [told for told in self._remembered(origin) if " " not in told]

    def held(self, origin: str) -> dict[str, str]:
        """Every event:field whose restriction stands, with its ground; it is restricted again."""
        found: dict[str, str] = {}
        for how, place, *ground in (
            told.split(" ") for told in self._remembered(origin) if " " in told
        ):
            if how == "held":
                found[place] = ground[0]
            elif how == "back":
                found.pop(place, None)
        return found

    def _remembered(self, origin: str) -> list[str]:
        return list(self._all().get(origin, {}).get("erased", ()))

    def keep(
        self, origin: str, frontier: Frontier, at: datetime, erased: Sequence[str] = ()
    ) -> None:
        """Remember it; on disk, under its final name, before this returns."""
        kept = {
            "erased": [*self._remembered(origin), *erased],
            "size": frontier.size,
            "root": frontier.root().hex(),
            "subtrees": frontier.to_hex(),
            "at": at.astimezone(UTC).isoformat(),
        }
        everything = {**self._all(), origin: kept}
        handle, draft = tempfile.mkstemp(dir=self.folder, prefix=".memory-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(everything, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, self.folder / MEMORY)
        _settle(self.folder)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While this lasts no other signer works with this memory; raises BadKey."""
        with (self.folder / ".lock").open("w", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BadKey(f"Another signer works in {self.folder} already.") from None
            yield

    def _all(self) -> dict[str, Any]:
        try:
            read = json.loads((self.folder / MEMORY).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError:
            raise BadKey(self._damaged()) from None
        if not isinstance(read, dict):
            raise BadKey(self._damaged())
        return read

    def _damaged(self) -> str:
        return f"{self.folder / MEMORY} is damaged: bring it back from a copy."


def _settle(folder: Path) -> None:
    """The new name itself is on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

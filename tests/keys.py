"""Signing keys for tests, the same in every run."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from govflow.domain.notes import VerifierKey
from govflow.signing import SigningKey

OURS = SigningKey("ours", Ed25519PrivateKey.from_private_bytes(b"o" * 32))
OTHER = SigningKey("other", Ed25519PrivateKey.from_private_bytes(b"x" * 32))


def key_of(name: str, key: SigningKey) -> VerifierKey:
    """The public key under this name."""
    return VerifierKey(name, key.public)

"""What a seal states, and its signature (Ed25519, RFC 8032). Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from antechamber.record.canonical import canonical_json, instant_text

SEAL_FORMAT: Final = "antechamber-seal-1"
SEED_BYTES: Final = 32  # of an Ed25519 private key


@dataclass(frozen=True, slots=True)
class Statement:
    """What a seal states: so many entries of a process have this root; before it stood that one."""

    process_code: str
    number: int
    size: int
    root: str
    previous_root: str
    at: datetime

    def document(self) -> dict[str, Any]:
        """Return the statement as the JSON object that is signed."""
        return {
            "format": SEAL_FORMAT,
            "process": self.process_code,
            "number": self.number,
            "size": self.size,
            "root": self.root,
            "previous": self.previous_root,
            "at": instant_text(self.at),
        }


def sign(seed: bytes, document: Mapping[str, Any]) -> str:
    """Return the signature over a document's canonical JSON, in hex."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(canonical_json(document)).hex()


def public_key(seed: bytes) -> str:
    """Return the public key that belongs to a seed, in base64."""
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return base64.b64encode(key.public_bytes_raw()).decode("ascii")


def is_signed(document: Mapping[str, Any], signature: str, key: str) -> bool:
    """Say whether a signature (hex) over a document is by the holder of a public key (base64)."""
    try:
        verifier = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        verifier.verify(bytes.fromhex(signature), canonical_json(document))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def key_id(key: str) -> str:
    """Return the name by which people tell public keys apart: 16 hex digits of its SHA-256."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]

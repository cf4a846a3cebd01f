"""What the ledger keeps of a confidential thing: a hash that binds it and tells nothing.

Whoever is shown the row and its salt can check that the ledger's hash is of that and no other;
without the salt nobody can try the 193 Member States one by one. Pure.
"""

from __future__ import annotations

import hashlib
from typing import Final

from antechamber.record import canonical

# Who acts in the ledger's entries about objections; see `vocabulary`.
MISSION_KEY: Final = "mission"


def objection_commitment(
    *, salt: str, state_code: str, basis: str, is_confidential: bool, recorded_by: str
) -> str:
    """Return the hex SHA-256 that binds who objected, why, and who recorded it."""
    return _committed(
        salt,
        {
            "state": state_code,
            "basis": basis,
            "confidential": is_confidential,
            "recorded_by": recorded_by,
        },
    )


def reply_commitment(*, salt: str, text: str) -> str:
    """Return the hex SHA-256 that binds an organization's reply."""
    return _committed(salt, {"reply": text})


def inquiry_commitment(*, salt: str, state_code: str) -> str:
    """Return the hex SHA-256 that binds which Member State asked who objected."""
    return _committed(salt, {"state": state_code})


def _committed(salt: str, value: dict[str, object]) -> str:
    return hashlib.sha256(salt.encode() + b"\n" + canonical.canonical_json(value)).hexdigest()

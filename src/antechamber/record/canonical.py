"""The one way an entry becomes bytes, and bytes a digest. Pure; the open archive uses it too."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from antechamber.record import merkle


def canonical_json(value: Mapping[str, Any]) -> bytes:
    """Return `value` as JSON with sorted keys, no spaces, UTF-8: equal values, equal bytes."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def instant_text(instant: datetime) -> str:
    """Write an instant in UTC to the microsecond, always in the same 27 characters."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def entry_document(
    *,
    process_code: str,
    verb: str,
    subject: str,
    actor_key: str,
    at: datetime,
    facts: Mapping[str, Any],
    words_digest: str,
) -> dict[str, Any]:
    """Return a ledger entry as the JSON object that its digest and its seal cover."""
    return {
        "process": process_code,
        "verb": verb,
        "subject": subject,
        "actor": actor_key,
        "at": instant_text(at),
        "facts": facts,
        "words": words_digest,
    }


def entry_bytes(
    *,
    process_code: str,
    verb: str,
    subject: str,
    actor_key: str,
    at: datetime,
    facts: Mapping[str, Any],
    words_digest: str,
) -> bytes:
    """Return the bytes of a ledger entry that its digest and its seal cover."""
    return canonical_json(
        entry_document(
            process_code=process_code,
            verb=verb,
            subject=subject,
            actor_key=actor_key,
            at=at,
            facts=facts,
            words_digest=words_digest,
        )
    )


def leaf_digest(data: bytes) -> str:
    """Return the hex SHA-256 of a Merkle leaf over `data` (RFC 9162, 2.1.1)."""
    return merkle.leaf_hash(data).hex()


def words_digest(salt: str, text: str) -> str:
    """Return the hash that stands in an entry for `text`."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()

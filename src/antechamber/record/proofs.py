"""The proof that an entry is in the record, as a JSON document that anyone can check. Pure.

`docs/record.md` says what it holds, and how to check it with nothing of this project.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from antechamber.record import merkle, seals
from antechamber.record.canonical import canonical_json
from antechamber.workflow import YES, Verdict, no

PROOF_FORMAT: Final = "antechamber-proof-1"
HASH_HEX: Final = 64  # digits of a SHA-256


def proof_document(
    *,
    entry: Mapping[str, Any],
    index: int,
    path: Sequence[bytes],
    seal: Mapping[str, Any],
    signature: str,
    key: str,
) -> dict[str, Any]:
    """Return a proof: the entry, its path to the root, the seal over the root and who signed."""
    return {
        "format": PROOF_FORMAT,
        "entry": dict(entry),
        "index": index,
        "path": [each.hex() for each in path],
        "seal": dict(seal),
        "signature": signature,
        "key": key,
    }


def check_proof(proof: object, *, trusted: Sequence[str] = ()) -> Verdict:
    """Say whether a document proves its entry, and if not, what is false in it.

    Without `trusted` keys any key may have signed: the reader compares it with the published one.
    """
    try:
        return _checked(proof, trusted)
    except (KeyError, TypeError, ValueError, AttributeError):
        return no("not_a_proof", _("This is not a proof of the record, or it is damaged."))


def _checked(proof: Any, trusted: Sequence[str]) -> Verdict:
    seal, index = proof["seal"], proof["index"]
    if (proof["format"], seal["format"]) != (PROOF_FORMAT, seals.SEAL_FORMAT):
        raise ValueError("The format is not ours.")
    path = [_hash(each) for each in proof["path"]]
    leaf = merkle.leaf_hash(canonical_json(proof["entry"]))
    expected = _hash(seal["root"])
    if proof["entry"]["process"] != seal["process"] or not merkle.verify_inclusion(
        leaf, index=index, size=seal["size"], path=path, expected=expected
    ):
        return no(
            "not_included", _("The entry is not under this seal: it or its path was changed.")
        )
    if not seals.is_signed(seal, proof["signature"], proof["key"]):
        return no("not_signed", _("The seal was changed: its signature does not fit."))
    if trusted and proof["key"] not in trusted:
        return no("key_not_trusted", _("The seal is signed by another key than the one given."))
    return YES


def _hash(text: str) -> bytes:
    digest = bytes.fromhex(text)
    if len(text) != HASH_HEX:
        raise ValueError("A hash has 64 digits.")
    return digest

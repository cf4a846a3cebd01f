"""Issuing and revoking papers."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from antechamber.paper.codes import NUMBERS, code_of
from antechamber.paper.models import IssuedPaper
from antechamber.people.actors import Actor
from antechamber.record.actions import action, write
from antechamber.record.canonical import canonical_json, instant_text
from antechamber.workflow import DomainError

KINDS: Final = frozenset({"receipt", "letter", "list"})


def issue_paper(
    *,
    kind: str,
    process_code: str,
    subject: str,
    facts: Mapping[str, Any],
    at: datetime,
) -> IssuedPaper:
    """Give a new paper its code and keep what it states (1 statement).

    A paper goes out as part of another act, whose action has checked the permission and whose
    ledger entry names the code. `facts` are shown to anyone who types the code: never personal
    data. Two papers never get one code: should chance wish it, the database undoes the act.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of paper. Use one of: {', '.join(sorted(KINDS))}.")
    return IssuedPaper.objects.create(
        code=code_of(secrets.randbelow(NUMBERS)),
        kind=kind,
        process_code=process_code,
        subject=subject,
        facts=dict(facts),
        digest=stated_digest(kind, process_code, subject, facts, at),
        issued_at=at,
    )


def stated_digest(
    kind: str, process_code: str, subject: str, facts: Mapping[str, Any], at: datetime
) -> str:
    """Return the hex SHA-256 over all that a paper states."""
    stated = {
        "kind": kind,
        "process": process_code,
        "subject": subject,
        "facts": facts,
        "at": instant_text(at),
    }
    return hashlib.sha256(canonical_json(stated)).hexdigest()


@action
def revoke_paper(*, code: str, words: str, at: datetime, by: Actor) -> IssuedPaper:
    """Declare a paper untrue from now on; its code then says so (4 statements).

    It is revoked as part of the act that makes it untrue, whose action has checked the permission.
    Raises `DomainError` for a code that was not issued or is revoked already.
    """
    paper = IssuedPaper.objects.select_for_update().filter(code=code, revoked_at=None).first()
    if paper is None:
        raise DomainError("paper_not_in_force", _("No paper in force has this code."), "code")
    paper.revoked_at = at
    paper.save(update_fields=["revoked_at"])
    write(
        process_code=paper.process_code,
        verb="paper.revoked",
        subject=paper.subject,
        actor_key=by.key,
        at=at,
        facts={"kind": paper.kind, "code": paper.code},
        words=words,
    )
    return paper

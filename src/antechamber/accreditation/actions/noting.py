"""Notes among colleagues: added, never changed, and read by nobody outside the desk."""

from __future__ import annotations

from antechamber.accreditation import queries
from antechamber.accreditation.actions.reviewing import Act
from antechamber.accreditation.advance import require_officer
from antechamber.accreditation.models import Note
from antechamber.accreditation.rules import may_note
from antechamber.record.actions import action, write


@action
def add_note(act: Act, *, text: str) -> Note:
    """Add a note to an application (5 statements).

    It changes nothing about the application, so the revision on the screen does not matter and
    stays. The ledger says that there is a note, not what stands in it. Raises `DomainError` for an
    empty note, and for one that its writer has just added.
    """
    application = queries.by_reference(act.process, act.reference, lock=True)
    require_officer(application, "application.screen", act.by)
    last = Note.objects.filter(application=application).order_by("-id").first()
    is_repeated = last is not None and (last.written_by, last.text) == (act.by.key, text)
    may_note(text, is_repeated=is_repeated).require("text")
    write(
        process_code=application.process.code,
        verb="application.noted",
        subject=str(application),
        actor_key=act.by.key,
        at=act.at,
    )
    return Note.objects.create(
        application=application, text=text, written_by=act.by.key, written_at=act.at
    )

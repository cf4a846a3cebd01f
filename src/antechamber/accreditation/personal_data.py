"""What this room holds about persons: shown to them, forgotten at their wish or on its date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.completeness import form_of
from antechamber.accreditation.models import (
    Application,
    Note,
    Presence,
    Reply,
    SavedView,
    Version,
)
from antechamber.accreditation.states import DECIDED, State
from antechamber.organizations.queries import organizations_of
from antechamber.people.actors import SYSTEM
from antechamber.people.models import Account
from antechamber.record.actions import action, forget_words, write
from antechamber.workflow import DomainError

# The acts in which an organization gives reasons in its own words.
OWN_WORDS: Final = frozenset({"application.withdrawn", "application.appealed"})

# A year after the submission the officers need to reach nobody any more; the decision, its reasons
# and the answers about the organization stay.
PERSONS_KEPT: Final = timedelta(days=365)


def applications_of(account: Account) -> list[dict[str, Any]]:
    """Return the applications a person may act for, with all answers (2 statements).

    With each stand the replies to objections that the person wrote.
    """
    found = Application.objects.filter(organization__in=organizations_of(account.pk))
    replies = Reply.objects.filter(by=account.key).select_related("entry")
    written: dict[int, list[str]] = {}
    for reply in replies:
        written.setdefault(reply.entry.application_id, []).append(reply.text)
    return [
        {
            "number": str(application),
            "organization": application.organization.display_name,
            "state": application.state,
            "answers": application.answers,
            "replies": written.get(application.pk, []),
        }
        for application in found.select_related("organization").order_by("id")
    ]


def desk_of(account: Account) -> dict[str, Any]:
    """Return what an officer left at the desk (2 statements).

    A note is named and not shown: its words are about an application, not about its writer.
    """
    notes = Note.objects.filter(written_by=account.key).select_related("application")
    return {
        "views": list(SavedView.objects.filter(account=account).values_list("name", flat=True)),
        "notes": [
            {"number": str(note.application), "written": note.written_at.isoformat()}
            for note in notes.defer("application__answers")
        ],
    }


def forget_officer(account: Account, _at: datetime) -> None:
    """Delete an officer's named views and presences (2 statements).

    Notes and decisions stay: they name their writer by an opaque key.
    """
    SavedView.objects.filter(account=account).delete()
    Presence.objects.filter(account=account).delete()


def forget_applicant(account: Account, _at: datetime) -> None:
    """Refuse to forget somebody on whom an open application still depends.

    Raises `DomainError` where the person is the last one to act for an organization whose
    application is not decided: questions about it would reach nobody.
    """
    open_ones = Application.objects.filter(organization__in=organizations_of(account.pk)).exclude(
        state__in=[*DECIDED, State.DRAFT]
    )
    for application in open_ones.select_related("organization"):
        others = application.organization.focal_points.filter(until=None).exclude(account=account)
        if not others.exists():
            raise DomainError(
                "application_depends_on_you",
                _(
                    "Your organization has an application under way and nobody else who acts for "
                    "it. Withdraw it, or let a colleague join first."
                ),
            )


@action
def erase_persons(*, application: Application, at: datetime) -> None:
    """Erase the answers about persons from an application and all its versions, for ever.

    What colleagues noted, and what the organization wrote to them in its own words, go with them:
    nobody knows whom such texts name. The officers' decisions and their reasons stay.
    The digests stay: they prove what stood there to whoever still has it.
    """
    without = _without_persons(application)
    Application.objects.filter(pk=application.pk).update(
        answers=without(application.answers), contact_index="", persons_erased_at=at
    )
    for version in Version.objects.filter(application=application):
        Version.objects.filter(pk=version.pk).update(answers=without(version.answers))
    Note.objects.filter(application=application).update(text="")
    application.information_requests.update(answer="")
    forget_words(process_code=application.process.code, subject=str(application), verbs=OWN_WORDS)
    write(
        process_code=application.process.code,
        verb="application.persons_erased",
        subject=str(application),
        actor_key=SYSTEM.key,
        at=at,
    )


def _without_persons(application: Application) -> Any:
    personal = form_of(application.questionnaire).personal_keys()

    def without(answers: Mapping[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in answers.items() if key not in personal}

    return without


def erase_old_persons(at: datetime) -> int:
    """Erase what has reached its date by an instant; return from how many applications."""
    old = Application.objects.filter(
        saved_at__lt=at - PERSONS_KEPT, persons_erased_at=None
    ).select_related("process", "questionnaire")
    for application in old:
        erase_persons(application=application, at=at)
    return len(old)

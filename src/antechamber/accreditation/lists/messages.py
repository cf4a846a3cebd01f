"""What missions are told about a list. Organizations are told by `messages`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.lists.words import state_words
from antechamber.accreditation.messages import in_words
from antechamber.accreditation.models import CandidateList, Inquiry
from antechamber.mail.actions import Draft, queue_messages
from antechamber.mail.catalogue import register
from antechamber.people.models import Account
from antechamber.people.queries import holders_below, holders_of
from antechamber.processes.models import Process

_VALUES: Final = frozenset({"number", "title", "entries", "closes_at", "link"})

for _name, _subject, _own in (
    ("list.circulated", _("A list of organizations is before you (%(number)s)"), {"digest"}),
    ("list.extended", _("You have more time for the list %(number)s"), {"earlier"}),
):
    register(
        _name,
        subject=_subject,
        template=f"accreditation/mail/{_name}.txt",
        values=_VALUES | _own,
    )

for _name, _subject, _own in (
    ("inquiry.asked", _("A Member State asks who objected to %(name)s"), {"state"}),
    ("inquiry.answered", _("The President’s office answered who objected to %(name)s"), set()),
):
    register(
        _name,
        subject=_subject,
        template=f"accreditation/mail/{_name}.txt",
        values={"number", "name", "link", *_own},
    )


def mission_scope(process: Process) -> str:
    """Return the scope below which each State's mission has its own: "gcm/mission"."""
    return f"{process.code}/mission"


def tell_missions(
    candidate_list: CandidateList, template: str, at: datetime, values: Mapping[str, object]
) -> int:
    """Queue `template` to every account of every mission; return how many States were told.

    2 statements, whatever the number of missions (a few more on SQLite with hundreds of accounts).
    """
    missions = holders_below(mission_scope(candidate_list.process), "list.object", at)
    accounts = {account.pk: account for each in missions.values() for account in each}
    queue_messages(
        [
            _draft(
                candidate_list,
                template,
                each,
                _Told("mission:front", str(candidate_list.revision)),
                {"title": candidate_list.title, **values},
            )
            for each in accounts.values()
        ],
        at=at,
    )
    return len(missions)


def tell_office_of_inquiry(inquiry: Inquiry, at: datetime) -> None:
    """Queue to the President's office that a Member State asks who objected (2 statements)."""
    office = holders_of("list.consult", inquiry.entry.candidate_list.process.code, at)
    _tell_of_inquiry(inquiry, "inquiry.asked", "lists:entry", office, at)


def tell_mission_of_answer(inquiry: Inquiry, at: datetime) -> None:
    """Queue to the mission that asked that it was answered (2 statements); not what was said."""
    scope = mission_scope(inquiry.entry.candidate_list.process)
    mission = holders_below(scope, "list.object", at).get(f"{scope}/{inquiry.state_code}", [])
    _tell_of_inquiry(inquiry, "inquiry.answered", "mission:entry", mission, at)


def _tell_of_inquiry(
    inquiry: Inquiry, template: str, page: str, accounts: Iterable[Account], at: datetime
) -> None:
    entry = inquiry.entry
    told = _Told(page, str(inquiry.pk), (entry.candidate_list.number, str(entry.application)))
    drafts = []
    for account in accounts:
        values: dict[str, object] = {"name": entry.name}
        if template == "inquiry.asked":
            with translation.override(account.language):
                values["state"] = state_words(inquiry.state_code)
        drafts.append(_draft(entry.candidate_list, template, account, told, values))
    queue_messages(drafts, at=at)


@dataclass(frozen=True, slots=True)
class _Told:
    """Where a message leads, and what makes it the one message about its matter."""

    page: str
    matter: str
    parts: tuple[object, ...] = ()


def _draft(
    candidate_list: CandidateList,
    template: str,
    account: Account,
    told: _Told,
    values: Mapping[str, object],
) -> Draft:
    process = candidate_list.process
    with translation.override(account.language):
        page = reverse(told.page, args=[process.code, *told.parts])
        return Draft(
            template=template,
            to=account.email,
            language=account.language,
            values={
                "number": str(candidate_list),
                "link": f"{settings.BASE_URL}{page}",
                "process_name": str(process.short_name),
                "contact": process.contact_email,
                **in_words(process, values),
            },
            process_code=process.code,
            subject_ref=str(candidate_list),
            once=f"{template}:{candidate_list}:{told.matter}:{account.pk}",
        )

"""Rows in bulk, as the real actions leave them: only their number is made up, not their shape.

They go past the actions on purpose, because a hundred thousand of them would take an hour. What is
measured upon them goes through the real actions and pages.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count as count_from
from typing import Any, Final

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max, QuerySet

from antechamber.accreditation import likeness
from antechamber.accreditation.models import Accreditation, Application, Reference, Version
from antechamber.accreditation.states import State
from antechamber.demo.applicants import Applicant, applicants
from antechamber.mail.models import OutboxMessage
from antechamber.organizations import names
from antechamber.organizations.accreditations import begin_accreditations
from antechamber.organizations.models import FocalPoint, Name, Organization
from antechamber.paper.models import IssuedPaper
from antechamber.people.encryption import blind_index
from antechamber.people.models import Account
from antechamber.processes.models import Modalities, Process
from antechamber.processes.queries import present_modalities
from antechamber.questionnaires.models import Questionnaire
from antechamber.record.actions import Line, write_many
from bench.progress import say

SEED: Final = 20170405
ROWS_AT_ONCE: Final = 2_000
TOLD_EVERY: Final = 20_000  # rows between two lines of progress
SHARES: Final = {  # of a hundred applications in the week of the deadline
    State.SUBMITTED: 45,
    State.UNDER_REVIEW: 15,
    State.INFORMATION_REQUESTED: 5,
    State.RECOMMENDED: 20,
    State.ACCREDITED: 10,
    State.INELIGIBLE: 3,
    State.WITHDRAWN: 2,
}
SYLLABLES: Final = [first + then for first in "bdfgklmnprstvz" for then in ("a", "el", "i", "o")]
ENDINGS: Final = ("Foundation", "Association", "Network", "Society", "Institute", "Trust")
MAIL: Final = "We have received your application. This is the proof of its time.\n" * 12


def add_drafts(process: Process, count: int, *, at: datetime) -> list[Application]:
    """Add complete drafts, each of an organization with a focal point; return them."""
    with transaction.atomic():
        return Application.objects.bulk_create(_drafts(process, count, at, is_findable=False))


def add_applications(process: Process, count: int, *, at: datetime) -> None:
    """Add submitted applications with all that belongs to them: ten rows each."""
    for done in range(0, count, ROWS_AT_ONCE):
        with transaction.atomic():
            _add_submitted(process, min(ROWS_AT_ONCE, count - done), at)
        if done and done % TOLD_EVERY == 0:
            say(f"  {done:,} of {count:,} applications")
    _settle(Application, Version)


def _drafts(process: Process, count: int, at: datetime, *, is_findable: bool) -> list[Application]:
    """Return drafts that are not saved yet, of organizations and accounts that are."""
    chance = random.Random(SEED + Organization.objects.count())
    people = chance.choices(applicants(), k=count)
    accounts = _accounts(count)
    organizations = _organizations(people, chance, at, is_findable=is_findable)
    FocalPoint.objects.bulk_create(
        FocalPoint(organization=organization, account=account, since=at)
        for organization, account in zip(organizations, accounts, strict=True)
    )
    call = process.calls.get(kind="accreditation")
    questionnaire = Questionnaire.objects.get(process_code=process.code)
    categories = {each.code: each for each in process.categories.select_related("facilitator")}
    return [
        Application(
            process=process,
            call=call,
            organization=organization,
            category=categories[person.category],
            facilitator=categories[person.category].facilitator,
            door=categories[person.category].facilitator.code,
            questionnaire=questionnaire,
            answers=_answers(person, organization),
            started_by=account,
            started_at=at,
            saved_at=at,
        )
        for person, organization, account in zip(people, organizations, accounts, strict=True)
    ]


def _accounts(count: int) -> list[Account]:
    first = _next_id(Account)
    return Account.objects.bulk_create(
        Account(email=f"office{first + number}@example.org", password=Account.no_password())
        for number in range(count)
    )


def _organizations(
    people: Iterable[Applicant], chance: random.Random, at: datetime, *, is_findable: bool
) -> list[Organization]:
    organizations = Organization.objects.bulk_create(
        Organization(
            display_name=_name(chance),
            country=person.country,
            recorded_at=at,
            findable_order=1 if is_findable else None,
        )
        for person in people
    )
    Name.objects.bulk_create(
        Name(
            organization=each,
            text=each.display_name,
            key=names.parse(each.display_name).key,
            kind=Name.Kind.OFFICIAL,
            source="applicant",
        )
        for each in organizations
    )
    return organizations


def _name(chance: random.Random) -> str:
    """Invent a name of three words that hardly any other has."""
    invented = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _word in range(2)]
    return " ".join([*invented, chance.choice(ENDINGS)]).title()


def _answers(person: Applicant, organization: Organization) -> dict[str, Any]:
    given = {name: value for name, value in person.answers.items() if value != ""}
    site = f"{organization.key.replace('_', '')}.example.org"
    return {
        **given,
        "home_page": f"https://{site}/",
        "contact_email": f"office@{site}",
        "legal_status": "registered",
        "registration_document": ["f_1"],
    }


def _add_submitted(process: Process, count: int, at: datetime) -> None:
    chance = random.Random(SEED + count)
    applications = _drafts(process, count, at, is_findable=True)
    references = Reference.objects.bulk_create(
        Reference(process=process, kind="A") for _each in applications
    )
    modalities = present_modalities(process, at)
    ids = zip(count_from(_next_id(Application)), count_from(_next_id(Version)), strict=False)
    versions = []
    for application, reference, (pk, version_pk) in zip(
        applications, references, ids, strict=False
    ):
        state = chance.choices(list(SHARES), list(SHARES.values()))[0]
        application.pk, application.present_version_id = pk, version_pk
        application.reference = str(reference)
        _bring_to(application, state, at - timedelta(minutes=chance.randrange(30_000)))
        versions.append(_version(application, modalities))
    # Each of the two refers to the other: both databases look at that when the transaction ends.
    Application.objects.bulk_create(applications)
    Version.objects.bulk_create(versions)
    accredited = [each for each in applications if each.state == State.ACCREDITED]
    _accredit(process, accredited, at)
    _add_traces(versions)


def _accredit(process: Process, applications: list[Application], at: datetime) -> None:
    Accreditation.objects.bulk_create(
        Accreditation(
            number=str(each),
            process=process,
            organization=each.organization,
            application=each,
            asked_at=each.submitted_at or at,
            name=each.organization.display_name,
            since=at,
            changed_at=at,
        )
        for each in applications
    )
    owners = [each.organization_id for each in applications]
    begin_accreditations(owners, process.code, at.date(), source="made up")


def _bring_to(application: Application, state: State, submitted_at: datetime) -> None:
    application.state = state
    application.submitted_at = submitted_at
    application.home_site = likeness.site_of(application.answers["home_page"])
    application.contact_index = likeness.contact_index(application.answers)
    if state == State.INFORMATION_REQUESTED:
        application.answer_by = submitted_at + timedelta(days=30)


def _version(application: Application, modalities: Modalities) -> Version:
    organization = application.organization
    assert application.submitted_at is not None
    return Version(
        pk=application.present_version_id,
        application=application,
        number=1,
        questionnaire=application.questionnaire,
        modalities=modalities,
        answers=application.answers,
        organization_facts={
            "name": organization.display_name,
            "country": organization.country,
            "home_page": application.answers["home_page"],
        },
        category_code=application.category.code,
        submitted_at=application.submitted_at,
        submitted_by=application.started_by.key,
        digest=_digest(str(application)),
        receipt_code=f"B{application.pk:07d}",
    )


def _add_traces(versions: list[Version]) -> None:
    """Add what every submission leaves: a paper, two ledger entries and a message that was sent."""
    IssuedPaper.objects.bulk_create(
        IssuedPaper(
            code=each.receipt_code,
            kind="receipt",
            process_code=each.application.process.code,
            subject=str(each.application),
            digest=each.digest,
            facts=each.organization_facts,
            issued_at=each.submitted_at,
        )
        for each in versions
    )
    write_many(
        Line(
            process_code=each.application.process.code,
            verb=verb,
            subject=subject,
            actor_key=each.submitted_by,
            at=each.submitted_at,
            facts=facts,
        )
        for each in versions
        for verb, subject, facts in (
            ("application.started", each.application.key, {"category": each.category_code}),
            ("application.submitted", str(each.application), {"receipt": each.receipt_code}),
        )
    )
    OutboxMessage.objects.bulk_create(_message(each) for each in versions)


def _message(version: Version) -> OutboxMessage:
    to, at = version.application.started_by.email, version.submitted_at
    return OutboxMessage(
        once=f"made-up:{version.application}",
        template="application.received",
        process_code=version.application.process.code,
        subject_ref=str(version.application),
        recipient=to,
        recipient_index=blind_index(to),
        language="en",
        subject=f"We have received your application {version.application}",
        body=MAIL,
        state="sent",
        queued_at=at,
        next_attempt_at=at,
        sent_at=at,
        erase_after=at + timedelta(days=365),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _next_id(model: type[models.Model]) -> int:
    latest: int | None = QuerySet(model).aggregate(latest=Max("pk"))["latest"]
    return (latest or 0) + 1


def _settle(*tables: type[models.Model]) -> None:
    """Let PostgreSQL count on from ids that were given here, and know how full its tables are."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")  # its own daemon would, a minute later

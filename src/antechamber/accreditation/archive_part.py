"""What this room puts into the archive: applications without persons, and published lists.

An archive names organizations that are or were accredited. Others stand in it by the number of
their application alone, or by name on a published list, as they were published there: that
somebody applied can be enough to harm them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from antechamber.accreditation.completeness import form_of
from antechamber.accreditation.models import Accreditation, Application, Version
from antechamber.organizations.archive_tables import (
    accounts_of,
    contacts,
    tables as organization_tables,
)
from antechamber.organizations.models import Organization, Status
from antechamber.organizations.statuses import StatusKind
from antechamber.record.archive_parts import Table
from antechamber.record.models import Entry

ROWS_AT_ONCE: Final = 1_000
# Facts of the record that lead to an organization: its key, and the code that a paper answers to.
LEADING_FACTS: Final = frozenset({"organization", "receipt", "code"})

Row = Sequence[object]


def named(code: str) -> QuerySet[Organization]:
    """Return the organizations that are or were accredited to a process (no statement yet)."""
    accredited = Status.objects.filter(
        organization=OuterRef("pk"), kind=StatusKind.ACCREDITED, process_code=code
    )
    return Organization.objects.filter(Exists(accredited))


def withheld(code: str) -> Callable[[Entry], bool]:
    """Return a test of entries that would lead to an organization which is not named.

    2 statements, and the numbers of all accredited ones in memory.
    """
    open_ones = Application.objects.filter(process__code=code, organization__in=named(code))
    numbers = Accreditation.objects.filter(process__code=code, organization__in=named(code))
    subjects = {each for pair in open_ones.values_list("key", "reference") for each in pair}
    subjects.update(numbers.values_list("number", flat=True))
    return lambda entry: bool(LEADING_FACTS & set(entry.facts)) and entry.subject not in subjects


def accounts(code: str) -> Iterator[str]:
    """Yield the keys of the accounts whose data an archive with persons holds (1 statement)."""
    yield from accounts_of(named, code)


def application_rows(code: str) -> Iterator[Row]:
    """Yield every application that was submitted, by its number (1 statement)."""
    found = Application.objects.filter(process__code=code, reference__isnull=False).annotate(
        is_named=Exists(named(code).filter(pk=OuterRef("organization")))
    )
    columns = (
        *("id", "reference", "organization__key", "is_named", "category__code"),
        *("facilitator__code", "door", "state", "reason_code", "submitted_at", "decided_at"),
        "merged_into__reference",
    )
    rows = found.order_by("id").values_list(*columns)
    for _id, reference, key, is_named, *rest in rows.iterator(chunk_size=ROWS_AT_ONCE):
        yield (reference, key if is_named else None, *rest)


def version_rows(code: str) -> Iterator[Row]:
    """Yield every submission by its digest, without what it said (1 statement)."""
    found = Version.objects.filter(application__process__code=code)
    columns = (
        *("application__reference", "number", "submitted_at", "modalities__version"),
        *("questionnaire__code", "questionnaire__version", "category_code", "digest"),
    )
    ordered = found.order_by("application_id", "number").values_list(*columns)
    yield from ordered.iterator(chunk_size=ROWS_AT_ONCE)


def accreditation_rows(code: str) -> Iterator[Row]:
    """Yield every accreditation and where it stands (1 statement)."""
    found = Accreditation.objects.filter(process__code=code, organization__in=named(code))
    columns = (
        *("number", "organization__key", "name", "state", "carried_from", "is_interim"),
        *("since", "suspended_at", "until", "merged_into__number"),
    )
    yield from found.order_by("id").values_list(*columns).iterator(chunk_size=ROWS_AT_ONCE)


def contact_answer_rows(code: str) -> Iterator[Row]:
    """Yield what accredited applicants answered about persons, one answer to a row (1 statement).

    What was erased on its date is gone. Of applicants who are not accredited nothing is given.
    """
    found = Application.objects.filter(
        process__code=code, organization__in=named(code), present_version__isnull=False
    )
    related = found.select_related("organization", "present_version__questionnaire")
    for application in related.order_by("id").iterator(chunk_size=ROWS_AT_ONCE):
        version = application.present_version
        assert version is not None  # noqa: S101 - asked for above
        for question in sorted(form_of(version.questionnaire).personal_keys()):
            if answer := version.answers.get(question):
                yield (str(application), application.organization.key, question, answer)


TABLES: Final = (
    *organization_tables(named),
    contacts(named),
    Table(
        "accreditation/applications",
        "Every application that was submitted. Whose it was is told where it was accredited.",
        {
            "number": "its public number",
            "organization": "key of the organization, where it is or was accredited",
            "category": "code of the kind of stakeholder",
            "facilitator": "code of the entity that looked after it",
            "door": "code of the entity it first came to",
            "state": "where it stands",
            "reason": "code of why",
            "submitted_at": "when it first came",
            "decided_at": "when it was decided",
            "merged_into": "number of the application that it was merged into",
        },
        application_rows,
    ),
    Table(
        "accreditation/versions",
        "Every submission, by its digest: whoever has its receipt can show what it said.",
        {
            "application": "its number",
            "version": "counted from 1",
            "submitted_at": "when it came",
            "modalities": "version of the rules in force",
            "form": "code of the form",
            "form_version": "which version of it",
            "category": "code of the kind of stakeholder",
            "digest": "SHA-256 that its receipt prints",
        },
        version_rows,
    ),
    Table(
        "accreditation/accreditations",
        "Every accreditation and where it stands.",
        {
            "number": "that of the application, or its own where it was carried over",
            "organization": "key of the organization",
            "name": "under which the process knew it",
            "state": "active, suspended or ended",
            "carried_from": "code of the earlier process that it rests on",
            "interim": "whether it began as one until the body decided",
            "since": "when it began",
            "suspended_at": "since when it is suspended",
            "until": "when it ended",
            "merged_into": "number of the accreditation that goes on",
        },
        accreditation_rows,
    ),
    Table(
        "persons/answers",
        "What accredited applicants answered about persons to be reached.",
        {
            "application": "its number",
            "organization": "key of the organization",
            "question": "key of the question, as in the form",
            "answer": "what was answered",
        },
        contact_answer_rows,
        of_persons=True,
    ),
)

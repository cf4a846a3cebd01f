"""Made-up processes, people and applications for tests, by the real actions where there are some.

Everything happens around `NOW`, a morning in the week before the deadline of `a_process`. A maker
takes what a test cares about and invents the rest; names are unlike one another, so that nothing
matches by accident.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from itertools import count
from typing import Any

from antechamber.accreditation.actions import (
    following_up,
    moving,
    reviewing,
    saving,
    starting,
    submitting,
)
from antechamber.accreditation.models import Accreditation, Application
from antechamber.accreditation.states import State
from antechamber.organizations.accreditations import begin_accreditations
from antechamber.organizations.actions import record_organization
from antechamber.organizations.models import Organization, Status
from antechamber.organizations.statuses import StatusKind
from antechamber.people.actors import SYSTEM, Actor, actor_of
from antechamber.people.capabilities import ROLES
from antechamber.people.models import Account, Grant, Role
from antechamber.processes.models import (
    Call,
    Category,
    Deadline,
    Facilitator,
    Modalities,
    Process,
)
from antechamber.questionnaires.models import Questionnaire
from antechamber.questionnaires.reading import document_digest

NOW = datetime(2017, 4, 5, 13, 0, tzinfo=UTC)
OPENS = datetime(2017, 3, 14, 13, 0, tzinfo=UTC)
FALLS = datetime(2017, 4, 10, 3, 59, 59, tzinfo=UTC)  # 9 April, 23:59:59 in New York

FACILITATORS = {"ngls": "UN-NGLS", "unu": "UNU"}
CATEGORIES = {
    "ngo": ("ngls", "Non-governmental organization"),
    "diaspora": ("ngls", "Diaspora organization"),
    "academia": ("unu", "Academic institution"),
}
_FIRST = [
    "Aspen",
    "Borderless",
    "Cordillera",
    "Delta",
    "Ember",
    "Fjordland",
    "Granite",
    "Hinterland",
]
_SECOND = [
    "Meadow",
    "Kitchen",
    "Weavers",
    "Harbour",
    "Orchard",
    "Translators",
    "Lantern",
    "Radio",
    "Saddle",
    "Terrace",
    "Quay",
]
_THIRD = [
    "Initiative",
    "Collective",
    "League",
    "Forum",
    "Trust",
    "Guild",
    "Society",
    "Project",
    "Circle",
]
_numbers = count(1)


def answers(**changes: Any) -> dict[str, Any]:
    """Return complete answers to the form of the GCM; a change to None leaves one out."""
    whole = {
        "home_page": "https://amity.example.org/",
        "established": 1998,
        "legal_status": "registered",
        "registration_document": ["f_1"],
        "purpose": "We bring migrants and their neighbours together.",
        "relevant_work": "Language courses and legal advice in four cities since 2014.",
        "countries": ["KE", "UG"],
        "contribution": "What four hundred families told us about work permits.",
        "themes": ["human_rights"],
        "funding": ["donations"],
        "head_name": "Wanjiru",
        "contact_name": "Amina Yusuf",
        "contact_email": "amina@amity.example.org",
        "on_behalf": True,
        "shared": True,
        "subject_to_modalities": True,
        **changes,
    }
    return {key: value for key, value in whole.items() if value is not None}


def a_process(code: str = "gcm", *, falls_at: datetime = FALLS) -> Process:
    """Make a process with two facilitators, three categories, modalities, a call and its form."""
    process = Process.objects.create(
        code=code,
        reference_prefix=code.upper(),
        name=f"Process {code}",
        short_name=f"Process {code}",
        summary="A process for tests.",
        convener="President of the General Assembly",
        zone="America/New_York",
        contact_email=f"{code}@example.org",
        answer_days=21,
    )
    Modalities.objects.create(
        process=process, version=1, symbol="A/71/L.58", title="Draft", drafted_at=OPENS
    )
    _add_facilitators(process)
    _add_call(process, falls_at)
    publish_form(process)
    return process


def _add_facilitators(process: Process) -> None:
    made = {
        code: Facilitator.objects.create(
            process=process,
            code=code,
            name=f"Facilitator {short_name}",
            short_name=short_name,
            contact_email=f"{code}@example.org",
            order=place,
        )
        for place, (code, short_name) in enumerate(FACILITATORS.items())
    }
    for place, (code, (facilitator, name)) in enumerate(CATEGORIES.items()):
        Category.objects.create(
            process=process, code=code, name=name, facilitator=made[facilitator], order=place
        )


def _add_call(process: Process, falls_at: datetime) -> Call:
    call = Call.objects.create(
        process=process,
        code="accreditation",
        kind="accreditation",
        title="Special accreditation",
        opens_at=OPENS,
        zone=process.zone,
    )
    Deadline.objects.create(
        call=call, falls_at=falls_at, announced_at=OPENS, announced_by=SYSTEM.key
    )
    return call


def publish_form(process: Process, version: int = 1) -> Questionnaire:
    """Publish the GCM's own application form for a process."""
    file = resources.files("antechamber.accreditation") / "data" / "gcm_application.toml"
    document = {**tomllib.loads(file.read_text(encoding="utf-8")), "version": version}
    return Questionnaire.objects.create(
        process_code=process.code,
        code="accreditation",
        version=version,
        definition=document,
        digest=document_digest(document),
        published_at=OPENS,
    )


def an_account(name: str = "", *, language: str = "en") -> Account:
    """Make an account without any role."""
    number = next(_numbers)
    local = (name or "person").split()[0].lower()
    return Account.objects.create_user(
        f"{local}{number}@example.org", name=name or f"Person {number}", language=language
    )


def grant(account: Account, role: str, scope: str) -> Account:
    """Give an account one of the product's own roles within a scope."""
    words, capabilities = ROLES[role]
    held, _made = Role.objects.get_or_create(
        code=role, defaults={"name": str(words), "capabilities": sorted(capabilities)}
    )
    Grant.objects.create(account=account, role=held, scope=scope, since=OPENS)
    return account


def an_actor(role: str = "", scope: str = "", *, name: str = "") -> Actor:
    """Make an account, with a role where one is named, and return the actor it is."""
    account = an_account(name)
    if role:
        grant(account, role, scope)
    return actor_of(account, NOW)


def an_officer(scope: str = "gcm/ngls", *, name: str = "Olga Officer") -> Actor:
    """Return an officer of a facilitator."""
    return an_actor("officer", scope, name=name)


def an_organization(
    name: str = "", *, country: str = "KE", home_page: str = "", by: Actor = SYSTEM
) -> Organization:
    """Record an organization; without a name it gets one that matches no other."""
    number = next(_numbers)
    return record_organization(
        name=name or _a_name(number),
        country=country,
        home_page=home_page,
        by=by,
        at=OPENS,
    )


def _a_name(number: int) -> str:
    """Return a name of three words; the lists' lengths share no factor, so 792 names differ."""
    return " ".join(words[number % len(words)] for words in (_FIRST, _SECOND, _THIRD))


def with_status(
    organization: Organization, kind: StatusKind = StatusKind.ECOSOC_SPECIAL, year: int = 2011
) -> Organization:
    """Give an organization a status as a roster would."""
    Status.objects.create(organization=organization, kind=kind, year=year, source="roster")
    return organization


@dataclass(frozen=True, slots=True)
class Applied:
    """An application with the person who handed it in."""

    application: Application
    by: Actor

    @property
    def reference(self) -> str:
        """Return its public number."""
        return str(self.application)


def a_draft(
    process: Process,
    *,
    organization: Organization | None = None,
    category: str = "ngo",
    by: Actor | None = None,
    at: datetime = NOW,
    **changed_answers: Any,
) -> Applied:
    """Start an application and answer all its questions."""
    actor = by or an_actor(name="Amina Applicant")
    application = starting.start_application(
        call=Call.objects.select_related("process").get(process=process),
        organization=organization or an_organization(),
        category=Category.objects.select_related("facilitator__process").get(
            process=process, code=category
        ),
        questionnaire=Questionnaire.objects.get(process_code=process.code),
        by=actor,
        at=at,
    )
    saving.save_answers(
        process=process,
        key=application.key,
        answers=answers(**{**_own_traces(), **changed_answers}),
        by=actor,
        at=at,
    )
    return Applied(_fresh(application), actor)


def _own_traces() -> dict[str, str]:
    """Return a home page and a contact that no other application has."""
    site = f"organization{next(_numbers)}.example.org"
    return {"home_page": f"https://{site}/", "contact_email": f"contact@{site}"}


def submitted(process: Process, *, at: datetime = NOW, **facts: Any) -> Applied:
    """Hand in a complete application; takes what `a_draft` takes."""
    draft = a_draft(process, at=at, **facts)
    submitting.submit_application(process=process, key=draft.application.key, by=draft.by, at=at)
    return Applied(_fresh(draft.application), draft.by)


def change(applied: Applied, *, at: datetime = NOW, **changes: Any) -> None:
    """Hand in a changed version."""
    application = applied.application
    saving.save_answers(
        process=application.process,
        key=application.key,
        answers=answers(**changes),
        by=applied.by,
        at=at,
    )
    submitting.submit_application(
        process=application.process, key=application.key, by=applied.by, at=at
    )


def act(
    application: Application, by: Actor, *, at: datetime = NOW, seen: int | None = None
) -> reviewing.Act:
    """Return an officer's act on an application as it stands, or as they saw it."""
    fresh = _fresh(application)
    return reviewing.Act(
        process=fresh.process,
        reference=str(fresh),
        seen_revision=fresh.revision if seen is None else seen,
        by=by,
        at=at,
    )


def _ask(applied: Applied, officer: Actor) -> None:
    reviewing.ask_for_information(
        act(applied.application, officer),
        question="Which authority registered you?",
        answer_by=NOW + timedelta(days=7),
    )


def _lapse(applied: Applied, officer: Actor) -> None:
    _ask(applied, officer)
    reviewing.lapse_application(act(applied.application, officer, at=NOW + timedelta(days=8)))


def _merge(applied: Applied, officer: Actor) -> None:
    into = submitted(applied.application.process)
    moving.merge_applications(
        act(applied.application, officer), into_reference=into.reference, reason="The same."
    )


def _withdraw(applied: Applied, officer: Actor) -> None:
    application = applied.application
    following_up.withdraw_application(
        process=application.process, key=application.key, reason="", by=applied.by, at=NOW
    )


# How an application gets where its officer or its applicant can bring it, by the real actions.
WAYS: dict[State, Callable[[Applied, Actor], object]] = {
    State.SUBMITTED: lambda applied, officer: None,
    State.UNDER_REVIEW: lambda applied, officer: reviewing.take_application(
        act(applied.application, officer)
    ),
    State.INFORMATION_REQUESTED: _ask,
    State.LAPSED: _lapse,
    State.NOT_NEEDED: lambda applied, officer: reviewing.confirm_not_needed(
        act(applied.application, officer), reason="In consultative status."
    ),
    State.INELIGIBLE: lambda applied, officer: reviewing.find_ineligible(
        act(applied.application, officer), reason_code="individual", reason="One person."
    ),
    State.MERGED: _merge,
    State.RECOMMENDED: lambda applied, officer: reviewing.recommend_application(
        act(applied.application, officer), reason="Relevant work."
    ),
    State.WITHDRAWN: _withdraw,
}


def in_state(process: Process, state: State, officer: Actor | None = None, **facts: Any) -> Applied:
    """Return an application that stands in `state`.

    States of the list's half are written into the row: their actions are another half of this room.
    """
    if state == State.DRAFT:
        return a_draft(process, **facts)
    applied = submitted(process, **facts)
    if state in WAYS:
        WAYS[state](applied, officer or an_officer(f"{process.code}"))
    elif state == State.ACCREDITED:
        accredit(applied.application)
    else:
        Application.objects.filter(pk=applied.application.pk).update(state=state)
    return Applied(_fresh(applied.application), applied.by)


def accredit(application: Application, *, at: datetime = NOW) -> Accreditation:
    """Accredit an application's organization, as the final list of its process would."""
    Application.objects.filter(pk=application.pk).update(state=State.ACCREDITED)
    begin_accreditations(
        [application.organization_id], application.process.code, at.date(), source="L-01"
    )
    return Accreditation.objects.create(
        number=str(application),
        process=application.process,
        organization=application.organization,
        application=application,
        asked_at=application.submitted_at,
        name=application.organization.display_name,
        since=at,
        changed_at=at,
    )


def _fresh(application: Application) -> Application:
    return Application.objects.select_related(
        "process", "call", "organization", "category", "facilitator__process", "questionnaire"
    ).get(pk=application.pk)

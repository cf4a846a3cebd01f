"""Every address × everybody who may come: what each is answered, and a stage to ask it on.

The desk of applications and that of lists decide their own, act by act:
`accreditation/tests/test_desk_access.py` and `test_list_desk_access.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from antechamber import clock
from antechamber.accreditation.loading import publish_packaged_form
from antechamber.accreditation.tests.factories import (
    NOW,
    Applied,
    an_account,
    an_actor,
    an_organization,
    submitted,
    with_status,
)
from antechamber.mail.models import OutboxMessage
from antechamber.organizations.actions import ask_to_join, make_findable
from antechamber.organizations.roster_actions import start_import
from antechamber.organizations.roster_models import RosterImport
from antechamber.organizations.roster_reading import read_import
from antechamber.people.actors import OPERATOR, actor_of
from antechamber.people.models import Account
from antechamber.people.tests.factories import browser_of
from antechamber.processes.modalities_actions import begin_draft
from antechamber.processes.models import Process
from antechamber.processes.tests.factories import OPENS_AT, load_gcm
from tests.visitors import a_certificate

# Who comes, with the role and the scope that makes them so.
VISITORS = {
    "anonymous": None,
    "owner": ("", ""),
    "other": ("", ""),
    "officer": ("officer", "gcm/ngls"),
    "colleague": ("officer", "gcm/unu"),
    "secretariat": ("secretariat", "gcm"),
    "president": ("president_office", "gcm"),
    "mission": ("mission", "gcm/mission/FRA"),
    "auditor": ("auditor", "gcm"),
    "administrator": ("administrator", ""),
}

# "sign" leads to the page that signs in, "on" to some other page.
TABLE = """
address                     how  anon  owner other offi  peer  secr  pres  miss  audi  admi
demo:move                   POST 403   403   403   403   403   403   403   403   403   403
demo:be                     POST 404   404   404   404   404   404   404   404   404   404
demo:mail                   GET  200   200   200   200   200   200   200   200   200   200
healthz                     GET  200   200   200   200   200   200   200   200   200   200
readyz                      GET  200   200   200   200   200   200   200   200   200   200
site:front                  GET  on    on    on    on    on    on    on    on    on    on
site:robots                 GET  200   200   200   200   200   200   200   200   200   200
site:sitemap                GET  200   200   200   200   200   200   200   200   200   200
site:security               GET  200   200   200   200   200   200   200   200   200   200
people:account              GET  sign  200   200   200   200   200   200   200   200   200
people:sign_in              GET  200   on    on    on    on    on    on    on    on    on
people:code                 GET  sign  sign  sign  sign  sign  sign  sign  sign  sign  sign
people:code_again           POST sign  sign  sign  sign  sign  sign  sign  sign  sign  sign
people:sign_out             GET  200   200   200   200   200   200   200   200   200   200
people:profile              GET  sign  200   200   200   200   200   200   200   200   200
people:export               GET  sign  200   200   200   200   200   200   200   200   200
people:deletion             GET  sign  200   200   200   200   200   200   200   200   200
people:second_step          GET  sign  200   200   on    on    on    on    on    on    on
people:roles                GET  sign  403   403   403   403   200   403   403   403   200
people:end_role             POST sign  403   403   403   403   on    403   403   403   on
account_login               GET  200   on    on    on    on    on    on    on    on    on
mfa_authenticate            GET  sign  on    on    on    on    on    on    on    on    on
mfa_reauthenticate          GET  sign  on    on    on    on    on    on    on    on    on
mfa_reauthenticate_webauthn GET  sign  on    on    on    on    on    on    on    on    on
mfa_index                   GET  sign  200   200   200   200   200   200   200   200   200
mfa_activate_totp           GET  sign  200   200   200   200   200   200   200   200   200
mfa_deactivate_totp         GET  sign  404   404   404   404   404   404   404   404   404
mfa_add_webauthn            GET  sign  200   200   200   200   200   200   200   200   200
mfa_remove_webauthn         GET  sign  404   404   404   404   404   404   404   404   404
mfa_view_recovery_codes     GET  sign  404   404   404   404   404   404   404   404   404
mfa_generate_recovery_codes GET  sign  200   200   200   200   200   200   200   200   200
mfa_download_recovery_codes GET  sign  404   404   404   404   404   404   404   404   404
accreditation:start         GET  200   200   200   200   200   200   200   200   200   200
accreditation:check         GET  422   422   422   422   422   422   422   422   422   422
accreditation:begin         GET  sign  on    on    on    on    on    on    on    on    on
accreditation:keep          GET  sign  200   200   200   200   200   200   200   200   200
accreditation:join          GET  sign  200   200   200   200   200   200   200   200   200
accreditation:mine          GET  sign  200   200   200   200   200   200   200   200   200
accreditation:joining       POST sign  on    404   404   404   404   404   404   404   404
accreditation:application   GET  sign  200   404   404   404   404   404   404   404   404
accreditation:tasks         GET  sign  200   404   404   404   404   404   404   404   404
accreditation:section       GET  sign  200   404   404   404   404   404   404   404   404
accreditation:category      GET  sign  on    404   404   404   404   404   404   404   404
accreditation:check_answers GET  sign  200   404   404   404   404   404   404   404   404
accreditation:submit        POST sign  on    404   404   404   404   404   404   404   404
accreditation:discard       GET  sign  200   404   404   404   404   404   404   404   404
accreditation:receipt       GET  sign  200   404   404   404   404   404   404   404   404
accreditation:receipt_pdf   GET  sign  200   404   404   404   404   404   404   404   404
accreditation:version       GET  sign  200   404   404   404   404   404   404   404   404
accreditation:file          GET  sign  200   404   404   404   404   404   404   404   404
accreditation:withdraw      GET  sign  200   404   404   404   404   404   404   404   404
accreditation:reopen        POST sign  422   404   404   404   404   404   404   404   404
accreditation:answer        GET  sign  on    404   404   404   404   404   404   404   404
accreditation:appeal        GET  sign  on    404   404   404   404   404   404   404   404
accreditation:reply         GET  sign  on    404   404   404   404   404   404   404   404
accredited:list             GET  sign  403   403   200   200   200   200   403   403   403
accredited:changes          GET  sign  403   403   200   200   200   200   403   403   403
accredited:answer           GET  sign  403   403   404   404   404   404   403   403   403
accredited:waiting          GET  sign  403   403   200   200   200   200   403   403   403
accredited:carry_over       GET  sign  403   403   404   404   404   404   403   403   403
accredited:accreditation    GET  sign  403   403   404   404   404   404   403   403   403
accredited:act              GET  sign  403   403   404   404   404   404   403   403   403
mail:outbox                 GET  sign  403   403   403   403   200   403   403   403   200
mail:retry                  POST sign  403   403   403   403   409   403   403   403   409
organizations:rosters       GET  sign  403   403   403   403   200   403   403   403   403
organizations:upload        GET  sign  403   403   403   403   200   403   403   403   403
organizations:roster        GET  sign  403   403   403   403   200   403   403   403   403
organizations:approve       POST sign  403   403   403   403   on    403   403   403   403
organizations:discard       POST sign  403   403   403   403   on    403   403   403   403
organizations:resume        POST sign  403   403   403   403   on    403   403   403   403
organizations:refused       GET  sign  403   403   403   403   200   403   403   403   403
processes_desk:calls        GET  sign  403   403   200   200   200   200   200   200   200
processes_desk:archive      GET  sign  403   403   403   403   403   200   403   200   403
processes_desk:extend       GET  sign  403   403   403   403   200   403   403   403   403
processes_desk:modalities   GET  sign  403   403   200   200   200   200   200   200   200
processes_desk:meetings     GET  sign  403   403   403   403   200   403   403   403   403
processes_desk:move         GET  sign  403   403   403   403   200   403   403   403   403
processes_desk:news         GET  sign  403   403   403   403   200   403   403   403   403
processes_desk:write_news   GET  sign  403   403   403   403   200   403   403   403   403
processes_desk:correct_news GET  sign  403   403   403   403   200   403   403   403   403
processes_desk:begin        POST sign  403   403   403   403   on    403   403   403   403
processes_desk:version      GET  sign  403   403   200   200   200   200   404   200   404
processes_desk:compare      GET  sign  403   403   200   200   200   200   404   200   404
processes_desk:discard      GET  sign  403   403   403   403   200   403   403   403   403
processes_desk:adopt        GET  sign  403   403   403   403   403   200   403   403   403
rules:effect                GET  sign  403   403   200   200   200   200   404   200   404
rules:rule                  GET  sign  403   403   403   403   200   403   403   403   403
mission:front               GET  sign  403   403   403   403   403   403   200   403   403
mission:list                GET  sign  403   403   403   403   403   403   404   403   403
mission:table               GET  sign  403   403   403   403   403   403   404   403   403
mission:paper               GET  sign  403   403   403   403   403   403   404   403   403
mission:entry               GET  sign  403   403   403   403   403   403   404   403   403
mission:ask                 GET  sign  403   403   403   403   403   403   404   403   403
mission:withdraw            GET  sign  403   403   403   403   403   403   404   403   403
processes:calendar          GET  200   200   200   200   200   200   200   200   200   200
processes:calendar_file     GET  200   200   200   200   200   200   200   200   200   200
processes:meeting_file      GET  200   200   200   200   200   200   200   200   200   200
processes:deadline_file     GET  200   200   200   200   200   200   200   200   200   200
processes:news              GET  200   200   200   200   200   200   200   200   200   200
processes:news_item         GET  200   200   200   200   200   200   200   200   200   200
processes:documents         GET  200   200   200   200   200   200   200   200   200   200
processes:rules             GET  200   200   200   200   200   200   200   200   200   200
processes:about             GET  200   200   200   200   200   200   200   200   200   200
portal:landing              GET  200   200   200   200   200   200   200   200   200   200
portal:verify               GET  200   200   200   200   200   200   200   200   200   200
portal:privacy              GET  200   200   200   200   200   200   200   200   200   200
portal:accessibility        GET  200   200   200   200   200   200   200   200   200   200
portal:home                 GET  200   200   200   200   200   200   200   200   200   200
portal:eligibility          GET  200   200   200   200   200   200   200   200   200   200
portal:organizations        GET  200   200   200   200   200   200   200   200   200   200
portal:organization         GET  200   200   200   200   200   200   200   200   200   200
portal:lists                GET  200   200   200   200   200   200   200   200   200   200
portal:list                 GET  404   404   404   404   404   404   404   404   404   404
portal:list_file            GET  404   404   404   404   404   404   404   404   404   404
portal:list_paper           GET  404   404   404   404   404   404   404   404   404   404
portal:statistics           GET  200   200   200   200   200   200   200   200   200   200
portal:record               GET  200   200   200   200   200   200   200   200   200   200
portal:proof                GET  404   404   404   404   404   404   404   404   404   404
"""
DECIDED_BY_ITS_ROOM = {"desk", "lists"}


@dataclass(frozen=True)
class Row:
    """What an address answers, by visitor."""

    method: str
    answers: dict[str, str]


def rows() -> dict[str, Row]:
    lines = [line.split() for line in TABLE.strip().splitlines()]
    return {
        name: Row(method, dict(zip(VISITORS, answers, strict=True)))
        for name, method, *answers in lines[1:]
    }


def every_address() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name of each address with the names of its parts, as the program has them."""

    def below(patterns: list, space: str, parts: tuple[str, ...]) -> Iterator:
        for each in patterns:
            held = (*parts, *each.pattern.converters)
            if isinstance(each, URLPattern):
                yield f"{space}{each.name or each.pattern}", held
            else:
                inner = f"{space}{each.namespace}:" if each.namespace else space
                yield from below(each.url_patterns, inner, held)

    return below(get_resolver().url_patterns, "", ())


# --------------------------------------------------------------------------------------- the stage


@dataclass
class Stage:
    """A process with an application, and everything that an address can name."""

    process: Process
    applied: Applied
    parts: dict[str, object]
    clients: dict[str, Client]
    parts_of: dict[str, dict[str, object]]

    def address(self, name: str, **other: object) -> str:
        held = dict(every_address())[name]
        other = {**self.parts_of.get(name, {}), **other}
        if "healthz" in name or "readyz" in name:
            return f"/{name}"
        return reverse(name, kwargs={part: {**self.parts, **other}[part] for part in held})

    def ask(self, visitor: str, name: str, **other: object) -> HttpResponseBase:
        """Send what the table says, and take back what it changed."""
        return self.send(rows()[name].method, visitor, name, **other)

    def send(self, method: str, visitor: str, name: str, **other: object) -> HttpResponseBase:
        """Send a request, and take back what it changed: rows, cookies, kept pages."""
        cache.clear()
        client = self.clients[visitor]
        cookies, point = copy(client.cookies), transaction.savepoint()
        response = client.generic(method, self.address(name, **other))
        transaction.savepoint_rollback(point)
        client.cookies = cookies
        return response


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    process = load_gcm()
    publish_packaged_form(process_code="gcm", by=OPERATOR, at=OPENS_AT)
    applied = submitted(process, by=actor_of(an_account("Amina"), NOW))
    application = applied.application
    asked = ask_to_join(organization=application.organization, by=an_actor(), at=NOW)
    letter = OutboxMessage.objects.filter(process_code="gcm").latest("id")
    in_status = with_status(an_organization("Worldwide Union of Harbour Pilots"))
    make_findable(in_status)
    clients = {name: _client(name, applied) for name in VISITORS}
    with clock.frozen_at(NOW):
        documents = reverse("accreditation:section", args=["gcm", application.key, "documents"])
        clients["owner"].post(documents, {"letter": a_certificate()})
    parts: dict[str, object] = {
        "process": "gcm",
        "key": application.key,
        "organization": in_status.key,
        "section": "work",
        "file": application.files.get().file.key,
        "message_id": letter.pk,
        "grant_id": Account.objects.get(grants__role__code="auditor").grants.get().pk,
        "pk": 1,
        "code": "accreditation",
        "slug": process.publications.filter(kind="news").earliest("published_at").slug,
    }
    roster: dict[str, object] = {"key": _a_roster().key}
    no_list: dict[str, object] = {
        "number": 99,
        "which": "final",
        "name": "final.csv",
        "reference": applied.reference,
    }
    parts_of: dict[str, dict[str, object]] = {
        "accreditation:joining": {"number": asked.pk},
        "accreditation:version": {"number": 1},
        "processes_desk:move": {"code": process.meetings.earliest("code").code},
        "processes:meeting_file": {"code": process.meetings.exclude(starts_on=None)[0].code},
        "portal:organization": {"key": in_status.key},
        **dict.fromkeys(ADDRESSES_OF_A_LIST, no_list),
        "accredited:answer": {"answer": "tell"},
        "accredited:accreditation": {"number": "GCM-A-0000"},
        "accredited:act": {"number": "GCM-A-0000", "slug": "suspend"},
        **dict.fromkeys(ADDRESSES_OF_A_ROSTER, roster),
        **dict.fromkeys(ADDRESSES_OF_A_DRAFT, _a_draft_of_rules(process)),
    }
    with clock.frozen_at(NOW):
        yield Stage(process, applied, parts, clients, parts_of)


# None is before Member States here: the rooms' own tests bring one there and look at it.
ADDRESSES_OF_A_LIST = [
    *(f"mission:{name}" for name in ("list", "table", "paper", "entry", "ask", "withdraw")),
    *(f"portal:{name}" for name in ("list", "list_file", "list_paper")),
]
ADDRESSES_OF_A_ROSTER = [
    f"organizations:{name}" for name in ("roster", "approve", "discard", "resume", "refused")
]


ADDRESSES_OF_A_DRAFT = [
    *(f"processes_desk:{name}" for name in ("version", "compare", "discard", "adopt")),
    *(f"rules:{name}" for name in ("effect", "rule")),
]


def _a_draft_of_rules(process: Process) -> dict[str, object]:
    draft = begin_draft(process=process, by=an_actor("secretariat", "gcm"), at=NOW)
    return {"version": draft.version, "other": draft.version, "kind": "silence_days"}


def _a_roster() -> RosterImport:
    roster = start_import(
        content=b"Name\nWorldwide Union of Harbour Pilots\n",
        file_name="roster.csv",
        source="",
        process_code="gcm",
        by=an_actor("secretariat", "gcm"),
        at=NOW,
    )
    read_import(key=roster.key, by=OPERATOR, at=NOW)
    return roster


def _client(name: str, applied: Applied) -> Client:
    kind = VISITORS[name]
    if kind is None:
        return Client()
    if name == "owner":
        return browser_of(Account.objects.get(pk=applied.by.account_id), second_factor=False)
    account = Account.objects.get(pk=an_actor(*kind).account_id)
    return browser_of(account, second_factor=bool(kind[0]))


def answer(response: HttpResponseBase) -> str:
    """Return an answer as the table writes it."""
    if response.status_code not in {301, 302, 303}:
        return str(response.status_code)
    leads_to_signing_in = response["Location"].startswith(reverse("people:sign_in"))
    return "sign" if leads_to_signing_in else "on"

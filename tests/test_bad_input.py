"""Whatever is typed into whatever field: kept as the text it is, or an error beside its field.

The forms and their fields are collected from the program and the questionnaire, so that a new one
is tested without being written down here, and a new form fails until somebody says where it stands.
"""

from __future__ import annotations

import importlib
import pkgutil
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import resources
from typing import Any

import pytest
from django import forms
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

import antechamber
from antechamber import clock
from antechamber.accreditation.actions import reviewing
from antechamber.accreditation.applicant.forms import CategoryForm, LetterForm, NameForm, ReplyForm
from antechamber.accreditation.states import State
from antechamber.accreditation.tests.factories import (
    NOW,
    Applied,
    a_draft,
    a_process,
    act,
    an_account,
    an_actor,
    an_officer,
    in_state,
    submitted,
)
from antechamber.accreditation.tests.list_factories import Procedure, with_rules
from antechamber.people import forms as people
from antechamber.people.actors import actor_of
from antechamber.people.models import Account
from antechamber.people.tests.factories import browser_of
from antechamber.portal import accredited, eligibility, site
from antechamber.processes.models import Process
from antechamber.questionnaires.forms import SectionForm
from antechamber.questionnaires.reading import parse
from antechamber.questionnaires.schema import FILE_KINDS, Kind, Question
from antechamber.questionnaires.typed_text import clean_line, clean_lines
from tests.pages import Page
from tests.visitors import ANSWERS, Visitor

pytestmark = pytest.mark.django_db

PLANTED = '<script id="planted">alert(1)</script><img id="planted" src=x onerror=alert(1)>"\'&lt;'
BAD: dict[str, Any] = {
    "empty": "",
    "blank": " \u00a0\u2003 ",
    "right to left": "منظمة السلام والهجرة",
    "turned around": "\u202egnp.exe",
    "emoji": "👩🏽‍🌾 🌍",
    "mononym": "Suharto",
    "NUL": "before\x00after",
    "HTML": PLANTED,
    "template": "{{ settings.SECRET_KEY }}{% debug %}%(name)s%s{0}",
    "formula": "=1+1",
    "command": "@SUM(1)|cmd",
    "long word": "W" * 10_000,
    "negative": "-1",
    "large": "9" * 400,
    "Arabic digits": "١٩٩٨",
    "lines": "one\r\ntwo\u2028three",
    "lone surrogate": "\\ud800",
    "twice": ["one", "two"],
    "unknown choice": "no-such-choice",
}
BEYOND_A_FORM = "x" * 10_000_000


# ------------------------------------------------------------------------------- where forms stand


@dataclass
class Stage:
    """A process with somebody who is signed in, and a visitor who is not."""

    process: Process
    account: Account
    signed_in: Visitor
    public: Visitor

    def applied(self, **facts: Any) -> Applied:
        """Hand in an application as the person who is signed in."""
        return submitted(self.process, by=actor_of(self.account, NOW), **facts)

    def address(self, name: str, *arguments: str) -> str:
        """Return an address below the process."""
        return reverse(name, args=["gcm", *arguments])


@dataclass(frozen=True)
class Place:
    """Where a form stands: who opens it at which address, with what in the other fields."""

    form: type[forms.BaseForm]
    open: Callable[[Stage], Visitor]
    good: dict[str, Any]
    action: str = ""


def at(name: str, *arguments: str) -> Callable[[Stage], Visitor]:
    """Open a public address."""

    def opened(stage: Stage) -> Visitor:
        stage.public.open(reverse(name, args=arguments))
        return stage.public

    return opened


def own(name: str, *arguments: str) -> Callable[[Stage], Visitor]:
    """Open an address as somebody who is signed in."""

    def opened(stage: Stage) -> Visitor:
        stage.signed_in.open(reverse(name, args=arguments))
        return stage.signed_in

    return opened


def begin(stage: Stage) -> Visitor:
    query = "?name=Tamberly+Trust&country=KE"
    stage.signed_in.open(stage.address("accreditation:begin") + query)
    return stage.signed_in


def draft(name: str, *arguments: str) -> Callable[[Stage], Visitor]:
    """Open a page of an own draft."""

    def opened(stage: Stage) -> Visitor:
        own_draft = a_draft(stage.process, by=actor_of(stage.account, NOW))
        stage.signed_in.open(stage.address(name, own_draft.application.key, *arguments))
        return stage.signed_in

    return opened


def withdraw(stage: Stage) -> Visitor:
    applied = stage.applied()
    stage.signed_in.open(stage.address("accreditation:withdraw", applied.application.key))
    return stage.signed_in


def answer(stage: Stage) -> Visitor:
    applied = stage.applied()
    reviewing.ask_for_information(
        act(applied.application, an_officer()),
        question="Which year?",
        answer_by=NOW + timedelta(days=3),
    )
    stage.signed_in.open(stage.address("accreditation:answer", applied.application.key))
    return stage.signed_in


def appeal(stage: Stage) -> Visitor:
    applied = stage.applied()
    reviewing.find_ineligible(
        act(applied.application, an_officer()), reason_code="individual", reason="One person."
    )
    stage.signed_in.open(stage.address("accreditation:appeal", applied.application.key))
    return stage.signed_in


def reply(stage: Stage) -> Visitor:
    officer, freezer = an_officer("gcm"), an_officer("gcm")
    applied = in_state(
        with_rules(stage.process, word_limits={"objection_reply": 500}),
        State.RECOMMENDED,
        officer,
        by=actor_of(stage.account, NOW),
    )
    president = an_actor("president_office", "gcm")
    procedure = Procedure(stage.process, officer, freezer, president, [applied])
    procedure.compose().add().freeze().sign_off().circulate().object(0)
    stage.signed_in.open(stage.address("accreditation:reply", applied.application.key))
    return stage.signed_in


def code(stage: Stage) -> Visitor:
    stage.public.open(reverse("people:sign_in"))
    stage.public.send({"email": "newcomer@example.org"})
    return stage.public


NAME = {"name": "Tamberly Trust for Seafarers", "country": "KE"}
# The only legal status that asks for words, and for no file.
GOOD = {**ANSWERS, "legal_status": "not_possible", "legal_status_why": "No law provides for it."}
DRAFT_FILE = resources.files("antechamber.accreditation") / "data" / "gcm_application.toml"
FORM = parse(tomllib.loads(DRAFT_FILE.read_text("utf-8")))

PLACES: dict[str, Place] = {
    "verify": Place(site.CodeForm, at("portal:verify"), {"code": "9KM3-5SPF-7"}),
    "eligibility": Place(eligibility.SearchForm, at("portal:eligibility", "gcm"), NAME),
    "organizations": Place(accredited.SearchForm, at("portal:organizations", "gcm"), {}),
    "start": Place(NameForm, at("accreditation:start", "gcm"), NAME),
    "begin": Place(CategoryForm, begin, {"category": "ngo"}),
    "category": Place(CategoryForm, draft("accreditation:category"), {"category": "academia"}),
    "withdraw": Place(LetterForm, withdraw, {"text": "We merge."}),
    "answer": Place(LetterForm, answer, {"text": "In 1998."}),
    "appeal": Place(LetterForm, appeal, {"text": "It is an organization."}),
    "reply": Place(ReplyForm, reply, {"text": "Our accounts are public."}),
    "sign in": Place(people.AddressForm, at("people:sign_in"), {"email": "one@example.org"}),
    "code": Place(people.CodeForm, code, {"code": "0000 0000"}),
    "profile": Place(people.ProfileForm, own("people:profile"), {"name": "A", "language": "fr"}),
    "deletion": Place(people.DeletionForm, own("people:deletion"), {"email": "other@example.org"}),
    **{
        f"section {section.key}": Place(
            SectionForm,
            draft("accreditation:section", section.key),
            {each.key: GOOD[each.key] for each in section.questions if each.key in GOOD},
        )
        for section in FORM.sections
    },
}
# Forms of the desk, of the second step and of the style page: their rooms test them.
ELSEWHERE = {
    "ActForm",
    "AddPasskeyForm",
    "AdoptionForm",
    "AsideForm",
    "AskForm",
    "AssignForm",
    "BeginForm",
    "DecisionForm",
    "DeclineForm",
    "DiscardForm",
    "EndForm",
    "EntryForm",
    "EntryReasonForm",
    "ExtensionForm",
    "FilterForm",
    "IneligibleForm",
    "ListReasonForm",
    "LookForm",
    "LongerForm",
    "ManyAssignForm",
    "ManyForm",
    "ManyIneligibleForm",
    "ManyReasonForm",
    "MeetingForm",
    "MergeForm",
    "NoteForm",
    "NewsForm",
    "ObjectionForm",
    "PickForm",
    "ProposalForm",
    "ReasonForm",
    "RecordedReasonForm",
    "RoleForm",
    "RuleForm",
    "SampleForm",
    "SearchForm",
    "SignOffForm",
    "SuspensionForm",
    "TellForm",
    "TransferForm",
    "UndoForm",
    "ViewForm",
    "UploadForm",
    "UsePasskeyAgainForm",
    "UsePasskeyForm",
}
HIDDEN = {"next"}  # carried by the page itself; the addresses' tests tamper with it


def questions(place: str) -> dict[str, Question]:
    section = FORM.section(place.removeprefix("section "))
    return {each.key: each for each in section.questions} if section else {}


def fields_of(place: str) -> Iterator[str]:
    """Yield the names of the fields into which something can be typed or chosen."""
    if PLACES[place].form is SectionForm:
        yield from (key for key, each in questions(place).items() if each.kind not in FILE_KINDS)
    else:
        yield from set(PLACES[place].form.base_fields) - HIDDEN


EVERY_FIELD = sorted((place, field) for place in PLACES for field in fields_of(place))


@pytest.fixture
def stage() -> Iterator[Stage]:
    process, account = a_process(), an_account("Amina Applicant")
    client = browser_of(account)
    client.handler.enforce_csrf_checks = True
    with clock.frozen_at(NOW):
        yield Stage(process, account, Visitor(client), Visitor())


@contextmanager
def undone() -> Iterator[None]:
    """Take back what was written, so that each value meets the same page."""
    cache.clear()
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


# ------------------------------------------------------------------------------------- the promise


def faults(visitor: Visitor, place: str, field: str, value: Any) -> Iterator[str]:
    """Type a value into the page that is open; say what is wrong with the answer, if anything."""
    address = visitor.address
    visitor.send({**PLACES[place].good, field: value}, form=PLACES[place].action)
    if "planted" in visitor.page.by_id:
        yield "markup that was typed is markup on the page"
    if visitor.status == 422:
        yield from _faults_of_refusal(visitor.page, field, value)
    elif visitor.status == 414 and "make it shorter" in visitor.page.text:
        return  # an address can hold no more: the browser's own page still has what was typed
    elif visitor.status == 200 and f"id_{field}-error" in visitor.page.by_id:
        yield "an error that no status tells"
    elif visitor.status == 200:
        yield from _faults_of_acceptance(visitor, address, questions(place).get(field), value)
    else:
        yield f"answered {visitor.status}"


def _faults_of_refusal(page: Page, field: str, value: Any) -> Iterator[str]:
    words = page.by_id.get(f"id_{field}-error", "").removeprefix("Error: ")
    if not words:
        yield "no error beside the field"
    if words and words not in page.by_id.get("errors", ""):
        yield "the summary does not say it"
    targets = [address[1:] for _words, address in page.links if address.startswith(f"#id_{field}")]
    if not targets or targets[0] not in page.by_id:
        yield "the summary does not lead to the field"
    if not page.title.startswith("Error: "):
        yield "the title does not say that there is an error"
    typed = standing(page, field)
    if typed is not None and isinstance(value, str) and shown(typed) != shown(value):
        yield f"what was typed stands there as {typed[:60]!r}"


def standing(page: Page, field: str) -> str | None:
    """Return what stands in a control that takes any text, None for one that offers choices."""
    for form in page.forms:
        for control in form.named(field):
            if control.kind not in {"checkbox", "radio", "select", "hidden"}:
                return control.value
    return None


def shown(value: str) -> str:
    """Return typed text as a page can hold it: NUL cannot stand in one, line ends are one sign."""
    return value.replace("\x00", "").replace("\r\n", "\n")


def _faults_of_acceptance(
    visitor: Visitor, address: str, question: Question | None, value: Any
) -> Iterator[str]:
    if question is None or not isinstance(value, str):
        return
    visitor.open(address)
    typed = standing(visitor.page, question.key)
    if typed is not None and typed != kept(question, value):
        yield f"it was kept as {typed[:60]!r}"


def kept(question: Question, value: str) -> str:
    """Return what a question keeps of a text."""
    if question.kind is Kind.LONG_TEXT:
        return clean_lines(value)
    if question.kind in {Kind.YEAR, Kind.NUMBER} and value.strip():
        return str(int(value))
    text = clean_line(value)
    return f"https://{text}" if question.kind is Kind.URL and text else text


def test_every_form_has_its_place():
    for module in pkgutil.walk_packages(antechamber.__path__, "antechamber."):
        if ".tests" not in module.name and not module.name.endswith(("wsgi", "cli")):
            importlib.import_module(module.name)

    known = {each for each in subclasses(forms.BaseForm) if is_ours(each)}

    placed = {place.form for place in PLACES.values()}
    assert {each.__name__ for each in known - placed} == ELSEWHERE
    assert placed - known == set()


def subclasses(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


def is_ours(kind: type) -> bool:
    return kind.__module__.startswith("antechamber.") and ".tests" not in kind.__module__


@pytest.mark.parametrize(("place", "field"), EVERY_FIELD)
def test_what_is_typed_is_kept_or_refused_beside_its_field(stage: Stage, place: str, field: str):
    visitor = PLACES[place].open(stage)
    address, found = visitor.address, []

    for name, value in BAD.items():
        with undone():
            visitor.open(address)
            found += [f"{name}: {fault}" for fault in faults(visitor, place, field, value)]

    assert found == []


FIRST_FIELDS = dict(reversed(EVERY_FIELD))


@pytest.mark.parametrize(("place", "field"), FIRST_FIELDS.items())
def test_a_megabyte_stands_in_the_page_again_and_ten_are_refused_in_words(
    stage: Stage, place: str, field: str
):
    visitor = PLACES[place].open(stage)
    address = visitor.address
    is_address = visitor.page.form(PLACES[place].action, [field]).method == "get"

    found = [] if is_address else list(faults(visitor, place, field, "W" * 1_000_000))
    visitor.open(address)
    visitor.send({**PLACES[place].good, field: BEYOND_A_FORM}, form=PLACES[place].action)

    assert found == []
    assert (visitor.status, "what you typed is still there" in visitor.page.text) == (
        414 if is_address else 413,
        True,
    )

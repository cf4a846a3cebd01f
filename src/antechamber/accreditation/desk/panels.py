"""The acts at their place on the page: each with its form, or with the reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from antechamber.accreditation.desk.access import DeskRequest, address
from antechamber.accreditation.desk.catalogue import DESK_ACTS, DeskAct
from antechamber.accreditation.desk.forms import ActForm, AskForm
from antechamber.accreditation.desk.words import READY_WORDS, state_words
from antechamber.accreditation.models import Application
from antechamber.accreditation.offers import Offer, offers
from antechamber.accreditation.rules import ApplicationFacts
from antechamber.places.zones import zone_name
from antechamber.web import times

ANSWER_DAYS: Final = 7  # our own choice: a week to find a paper; the officer can change it


@dataclass(frozen=True, slots=True)
class Attempt:
    """An act that was opened or refused, with its form as typed.

    `seen` is the last entry that was on the officer's screen; `is_overtaken` says that somebody
    acted since.
    """

    name: str
    form: ActForm | None = None
    status: int = 200
    seen: int | None = None
    is_overtaken: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One act on the page. `refusal` is why it cannot be done now; `page_url` leads elsewhere."""

    act: DeskAct
    label: str
    refusal: str
    url: str
    form: ActForm | None = None
    is_open: bool = False
    page_url: str = ""
    ready: tuple[tuple[str, str], ...] = ()


def panels(
    request: DeskRequest,
    found: Application,
    facts: ApplicationFacts,
    last_entry: int,
    attempt: Attempt | None,
) -> list[Panel]:
    """Return all acts in their order; what was typed in a refused one is kept. No SQL."""
    opened = attempt.name if attempt else ""
    said = offers(found.state, found.facilitator.scope, request.actor, facts, opened)
    return [_panel(request, found, offer, last_entry, attempt) for offer in said]


def _panel(
    request: DeskRequest,
    found: Application,
    offer: Offer,
    last_entry: int,
    attempt: Attempt | None,
) -> Panel:
    act = DESK_ACTS[offer.name]
    tried = attempt if attempt and attempt.name == offer.name else None
    form = tried.form if tried else None
    if form is None and offer.verdict and not act.on_own_page:
        form = blank(act, found, request.arrived_at, last_entry)
    url = address(request, "act", str(found), act.slug)
    return Panel(
        act=act,
        label=str(offer.label),
        refusal="" if offer.verdict else _refusal(offer, found),
        url=url,
        form=form,
        is_open=tried is not None,
        page_url=url if act.on_own_page and offer.verdict else "",
        ready=ready(act),
    )


def _refusal(offer: Offer, found: Application) -> str:
    if offer.verdict.code != "wrong_state":
        return str(offer.verdict.words)
    return _("Not possible in the present state: %(state)s.") % {"state": state_words(found.state)}


def blank(act: DeskAct, found: Application, at: datetime, last_entry: int) -> ActForm:
    """Return an act's form before anything is typed."""
    initial: dict[str, Any] = {"revision": found.revision, "seen": last_entry}
    form = act.form(initial=initial, auto_id=ids_of(act))
    if isinstance(form, AskForm):
        propose_day(form, found.process.zone, at)
    return form


def propose_day(form: AskForm, zone: str, at: datetime) -> None:
    """Propose a day for the answer, and say in words what it means."""
    day = (at.astimezone(ZoneInfo(zone)) + timedelta(days=ANSWER_DAYS)).date()
    form.initial.setdefault("answer_on", day)
    form.fields["answer_on"].help_text = _(
        "Until the end of the day, %(zone)s. Proposed: %(day)s, in %(days)d days."
    ) % {"zone": zone_name(zone), "day": times.long_day(day), "days": ANSWER_DAYS}


def ids_of(act: DeskAct) -> str:
    """Return the pattern of an act's control ids: several forms stand on one page."""
    return f"{act.slug}_%s"


def ready(act: DeskAct) -> tuple[tuple[str, str], ...]:
    """Return the ready-made words of an act, by code."""
    return tuple((code, str(words)) for code, words in READY_WORDS.get(act.name, {}).items())

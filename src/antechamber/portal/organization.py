"""One organization for everyone: its names, its status with its source, what it merged into.

Shown are organizations that a roster or this process tells something of. One that has only applied
has no page: that it did is nobody's business, until a list with its name is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.utils.translation import get_language, gettext as _

from antechamber.accreditation.accredited.states import AccreditedState
from antechamber.accreditation.accredited.words import TONES
from antechamber.accreditation.models import Accreditation
from antechamber.organizations import queries
from antechamber.organizations.models import Organization, Status
from antechamber.organizations.names_table import names_table
from antechamber.organizations.statuses import StatusKind
from antechamber.places.countries import COUNTRIES, name as country_name
from antechamber.portal.list_reading import places_of
from antechamber.portal.list_shown import places_table
from antechamber.processes.blocks import local_day
from antechamber.processes.public import shown, until_tomorrow
from antechamber.processes.public_pages import Fresh, PublicRequest, public_page
from antechamber.web import times
from antechamber.web.components import Evidence

ORGANIZATION_SECONDS = 60  # no revision tells of a roster or of a decision


@public_page(seconds=ORGANIZATION_SECONDS)
def organization(request: PublicRequest, key: str) -> Fresh:
    """Show an organization's names, statuses and successor (5 statements, 1 more a merger)."""
    process = request.frame.process
    own = Accreditation.objects.filter(process=process, organization=OuterRef("pk"))
    latest = own.order_by("-since", "-id")
    known = Organization.objects.findable().select_related("successor")
    found = (
        known.annotate(
            number=Subquery(latest.values("number")[:1]), state=Subquery(latest.values("state")[:1])
        )
        .filter(key=key)
        .first()
    )
    if found is None:
        raise Http404
    history = queries.history_of(found)
    places = places_of(process, found)
    if not (found.successor or history.statuses or history.predecessors or places):
        raise Http404
    today = local_day(request.at, process.zone)
    page = shown(
        request,
        "portal/organization.html",
        organization=found,
        country=_country(found.country),
        successor=queries.present_organization(found) if found.successor else None,
        predecessors=history.predecessors,
        statuses=[
            *_accreditation(process.code, history.statuses, vars(found)),
            *(
                _shown_status(each, today)
                for each in history.statuses
                if each.process_code != process.code
            ),
        ],
        names=names_table(history.names),
        places=places_table(process.code, places) if places else None,
    )
    return Fresh(page, until_tomorrow(request))


def _country(code: str) -> str:
    return country_name(code, get_language() or "en") if code in COUNTRIES else ""


def _accreditation(
    code: str, statuses: Iterable[Status], known: Mapping[str, Any]
) -> list[Evidence]:
    """Tell of the accreditation to this process with every period of it; why is not public.

    `known` has its number and state, both None where it passed to a successor.
    """
    held = [each for each in statuses if each.process_code == code]
    if not held:
        return []
    number, state = known["number"], known["state"]
    said = [_("Accredited under the number %(number)s.") % {"number": number}] if number else []
    present = AccreditedState(state or AccreditedState.ENDED)
    periods = [*said, *map(_period, held)]
    if present == AccreditedState.SUSPENDED and held[-1].until is not None:
        day = times.short_day(held[-1].until)
        periods.append(_("Suspended since %(day)s.") % {"day": day})
    return [
        Evidence(
            _("This process"),
            " ".join(periods),
            source=held[-1].source,
            status=str(present.label),
            tone=TONES[present],
        )
    ]


def _shown_status(status: Status, today: date) -> Evidence:
    has_ended = status.until is not None and status.until <= today
    return Evidence(
        term=_status_words(status),
        claim=_period(status),
        source=status.source,
        status=_("Ended") if has_ended else _("In force"),
        tone="ended" if has_ended else "done",
    )


def _status_words(status: Status) -> str:
    if status.process_code:
        return _("Accreditation to %(process)s") % {"process": status.process_code.upper()}
    words = str(StatusKind(status.kind).label)
    return words[:1].upper() + words[1:]


def _period(status: Status) -> str:
    """Say from when to when, as far as it is told."""
    begun = times.short_day(status.since) if status.since else str(status.year or "")
    ended = times.short_day(status.until) if status.until else ""
    if begun and ended:
        return _("From %(begun)s to %(ended)s.") % {"begun": begun, "ended": ended}
    if ended:
        return _("Until %(ended)s.") % {"ended": ended}
    return _("Since %(begun)s.") % {"begun": begun} if begun else ""

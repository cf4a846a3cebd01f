"""Organizations that come with an accreditation to an earlier process: seen, and carried over."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antechamber.accreditation.accredited import carrying_over, queries as accredited_queries
from antechamber.accreditation.accredited.carrying_over import Ground, Waiting
from antechamber.accreditation.accredited.desk.access import (
    CONFLICT,
    AccreditedRequest,
    SeeOther,
    address,
    at_desk,
    frame,
)
from antechamber.accreditation.accredited.desk.page import shown_statuses
from antechamber.accreditation.actions.accrediting import carry_over
from antechamber.organizations.models import Organization
from antechamber.organizations.queries import history_of
from antechamber.places.countries import COUNTRIES, name as country_name
from antechamber.places.zones import zone_name
from antechamber.web import times
from antechamber.web.components import Cell, Column, SummaryRow, Table
from antechamber.workflow import DomainError


@require_safe
@at_desk
def waiting(request: AccreditedRequest) -> HttpResponse:
    """List who waits, first come first (12 statements, whatever their number)."""
    found = carrying_over.waiting(request.process, request.arrived_at)
    context = {
        **frame(request),
        "table": _table(request, found),
        "list_url": address(request, "list"),
    }
    return render(request, "accreditation/accredited/waiting.html", context)


def _table(request: AccreditedRequest, found: list[Waiting]) -> Table:
    columns = [
        Column(_("Organization")),
        Column(_("Country")),
        Column(_("Accredited to")),
        Column(_("Came on")),
        Column(_("Source")),
    ]
    return Table(
        _("Organizations with an earlier accreditation"),
        columns,
        [_row(request, each) for each in found],
        caption_hidden=True,
        empty_title=_("Nobody waits"),
        empty_text=_("Who comes with an earlier accreditation that counts here is shown here."),
    )


def _row(request: AccreditedRequest, each: Waiting) -> tuple[str | Cell, ...]:
    organization, ground = each.organization, each.ground
    return (
        Cell(organization.display_name, address(request, "carry_over", organization.key)),
        _country(organization),
        ground.process_code.upper(),
        _day(request, ground),
        ground.source,
    )


def _country(organization: Organization) -> str:
    code = organization.country
    return country_name(code, get_language() or "en") if code in COUNTRIES else ""


def _day(request: AccreditedRequest, ground: Ground) -> str:
    if ground.asked_at is None:
        return ""
    return times.short_day(ground.asked_at.astimezone(request.zone).date())


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def carry(request: AccreditedRequest, organization: str) -> HttpResponse:
    """Show what an organization was accredited to, or carry it over."""
    found = Organization.objects.findable().filter(key=organization, successor=None).first()
    if found is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            given = carry_over(
                process=request.process, organization=found, by=request.actor, at=request.arrived_at
            )
        except DomainError as refused:
            refusal = str(refused.message)
        else:
            done = _("%(number)s is given. Those who act for the organization are told.")
            messages.success(cast("HttpRequest", request), done % {"number": given.number})
            return SeeOther(address(request, "accreditation", given.number))
    return _page(request, found, refusal)


def _page(request: AccreditedRequest, found: Organization, refusal: str) -> HttpResponse:
    ground = carrying_over.ground_for(request.process, found, request.arrived_at)
    held = accredited_queries.holders_among(request.process, [found.pk])
    if (ground is None or held) and not refusal:
        raise Http404
    context = {
        **frame(request),
        "organization": found,
        "refusal": refusal,
        "rows": _rows(request, found, ground) if ground else [],
        "statuses": shown_statuses(request, history_of(found).statuses),
        "is_open": ground is not None and not held,
        "zone_name": zone_name(request.process.zone),
        "back_url": address(request, "waiting"),
    }
    status = CONFLICT if refusal else 200
    return render(request, "accreditation/accredited/carry_over.html", context, status=status)


def _rows(request: AccreditedRequest, found: Organization, ground: Ground) -> list[SummaryRow]:
    return [
        SummaryRow(_("Country"), _country(found)),
        SummaryRow(_("Accredited to"), ground.process_code.upper()),
        SummaryRow(_("Source"), ground.source),
        SummaryRow(_("Came on"), _day(request, ground), missing=_("Nobody came yet")),
    ]

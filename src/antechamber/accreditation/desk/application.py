"""The page of one application: all that is needed to decide, and the acts at their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from antechamber.accreditation import duplicates, presence
from antechamber.accreditation.applicant.handed_in import file_names
from antechamber.accreditation.desk.access import (
    DeskRequest,
    address,
    at_desk,
    frame,
    open_application,
)
from antechamber.accreditation.desk.answers import AnswerPage, Reading, answer_pages, file_keys
from antechamber.accreditation.desk.findings import checked, looking_alike, rostered, timeliness
from antechamber.accreditation.desk.history import (
    events,
    names_of_officers,
    notes,
    proposed,
    since,
)
from antechamber.accreditation.desk.panels import Attempt, panels
from antechamber.accreditation.desk.words import state_tone, state_words
from antechamber.accreditation.models import Application, Version
from antechamber.accreditation.rules import ApplicationFacts
from antechamber.accreditation.second_person import needs_second_person, proposal_on
from antechamber.organizations import directory
from antechamber.people.actions import note_look
from antechamber.places.zones import zone_name
from antechamber.processes.queries import window_of
from antechamber.questionnaires.serving import serve
from antechamber.record.queries import HistoryLine, history
from antechamber.web import times
from antechamber.web.components import Link


@require_safe
@at_desk
def application(request: DeskRequest, reference: str) -> HttpResponse:
    """Show an application (20 statements, whatever it holds)."""
    return application_page(request, open_application(request, reference))


def application_page(
    request: DeskRequest, found: Application, attempt: Attempt | None = None
) -> HttpResponse:
    """Draw an application with an act opened, or with one that was refused (16 statements)."""
    versions = list(found.versions.select_related("questionnaire"))
    version = _version_asked(request, versions)
    lines = history(found.process.code, str(found))
    names = names_of_officers(lines)
    news = since(lines, attempt.seen) if attempt and attempt.is_overtaken else []
    context = {
        **frame(request),
        **_header(request, found),
        **_evidence(request, found, version),
        "versions": _version_links(request, found, versions, version),
        "version": version,
        "pages": _answers(request, found, versions, version),
        "questions": list(found.information_requests.all()),
        "notes": notes(found.process, found.notes.all(), names),
        "present": _present(request, found),
        "events": events(found.process, lines, names),
        "news": events(found.process, news, names),
        **_acts(request, found, lines, names, attempt),
    }
    note_look(
        account_key=version.submitted_by,
        subject=str(found),
        by=request.actor,
        at=request.arrived_at,
    )
    status = attempt.status if attempt else 200
    return render(request, "accreditation/desk/application.html", context, status=status)


def _version_asked(request: DeskRequest, versions: Sequence[Version]) -> Version:
    """Return the version an address asks for, the last one by default."""
    asked = request.GET.get("version", "")
    if not asked:
        return versions[-1]
    for version in versions:
        if str(version.number) == asked:
            return version
    raise Http404


def _header(request: DeskRequest, found: Application) -> dict[str, object]:
    neighbours = vars(found)
    return {
        "application": found,
        "state": state_words(found.state),
        "tone": state_tone(found.state),
        "assigned": str(found.assigned_to) if found.assigned_to else "",
        "zone": found.process.zone,
        "zone_name": zone_name(found.process.zone),
        "previous_url": _neighbour(request, neighbours["previous_reference"]),
        "next_url": _neighbour(request, neighbours["next_reference"]),
        "queue_url": address(request, "queue"),
        "merged_url": _neighbour(request, str(found.merged_into) if found.merged_into else None),
    }


def _neighbour(request: DeskRequest, reference: str | None) -> str:
    return address(request, "application", reference) if reference else ""


def _version_links(
    request: DeskRequest, found: Application, versions: Sequence[Version], shown: Version
) -> list[tuple[Link, Version]]:
    here = address(request, "application", str(found))
    mark = "&" if "?" in here else "?"
    return [
        (
            Link(str(version.number), f"{here}{mark}version={version.number}", version is shown),
            version,
        )
        for version in reversed(versions)
    ]


def _present(request: DeskRequest, found: Application) -> list[str]:
    """Say who else has the application open, and note that the reader has (2 statements)."""
    others = presence.enter(found, request.actor.person_id, request.arrived_at)
    return [
        _("%(officer)s has this open since %(time)s.")
        % {"officer": other.account, "time": times.hour(other.since.astimezone(request.zone))}
        for other in others
    ]


def _answers(
    request: DeskRequest, found: Application, versions: Sequence[Version], version: Version
) -> list[AnswerPage]:
    """Return the answers of a version (1 statement, for the names of files)."""
    earlier = next((each for each in versions if each.number == version.number - 1), None)
    reading = Reading(
        language=get_language() or "en",
        file_names=file_names(found),
        file_url=lambda key: address(request, "file", str(found), key),
    )
    return answer_pages(version, earlier, reading)


def _evidence(request: DeskRequest, found: Application, version: Version) -> dict[str, object]:
    """Return the evidence panel (2 statements)."""
    organization = found.organization
    matches = [
        match
        for match in directory.match(organization.display_name, organization.country)
        if match.organization != organization.key
    ]
    return {
        "checks": checked(version),
        "roster": rostered(duplicates.on_rosters(found, matches)),
        "others": looking_alike(request, duplicates.alike(found, matches)),
    }


def _acts(
    request: DeskRequest,
    found: Application,
    lines: Sequence[HistoryLine],
    names: Mapping[str, str],
    attempt: Attempt | None,
) -> dict[str, object]:
    """Return the acts with their forms, and how the application stands to its deadline."""
    window = window_of(found.call)
    proposal = proposal_on(found)
    facts = ApplicationFacts(
        at=request.arrived_at,
        window=window,
        answer_by=found.answer_by,
        needs_second=needs_second_person(found.process, request.arrived_at),
        proposed_by=proposal.proposed_by if proposal else "",
        actor=request.actor.key,
    )
    last = lines[-1].id if lines else 0
    return {
        "timeliness": timeliness(found, window),
        "panels": panels(request, found, facts, last, attempt),
        "proposed": proposed(found.process, proposal, names) if proposal else None,
        "attempt": attempt,
    }


@require_safe
@at_desk
def file(request: DeskRequest, reference: str, key: str) -> HttpResponseBase:
    """Hand out a file that was submitted, as an attachment; one of a draft is nobody else's yet."""
    found = open_application(request, reference)
    versions = found.versions.select_related("questionnaire")
    handed_in = found.files.filter(file__key=key).select_related("file").first()
    if handed_in is None or not any(key in file_keys(version) for version in versions):
        raise Http404
    return serve(handed_in.file)

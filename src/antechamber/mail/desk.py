"""The outbox at the desk: what was sent, what was not, and a button to try again.

It shows no text of a message, and of an address only so much that its owner can be recognized.
"""

from __future__ import annotations

from typing import cast

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from antechamber import clock
from antechamber.mail.actions import retry_message
from antechamber.mail.failure_words import failure_in_words
from antechamber.mail.models import OutboxMessage
from antechamber.mail.queries import counts_by_state, messages_of
from antechamber.mail.rules import masked
from antechamber.mail.workflow import WORKFLOW, Facts
from antechamber.people.decorators import capability
from antechamber.people.models import Account
from antechamber.people.requests import PersonRequest
from antechamber.web.components import Link, Tone
from antechamber.workflow import DomainError

PAGE = 50  # messages on one page: each address on it is decrypted

TONES: dict[str, Tone] = {
    "queued": "waiting",
    "sending": "active",
    "sent": "done",
    "failed": "attention",
    "bounced": "refused",
}


@require_GET
@capability("mail.read", whole=True)
def outbox(request: PersonRequest, process: str) -> HttpResponse:
    """List a process's messages by state (3 statements, whatever their number)."""
    state = request.GET.get("state", "")
    if state and state not in WORKFLOW.states:
        raise Http404
    counts = counts_by_state(process)
    page: Page[OutboxMessage] = Paginator(messages_of(process, state), PAGE).get_page(
        request.GET.get("page")
    )
    may_retry = bool(request.actor.may("mail.retry", process))
    context = {
        "tabs": _tabs(reverse("mail:outbox", args=[process]), state, counts),
        "page": page,
        "messages_shown": [_shown(message, may_retry=may_retry) for message in page],
        "process_code": process,
        "account": cast("Account", request.user).shown,
    }
    return render(request, "mail/outbox.html", context)


@require_POST
@capability("mail.retry", whole=True)
def retry(request: PersonRequest, process: str, message_id: int) -> HttpResponse:
    """Queue a message again; where that cannot be, say why."""
    try:
        retry_message(message_id=message_id, process_code=process, by=request.actor, at=clock.now())
    except OutboxMessage.DoesNotExist:
        raise Http404 from None
    except DomainError as refusal:
        context = {"words": refusal.message, "process_code": process}
        return render(request, "mail/refused.html", context, status=409)
    return redirect("mail:outbox", process)


def _tabs(address: str, state: str, counts: dict[str, int]) -> list[Link]:
    everything = Link(_("All"), address, current=not state, count=sum(counts.values()))
    return [everything] + [
        Link(str(words), f"{address}?state={each}", current=each == state, count=counts[each])
        for each, words in WORKFLOW.states.items()
    ]


def _shown(message: OutboxMessage, *, may_retry: bool) -> dict[str, object]:
    facts = Facts(erased=message.erased_at is not None)
    can_retry = may_retry and bool(WORKFLOW.verdict("retry", message.state, facts))
    return {
        "id": message.pk,
        "subject_ref": message.subject_ref,
        "template": message.template,
        "recipient": masked(message.recipient) or _("erased"),
        "queued_at": message.queued_at,
        "state": WORKFLOW.states[message.state],
        "tone": TONES[message.state],
        "failure": failure_in_words(message.failure),
        "attempts": message.attempts,
        "can_retry": can_retry,
    }

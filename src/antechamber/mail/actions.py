"""The outbox's use-cases: queue, deliver, queue again, erase."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from antechamber.mail import catalogue, rules, vocabulary
from antechamber.mail.models import OutboxMessage
from antechamber.mail.transport import ServerAway, Transport
from antechamber.mail.wake import wake
from antechamber.mail.workflow import WORKFLOW, Facts
from antechamber.people.actors import SYSTEM, Actor
from antechamber.people.encryption import blind_index
from antechamber.people.models import Account
from antechamber.record import actions as record
from antechamber.workflow import DomainError

BATCH: Final = 50  # messages in one conversation: more would keep an urgent one waiting
MESSAGES_AT_ONCE: Final = 1000  # queued in one statement: some megabytes of encrypted text

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round of delivery did."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    bounced: int = 0
    server_away: bool = False

    @property
    def tried(self) -> int:
        """Return how many messages were taken up."""
        return self.sent + self.deferred + self.failed + self.bounced


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be: what `queue_message` takes, as a value."""

    template: str
    to: str
    language: str
    values: Mapping[str, object]
    process_code: str
    subject_ref: str
    once: str


def queue_message(
    *,
    template: str,
    to: str,
    language: str,
    values: Mapping[str, object],
    process_code: str,
    subject_ref: str,
    once: str,
    at: datetime,
) -> None:
    """Write a message into the outbox, within the caller's transaction (1 statement).

    It is rendered now, in `language`, and sent after the commit. Queueing the same `once` again
    does nothing. `once` and `subject_ref` are kept after the text is erased: they hold no personal
    data. Raises `DomainError` for an unusable address, `catalogue.MessageError` for an unknown
    template or wrong values. Not an action of its own: its caller's ledger entry stands for it.
    """
    draft = Draft(template, to, language, values, process_code, subject_ref, once)
    queue_messages([draft], at=at)


def queue_messages(
    drafts: Iterable[Draft], *, at: datetime, not_before: datetime | None = None
) -> None:
    """Write many messages into the outbox, each as `queue_message` does, or none of them.

    They are sent at once, or from `not_before` on: until then `recall_messages` takes them back.
    1 statement for a thousand messages on PostgreSQL and for about fifty on SQLite.
    """
    # PostgreSQL refuses to write one row over itself within one statement.
    once = {draft.once: draft for draft in drafts}
    messages = [_rendered(draft, at, not_before or at) for draft in once.values()]
    # Writing "once" over itself passes over a repeated message and nothing else: to ignore
    # conflicts altogether would, on SQLite, also pass over a message that breaks a constraint.
    OutboxMessage.objects.bulk_create(
        messages,
        batch_size=MESSAGES_AT_ONCE,
        update_conflicts=True,
        unique_fields=["once"],
        update_fields=["once"],
    )
    if messages:
        transaction.on_commit(wake)


def _rendered(draft: Draft, at: datetime, send_at: datetime) -> OutboxMessage:
    kind = catalogue.kind_of(draft.template)
    rendered = catalogue.render(draft.template, draft.language, draft.values)
    address = _usable(draft.to)
    return OutboxMessage(
        once=draft.once,
        template=draft.template,
        process_code=draft.process_code,
        subject_ref=draft.subject_ref,
        recipient=address,
        recipient_index=blind_index(address),
        language=draft.language,
        subject=rendered.subject,
        body=rendered.body,
        urgent=kind.urgent,
        queued_at=at,
        next_attempt_at=send_at,
        erase_after=at + kind.kept,
    )


def _usable(address: str) -> str:
    try:
        validate_email(address.strip())
    except ValidationError:
        raise DomainError(
            "address_unusable", _("This e-mail address cannot be used."), "email"
        ) from None
    return address.strip()


def deliver_due(*, at: datetime, limit: int = BATCH) -> Delivered:
    """Send what is due, at most `limit` messages, one after another; never any of them twice.

    Each is claimed in a short transaction of its own, sent outside of any, and marked. A
    deliverer that dies in between leaves its one message "being sent", which `fail_abandoned`
    later hands to a person. 1 statement where nothing is due, otherwise 3 per message.
    """
    if not OutboxMessage.objects.due(at).exists():
        return Delivered()
    endings: Counter[str] = Counter()
    try:
        with Transport() as transport:
            while endings.total() < limit and (message := _claim_next(at)):
                fate = transport.send(message)
                endings[_settle(message, fate, at)] += 1
                if fate.failure in {rules.CONNECTION_LOST, rules.MAY_HAVE_BEEN_SENT}:
                    break
    except ServerAway as away:
        log.warning("mail_server_away", reason=str(away))
        return Delivered(server_away=True)
    return Delivered(
        sent=endings["sent"],
        deferred=endings["queued"],
        failed=endings["failed"],
        bounced=endings["bounced"],
    )


def _claim_next(at: datetime) -> OutboxMessage | None:
    """Take the next due message for this deliverer alone (3 statements).

    PostgreSQL passes over rows that another deliverer holds; on both engines the update asks
    again whether the row is still queued, and only its winner finds its own claim in it.
    """
    transition, claim = WORKFLOW["claim"], secrets.token_hex(16)
    with transaction.atomic():
        due = OutboxMessage.objects.due(at).select_for_update(skip_locked=True)
        found = due.values_list("pk", "attempts").first()
        if found is None:
            return None
        OutboxMessage.objects.filter(pk=found[0], state__in=transition.sources).update(
            state=transition.target, claim=claim, claimed_at=at, attempts=found[1] + 1
        )
    return OutboxMessage.objects.filter(pk=found[0], claim=claim).first()


def _settle(message: OutboxMessage, fate: rules.Fate, at: datetime) -> str:
    """Mark what became of a claimed message and return its state (1 statement).

    Changes nothing where the claim has been taken away in the meantime.
    """
    wait = rules.wait_after(message.attempts) if fate.transition == "defer" else None
    name = "give_up" if fate.transition == "defer" and wait is None else fate.transition
    WORKFLOW.move(message, name, Facts())
    OutboxMessage.objects.filter(pk=message.pk, claim=message.claim, state="sending").update(
        state=message.state,
        failure=fate.failure,
        sent_at=at if message.state == "sent" else None,
        next_attempt_at=at + wait if wait else message.next_attempt_at,
    )
    return message.state


def fail_abandoned(*, at: datetime) -> int:
    """Give up messages whose deliverer died while sending, and return how many (1-2 statements).

    They may have been sent. So they are not sent again by themselves: a person decides.
    """
    abandoned = OutboxMessage.objects.filter(
        state__in=WORKFLOW["give_up"].sources, claimed_at__lte=at - rules.ABANDONED_AFTER
    )
    if not abandoned.exists():
        return 0
    return abandoned.update(state=WORKFLOW["give_up"].target, failure=rules.MAY_HAVE_BEEN_SENT)


@record.action
def retry_message(*, message_id: int, process_code: str, by: Actor, at: datetime) -> OutboxMessage:
    """Queue a failed or refused message of a process again, by a person's decision.

    Raises `OutboxMessage.DoesNotExist` for one of another process, `DomainError` for a refusal.
    """
    transition = WORKFLOW["retry"]
    by.may(transition.capability, process_code).require()
    message = OutboxMessage.objects.select_for_update().get(
        pk=message_id, process_code=process_code
    )
    WORKFLOW.move(message, "retry", Facts(erased=message.erased_at is not None))
    record.write(
        process_code=process_code,
        verb=transition.record,
        subject=message.subject_ref,
        actor_key=by.key,
        at=at,
        facts={"template": message.template, "attempts": message.attempts},
    )
    message.attempts, message.failure, message.next_attempt_at = 0, "", at
    message.save(update_fields=["state", "attempts", "failure", "next_attempt_at"])
    transaction.on_commit(wake)
    return message


@transaction.atomic
def erase_messages(*, at: datetime, by: Actor = SYSTEM) -> int:
    """Erase recipient, subject and text of messages whose date has come; return how many.

    What remains says that a message of this kind was sent about this subject. Leaves a ledger
    entry where anything was erased (2 statements, 1 where nothing is due).
    """
    erased = OutboxMessage.objects.erasable(at).update(
        recipient="", recipient_index="", subject="", body="", erased_at=at
    )
    if erased:
        record.write(
            process_code="installation",
            verb=vocabulary.MAIL_ERASED.name,
            subject="outbox",
            actor_key=by.key,
            at=at,
            facts={"messages": erased},
        )
    return erased


def recall_messages(
    *,
    process_code: str,
    template: str,
    queued_at: datetime,
    subject_refs: Collection[str],
    at: datetime,
) -> set[str]:
    """Drop messages of one occasion that are not sent yet; return about whom one may have gone out.

    What is dropped is erased as well: nobody sends it by hand. Runs within its caller's
    transaction, whose ledger entry stands for it: 2 statements.
    """
    messages = OutboxMessage.objects.filter(
        process_code=process_code,
        template=template,
        queued_at=queued_at,
        subject_ref__in=subject_refs,
    )
    drop = WORKFLOW["drop"]
    messages.filter(state__in=drop.sources, attempts=0).update(
        state=drop.target,
        failure=rules.TAKEN_BACK,
        recipient="",
        recipient_index="",
        subject="",
        body="",
        erased_at=at,
    )
    gone_out = messages.exclude(failure=rules.TAKEN_BACK)
    return set(gone_out.values_list("subject_ref", flat=True))


def forget_recipient(account: Account, at: datetime) -> None:
    """Erase the messages to an account's address; one that is still queued is never sent.

    Runs within the action that forgets the account, whose ledger entry stands for it: 2 statements.
    """
    messages = OutboxMessage.objects.filter(recipient_index=blind_index(account.email))
    drop = WORKFLOW["drop"]
    messages.filter(state__in=drop.sources).update(
        state=drop.target, failure=rules.RECIPIENT_FORGOTTEN
    )
    messages.exclude(state="sending").update(
        recipient="", recipient_index="", subject="", body="", erased_at=at
    )

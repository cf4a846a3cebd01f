"""Lists before Member States: frozen versions, their silence, objections, replies, decisions."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from antechamber.accreditation.lists.states import (
    BEFORE_CIRCULATION,
    FINAL,
    Channel,
    ListKind,
    ListState,
    Outcome,
    Ruling,
    Standing,
)
from antechamber.people.encryption import EncryptedTextField
from antechamber.processes.models import Modalities, Process


def new_objection_key() -> str:
    """Return an opaque key: what the ledger calls an objection, without saying whose it is."""
    return "b_" + secrets.token_hex(8)


def new_salt() -> str:
    """Return a secret that hides what a commitment in the ledger is about."""
    return secrets.token_hex(32)


class CandidateList(models.Model):
    """A list of organizations proposed to Member States, from its draft to its publication.

    From `frozen_at` on the database refuses any change of its content; a wrong list is discarded
    before circulation and composed anew, or answered by a supplementary one after it.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="candidate_lists")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=ListKind.choices)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=16, choices=ListState.choices, default=ListState.DRAFTING)
    revision = models.PositiveIntegerField(default=0, help_text="Grows with every act.")
    changed_at = models.DateTimeField(help_text="The latest act: time does not run back.")
    composed_by = models.CharField(max_length=40)
    composed_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=40, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    modalities = models.ForeignKey(
        Modalities,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="candidate_lists",
        help_text="The rules in force when it was frozen: they hold to its end.",
    )
    content_digest = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict, help_text="Entries by category and by region.")
    signed_off_by = models.CharField(max_length=40, blank=True)
    signed_off_at = models.DateTimeField(null=True, blank=True)
    circulated_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    final_digest = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    manifest_digest = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["process", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["process", "number"], name="list_number_once"),
            models.UniqueConstraint(
                fields=["process"],
                condition=Q(kind=ListKind.PROPOSED) & ~Q(state=ListState.DISCARDED),
                name="list_proposed_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ListState.DRAFTING, ListState.DISCARDED])
                | (
                    Q(frozen_at__isnull=False, modalities__isnull=False)
                    & ~Q(content_digest="")
                    & ~Q(frozen_by="")
                ),
                name="list_frozen_has_time_rules_digest",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by="")
                | (
                    ~Q(signed_off_by=models.F("composed_by"))
                    & ~Q(signed_off_by=models.F("frozen_by"))
                ),
                name="list_is_signed_off_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted({*BEFORE_CIRCULATION, ListState.DISCARDED}))
                | (Q(circulated_at__isnull=False) & ~Q(signed_off_by="")),
                name="list_circulated_was_signed_off",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(FINAL))
                | (Q(issued_at__isnull=False, closed_at__isnull=False) & ~Q(final_digest="")),
                name="list_final_has_time_and_digest",
            ),
        ]

    def __str__(self) -> str:
        """Return the public number. Needs `process` loaded."""
        return f"{self.process.reference_prefix}-L-{self.number:02d}"


class SilenceEnd(models.Model):
    """One end of the time to object, announced at an instant. Earlier ones stay in the history."""

    candidate_list = models.ForeignKey(
        CandidateList, on_delete=models.PROTECT, related_name="silence_ends"
    )
    falls_at = models.DateTimeField()
    announced_at = models.DateTimeField()
    announced_by = models.CharField(max_length=40)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["announced_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["candidate_list", "announced_at"], name="silence_end_once_a_moment"
            ),
            models.CheckConstraint(
                condition=Q(falls_at__gt=models.F("announced_at")), name="silence_end_is_ahead"
            ),
        ]

    def __str__(self) -> str:
        return self.falls_at.isoformat()


class ListEntry(models.Model):
    """An organization on a list, with the facts that Member States were given. No persons.

    Position and facts are written when the list is frozen, and never again. The outcome is
    written when the final list is issued.
    """

    candidate_list = models.ForeignKey(
        CandidateList, on_delete=models.PROTECT, related_name="entries"
    )
    application = models.ForeignKey(
        "accreditation.Application", on_delete=models.PROTECT, related_name="list_entries"
    )
    added_by = models.CharField(max_length=40)
    position = models.PositiveIntegerField(null=True, blank=True)
    name = models.CharField(max_length=500, blank=True)
    country = models.CharField(max_length=2, blank=True)
    home_page = models.CharField(max_length=500, blank=True)
    category_code = models.CharField(max_length=40, blank=True)
    is_live = models.BooleanField(default=True, help_text="Keeps its name off every other list.")
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    outcome_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        verbose_name_plural = "list entries"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["candidate_list", "application"], name="entry_stands_once_on_a_list"
            ),
            models.UniqueConstraint(
                fields=["candidate_list", "position"], name="entry_position_once"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(is_live=True),
                name="entry_stands_on_one_live_list",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position or ''} {self.name}".strip()


class Objection(models.Model):
    """A Member State's objection to one entry. Who and why are told only as the modalities say.

    The ledger keeps a commitment to state, basis and confidentiality under `salt`; see
    `commitments`.
    """

    key = models.CharField(max_length=24, unique=True, default=new_objection_key)
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="objections")
    state_code = models.CharField(max_length=3, help_text="ISO 3166 alpha-3 of the State.")
    received_at = models.DateTimeField(help_text="When it reached the President's office.")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    basis = EncryptedTextField(blank=True)
    is_confidential = models.BooleanField(default=False)
    standing = models.CharField(max_length=20, choices=Standing.choices, default=Standing.RECEIVED)
    salt = models.CharField(max_length=64, default=new_salt)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["received_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry", "state_code"],
                condition=~Q(standing=Standing.WITHDRAWN),
                name="objection_of_a_state_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(standing=Standing.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(standing=Standing.WITHDRAWN) & Q(withdrawn_at=None)),
                name="objection_withdrawn_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=models.F("received_at")),
                name="objection_is_received_before_it_is_recorded",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def state(self) -> Any:
        """Return the standing under the name by which `workflow.move` knows it."""
        return self.standing

    @state.setter
    def state(self, standing: str) -> None:
        self.standing = standing


class Inquiry(models.Model):
    """A Member State's question who objected to an entry, and that it was answered.

    The answer is no text: from then on the State sees of the objections recorded before what the
    modalities tell on request. The ledger keeps a commitment to the State under `salt`.
    """

    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="inquiries")
    state_code = models.CharField(max_length=3, help_text="ISO 3166 alpha-3 of the State.")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    salt = models.CharField(max_length=64, default=new_salt)

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        verbose_name_plural = "inquiries"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry", "state_code"],
                condition=Q(answered_at=None),
                name="inquiry_of_a_state_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by="")
                | (
                    Q(answered_at__isnull=False, answered_at__gte=models.F("asked_at"))
                    & ~Q(answered_by="")
                ),
                name="inquiry_is_answered_after_it_is_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"inquiry of {self.entry_id}"


class Reply(models.Model):
    """What an organization answered to the objections against it; it travels with the entry."""

    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="replies")
    text = EncryptedTextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    salt = models.CharField(max_length=64, default=new_salt)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        verbose_name_plural = "replies"

    def __str__(self) -> str:
        return f"reply of {self.entry_id}"


class EntryDecision(models.Model):
    """What the deciding body said about one entry. Never changed: a later one is another row."""

    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="decisions")
    ruling = models.CharField(max_length=10, choices=Ruling.choices)
    policy = models.CharField(max_length=40, help_text="The rule `objection_outcome` it was under.")
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40)
    words_digest = models.CharField(max_length=64, help_text="Of its reason, in the record.")

    class Meta:
        ordering: ClassVar = ["decided_at", "id"]

    def __str__(self) -> str:
        return f"{self.ruling} {self.entry_id}"

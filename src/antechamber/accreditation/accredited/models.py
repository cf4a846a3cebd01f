"""Accreditations after the decision, and what was said about changes in the rosters."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from antechamber.accreditation.accredited.states import LIVE, AccreditedState
from antechamber.organizations.models import Organization
from antechamber.processes.models import Process


class Accreditation(models.Model):
    """An organization's right to take part in a process, from one instant to another.

    It rests on an application that came through a list, or on an accreditation to an earlier
    process. `name` is the name under which the process knows the organization: a renaming changes
    it when a person confirms it, and what was circulated stays on the list. Its dated standing,
    with every suspension as a hole, is in the organization's `Status` rows of the process.
    """

    number = models.CharField(max_length=32, unique=True, help_text="That of the application.")
    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="accreditations")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="accreditations"
    )
    application = models.OneToOneField(
        "accreditation.Application",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accreditation",
    )
    carried_from = models.CharField(
        max_length=40, blank=True, help_text="Code of the earlier process, if it rests on one."
    )
    asked_at = models.DateTimeField(help_text="When it applied, or came and was told to wait.")
    name = models.CharField(max_length=500)
    state = models.CharField(
        max_length=12, choices=AccreditedState.choices, default=AccreditedState.ACTIVE
    )
    reason_code = models.CharField(max_length=40, blank=True, help_text="Why not in force.")
    revision = models.PositiveIntegerField(default=0, help_text="Grows with every act.")
    changed_at = models.DateTimeField(help_text="The latest act: time does not run back.")
    is_interim = models.BooleanField(
        default=False, help_text="It began as an interim one (ECOSOC 1996/31)."
    )
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the body decided about an interim one."
    )
    since = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["process", "organization"],
                condition=Q(state__in=sorted(LIVE)),
                name="accreditation_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(application__isnull=False, carried_from="")
                | (Q(application=None) & ~Q(carried_from="")),
                name="accreditation_rests_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state=AccreditedState.SUSPENDED, suspended_at__isnull=False)
                | (~Q(state=AccreditedState.SUSPENDED) & Q(suspended_at=None)),
                name="accreditation_suspended_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state=AccreditedState.ENDED, until__isnull=False)
                | (~Q(state=AccreditedState.ENDED) & Q(until=None)),
                name="accreditation_ended_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state=AccreditedState.ACTIVE, reason_code="")
                | (~Q(state=AccreditedState.ACTIVE) & ~Q(reason_code="")),
                name="accreditation_not_in_force_says_why",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(is_interim=True),
                name="accreditation_confirmed_was_interim",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="accreditation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None)
                | (Q(state=AccreditedState.ENDED) & ~Q(merged_into=models.F("id"))),
                name="accreditation_merged_has_ended",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["process", "state", "name"], name="accreditation_by_name")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_provisional(self) -> bool:
        """Say whether the body that decides has still to do so."""
        return self.is_interim and self.confirmed_at is None


class HandledChange(models.Model):
    """A change in the rosters about which an officer did something: it waits no longer.

    `subject` is the number or key of what it concerns, `change` says which change of it, with its
    day or name, so that the next one waits again.
    """

    class Answer(models.TextChoices):
        """What was done about it where no act upon an accreditation followed."""

        SET_ASIDE = "set_aside"
        TOLD = "told"

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="handled_changes")
    subject = models.CharField(max_length=40)
    change = models.CharField(max_length=80)
    answer = models.CharField(max_length=12, choices=Answer.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["process", "subject", "change"], name="change_is_handled_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.change}"

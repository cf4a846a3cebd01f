"""The mandate as data: a process, its modalities, calls, meetings, facilitators and publications.

The process's words (categories, facilitators, roles of meetings) are rows, not enums. Texts that
people read in several languages are i18n fields.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField


class Standing(models.TextChoices):
    """How far a fact can be relied on; pages say so wherever it is not simply stated."""

    STATED = "stated", _("Stated by the source")
    INFERRED = "inferred", _("Inferred from the sources")
    ASSUMED = "assumed", _("Assumed: the sources do not say")
    UNCONFIRMED = "unconfirmed", _("Not confirmed by a source")


class Process(models.Model):
    """One mandate with its rule set and meetings, e.g. the GCM preparatory process.

    `revision` grows with every change a public page could show: it names cached pages.
    """

    code = models.SlugField(max_length=40, unique=True)
    reference_prefix = models.CharField(max_length=12, help_text="Begins every number: GCM.")
    name = I18nCharField(max_length=500)
    short_name = I18nCharField(max_length=200)
    summary = I18nTextField()
    convener = I18nCharField(max_length=300)
    zone = models.CharField(max_length=64, help_text="The clock of every deadline.")
    contact_email = models.EmailField()
    answer_days = models.PositiveSmallIntegerField(help_text="Days in which everyone is answered.")
    revision = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "processes"

    def __str__(self) -> str:
        return self.code


class Modalities(models.Model):
    """A version of the rules: draft, adopted, superseded. Decisions keep the version they used.

    A version of a process file may hold before its adoption, as Member States agreed on a draft.
    One that was written at the desk is `based_on` another and acts only from `adopted_at`, which
    may lie ahead. `written_by` holds the keys of all who wrote it, each followed by a space.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="modalities")
    version = models.PositiveIntegerField()
    symbol = models.CharField(max_length=80, help_text="A/RES/71/280")
    title = I18nCharField(max_length=500)
    source_url = models.URLField(max_length=500, blank=True)
    drafted_at = models.DateTimeField()
    adopted_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="drafts"
    )
    written_by = models.TextField(blank=True, default="")
    revision = models.PositiveIntegerField(default=0, help_text="Grows with every change of it.")
    adopted_by = models.CharField(max_length=40, blank=True, default="")
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "modalities"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["process", "version"], name="modalities_version_once"),
            models.CheckConstraint(
                condition=models.Q(superseded_at=None)
                | models.Q(superseded_at__gte=models.F("drafted_at")),
                name="modalities_superseded_after_draft",
            ),
            models.UniqueConstraint(
                fields=["process"],
                condition=models.Q(based_on__isnull=False, adopted_at=None, discarded_at=None),
                name="modalities_one_draft_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(adopted_by="")
                | ~models.Q(written_by__contains=models.F("adopted_by")),
                name="modalities_are_adopted_by_another_person",
            ),
            models.CheckConstraint(
                condition=models.Q(adopted_at=None) | models.Q(discarded_at=None),
                name="modalities_adopted_are_not_discarded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} v{self.version}"

    @property
    def writers(self) -> frozenset[str]:
        """Return the keys of all who wrote it at the desk; none where it came from a file."""
        return frozenset(self.written_by.split())


class Rule(models.Model):
    """One typed rule of the modalities with the paragraph it comes from.

    `kind` is one of `modalities.RULE_KINDS`, which says what `value` must look like.
    """

    modalities = models.ForeignKey(Modalities, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=60)
    value = models.JSONField()
    paragraph = models.CharField(max_length=120)
    source_url = models.URLField(max_length=500, blank=True)
    standing = models.CharField(max_length=12, choices=Standing.choices, default=Standing.STATED)
    note = I18nTextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["modalities", "kind"], name="rule_stands_once")
        ]

    def __str__(self) -> str:
        return self.kind


class Facilitator(models.Model):
    """An entity that looks after some categories of stakeholders, e.g. UN-NGLS."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="facilitators")
    code = models.SlugField(max_length=40)
    name = I18nCharField(max_length=300)
    short_name = models.CharField(max_length=60)
    contact_email = models.EmailField()
    home_page = models.URLField(max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["process", "code"], name="facilitator_code_once")
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def scope(self) -> str:
        """Return the scope of grants that reach this facilitator. Needs `process` loaded."""
        return f"{self.process.code}/{self.code}"


class Category(models.Model):
    """A kind of stakeholder in this process, and who looks after it."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="categories")
    code = models.SlugField(max_length=40)
    name = I18nCharField(max_length=300)
    hint = I18nCharField(max_length=500, blank=True)
    facilitator = models.ForeignKey(
        Facilitator, on_delete=models.PROTECT, related_name="categories"
    )
    source_url = models.URLField(max_length=500, blank=True)
    standing = models.CharField(max_length=12, choices=Standing.choices, default=Standing.STATED)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "code"]
        verbose_name_plural = "categories"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["process", "code"], name="category_code_once")
        ]

    def __str__(self) -> str:
        return self.code


class Call(models.Model):
    """A window in which something can be handed in. Whether it is open is asked, never stored."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="calls")
    code = models.SlugField(max_length=40)
    kind = models.CharField(max_length=40, help_text="accreditation")
    title = I18nCharField(max_length=300)
    opens_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    grace_seconds = models.PositiveIntegerField(
        default=0, help_text="Stated grace after the deadline for what was under way."
    )
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["process", "code"], name="call_code_once")
        ]

    def __str__(self) -> str:
        return self.code


class Deadline(models.Model):
    """One deadline of a call, announced at an instant. The latest one announced is in force."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="deadlines")
    falls_at = models.DateTimeField()
    announced_at = models.DateTimeField()
    announced_by = models.CharField(max_length=40)
    reason = I18nCharField(max_length=500, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    standing = models.CharField(max_length=12, choices=Standing.choices, default=Standing.STATED)

    class Meta:
        ordering: ClassVar = ["announced_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "announced_at"], name="deadline_once_a_moment"),
        ]

    def __str__(self) -> str:
        return self.falls_at.isoformat()


class Meeting(models.Model):
    """A thematic session, hearing or other meeting, on days of its own place's clock.

    `starts_on` is empty where no source states the day: the calendar then says so.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="meetings")
    code = models.SlugField(max_length=40)
    kind = models.CharField(max_length=40, help_text="thematic_session, hearing, conference …")
    title = I18nCharField(max_length=500)
    theme = I18nTextField(blank=True)
    city = I18nCharField(max_length=120, blank=True)
    venue = I18nCharField(max_length=300, blank=True)
    zone = models.CharField(max_length=64)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    apply_by = models.DateTimeField(null=True, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    standing = models.CharField(max_length=12, choices=Standing.choices, default=Standing.STATED)
    sequence = models.PositiveIntegerField(default=0, help_text="Grows with every change of it.")

    class Meta:
        ordering: ClassVar = ["starts_on", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["process", "code"], name="meeting_code_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="meeting_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def days(self) -> tuple[date, date] | None:
        """Return the first and the last day, None where no source states them."""
        if self.starts_on is None or self.ends_on is None:
            return None
        return self.starts_on, self.ends_on


class Publication(models.Model):
    """A news item, a document or a standing page of the process's public site."""

    class Kind(models.TextChoices):
        """What it is, which decides where it stands."""

        NEWS = "news"
        DOCUMENT = "document"
        PAGE = "page"

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="publications")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    slug = models.SlugField(max_length=80)
    title = I18nCharField(max_length=300)
    summary = I18nTextField(blank=True)
    body = I18nTextField(blank=True)
    symbol = models.CharField(max_length=80, blank=True)
    url = models.URLField(max_length=500, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-published_at", "slug"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["process", "slug"], name="publication_slug_once")
        ]

    def __str__(self) -> str:
        return self.slug

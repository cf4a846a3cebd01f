"""The ledger's tables: entries that nobody can change, the words they refer to, and their seals."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from antechamber.record.canonical import entry_document
from antechamber.record.seals import Statement


class Entry(models.Model):
    """One decision, for ever. Written by `actions.write`, refused to change by the database.

    Holds no personal data: people stand by opaque key, free text by the hash of a `Words` row.
    """

    process_code = models.CharField(max_length=40)
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    actor_key = models.CharField(max_length=40)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    words_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["process_code", "subject", "id"], name="entry_of_subject"),
            models.Index(fields=["process_code", "verb", "id"], name="entry_of_verb"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(verb="") & ~models.Q(subject="") & ~models.Q(actor_key=""),
                name="entry_says_who_did_what_to_what",
            )
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.verb} {self.subject}"

    @property
    def document(self) -> dict[str, Any]:
        """Return the entry as the JSON object that its digest and its seal cover."""
        return entry_document(
            process_code=self.process_code,
            verb=self.verb,
            subject=self.subject,
            actor_key=self.actor_key,
            at=self.at,
            facts=self.facts,
            words_digest=self.words_digest,
        )


class Words(models.Model):
    """Free text of an entry (a reason, a note), apart from it so that it can be forgotten.

    The entry keeps `digest`, a hash over a secret salt and the text: with the row gone, nothing
    in the ledger tells what it said, and the seals still hold.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    salt = models.CharField(max_length=64)
    text = models.TextField()

    class Meta:
        verbose_name_plural = "words"

    def __str__(self) -> str:
        return self.text[:60]


class WaitingEntry(models.Model):
    """An entry that no seal covers yet. Noted by the database itself, taken away by the sealer.

    A transaction may commit after one whose entry has a higher id, so an id does not tell which
    entries are sealed; this table does.
    """

    entry_id = models.BigIntegerField(primary_key=True)
    process_code = models.CharField(max_length=40)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["process_code", "entry_id"], name="waiting_first")
        ]
        verbose_name_plural = "waiting entries"

    def __str__(self) -> str:
        return str(self.entry_id)


class Log(models.Model):
    """A process's log. Holds nothing: whoever seals locks its row, so that one seals at a time."""

    process_code = models.CharField(max_length=40, primary_key=True)

    def __str__(self) -> str:
        return self.process_code


class SealedEntry(models.Model):
    """The place of an entry in its process's log, counted from 0, fixed when it was sealed.

    No foreign key: the place outlives an entry that somebody drops, and so names it.
    """

    process_code = models.CharField(max_length=40)
    position = models.BigIntegerField()
    entry_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["process_code", "position"], name="place_of_one_entry_in_a_log"
            ),
            models.CheckConstraint(condition=models.Q(position__gte=0), name="place_from_zero"),
        ]
        verbose_name_plural = "sealed entries"

    def __str__(self) -> str:
        return f"{self.process_code} {self.position}"


class Subtree(models.Model):
    """The hash of a full subtree of 256 leaves (level 8), 65,536 (16) and so on.

    It spares a proof the reading of the whole log. See `merkle.KEPT_LEVELS`.
    """

    process_code = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["process_code", "level", "index"], name="subtree_of_one_place_in_a_log"
            )
        ]

    def __str__(self) -> str:
        return f"{self.process_code} {self.level}/{self.index}"


class Seal(models.Model):
    """A signed statement that the first `size` entries of a process have this root.

    `peaks` are what the next seal goes on from; the root is made of them.
    """

    process_code = models.CharField(max_length=40)
    number = models.BigIntegerField(help_text="Counted from 1 in each process.")
    size = models.BigIntegerField(help_text="Entries covered, with those of all earlier seals.")
    root = models.CharField(max_length=64)
    previous_root = models.CharField(max_length=64, blank=True)
    peaks = models.JSONField()
    sealed_at = models.DateTimeField()
    signature = models.CharField(max_length=128, help_text="Ed25519, hex.")
    key = models.CharField(max_length=44, help_text="The public key that signed, base64.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["process_code", "number"], name="seal_number_once"),
            models.UniqueConstraint(fields=["process_code", "size"], name="seal_size_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, size__gte=1), name="seal_of_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.process_code} {self.number}"

    @property
    def statement(self) -> Statement:
        """Return what the seal states."""
        return Statement(
            process_code=self.process_code,
            number=self.number,
            size=self.size,
            root=self.root,
            previous_root=self.previous_root,
            at=self.sealed_at,
        )

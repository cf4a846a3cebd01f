"""What a check of the record found, in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _, gettext_lazy

from antechamber.record.verification import (
    EntryFault,
    FalseEntry,
    FalseSeal,
    SealFault,
    Verification,
)

ENTRY_WORDS: Final = {
    EntryFault.CHANGED: gettext_lazy("The first false entry was changed: %(which)s."),
    EntryFault.DROPPED: gettext_lazy("The first false entry was dropped: %(which)s."),
    EntryFault.INSERTED: gettext_lazy("The first false entry was inserted: %(which)s."),
}
SEAL_WORDS: Final = {
    SealFault.MISSING: gettext_lazy("Seal %(number)s does not follow the one before: one is gone."),
    SealFault.SIGNATURE: gettext_lazy("Seal %(number)s was changed: its signature does not fit."),
    SealFault.KEY: gettext_lazy("Seal %(number)s is signed by a key that is not trusted."),
    SealFault.LINK: gettext_lazy("Seal %(number)s does not name the root of the one before."),
    SealFault.ROOT: gettext_lazy(
        "Seal %(number)s does not fit: among the entries number %(first)s to %(last)s, "
        "one was changed, dropped or inserted."
    ),
    SealFault.PEAKS: gettext_lazy("What seal %(number)s keeps for the next one was changed."),
}


def fault_lines(found: Verification, entry: FalseEntry | None) -> list[str]:
    """Say what is false: an entry, a seal, a stored hash, a copied root. Empty where nothing is."""
    lines = [_entry_words(entry)] if entry else []
    if found.seal:
        lines.append(_seal_words(found.seal))
    if found.subtree:
        lines.append(
            _("The stored hash of the entries number %(first)s to %(last)s is false.")
            % {"first": found.subtree.span.start + 1, "last": found.subtree.span.end}
        )
    if found.false_copy is not None:
        lines.append(
            _("The record does not begin as it did when its root at %(size)s was copied.")
            % {"size": found.false_copy}
        )
    return lines


def _entry_words(false: FalseEntry) -> str:
    number = None if false.position is None else false.position + 1
    if number is None:
        which = _("id %(id)s, not sealed") % {"id": false.entry_id}
    elif false.entry_id is None:
        which = _("number %(number)s") % {"number": number}
    else:
        which = _("number %(number)s, id %(id)s") % {"number": number, "id": false.entry_id}
    return ENTRY_WORDS[false.fault] % {"which": which}


def _seal_words(false: FalseSeal) -> str:
    return SEAL_WORDS[false.fault] % {
        "number": false.number,
        "first": false.span.start + 1,
        "last": false.span.end,
    }

"""Forgetting the free words of entries, which stay true without them."""

from __future__ import annotations

from collections.abc import Collection

from antechamber.record.models import Entry, Words


def forget_words(*, process_code: str, subject: str, verbs: Collection[str]) -> int:
    """Delete the words of a subject's entries of some verbs; return how many there were.

    For use within an action, which writes its own entry (2 statements). The entries and their
    digests stay, and tell nothing without the salt that goes with the words.
    """
    entries = Entry.objects.filter(process_code=process_code, subject=subject, verb__in=verbs)
    digests = list(entries.exclude(words_digest="").values_list("words_digest", flat=True))
    forgotten, _by_model = Words.objects.filter(digest__in=digests).delete()
    return forgotten

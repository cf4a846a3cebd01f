"""The effect of the rule about the length of texts. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from antechamber.accreditation.effects.values import Case, Effect, Finding, effect
from antechamber.processes.rule_words import LIMITED_TEXTS


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was handed in, with its number of words. `kind` is one of `LIMITED_TEXTS`."""

    kind: str
    words: int
    case: Case


def word_limits(
    before: Mapping[str, int], after: Mapping[str, int], texts: Sequence[Text]
) -> Effect:
    """Say which texts that were handed in are longer than the new limits, and not than the old."""
    findings: list[Finding | None] = []
    for kind in LIMITED_TEXTS:
        if before.get(kind) != after.get(kind):
            longer = [
                each
                for each in texts
                if each.kind == kind and _fits(each, before) and not _fits(each, after)
            ]
            fitting = [
                each
                for each in texts
                if each.kind == kind and _fits(each, after) and not _fits(each, before)
            ]
            findings.append(Finding(_longer(kind, len(longer)), _with_words(longer)))
            findings.append(_would_fit(kind, len(fitting)))
    return effect(
        findings,
        _("What was handed in stays whole, and is not asked for again."),
        _("The form of application keeps its own limits until a new version of it is published."),
        _("Replies to objections keep the limit of the rules under which their list was frozen."),
    )


def _fits(text: Text, limits: Mapping[str, int]) -> bool:
    limit = limits.get(text.kind)
    return limit is None or text.words <= limit


def _longer(kind: str, count: int) -> str:
    return ngettext(
        "%(count)d text would be too long: %(kind)s.",
        "%(count)d texts would be too long: %(kind)s.",
        count,
    ) % {"count": count, "kind": LIMITED_TEXTS[kind]}


def _would_fit(kind: str, count: int) -> Finding | None:
    if not count:
        return None
    words = ngettext(
        "%(count)d text was longer than allowed, and would not be: %(kind)s.",
        "%(count)d texts were longer than allowed, and would not be: %(kind)s.",
        count,
    )
    return Finding(words % {"count": count, "kind": LIMITED_TEXTS[kind]})


def _with_words(texts: Sequence[Text]) -> tuple[Case, ...]:
    return tuple(
        Case(
            each.case.name,
            each.case.reference,
            ngettext("%(count)d word", "%(count)d words", each.words) % {"count": each.words},
        )
        for each in sorted(texts, key=lambda each: -each.words)
    )

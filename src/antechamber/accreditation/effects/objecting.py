"""The effect of the rules about objections: what they do, who learns of them. Pure.

A frozen list holds its own rules to its end: about such a list these functions say what the changed
rule would do to one like it, and that it does not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from antechamber.accreditation.effects.listing import Drawn, kept
from antechamber.accreditation.effects.values import Case, Effect, Finding, effect
from antechamber.accreditation.lists.outcomes import final_list
from antechamber.accreditation.lists.published_files import Course
from antechamber.accreditation.lists.states import ON_FINAL_LIST
from antechamber.accreditation.lists.visibility import Seen, Sight, Viewer, may_see
from antechamber.processes.modalities import RuleSet
from antechamber.processes.rule_words import SECOND_PERSON, ObjectionOutcome

VIEWERS: Final[Mapping[Viewer, str | Promise]] = {
    Viewer.OTHER_STATE: gettext_lazy("Other Member States"),
    Viewer.ORGANIZATION: gettext_lazy("The organization"),
    Viewer.OFFICER: gettext_lazy("Officers"),
    Viewer.PUBLIC: gettext_lazy("The public"),
}


@dataclass(frozen=True, slots=True)
class Played:
    """A frozen list with what happened to it so far, and the name of each entry."""

    number: str
    course: Course
    names: Mapping[str, str]


def outcome(after: ObjectionOutcome, lists: Sequence[Played]) -> Effect:
    """Say who would be left off, kept on, or left open if each frozen list were under the rule."""
    findings: list[Finding | None] = []
    for each in lists:
        findings += _outcomes(each, after)
    if not findings:
        findings = [Finding(_("No name on a frozen list would have another outcome."))]
    return effect(
        findings,
        *(
            _("List %(number)s is frozen and holds its own rules to its end.")
            % {"number": each.number}
            for each in lists
        ),
        _("The rule holds for lists that are frozen from its day of force."),
    )


def _outcomes(played: Played, after: ObjectionOutcome) -> list[Finding | None]:
    course = played.course
    as_it_is = {line.reference: line.outcome in ON_FINAL_LIST for line in course.final().lines}
    under_it = final_list(course.entries, course.objections, course.decisions, after)
    would_be = {line.reference: line.outcome in ON_FINAL_LIST for line in under_it.lines}
    off = [each for each in would_be if as_it_is[each] and not would_be[each]]
    on = [each for each in would_be if would_be[each] and not as_it_is[each]]
    return [_named(_left_off, played, off), _named(_kept_on, played, on)]


def _named(
    words: Callable[[int], str], played: Played, references: Sequence[str]
) -> Finding | None:
    if not references:
        return None
    return Finding(
        words(len(references)) % {"count": len(references), "number": played.number},
        tuple(Case(played.names[each], each) for each in references),
    )


def _left_off(count: int) -> str:
    return ngettext(
        "Under the rule, %(count)d name of list %(number)s would not be on the final list today.",
        "Under the rule, %(count)d names of list %(number)s would not be on the final list today.",
        count,
    )


def _kept_on(count: int) -> str:
    return ngettext(
        "Under the rule, %(count)d name more of list %(number)s would be on the final list today.",
        "Under the rule, %(count)d names more of list %(number)s would be on the final list today.",
        count,
    )


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection that stands, as far as its visibility depends on it."""

    has_basis: bool
    is_confidential: bool


def basis_required(
    *, after: bool, objections: Sequence[Objected], lists: Sequence[Drawn]
) -> Effect:
    """Say how many objections that stand have no basis."""
    bare = sum(not each.has_basis for each in objections)
    words = (
        ngettext(
            "%(count)d objection that stands states no basis. One like it would be refused.",
            "%(count)d objections that stand state no basis. Ones like them would be refused.",
            bare,
        )
        if after
        else ngettext(
            "%(count)d objection that stands states no basis. One like it would be taken.",
            "%(count)d objections that stand state no basis. Ones like them would be taken.",
            bare,
        )
    )
    return effect([Finding(words % {"count": bare})], *kept(lists))


def visibility(
    before: RuleSet, after: RuleSet, objections: Sequence[Objected], lists: Sequence[Drawn]
) -> Effect:
    """Say to whom objector or basis would be opened or closed, in numbers alone."""
    findings: list[Finding | None] = []
    for viewer, words in VIEWERS.items():
        was = [may_see(viewer, before, is_confidential=each.is_confidential) for each in objections]
        would = [
            may_see(viewer, after, is_confidential=each.is_confidential) for each in objections
        ]
        findings += [
            _moved(
                words,
                _("who objected"),
                [(a.objector, b.objector) for a, b in zip(was, would, strict=True)],
            ),
            _moved(words, _("the basis"), _bases(objections, was, would)),
        ]
    confidential = sum(each.is_confidential for each in objections)
    told = ngettext(
        "%(count)d objection was made in confidence and stays so, whatever the rule says.",
        "%(count)d objections were made in confidence and stay so, whatever the rule says.",
        confidential,
    ) % {"count": confidential}
    nothing = [Finding(_("No objection that stands would be told to others than now."))]
    found = [each for each in findings if each is not None]
    return effect(found or nothing, *kept(lists), told)


def _bases(
    objections: Sequence[Objected], was: Sequence[Sight], would: Sequence[Sight]
) -> list[tuple[Seen, Seen]]:
    return [
        (a.basis, b.basis)
        for each, a, b in zip(objections, was, would, strict=True)
        if each.has_basis
    ]


def _moved(viewer: str | Promise, what: str, seen: Sequence[tuple[Seen, Seen]]) -> Finding | None:
    differing = [(a, b) for a, b in seen if a is not b]
    if not differing:
        return None
    words = _SEEN[differing[0][1]](len(differing))
    return Finding(words % {"viewer": viewer, "what": what, "count": len(differing)})


_SEEN: Final[Mapping[Seen, Callable[[int], str]]] = {
    Seen.YES: lambda count: ngettext(
        "%(viewer)s would learn %(what)s: %(count)d objection like those that stand.",
        "%(viewer)s would learn %(what)s: %(count)d objections like those that stand.",
        count,
    ),
    Seen.ON_REQUEST: lambda count: ngettext(
        "%(viewer)s would learn %(what)s if they ask: %(count)d objection like those that stand.",
        "%(viewer)s would learn %(what)s if they ask: %(count)d objections like those that stand.",
        count,
    ),
    Seen.NO: lambda count: ngettext(
        "%(viewer)s would no more learn %(what)s: %(count)d objection like those that stand.",
        "%(viewer)s would no more learn %(what)s: %(count)d objections like those that stand.",
        count,
    ),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a second person: letters by their number, proposals to refuse by name."""

    letters: int
    proposals: tuple[Case, ...] = ()


def second_person(
    before: Collection[str], after: Collection[str], waiting: Waiting, lists: Sequence[Drawn]
) -> Effect:
    """Say which acts one person could newly do alone, or not any more, and what waits."""
    added = [act for act in SECOND_PERSON if act in after and act not in before]
    removed = [act for act in SECOND_PERSON if act in before and act not in after]
    findings: list[Finding | None] = [
        Finding(_("A second person would be needed for: %(act)s.") % {"act": SECOND_PERSON[act]})
        for act in added
    ]
    findings += [
        Finding(_("One person alone could do this: %(act)s.") % {"act": SECOND_PERSON[act]})
        for act in removed
        if act != "list.circulate"
    ]
    if "application.find_ineligible" in removed:
        findings.append(_proposed(waiting.proposals))
    letters = ngettext(
        "%(count)d objection that came by letter waits for a second person, and goes on waiting.",
        "%(count)d objections that came by letter wait for a second person, and go on waiting.",
        waiting.letters,
    ) % {"count": waiting.letters}
    return effect(
        findings,
        _("Nobody signs off a list they worked on, whatever the rule says."),
        *kept(lists),
        *([letters] if waiting.letters else []),
    )


def _proposed(proposals: tuple[Case, ...]) -> Finding | None:
    if not proposals:
        return None
    words = ngettext(
        "%(count)d proposal to refuse an application waits for a second person.",
        "%(count)d proposals to refuse an application wait for a second person.",
        len(proposals),
    )
    return Finding(words % {"count": len(proposals)}, proposals)

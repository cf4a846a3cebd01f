"""Rules in words: what each code in a rule means, and the sentence that says a whole rule.

The words are this module's; which rules there are, and what their values look like, is
`modalities.RULE_KINDS`.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.text import get_text_list
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from antechamber.web import times
from antechamber.workflow import Words


class ObjectionOutcome(StrEnum):
    """What an objection does to a name on the list."""

    DROP = "drop"
    CHAIR_CONSULTS = "chair_consults"
    PLENARY_DECIDES = "plenary_decides"
    SECRETARIAT_ENDORSED = "secretariat_endorsed"
    COMMENTS_TO_ORGANIZATION = "comments_to_organization"


class Audience(StrEnum):
    """Who, beside the chair and its office, may learn something."""

    STATES_ON_REQUEST = "states_on_request"
    ALL_STATES = "all_states"
    ORGANIZATION = "organization"
    PUBLIC = "public"


class ListedFact(StrEnum):
    """What a Member State reads about an organization. Persons are never among it."""

    NAME = "name"
    COUNTRY = "country"
    HOME_PAGE = "home_page"
    CATEGORY = "category"


OUTCOMES: Final[Mapping[str, Words]] = {
    ObjectionOutcome.DROP: gettext_lazy(
        "A name that one Member State objects to is left off the list."
    ),
    ObjectionOutcome.CHAIR_CONSULTS: gettext_lazy(
        "The President consults the Member State that objects. "
        "A name whose objection is kept is left off the list."
    ),
    ObjectionOutcome.PLENARY_DECIDES: gettext_lazy(
        "The plenary decides about a name that is objected to."
    ),
    ObjectionOutcome.SECRETARIAT_ENDORSED: gettext_lazy(
        "The secretariat recommends the list, and the plenary endorses it."
    ),
    ObjectionOutcome.COMMENTS_TO_ORGANIZATION: gettext_lazy(
        "Comments of Member States are sent to the organization, which may answer them."
    ),
}
AUDIENCES: Final[Mapping[str, Words]] = {
    Audience.STATES_ON_REQUEST: gettext_lazy("any Member State that asks"),
    Audience.ALL_STATES: gettext_lazy("all Member States"),
    Audience.ORGANIZATION: gettext_lazy("the organization concerned"),
    Audience.PUBLIC: gettext_lazy("the public"),
}
LISTED_FACTS: Final[Mapping[str, Words]] = {
    ListedFact.NAME: gettext_lazy("its name"),
    ListedFact.COUNTRY: gettext_lazy("its country"),
    ListedFact.HOME_PAGE: gettext_lazy("its home page"),
    ListedFact.CATEGORY: gettext_lazy("its category"),
}
INELIGIBLE: Final[Mapping[str, Words]] = {
    "individual": gettext_lazy("individuals"),
    "no_legal_status": gettext_lazy("organizations without a legal status of their own"),
    "fiscally_sponsored": gettext_lazy("projects that another organization sponsors"),
    "government": gettext_lazy("Governments and their agencies"),
}
SECOND_PERSON: Final[Mapping[str, Words]] = {
    "list.circulate": gettext_lazy("circulating a list"),
    "objection.record": gettext_lazy("recording an objection that came by letter"),
    "application.find_ineligible": gettext_lazy("finding an application ineligible"),
    "export.persons": gettext_lazy("exporting data of persons"),
}
LIMITED_TEXTS: Final[Mapping[str, Words]] = {
    "application_answer": gettext_lazy("an answer in an application"),
    "objection_reply": gettext_lazy("a reply to an objection"),
    "written_input": gettext_lazy("a written input"),
}


def _named(codes: Container[str], words: Mapping[str, Words]) -> str:
    """Name the codes in the order of `words`, joined as the language joins."""
    return get_text_list([str(words[code]) for code in words if code in codes], _("and"))


def carry_over_in_words(codes: frozenset[str]) -> str:
    """Say which standings make an application unnecessary."""
    status = _("Organizations in consultative status with ECOSOC need no accreditation.")
    if not codes:
        return status
    earlier = _("Nor do those accredited to these earlier processes: %(processes)s.") % {
        "processes": get_text_list(sorted(codes), _("and"))
    }
    return f"{status} {earlier}"


def silence_in_words(days: int) -> str:
    """Say how long Member States have."""
    return ngettext(
        "The list stands if no Member State objects within %(days)s day of its circulation.",
        "The list stands if no Member State objects within %(days)s days of its circulation.",
        days,
    ) % {"days": days}


def objector_in_words(audiences: frozenset[str]) -> str:
    """Say who learns which State objected."""
    if not audiences:
        return _("Nobody outside the President’s office learns which Member State objected.")
    return _("Which Member State objected is told to %(audiences)s.") % {
        "audiences": _named(audiences, AUDIENCES)
    }


def basis_in_words(required: bool) -> str:  # noqa: FBT001 - the rule's value
    """Say whether an objection needs a stated basis."""
    if required:
        return _("A Member State that objects must state the basis of its objection.")
    return _("A Member State that objects may state the general basis of its objection.")


def basis_visibility_in_words(audiences: frozenset[str]) -> str:
    """Say who learns the basis."""
    if not audiences:
        return _("Nobody outside the President’s office learns the basis of an objection.")
    return _("Where a basis is stated, it is told to %(audiences)s.") % {
        "audiences": _named(audiences, AUDIENCES)
    }


def listed_in_words(facts: tuple[str, ...]) -> str:
    """Say what Member States see."""
    return _("Of each organization, Member States see %(facts)s. They never see persons.") % {
        "facts": _named(facts, LISTED_FACTS)
    }


def ineligible_in_words(kinds: frozenset[str]) -> str:
    """Say who cannot apply."""
    if not kinds:
        return _("Nobody is excluded from applying.")
    return _("These cannot apply: %(kinds)s.") % {"kinds": _named(kinds, INELIGIBLE)}


def quota_in_words(persons: int) -> str:
    """Say how many persons an organization may register."""
    return ngettext(
        "Each organization may register %(persons)s person for a meeting.",
        "Each organization may register %(persons)s persons for a meeting.",
        persons,
    ) % {"persons": persons}


def limits_in_words(limits: Mapping[str, int]) -> str:
    """Say how long texts may be."""
    parts = [
        ngettext("%(text)s: %(count)s word", "%(text)s: %(count)s words", limits[text])
        % {"text": words, "count": limits[text]}
        for text, words in LIMITED_TEXTS.items()
        if text in limits
    ]
    if not parts:
        return _("Texts have no limit of words.")
    return _("Texts may have so many words: %(limits)s.") % {"limits": "; ".join(parts)}


def grace_in_words(seconds: int) -> str:
    """Say what happens to what comes just after the deadline."""
    if not seconds:
        return _("There is no grace after the deadline.")
    return ngettext(
        "What was under way at the deadline is accepted for %(seconds)s second more.",
        "What was under way at the deadline is accepted for %(seconds)s seconds more.",
        seconds,
    ) % {"seconds": seconds}


def second_person_in_words(acts: frozenset[str]) -> str:
    """Say which acts one person cannot do alone."""
    if not acts:
        return _("No act needs a second person.")
    return _("These acts need a second person: %(acts)s.") % {"acts": _named(acts, SECOND_PERSON)}


def due_in_words(day: date) -> str:
    """Say when the list goes to Member States."""
    return _("The list goes to Member States by %(day)s.") % {"day": times.short_day(day)}


def outcome_in_words(outcome: ObjectionOutcome) -> str:
    """Say what an objection does."""
    return str(OUTCOMES[outcome])

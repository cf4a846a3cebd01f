"""Lists, regions and States in words and shapes; outcomes are said by `outcome_words`."""

from __future__ import annotations

from typing import Final

from django.utils.translation import get_language, gettext as _

from antechamber.accreditation.lists.content import NO_REGION
from antechamber.accreditation.lists.states import ListState
from antechamber.places.countries import COUNTRIES, group_name
from antechamber.web.components import Tone

LIST_TONES: Final[dict[str, Tone]] = {
    ListState.DRAFTING: "neutral",
    ListState.FROZEN: "attention",
    ListState.SIGNED_OFF: "attention",
    ListState.CIRCULATED: "active",
    ListState.CLOSED: "attention",
    ListState.FINAL_ISSUED: "attention",
    ListState.PUBLISHED: "done",
    ListState.DISCARDED: "ended",
}


def region_words(region: str) -> str:
    """Return the name of a regional group, as `content` counts them."""
    if region == NO_REGION:
        return _("Outside the regional groups")
    return group_name(region, get_language() or "en")


def country_words(code: str) -> str:
    """Return a country's name in the present language; empty where none was given."""
    known = COUNTRIES.get(code)
    return known.name(get_language() or "en") if known else code


def state_words(iso3: str) -> str:
    """Return the name of the Member State of a code of three letters."""
    language = get_language() or "en"
    return next((each.name(language) for each in COUNTRIES.values() if each.iso3 == iso3), iso3)

"""The tags of this room: states, countries and addresses with a query."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from antechamber.accreditation.applicant.status_page import TONES
from antechamber.accreditation.models import Application
from antechamber.accreditation.states import State
from antechamber.places.countries import name as country_name
from antechamber.places.zones import zone_name
from antechamber.questionnaires.texts import Text
from antechamber.web.templatetags.components import status_tag

register = template.Library()


@register.simple_tag
def application_status(application: Application) -> SafeString:
    """Draw an application's state as word and shape."""
    return status_tag(str(State(application.state).label), TONES[application.state])


@register.simple_tag
def country(code: str) -> str:
    """Write a country's name in the present language."""
    return country_name(code, get_language() or "en")


@register.simple_tag
def zone_words(zone: str) -> str:
    """Write whose clock a zone is: "New York time"."""
    return zone_name(zone)


@register.simple_tag
def in_language(text: Text) -> str:
    """Write a questionnaire's text in the present language, or in the original one."""
    return text.words(get_language() or "en")


@register.simple_tag
def query_of(**values: str) -> str:
    """Write values as the query of an address."""
    return urlencode(values)

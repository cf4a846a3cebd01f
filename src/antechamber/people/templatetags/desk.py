"""The desk's navigation and who sits at it."""

from __future__ import annotations

from django import template

from antechamber.people.desk_pages import links_for
from antechamber.web.components import Link

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_links(context: template.Context) -> list[Link]:
    """Return the pages of the desk that open for the reader: `{% desk_links as links %}`."""
    request = context["request"]
    match = request.resolver_match
    process_code = str(match.kwargs.get("process", "")) if match else ""
    return links_for(request.actor, process_code, request.path)

"""What stands on every public page of a process: its navigation."""

from __future__ import annotations

from typing import Final

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from antechamber.processes.models import Process
from antechamber.web.components import Link

register = template.Library()

PAGES: Final = (
    ("accreditation:start", gettext_lazy("Apply")),
    ("processes:calendar", gettext_lazy("Calendar")),
    ("processes:news", gettext_lazy("News")),
    ("processes:documents", gettext_lazy("Documents")),
    ("processes:rules", gettext_lazy("Rules")),
    ("portal:organizations", gettext_lazy("Organizations")),
    ("portal:lists", gettext_lazy("Lists")),
    ("portal:statistics", gettext_lazy("Statistics")),
    ("processes:about", gettext_lazy("About")),
)


@register.inclusion_tag("web/components/nav.html", takes_context=True)
def process_nav(context: template.Context, process: Process) -> dict[str, object]:
    """Draw the navigation of a process: `{% process_nav process %}`. Costs no SQL."""
    path = context["request"].path
    links = [
        Link(str(label), url, current=path == url or path.startswith(f"{url.rstrip('/')}/"))
        for name, label in PAGES
        for url in [reverse(name, args=[process.code])]
    ]
    return {"links": links, "label": _("Main")}

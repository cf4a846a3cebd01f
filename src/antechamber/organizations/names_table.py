"""All the names of an organization as a table, for the public and at the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from antechamber.organizations.models import Name
from antechamber.web import times
from antechamber.web.components import Column, Table


def names_table(names: Iterable[Name]) -> Table:
    """Return all names, the present one first, then former ones, acronyms and translations."""
    kinds = list(Name.Kind)
    ordered = sorted(names, key=lambda each: (kinds.index(Name.Kind(each.kind)), each.text))
    rows = [
        (
            each.text,
            str(Name.Kind(each.kind).label),
            times.short_day(each.since) if each.since else "",
            times.short_day(each.until) if each.until else "",
        )
        for each in ordered
    ]
    columns = [Column(_("Name")), Column(_("Kind")), Column(_("Since")), Column(_("Until"))]
    return Table(_("Names"), columns, rows, caption_hidden=True)

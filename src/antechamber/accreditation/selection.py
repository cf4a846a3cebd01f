"""Which applications an officer has before them: tabs, filters and order, as an address says them.

Pure: plain values in and out. Whatever the address holds, a selection comes of it; what it does not
know is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.states import WAITING_FOR_OFFICER, State
from antechamber.places.countries import COUNTRIES

LONGEST_TEXT = 100  # characters of a search: more is no name

# Every state a submitted application can be in stands under exactly one tab. A draft is nobody's
# business but its applicant's.
GROUPS: Final[dict[str, tuple[str | Promise, frozenset[State]]]] = {
    "waiting": (_("Waiting for us"), WAITING_FOR_OFFICER),
    "asked": (_("Asked"), frozenset({State.INFORMATION_REQUESTED})),
    "recommended": (_("Recommended"), frozenset({State.RECOMMENDED})),
    "states": (
        _("Before States"),
        frozenset(
            {
                State.LISTED,
                State.OBJECTED,
                State.UNDER_CONSULTATION,
                State.REFERRED,
                State.CLEARED,
            }
        ),
    ),
    "decided": (
        _("Decided"),
        frozenset(
            {
                State.ACCREDITED,
                State.NOT_ACCREDITED,
                State.NOT_NEEDED,
                State.INELIGIBLE,
                State.LAPSED,
            }
        ),
    ),
    "ended": (_("Withdrawn or merged"), frozenset({State.WITHDRAWN, State.MERGED})),
    "all": (_("All"), frozenset(State) - {State.DRAFT}),
}

# What the list can be ordered by, as columns; the id decides between equals.
ORDERS: Final[dict[str, str]] = {
    "submitted": "submitted_at",
    "organization": "organization__display_name",
    "category": "category__order",
}
ASSIGNED: Final[dict[str, str | Promise]] = {
    "": _("Anyone or nobody"),
    "me": _("Me"),
    "nobody": _("Nobody"),
}
# Of what two persons decide: what a colleague proposed, and what the reader did.
SECOND: Final[dict[str, str | Promise]] = {
    "": _("All applications"),
    "others": _("Proposed by colleagues"),
    "me": _("Proposed by me"),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What is selected, and in which order; `sort` has a minus in front to run backwards."""

    group: str = "waiting"
    category: str = ""
    country: str = ""
    assigned: str = ""
    second: str = ""
    text: str = ""
    sort: str = "submitted"

    @property
    def states(self) -> frozenset[State]:
        """Return the states of the tab."""
        return GROUPS[self.group][1]

    @property
    def column(self) -> str:
        """Return the column that the list is ordered by."""
        return ORDERS[self.sort.removeprefix("-")]

    @property
    def is_backwards(self) -> bool:
        """Say whether the list runs from the last to the first."""
        return self.sort.startswith("-")

    @property
    def is_narrowed(self) -> bool:
        """Say whether a filter is set; tab and order are none."""
        return bool(self.category or self.country or self.assigned or self.second or self.text)

    def query(self, **changes: str) -> str:
        """Return the selection as the query of an address, without what goes without saying."""
        return urlencode(replace(self, **changes).said())

    def said(self) -> dict[str, str]:
        """Return the parts of the selection that do not go without saying, by name."""
        return {
            each.name: getattr(self, each.name)
            for each in fields(self)
            if getattr(self, each.name) != each.default
        }


def read_selection(query: Mapping[str, Any]) -> Selection:
    """Return the selection that an address asks for."""
    asked = {each.name: str(query.get(each.name, each.default)) for each in fields(Selection)}
    return Selection(
        group=_known(asked["group"], GROUPS, "waiting"),
        category=asked["category"][:LONGEST_TEXT].replace("\x00", ""),
        country=_known(asked["country"].upper(), COUNTRIES, ""),
        assigned=_known(asked["assigned"], ASSIGNED, ""),
        second=_known(asked["second"], SECOND, ""),
        text=" ".join(asked["text"].replace("\x00", "").split())[:LONGEST_TEXT].strip(),
        sort=asked["sort"] if asked["sort"].removeprefix("-") in ORDERS else "submitted",
    )


def _known(asked: str, known: Mapping[str, Any], otherwise: str) -> str:
    return asked if asked in known else otherwise

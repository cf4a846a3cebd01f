"""Which accreditations an officer has before them, as an address says it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.accredited.states import LIVE, AccreditedState
from antechamber.accreditation.selection import LONGEST_TEXT
from antechamber.places.countries import COUNTRIES

# An interim accreditation stands under two tabs: it is in force, and somebody has to decide.
GROUPS: Final[dict[str, tuple[str | Promise, Q]]] = {
    "active": (_("In force"), Q(state=AccreditedState.ACTIVE)),
    "interim": (
        _("Interim"),
        Q(is_interim=True, confirmed_at=None, state__in=sorted(LIVE)),
    ),
    "suspended": (_("Suspended"), Q(state=AccreditedState.SUSPENDED)),
    "ended": (_("Ended"), Q(state=AccreditedState.ENDED)),
    "all": (_("All"), Q()),
}
FIRST_GROUP: Final = "active"


@dataclass(frozen=True, slots=True)
class Selection:
    """What an address asks for; what it does not know is left out."""

    group: str = FIRST_GROUP
    text: str = ""
    country: str = ""
    category: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything but a tab is chosen."""
        return bool(self.text or self.country or self.category)

    def query(self, group: str) -> str:
        """Return the address's query of the same filters under another tab."""
        asked = {
            "group": group,
            "text": self.text,
            "country": self.country,
            "category": self.category,
        }
        return urlencode({name: value for name, value in asked.items() if value})


def read_selection(address: Mapping[str, str]) -> Selection:
    """Read an address's query, whatever it holds."""
    group = address.get("group", "")
    country = address.get("country", "").upper()
    return Selection(
        group=group if group in GROUPS else FIRST_GROUP,
        text=address.get("text", "").replace("\x00", "").strip()[:LONGEST_TEXT],
        country=country if country in COUNTRIES else "",
        category=address.get("category", "").replace("\x00", "")[:40],
    )

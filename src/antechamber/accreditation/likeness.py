"""What two applications of one organization would share: kept so that duplicates can be found.

The answers are encrypted and cannot be searched. Of two of them a trace is kept beside the state:
the site of the home page, which is public, and a keyed hash of the contact's address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from antechamber.people.encryption import blind_index

HOME_PAGE, CONTACT_EMAIL = "home_page", "contact_email"  # keys of questions, by convention
LONGEST_SITE = 200  # characters, as the column holds

# Many organizations live on each of these; only the first part of the path tells them apart.
SHARED_SITES: Final = frozenset(
    {
        "facebook.com",
        "fb.com",
        "m.facebook.com",
        "instagram.com",
        "linkedin.com",
        "linktr.ee",
        "medium.com",
        "sites.google.com",
        "t.me",
        "twitter.com",
        "vk.com",
        "youtube.com",
    }
)
_FIRST_PARTS = frozenset({"company", "pages", "people", "groups", "channel", "view", "site"})


def site_of(address: str) -> str:
    """Return what tells the site of an address apart: "example.org", "facebook.com/amity". Pure.

    Empty where the address cannot be read.
    """
    try:
        parts = urlsplit(address.strip().lower())
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    if host not in SHARED_SITES:
        return host[:LONGEST_SITE]
    path = [part for part in parts.path.split("/") if part and part not in _FIRST_PARTS]
    return f"{host}/{path[0]}"[:LONGEST_SITE] if path else ""


def contact_index(answers: Mapping[str, Any]) -> str:
    """Return the keyed hash of the contact's address; empty without one."""
    address = str(answers.get(CONTACT_EMAIL) or "")
    return blind_index(address) if address else ""

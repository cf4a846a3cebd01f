"""Who one can be in the demonstration: made-up persons with the roles of the process of 2017."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROCESS: Final = "gcm"


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up person: a short code for addresses, what a button calls them, and their role."""

    code: str
    label: str | Promise
    name: str
    role: str
    scope: str

    @property
    def email(self) -> str:
        """Return an address at a domain that belongs to nobody (RFC 2606)."""
        return f"{self.code}@gcm.example.org"


PERSONS: Final = (
    Person("officer-ngls", _("Officer, UN-NGLS"), "Ines Marchetti", "officer", f"{PROCESS}/ngls"),
    Person("officer-unu", _("Officer, UN University"), "Kenji Obara", "officer", f"{PROCESS}/unu"),
    Person(
        "officer-global-compact",
        _("Officer, UN Global Compact"),
        "Lotte Brandvik",
        "officer",
        f"{PROCESS}/global-compact",
    ),
    Person("officer-desa", _("Officer, UN DESA"), "Samuel Adeyinka", "officer", f"{PROCESS}/desa"),
    # What one officer proposes, another confirms: this one reaches every office.
    Person("officer-second", _("Officer, all offices"), "Amira Haddad", "officer", PROCESS),
    Person("secretariat", _("Secretariat and help"), "Nadia Rahmani", "secretariat", PROCESS),
    Person(
        "president-office",
        _("Office of the President"),
        "Tomás Quispe",
        "president_office",
        PROCESS,
    ),
    Person(
        "president-second",
        _("Office of the President, second person"),
        "Leila Benali",
        "president_office",
        PROCESS,
    ),
    # A real State's name stands for any: what its mission does here is made up.
    Person(
        "mission", _("A Member State"), "Birna Halldórsdóttir", "mission", f"{PROCESS}/mission/ISL"
    ),
    Person("auditor", _("Auditor"), "Ruth Kamau", "auditor", PROCESS),
)


def person(code: str) -> Person | None:
    """Return the person of a code, None for any other."""
    return next((each for each in PERSONS if each.code == code), None)

"""Where an accreditation stands, in words and as a shape, and its names old and new."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from antechamber.accreditation.accredited.states import AccreditedState
from antechamber.accreditation.models import Accreditation
from antechamber.organizations.models import Organization
from antechamber.web.components import Tone

TONES: Final[dict[str, Tone]] = {
    AccreditedState.ACTIVE: "done",
    AccreditedState.SUSPENDED: "refused",
    AccreditedState.ENDED: "ended",
}


def state_words(found: Accreditation) -> str:
    """Say where an accreditation stands."""
    if found.is_provisional and found.state == AccreditedState.ACTIVE:
        return _("Interim")
    return str(AccreditedState(found.state).label)


def state_tone(found: Accreditation) -> Tone:
    """Return the shape of where it stands: an interim one waits for the body that decides."""
    if found.is_provisional and found.state == AccreditedState.ACTIVE:
        return "waiting"
    return TONES[found.state]


def known_names(found: Accreditation) -> str:
    """Write the name it is known by, and the present one where the rosters tell another.

    Needs the organization and its successor loaded.
    """
    return with_present_name(found.name, found.organization)


def with_present_name(name: str, organization: Organization) -> str:
    """Write a name as it was decided upon, and the present one where it is another by now.

    Needs the organization's successor loaded.
    """
    present = present_name(organization)
    if present == name:
        return name
    return _("%(name)s (now: %(present)s)") % {"name": name, "present": present}


def present_name(organization: Organization) -> str:
    """Return what an organization is called now, or the one into which it merged."""
    return (organization.successor or organization).display_name

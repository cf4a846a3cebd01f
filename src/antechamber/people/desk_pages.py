"""The pages of the desk, in one list whatever room they belong to: each person sees their own.

A room registers its pages where it is made ready; the base template of the desk draws the list.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from antechamber.people.actors import Actor
from antechamber.web.components import Link

_PAGES: list[DeskPage] = []


@dataclass(frozen=True, slots=True)
class DeskPage:
    """A page of the desk: its place in the list, its words, its address and what opens it.

    One of the `capabilities` suffices. A page that is not of a process takes none in its address
    and asks for them anywhere.
    """

    place: int
    label: str | Promise
    url_name: str
    capabilities: tuple[str, ...]
    of_process: bool = True


def register(page: DeskPage) -> None:
    """Put a page into the desk's list; once, however often a room is made ready."""
    if page not in _PAGES:
        _PAGES.append(page)
        _PAGES.sort(key=lambda each: each.place)


def links_for(actor: Actor, process_code: str, path: str) -> list[Link]:
    """Return links to the pages that open for an actor; the one that `path` is in is current."""
    found = []
    for page in _PAGES:
        scope = process_code if page.of_process else ""
        if page.of_process and not process_code:
            continue
        if not any(actor.may_within(each, scope) for each in page.capabilities):
            continue
        url = reverse(page.url_name, args=[process_code] if page.of_process else [])
        found.append((str(page.label), url))
    here = max((url for _label, url in found if path.startswith(url)), key=len, default="")
    return [Link(label, url, current=url == here) for label, url in found]

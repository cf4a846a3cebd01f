"""The slow halves of an import, in the background: both may be queued twice and are done once."""

from __future__ import annotations

from django_tasks import task

from antechamber import clock
from antechamber.organizations.roster_applying import apply_import
from antechamber.organizations.roster_reading import read_import
from antechamber.people.actors import Actor


@task()
def read_roster(key: str, actor_key: str) -> bool:
    """Read an uploaded roster into its preview; `actor_key` is who uploaded it."""
    return read_import(key=key, by=Actor(key=actor_key), at=clock.now())


@task()
def apply_roster(key: str, actor_key: str) -> bool:
    """Apply an approved roster; `actor_key` is who approved it."""
    return apply_import(key=key, by=Actor(key=actor_key), at=clock.now())

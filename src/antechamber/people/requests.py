"""What a view is given: a request that knows who acts."""

from __future__ import annotations

from django.http import HttpRequest

from antechamber.people.actors import Actor


class PersonRequest(HttpRequest):
    """A request that passed `ActorMiddleware`: annotate views with it. Never made by hand."""

    actor: Actor

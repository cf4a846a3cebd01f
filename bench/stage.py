"""The process of 2017 with an applicant and an officer: what every figure is measured upon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from typing import Final

from django.core.handlers.wsgi import WSGIHandler

from antechamber.accreditation.actions import submitting
from antechamber.accreditation.loading import publish_packaged_form
from antechamber.accreditation.models import Application
from antechamber.people.actors import OPERATOR, SYSTEM, Actor, actor_of
from antechamber.people.models import Account
from antechamber.people.roles import give_role, install_roles
from antechamber.processes.loading import load_process
from antechamber.processes.models import Process
from antechamber.processes.process_file import read_process_file
from bench.made_up import add_drafts
from bench.visitor import Visitor, cookies_of

PROCESS: Final = "gcm"
PREPARED_AT: Final = datetime(2017, 3, 13, 13, 0, tzinfo=UTC)
AT: Final = datetime(2017, 4, 5, 13, 0, tzinfo=UTC)  # four days before the first deadline


@dataclass(frozen=True, slots=True)
class Stage:
    """Who asks, and for what. The officer screens the whole process: the longest lists there are.

    `draft` and `submitted` are applications of `applicant`.
    """

    process: Process
    anybody: Visitor
    applicant: Visitor
    officer: Visitor
    by: Actor
    draft: Application
    submitted: Application

    def address(self, path: str) -> str:
        """Return an English page of the process."""
        return f"/en/{self.process.code}/{path}"


def set_stage() -> Stage:
    """Load the process as an operator would, and let one organization apply by the real actions."""
    process = _loaded()
    application = WSGIHandler()
    draft, submitted = add_drafts(process, 2, at=AT)
    by = actor_of(submitted.started_by, AT)
    submitting.submit_application(process=process, key=submitted.key, by=by, at=AT)
    draft.organization.focal_points.update(account=submitted.started_by)
    submitted.refresh_from_db()
    return Stage(
        process=process,
        anybody=Visitor(application),
        applicant=Visitor(application, cookies_of(submitted.started_by)),
        officer=Visitor(application, cookies_of(_officer(), second_step=True)),
        by=by,
        draft=draft,
        submitted=submitted,
    )


def _loaded() -> Process:
    file = resources.files("antechamber.processes") / "data" / f"{PROCESS}.toml"
    read = read_process_file(file.read_text(encoding="utf-8"))
    process = load_process(read=read, by=SYSTEM, at=PREPARED_AT).process
    publish_packaged_form(process_code=PROCESS, by=OPERATOR, at=PREPARED_AT)
    install_roles(at=PREPARED_AT, by=OPERATOR)
    return process


def _officer() -> Account:
    grant = give_role(
        email="officer@gcm.example.org",
        role_code="officer",
        scope=PROCESS,
        by=OPERATOR,
        at=PREPARED_AT,
    )
    return grant.account

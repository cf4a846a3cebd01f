"""Publishing the application form that a process carries in this package."""

from __future__ import annotations

import tomllib
from datetime import datetime
from importlib import resources
from typing import Any

from antechamber.people.actors import Actor
from antechamber.questionnaires.actions import publish_questionnaire
from antechamber.questionnaires.models import Questionnaire


def packaged_form(process_code: str) -> dict[str, Any]:
    """Return the form in `data/<process>_application.toml`.

    Raises `FileNotFoundError` for a process without one.
    """
    data = resources.files("antechamber.accreditation") / "data"
    file = data / f"{process_code}_application.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def publish_packaged_form(*, process_code: str, by: Actor, at: datetime) -> Questionnaire:
    """Publish the form that this package carries for a process (3 statements).

    Raises as `packaged_form` and `publish_questionnaire` do.
    """
    return publish_questionnaire(
        process_code=process_code, document=packaged_form(process_code), by=by, at=at
    )

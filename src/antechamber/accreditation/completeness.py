"""What an application still lacks, by its own version of the questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from antechamber.accreditation.models import Application
from antechamber.questionnaires.answers import problems
from antechamber.questionnaires.models import Questionnaire as PublishedQuestionnaire
from antechamber.questionnaires.reading import parse
from antechamber.questionnaires.schema import Questionnaire

_KEPT_FORMS = 64  # parsed versions held in memory; a published version never changes


_forms: dict[str, Questionnaire] = {}


def form_of(published: PublishedQuestionnaire) -> Questionnaire:
    """Return a published questionnaire parsed; each version, which never changes, once."""
    if published.digest not in _forms:
        if len(_forms) >= _KEPT_FORMS:
            _forms.clear()
        _forms[published.digest] = parse(published.definition)
    return _forms[published.digest]


def wanting(questionnaire: PublishedQuestionnaire, answers: Mapping[str, Any]) -> dict[str, int]:
    """Return how many questions of each page still lack a usable answer; complete pages are out."""
    found = problems(form_of(questionnaire), answers)
    return {page: len(errors) for page, errors in found.items()}


def missing_answers(application: Application) -> tuple[str, ...]:
    """Return the keys of the questions without a usable answer, in the order of the pages.

    A value that was allowed when it was saved and is not any more is missing too.
    """
    found = problems(form_of(application.questionnaire), application.answers)
    return tuple(key for errors in found.values() for key in errors)

"""Questionnaires for tests, as documents."""

from __future__ import annotations

from typing import Any

from antechamber.questionnaires.reading import parse
from antechamber.questionnaires.schema import Section


def question(key: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": f"About {key}", **fields}


def options(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": value.title()} for value in values]


def document(*questions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    sections = [{"key": "page", "title": "A page", "questions": list(questions)}]
    return {"code": "accreditation", "version": 1, "sections": sections, **fields}


def section(*questions: dict[str, Any]) -> Section:
    return parse(document(*questions)).sections[0]


SMALL = document(
    question("kind", "choice", options=options("ngo", "company")),
    question("owner", "text", personal=True, condition={"question": "kind", "values": ["company"]}),
)

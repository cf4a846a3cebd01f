"""The receipt: what it states on the page and on paper."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from antechamber.accreditation.completeness import form_of
from antechamber.accreditation.models import Application, Version
from antechamber.paper.papers import Document, Origin, Receipt
from antechamber.places.countries import name as country_name
from antechamber.questionnaires.schema import FILE_KINDS
from antechamber.web.context import SITE_NAME


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a receipt."""

    label: str
    value: str


def receipt_facts(application: Application, version: Version, language: str) -> list[Fact]:
    """Return what a receipt states beside number and time."""
    return [
        *_facts(application, version, language),
        Fact(_("Receipt code"), version.receipt_code),
        Fact(_("Digest of what was submitted (SHA-256)"), version.digest),
    ]


def _facts(application: Application, version: Version, language: str) -> list[Fact]:
    stated = version.organization_facts
    country = country_name(stated["country"], language) if stated["country"] else ""
    return [
        Fact(_("Organization"), stated["name"]),
        Fact(_("Country"), country),
        Fact(_("Kind of organization"), str(application.category.name)),
        Fact(_("Version"), str(version.number)),
    ]


def typeset_receipt(application: Application, version: Version, language: str) -> bytes:
    """Return the receipt as a PDF in a language (1 statement); raises `MissingFont`."""
    with translation.override(language):
        process = application.process
        receipt = Receipt(
            origin=Origin(
                institution=str(process.convener),
                process=str(process.name),
                code=version.receipt_code,
                verify_address=(
                    f"{settings.BASE_URL}{reverse('portal:verify')}?code={version.receipt_code}"
                ),
            ),
            organization=version.organization_facts["name"],
            reference=str(application),
            received_at=version.submitted_at,
            zones=(process.zone, "Europe/Zurich", "UTC"),
            facts=[(fact.label, fact.value) for fact in _facts(application, version, language)],
            documents=_documents(application, version),
            digest=version.digest,
            next_steps=next_steps(process.answer_days),
        )
        return receipt.printed(language)


def next_steps(answer_days: int) -> list[str]:
    """Return what happens after a submission, step by step."""
    return [
        _("An officer reads the application. You get an answer within %(days)s days.")
        % {"days": answer_days},
        _("Until the deadline you can change or withdraw it."),
        _("Recommended organizations go on a list to all Member States, who may object."),
        _("We never ask for a fee. Anyone can check this receipt with %(site)s, by its code.")
        % {"site": SITE_NAME},
    ]


def _documents(application: Application, version: Version) -> list[Document]:
    keys = {
        key
        for question in form_of(version.questionnaire).questions
        if question.kind in FILE_KINDS
        for key in version.answers.get(question.key, [])
    }
    handed_in = application.files.filter(file__key__in=keys).select_related("file").order_by("id")
    return [
        Document(each.file.original_name, each.file.size, each.file.sha256) for each in handed_in
    ]

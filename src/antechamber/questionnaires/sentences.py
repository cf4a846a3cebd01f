"""What a person reads where an answer cannot be taken: one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.template.defaultfilters import filesizeformat
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _, ngettext

from antechamber.questionnaires.schema import Kind, Question
from antechamber.questionnaires.values import Error

SENTENCES: Final[Mapping[str, Promise]] = {
    "archive_bomb": _("%(name)s holds far more than its size shows. Save it as a PDF."),
    "archive_nested": _("%(name)s holds other archives. Upload its documents one by one."),
    "bad_choice": _("Choose one of the answers that are offered."),
    "bad_country": _("Choose a country from the list."),
    "bad_date": _("Enter a day that exists, such as 9 4 2017."),
    "bad_email": _("Enter an e-mail address such as name@example.org."),
    "bad_number": _("Enter a whole number in digits, such as 1500."),
    "bad_phone": _("Enter a telephone number with the country’s code, such as +41 22 555 01 23."),
    "bad_url": _("Enter the address of a page on the web, such as www.example.org."),
    "bad_year": _("Enter a year of four digits, such as 2009."),
    "file_active": _(
        "%(name)s runs something when it is opened. Print it to a PDF and upload that."
    ),
    "file_damaged": _("%(name)s is damaged or cut off. Save it anew and upload it again."),
    "file_empty": _("%(name)s is empty. Choose another file."),
    "file_encrypted": _(
        "%(name)s is protected by a password. Remove the protection and try again."
    ),
    "file_markup": _("%(name)s is a web page or a drawing in SVG. Save it as a PDF."),
    "file_name_lies": _("The name %(name)s does not fit what is in the file, which is %(found)s."),
    "file_old_office": _("%(name)s is in an old format. Save it as DOCX, XLSX or PDF."),
    "file_required": _("Choose a file."),
    "file_too_large": _("%(name)s has %(size)s. Choose a file of at most %(limit)s."),
    "file_type_refused": _("%(name)s is of a type that is not taken here. Upload %(allowed)s."),
    "file_unreadable": _("%(name)s could not be checked. Print it to a PDF and upload that."),
    "image_too_large": _("%(name)s has too many pixels. Make the picture smaller."),
    "required": _("Answer this question."),
    "text_encoding": _("%(name)s is not in UTF-8. Save it as a PDF, or as text in UTF-8."),
    "too_high": _("Enter %(limit)s or less."),
    "too_low": _("Enter %(limit)s or more."),
}
DATE_SENTENCES: Final[Mapping[str, Promise]] = {
    "too_high": _("Enter %(limit)s or an earlier day."),
    "too_low": _("Enter %(limit)s or a later day."),
}
REQUIRED_SENTENCES: Final[Mapping[Kind, Promise]] = {
    Kind.CHOICE: _("Choose one of the answers."),
    Kind.CHOICES: _("Choose one answer or more."),
    Kind.COUNTRY: _("Choose a country."),
    Kind.COUNTRIES: _("Choose one country or more."),
    Kind.DECLARATION: _("Tick the box to confirm."),
}


def _too_long(params: Mapping[str, Any]) -> str:
    return ngettext(
        "Use %(limit)d character or fewer: there are %(count)d now.",
        "Use %(limit)d characters or fewer: there are %(count)d now.",
        params["limit"],
    ) % dict(params)


def _too_many_words(params: Mapping[str, Any]) -> str:
    return ngettext(
        "Use %(limit)d word or fewer: there are %(count)d now.",
        "Use %(limit)d words or fewer: there are %(count)d now.",
        params["limit"],
    ) % dict(params)


def _too_many(params: Mapping[str, Any]) -> str:
    return ngettext(
        "Choose %(limit)d answer at most: there are %(count)d now.",
        "Choose %(limit)d answers at most: there are %(count)d now.",
        params["limit"],
    ) % dict(params)


def _too_many_files(params: Mapping[str, Any]) -> str:
    return ngettext(
        "Upload %(limit)d file at most: there are %(count)d now.",
        "Upload %(limit)d files at most: there are %(count)d now.",
        params["limit"],
    ) % dict(params)


COUNTED_SENTENCES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "too_long": _too_long,
    "too_many": _too_many,
    "too_many_files": _too_many_files,
    "too_many_words": _too_many_words,
}


def sentence(question: Question, error: Error) -> str:
    """Return the sentence for `error` in the language in force.

    An answer that is missing is asked for in the question's own words where it has them.
    """
    if error.code in {"required", "file_required"} and question.error:
        return question.error.words(get_language() or "en")
    if error.code in COUNTED_SENTENCES:
        return COUNTED_SENTENCES[error.code](error.params)
    return _pattern(question, error) % _shown(question, error.params)


def _pattern(question: Question, error: Error) -> str:
    if error.code == "required":
        return str(REQUIRED_SENTENCES.get(question.kind, SENTENCES["required"]))
    if question.kind == Kind.DATE and error.code in DATE_SENTENCES:
        return str(DATE_SENTENCES[error.code])
    return str(SENTENCES[error.code])


def _shown(question: Question, params: Mapping[str, Any]) -> dict[str, Any]:
    shown = dict(params)
    if "size" in shown:
        shown |= {name: filesizeformat(shown[name]) for name in ("size", "limit")}
    elif question.kind == Kind.DATE and "limit" in shown:
        shown["limit"] = formats.date_format(date.fromisoformat(shown["limit"]), "j F Y")
    if "found" in shown:
        shown["found"] = shown["found"].upper()
    if "allowed" in shown:
        shown["allowed"] = ", ".join(kind.upper() for kind in shown["allowed"])
    return shown

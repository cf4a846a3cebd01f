"""Writing news at the desk: looked at before it is published, and corrected after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from i18nfield.strings import LazyI18nString

from antechamber import clock
from antechamber.people.decorators import capability
from antechamber.processes import queries
from antechamber.processes.actions import Draft, change_publication, publish, texts_digest
from antechamber.processes.blocks import local_day
from antechamber.processes.forms import NewsForm
from antechamber.processes.models import Publication
from antechamber.processes.views import ProcessRequest, with_process
from antechamber.workflow import DomainError

NEWS: Final = Publication.Kind.NEWS
TEXTS: Final = ("title", "summary", "body")
LONGEST_WORDS_OF_ADDRESS: Final = 60  # characters of the title in an address


def _for_secretariat(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who may change the process."""
    return with_process(capability("process.edit", whole=True)(view))


@require_safe
@_for_secretariat
def news(request: ProcessRequest) -> HttpResponse:
    """List what was published, the latest first (5 statements)."""
    items = queries.publications(request.process, NEWS, clock.now())
    context = {**_frame(request), "items": list(items)}
    return render(request, "processes/desk/news.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_for_secretariat
def write(request: ProcessRequest) -> HttpResponse:
    """Ask for a news item, show it as it will stand, and publish it when confirmed."""
    form = NewsForm(request.POST or None)
    if request.method != "POST" or "change" in request.POST or not form.is_valid():
        return _form_page(request, form, None)
    slug = form.cleaned_data["slug"] or _address_of(request, form.cleaned_data["title"])
    if "confirmed" not in request.POST:
        return _preview(request, form, slug)
    draft = _draft(form, slug, None)
    try:
        publish(process=request.process, draft=draft, by=request.actor, at=clock.now())
    except DomainError as refusal:
        known = queries.publication(request.process, NEWS, slug, clock.now())
        if known is None or _said(known) != _said_by(draft):
            form.add_error(None, str(refusal.message))
            return _form_page(request, form, None)
    return _done(request, _("The news item is published."))


@require_http_methods(["GET", "HEAD", "POST"])
@_for_secretariat
def correct(request: ProcessRequest, slug: str) -> HttpResponse:
    """Correct a news item; its address and its day stay."""
    item = queries.publication(request.process, NEWS, slug, clock.now())
    if item is None:
        raise Http404
    begun = {name: _own_text(getattr(item, name)) for name in TEXTS}
    begun |= {"url": item.url, "slug": item.slug, "seen": texts_digest(item)}
    form = NewsForm(request.POST or None, initial=begun)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, item)
    draft = _draft(form, item.slug, item)
    if _said(item) == _said_by(draft):  # pressed twice, or nothing typed
        return _done(request, _("The news item is corrected."))
    try:
        change_publication(
            process=request.process,
            draft=draft,
            seen=form.cleaned_data["seen"],
            by=request.actor,
            at=clock.now(),
        )
    except DomainError as refusal:
        again = NewsForm({**request.POST.dict(), "seen": texts_digest(item)})
        again.full_clean()
        again.add_error(None, str(refusal.message))
        return _form_page(request, again, item)
    return _done(request, _("The news item is corrected."))


def _address_of(request: ProcessRequest, title: str) -> str:
    """Return a free address made of the title, or of the day where it has no Latin letters."""
    day = local_day(clock.now(), request.process.zone)
    words = slugify(title)[:LONGEST_WORDS_OF_ADDRESS].strip("-") or f"news-{day.isoformat()}"
    taken = set(
        Publication.objects.filter(process=request.process, slug__startswith=words).values_list(
            "slug", flat=True
        )
    )
    numbered = (f"{words}-{number}" for number in range(2, len(taken) + 3))
    return words if words not in taken else next(each for each in numbered if each not in taken)


def _draft(form: NewsForm, slug: str, item: Publication | None) -> Draft:
    """Return the texts to publish; those in other languages stay."""
    texts = {
        name: _put(getattr(item, name) if item else None, form.cleaned_data[name]) for name in TEXTS
    }
    symbol = item.symbol if item else ""
    return Draft(NEWS, slug, **texts, symbol=symbol, url=form.cleaned_data["url"])


def _put(known: LazyI18nString | None, typed: str) -> Mapping[str, str]:
    texts = dict(known.data) if known is not None and isinstance(known.data, dict) else {}
    texts[get_language() or settings.LANGUAGE_CODE] = typed
    return {language: text for language, text in texts.items() if text}


def _own_text(text: LazyI18nString) -> str:
    """Return the text in the language of the page alone: a missing one is to be written."""
    texts = text.data if isinstance(text.data, dict) else {settings.LANGUAGE_CODE: str(text)}
    return str(texts.get(get_language() or settings.LANGUAGE_CODE, ""))


def _said(item: Publication) -> dict[str, object]:
    return {name: getattr(item, name).data for name in TEXTS} | {"url": item.url}


def _said_by(draft: Draft) -> dict[str, object]:
    return {name: dict(getattr(draft, name)) for name in TEXTS} | {"url": draft.url}


def _form_page(request: ProcessRequest, form: NewsForm, item: Publication | None) -> HttpResponse:
    is_wrong = bool(form.errors) and "change" not in request.POST
    shown = form
    if form.is_bound and not is_wrong:
        shown = NewsForm(initial={bound.name: bound.value() for bound in form})
    context = {**_frame(request), "form": shown, "item": item}
    status = 422 if is_wrong else 200
    return render(request, "processes/desk/news_form.html", context, status=status)


def _preview(request: ProcessRequest, form: NewsForm, slug: str) -> HttpResponse:
    typed = [(bound.name, bound.value() or "") for bound in form if bound.name != "slug"]
    context = {**_frame(request), "form": form, "typed": [*typed, ("slug", slug)]}
    return render(request, "processes/desk/news_preview.html", context)


def _done(request: ProcessRequest, words: str) -> HttpResponse:
    messages.success(cast("HttpRequest", request), words)
    return redirect("processes_desk:news", request.process.code)


def _frame(request: ProcessRequest) -> dict[str, object]:
    return {
        "process": request.process,
        "messages": messages.get_messages(cast("HttpRequest", request)),
    }

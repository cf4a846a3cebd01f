"""Changing one rule of a draft, with its effect on what there is shown before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antechamber import clock
from antechamber.accreditation.desk_queries import SCREEN
from antechamber.accreditation.effects.catalogue import Change, effect_of
from antechamber.accreditation.effects.facts import known_codes
from antechamber.accreditation.effects.values import Case, Effect
from antechamber.people.decorators import capability, desk_required
from antechamber.processes import modalities, queries, versions
from antechamber.processes.modalities_actions import DraftAct, NewRule, change_rule
from antechamber.processes.models import Modalities, Rule, Standing
from antechamber.processes.rule_forms import RuleForm, answers_of
from antechamber.processes.views import ProcessRequest, with_process
from antechamber.workflow import DomainError

UNPROCESSABLE = 422
NAMED_AT_MOST = 100  # cases of one finding that a page names; the sentence has the whole number


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with the cases that this reader may see, and how many more there are."""

    words: str
    cases: list[tuple[Case, str]]
    more: int


@dataclass(frozen=True, slots=True)
class ShownEffect:
    """A rule before and after, in words, and what the change would do."""

    label: str
    before: str
    after: str
    findings: list[ShownFinding]
    unchanged: tuple[str, ...]


def _for_proposers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who may write a draft."""
    return with_process(capability("modalities.propose", whole=True)(view))


def _for_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who works in the process."""
    return with_process(desk_required(view))


@require_http_methods(["GET", "HEAD", "POST"])
@_for_proposers
def rule(request: ProcessRequest, version: int, kind: str) -> HttpResponse:
    """Ask for a rule, show its effect, and write it into the draft when confirmed.

    7 statements for the form, 9 where processes are to be named; its effect says its own.
    """
    at = clock.now()
    draft = _draft(request, version, at)
    present = next((each for each in draft.rules.all() if each.kind == kind), None)
    if present is None:
        raise Http404
    if not versions.is_pending(draft):
        return redirect("processes_desk:version", request.process.code, draft.version)
    codes = known_codes(request.process) if kind == "carry_over_from" else set()
    begun = {**_as_typed(present), "revision": draft.revision}
    codes |= set(present.value) if kind == "carry_over_from" else set()
    form = RuleForm(request.POST or None, kind=kind, codes=codes, initial=begun)
    if request.method != "POST" or "change" in request.POST or not form.is_valid():
        return _form_page(request, draft, present, form)
    if "confirmed" not in request.POST:
        return _effect_page(request, draft, present, form, at)
    return _written(request, draft, present, form, at)


def _written(
    request: ProcessRequest, draft: Modalities, present: Rule, form: RuleForm, at: datetime
) -> HttpResponse:
    """Write the rule and go back to the draft; on a refusal, show the form as it was typed."""
    note = form.cleaned_data["note"]
    new = NewRule(
        kind=present.kind,
        value=form.value(),
        paragraph=form.cleaned_data["paragraph"],
        standing=Standing(form.cleaned_data["standing"]),
        source_url=form.cleaned_data["source_url"],
        note={get_language() or "en": note} if note else None,
    )
    act = DraftAct(request.process, draft.version, form.cleaned_data["revision"], request.actor, at)
    try:
        change_rule(act, rule=new)
    except DomainError as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal.message))
        return _form_page(request, draft, present, form)
    messages.success(cast("HttpRequest", request), _("The rule is in the draft."))
    address = reverse("processes_desk:version", args=[request.process.code, draft.version])
    return redirect(f"{address}#{present.kind}")


def _form_page(
    request: ProcessRequest, draft: Modalities, present: Rule, form: RuleForm
) -> HttpResponse:
    """Show the form; what is sent from it counts for the draft as this page shows it."""
    is_wrong = bool(form.errors) and "change" not in request.POST
    if form.is_bound:
        typed = request.POST.copy()
        typed["revision"] = str(draft.revision)
        form.data = typed
    context = {
        **_frame(request, draft),
        "label": modalities.RULE_KINDS[present.kind].label,
        "sentence": modalities.sentence(present.kind, present.value),
        "paragraph": present.paragraph,
        "form": form if is_wrong or not form.is_bound else _unjudged(form),
    }
    status = UNPROCESSABLE if is_wrong else 200
    return render(request, "accreditation/desk/rule.html", context, status=status)


def _unjudged(form: RuleForm) -> RuleForm:
    """Return a form with what was typed, without complaints: its writer thinks again."""
    codes = dict(getattr(form.fields.get("value"), "choices", ()))
    typed = {bound.name: bound.value() for bound in form}
    return RuleForm(kind=form.kind, codes=codes, initial=typed)


def _effect_page(
    request: ProcessRequest, draft: Modalities, present: Rule, form: RuleForm, at: datetime
) -> HttpResponse:
    base = draft.based_on or draft
    shown = _show(request, base, present.kind, form.value(), at)
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    context = {
        **_frame(request, draft),
        "effects": [shown],
        "typed": typed,
        "paragraph": form.cleaned_data["paragraph"],
    }
    return render(request, "accreditation/desk/effect.html", context)


@require_safe
@_for_desk
def effect(request: ProcessRequest, version: int) -> HttpResponse:
    """Show what adopting a draft would do today, rule by rule."""
    at = clock.now()
    draft = _draft(request, version, at)
    if draft.based_on is None:
        raise Http404
    rules = {each.kind: each.value for each in draft.rules.all()}
    context = {
        **_frame(request, draft),
        "effects": [
            _show(request, draft.based_on, kind, rules[kind], at)
            for kind in versions.changed_kinds(draft.based_on, draft)
        ],
    }
    return render(request, "accreditation/desk/effect.html", context)


def _show(
    request: ProcessRequest, base: Modalities, kind: str, value: Any, at: datetime
) -> ShownEffect:
    """Compute the effect of one rule against the version that the draft was begun from."""
    stored = {each.kind: each.value for each in base.rules.all()}
    rules = modalities.rule_set(stored)
    found = effect_of(Change(request.process, kind, rules, value, at))
    return ShownEffect(
        label=str(modalities.RULE_KINDS[kind].label),
        before=modalities.sentence(kind, stored[kind]),
        after=modalities.sentence(kind, value),
        findings=_findings(request, found),
        unchanged=found.unchanged,
    )


def _findings(request: ProcessRequest, found: Effect) -> list[ShownFinding]:
    """Name the cases for those who screen the whole process; for others, count them."""
    code = request.process.code
    may_read = bool(request.actor.may(SCREEN, code))
    shown = []
    for each in found.findings:
        named = each.cases[:NAMED_AT_MOST] if may_read else ()
        more = len(each.cases) - len(named) if may_read else 0
        links = [
            (case, reverse("desk:application", args=[code, case.reference]))
            if case.reference
            else (case, "")
            for case in named
        ]
        shown.append(ShownFinding(each.words, links, more))
    return shown


def _draft(request: ProcessRequest, number: int, at: datetime) -> Modalities:
    """Return a version written at the desk, for whom may read it; else "not found"."""
    found = queries.modalities_version(request.process, number, at)
    readable = found and versions.readable([found], request.actor, request.process)
    if found is None or not readable or found.based_on is None:
        raise Http404
    return found


def _as_typed(present: Rule) -> dict[str, Any]:
    return {
        **answers_of(present.kind, present.value),
        "paragraph": present.paragraph,
        "standing": present.standing,
        "source_url": present.source_url,
        "note": str(present.note),
    }


def _frame(request: ProcessRequest, draft: Modalities) -> dict[str, object]:
    return {
        "process": request.process,
        "draft": draft,
        "back_url": reverse("processes_desk:version", args=[request.process.code, draft.version]),
    }

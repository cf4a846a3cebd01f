"""An officer's own views: named, found again on the queue and the front page, renamed, deleted."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from antechamber.accreditation import desk_queries
from antechamber.accreditation.actions.saving_views import delete_view, rename_view, save_view
from antechamber.accreditation.desk.access import DeskRequest, address, at_desk, frame
from antechamber.accreditation.desk.acts import UNPROCESSABLE, SeeOther
from antechamber.accreditation.desk_models import LONGEST_VIEW_NAME
from antechamber.accreditation.models import SavedView
from antechamber.accreditation.selection import Selection, read_selection
from antechamber.questionnaires.typed_text import clean_line
from antechamber.web.components import Link
from antechamber.workflow import DomainError


class ViewForm(forms.Form):
    """The name of a view."""

    name = forms.CharField(
        label=gettext_lazy("Name of this view"),
        help_text=gettext_lazy("Only you see it."),
        max_length=LONGEST_VIEW_NAME,
        error_messages={"required": gettext_lazy("Write a name.")},
    )

    def clean_name(self) -> str:
        """Return the name without what cannot be seen."""
        name = clean_line(str(self.cleaned_data["name"]))
        if not name:
            raise forms.ValidationError(_("Write a name."))
        return name


def selection_of(view: SavedView) -> Selection:
    """Return what a view selects, by the queue's present words."""
    return read_selection(dict(parse_qsl(view.query)))


def links(request: DeskRequest, views: list[SavedView], sizes: list[int]) -> list[Link]:
    """Return the reader's views as links to the queue, each with how many it holds. No SQL."""
    queue = reverse("desk:queue", args=[request.process.code])
    return [
        Link(
            view.name,
            f"{queue}?{view.query}" if view.query else queue,
            current=selection_of(view) == request.selection,
            count=size,
        )
        for view, size in zip(views, sizes, strict=True)
    ]


@require_safe
@at_desk
def views(request: DeskRequest) -> HttpResponse:
    """List the reader's views (6 statements)."""
    found = desk_queries.views_of(request.reach)
    sizes = desk_queries.sizes(request.reach, [selection_of(each) for each in found])
    context = {
        **frame(request),
        "views": list(zip(found, links(request, found, sizes), strict=True)),
        "queue_url": address(request, "queue"),
    }
    return render(request, "accreditation/desk/views.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def new_view(request: DeskRequest) -> HttpResponse:
    """Ask for a name of the present selection, and keep it."""
    here, back = address(request, "new_view"), address(request, "queue")
    form = ViewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            save_view(
                process=request.process,
                name=form.cleaned_data["name"],
                selection=request.selection,
                by=request.actor,
                at=request.arrived_at,
            )
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal.message))
        else:
            return SeeOther(back)
    return _page(request, form, here, back, _("Keep this selection under a name"))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def view(request: DeskRequest, number: int) -> HttpResponse:
    """Rename one of the reader's own views."""
    found = next((each for each in desk_queries.views_of(request.reach) if each.pk == number), None)
    if found is None:
        raise Http404
    back = address(request, "views")
    form = ViewForm(
        request.POST if request.method == "POST" else None, initial={"name": found.name}
    )
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            rename_view(process=request.process, number=number, name=name, by=request.actor)
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal.message))
        else:
            return SeeOther(back)
    here = reverse("desk:view", args=[request.process.code, number])
    return _page(request, form, here, back, _("Rename the view"))


@require_POST
@at_desk
def drop_view(request: DeskRequest, number: int) -> HttpResponse:
    """Delete one of the reader's own views; twice is once."""
    delete_view(process=request.process, number=number, by=request.actor)
    return SeeOther(address(request, "views"))


def _page(
    request: DeskRequest, form: ViewForm, url: str, back_url: str, title: str
) -> HttpResponse:
    context = {**frame(request), "form": form, "url": url, "back_url": back_url, "title": title}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "accreditation/desk/view.html", context, status=status)

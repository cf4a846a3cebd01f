"""Addresses of the applicant's pages, below `/<language>/<process>/apply/`."""

from __future__ import annotations

from django.urls import path

from antechamber.accreditation.applicant import draft, start, submitted

app_name = "accreditation"
urlpatterns = [
    path("", start.start, name="start"),
    path("check", start.check, name="check"),
    path("begin", start.begin, name="begin"),
    path("keep/<slug:organization>", start.keep, name="keep"),
    path("join/<slug:organization>", start.join, name="join"),
    path("mine", submitted.mine, name="mine"),
    path("joining/<int:number>", submitted.joining, name="joining"),
    path("<slug:key>/", submitted.application, name="application"),
    path("<slug:key>/tasks", draft.task_list, name="tasks"),
    path("<slug:key>/tasks/<slug:section>", draft.section, name="section"),
    path("<slug:key>/category", draft.category, name="category"),
    path("<slug:key>/check-answers", draft.check_answers, name="check_answers"),
    path("<slug:key>/submit", draft.submit, name="submit"),
    path("<slug:key>/discard", draft.discard, name="discard"),
    path("<slug:key>/receipt", submitted.receipt, name="receipt"),
    path("<slug:key>/receipt.pdf", submitted.receipt_pdf, name="receipt_pdf"),
    path("<slug:key>/versions/<int:number>", submitted.version, name="version"),
    path("<slug:key>/files/<slug:file>", submitted.file, name="file"),
    path("<slug:key>/withdraw", submitted.withdraw, name="withdraw"),
    path("<slug:key>/reopen", submitted.reopen, name="reopen"),
    path("<slug:key>/answer", submitted.answer, name="answer"),
    path("<slug:key>/appeal", submitted.appeal, name="appeal"),
    path("<slug:key>/reply", submitted.reply, name="reply"),
]

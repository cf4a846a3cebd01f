"""What this room writes into the record: its verbs, and the facts each may carry."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from antechamber.record.vocabulary import register

DECISION_FACTS = (
    *(
        "from",
        "to",
        "reason_code",
        "modalities",
        "appeal_until",
        "answer_by",
        "into",
        "list",
        "proposed_by",
        "bulk",
    ),
)

register("application.started", _("Application started"), "organization", "category")
register("application.discarded", _("Draft discarded"))
register("application.persons_erased", _("Answers about persons erased on their date"))
register("application.came_late", _("Submission tried after the deadline"), "deadline")
for _verb, _words in {
    "application.submitted": _("Submitted"),
    "application.changed": _("Changed by the applicant"),
}.items():
    register(
        _verb,
        _words,
        *("from", "to", "version", "digest", "receipt", "deadline", "modalities", "category"),
    )
for _verb, _words in {
    "application.withdrawn": _("Withdrawn by the applicant"),
    "application.reopened": _("Taken up again"),
    "application.taken": _("Review started"),
    "application.asked": _("Information requested"),
    "application.answered": _("Answer received"),
    "application.lapsed": _("Closed without prejudice"),
    "application.not_needed": _("Found not to need an application"),
    "application.ineligible": _("Found not eligible"),
    "application.appealed": _("Another look asked for"),
    "application.reconsidered": _("Looked at again"),
    "application.merged": _("Merged into another application"),
    "application.recommended": _("Recommended"),
    "application.listed": _("Put on the proposed list"),
    "application.unlisted": _("Taken off the list before circulation"),
    "application.objected": _("Objected to"),
    "application.relisted": _("Back on the list: the last objection is withdrawn"),
    "application.consulted": _("Consultation begun"),
    "application.cleared": _("Cleared"),
    "application.referred": _("Referred for decision"),
    "application.accredited": _("Accredited"),
    "application.not_accredited": _("Not accredited"),
}.items():
    register(_verb, _words, *DECISION_FACTS)
register(
    "application.transferred",
    _("Moved to another facilitator"),
    "from_facilitator",
    "to_facilitator",
    "from_category",
    "to_category",
)
register("application.assigned", _("Assigned"), "to_key", "bulk")
register("application.given_back", _("Given back"), "bulk")
register("application.refusal_proposed", _("Proposed: not eligible"), "reason_code")
register("application.refusal_declined", _("Proposal declined"), "proposed_by")
register("application.noted", _("Note added"))
register("arrival.kept", _("Told that no application is needed"), "outcome", "organization")
register("organization.joined", _("Joined its organization's application"), "organization")

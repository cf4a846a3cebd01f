"""What a mission is told about objections: who learns what, and whom to ask for more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from antechamber.accreditation.lists.mission.reading import SeenObjection
from antechamber.accreditation.lists.visibility import Seen
from antechamber.processes import rule_words
from antechamber.processes.modalities import RuleSet
from antechamber.web.components import SummaryRow


def who_learns_what(rules: RuleSet, *, is_late: bool) -> list[SummaryRow]:
    """Say who will learn what of an objection, and what it leads to, as the modalities have it."""
    return [
        SummaryRow(
            _("That there is an objection"),
            _("Everyone. The organization is told when it is admitted, and may reply then.")
            if is_late
            else _("Everyone. The organization is told at once and may reply."),
        ),
        SummaryRow(
            _("Which State objects"), rule_words.objector_in_words(rules.objector_visibility)
        ),
        SummaryRow(_("Its basis"), rule_words.basis_visibility_in_words(rules.basis_visibility)),
        SummaryRow(
            _("All of it"),
            _("The President’s office, which handles it, and those who audit the procedure."),
        ),
        SummaryRow(_("What it leads to"), rule_words.outcome_in_words(rules.objection_outcome)),
    ]


@dataclass(frozen=True, slots=True)
class Untold:
    """What is not shown of other States' objections: and whether a State that asks is told."""

    on_request: bool
    never: bool


def untold(objections: Sequence[SeenObjection]) -> Untold:
    """Say what the reader does not see of these objections, and whether it may ask for it."""
    sights = [(each.sight.objector, each.sight.basis) for each in objections]
    return Untold(
        on_request=any(Seen.ON_REQUEST in sight for sight in sights),
        never=any(sight == (Seen.NO, Seen.NO) for sight in sights),
    )

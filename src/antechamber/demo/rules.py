"""Which moves of the clock are allowed. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from antechamber.workflow import YES, Verdict, no

LONGEST_MOVE = timedelta(days=730)  # beyond Marrakech, December 2018, there is nothing to see


def may_move(*, present: datetime, to: datetime) -> Verdict:
    """Say whether the clock may be moved: forward, because what was recorded stays recorded."""
    if to <= present:
        return no(
            "clock_goes_forward",
            _(
                "The clock can only be moved forward: what was recorded has its time. "
                "To start over, stop the demonstration and run make fresh."
            ),
        )
    if to - present > LONGEST_MOVE:
        return no("move_too_far", _("That is more than two years away: nothing happens there."))
    return YES

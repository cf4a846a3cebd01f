"""Reading the papers that were issued."""

from __future__ import annotations

from antechamber.paper.codes import normalised
from antechamber.paper.models import IssuedPaper


def paper_by_code(typed: str) -> IssuedPaper | None:
    """Return the paper of a code, however it was typed, or `None` where it was never issued.

    Takes 1 statement; 0 where the check sign shows that the code is mistyped. A paper that was
    revoked is returned: its `revoked_at` is what the reader must learn.
    """
    code = normalised(typed)
    return None if code is None else IssuedPaper.objects.filter(code=code).first()

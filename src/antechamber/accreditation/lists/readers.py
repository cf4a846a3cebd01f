"""Who looks at lists at the desk: named apart from its pages, for the desk's navigation."""

from __future__ import annotations

from typing import Final

# Officers compose, the President's office signs and consults, auditors read.
READERS: Final = ("list.compose", "list.sign_off", "list.consult", "record.read")

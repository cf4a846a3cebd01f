"""What a failure's code means, in words for the desk."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from antechamber.mail.rules import (
    CONNECTION_LOST,
    MAY_HAVE_BEEN_SENT,
    RECIPIENT_FORGOTTEN,
    TAKEN_BACK,
    UNSENDABLE,
)

_WORDS: Final[dict[str, str | Promise]] = {
    MAY_HAVE_BEEN_SENT: gettext_lazy(
        "Sending broke off at the end: it may have been sent. Send it again only if twice is "
        "better than not at all."
    ),
    CONNECTION_LOST: gettext_lazy("The connection to the mail server broke."),
    UNSENDABLE: gettext_lazy("The mail server cannot take a message to such an address."),
    RECIPIENT_FORGOTTEN: gettext_lazy("The person deleted their account before it was sent."),
    TAKEN_BACK: gettext_lazy("What it tells was taken back before it was sent."),
}


def failure_in_words(failure: str) -> str:
    """Return a sentence for a failure's code; nothing for none."""
    if not failure:
        return ""
    if words := _WORDS.get(failure):
        return str(words)
    return _("The mail server answered: %(reply)s.") % {"reply": failure.removeprefix("smtp ")}

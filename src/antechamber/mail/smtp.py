"""Django's SMTP connection, which also knows whether a broken one may have sent its message.

Once the text has left and before the server's last reply, nobody can tell. Everywhere else a lost
connection means that nothing was sent, and it is safe to try again.
"""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING, Any

from django.core.mail.backends import smtp

if TYPE_CHECKING:
    Session = smtplib.SMTP
else:
    Session = object


class _KnowsDoubt(Session):
    in_doubt = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.in_doubt = True
        reply = super().data(msg)
        self.in_doubt = False
        return reply


class _Plain(_KnowsDoubt, smtplib.SMTP):
    """A session that starts in clear (and may change to TLS)."""


class _Encrypted(_KnowsDoubt, smtplib.SMTP_SSL):
    """A session that is TLS from the first byte."""


class EmailBackend(smtp.EmailBackend):
    """Sends over SMTP; `in_doubt` tells whether the last message may have gone out."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Return the session to open."""
        return _Encrypted if self.use_ssl else _Plain

    @property
    def in_doubt(self) -> bool:
        """Say whether the conversation broke after the text had left."""
        return bool(getattr(self.connection, "in_doubt", False))

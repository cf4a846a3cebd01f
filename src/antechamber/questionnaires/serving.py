"""Handing out a stored file, so that nothing in it can act as a page of ours.

The view that calls `serve` belongs to the room whose file it is, and has checked who may read it.
"""

from __future__ import annotations

from django.http import FileResponse, Http404

from antechamber.questionnaires import storage
from antechamber.questionnaires.models import StoredFile


def serve(stored: StoredFile) -> FileResponse:
    """Return the file as an attachment under its own name, in a sandbox, kept by no cache.

    Raises `Http404` where its content is lost.
    """
    try:
        content = storage.opened(stored.key)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content,
        as_attachment=True,
        filename=stored.original_name,
        content_type=stored.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response

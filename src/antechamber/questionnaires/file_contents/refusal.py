"""A file is refused for a reason: a code for machines, parameters for the sentence."""

from __future__ import annotations


class Refusal(Exception):
    """Why a file may not come in. Caught by `uploads.examine`, which makes it a verdict."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

"""The error of every parser of a field."""

from __future__ import annotations


class FieldError(ValueError):
    """A value that does not fit its field: what is wrong, and how to mend it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

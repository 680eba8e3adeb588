"""What the desk says when it cannot do something."""

from __future__ import annotations


class Refusal(Exception):
    """Something that is not done; nothing was written. The message says in Chinese why, and what to do."""

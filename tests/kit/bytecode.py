"""Compiled modules, kept beside the sources also where the environment wants none.

Tests start some thousand processes. Each would compile the plugins anew, which takes longer than what most of them do.
"""

from __future__ import annotations

import os


def keep_bytecode() -> None:
    """Have processes that the tests start keep what they compile."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

"""Compiled modules of the tests, kept where the environment wants none beside the sources.

Tests start some thousand processes. Each would compile the plugins anew, which takes longer than what most of them do.
"""

from __future__ import annotations

import os

from .project import ROOT

FOLDER = ROOT / ".venv" / "bytecode"


def keep_bytecode() -> None:
    """Have processes that the tests start keep what they compile in the environment's own folder."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ["PYTHONPYCACHEPREFIX"] = str(FOLDER)

"""Pages of registers: what each register holds, as people read it, and an index of them all.

    request_sheets, dispute_sheets, voice_sheets, approval_sheets, means_sheets
                            register → tables with charts
    register_page           tables → a page; all registers → the index

A register has a page here when the folder has its file. Those that are shown elsewhere
(agencies, reading points, key areas, counts) are in the index with the way there.
"""

from __future__ import annotations

from .register_page import PAGES, contexts, index_context, naming

__all__ = ("PAGES", "contexts", "index_context", "naming")

"""Pages of registers: the content of each register as tables, and an index of all registers.

    request_sheets, dispute_sheets, voice_sheets, approval_sheets, clearance_sheets, means_sheets
                            register → tables with charts
    described_sheets        register with a description → tables, divided by years where they are long
    register_page           tables → a page; all registers → the index

A register has a page when the content folder has its file. Registers that are shown elsewhere
(agencies, reading points, key areas, counts) have no page here; the index links to where they are.
"""

from __future__ import annotations

from .register_page import PAGES, contexts, index_context, places, referring_to, year_contexts, year_tasks

__all__ = ("PAGES", "contexts", "index_context", "places", "referring_to", "year_contexts", "year_tasks")

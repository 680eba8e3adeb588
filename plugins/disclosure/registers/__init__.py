"""Registers: CSV files that officials keep in a spreadsheet, each with a Table Schema.

    schema → cells → table     a file → rows of typed values
    unknown_files              what lies beside the registers and is none
    links, lost_zeros, checks  what rows say of each other, and of the law
    faults, act_checks         one row: what is asked of several registers, and of the registers of official acts
    amounts_in_words           amounts of money that a text names, beside the number in a cell
    descriptions, act_limits   registers whose pages and time limits are data, and what is overdue
    synonyms                   words of the same meaning, for the search
    telephones                 numbers that texts give for an agency, beside those of the registers
    agencies                   how long agencies exist under their names, and what came before and after

The schemas (`schemas/*.json`, Table Schema of frictionlessdata.io) say what columns a
register has and what may stand in them. Every register is optional. All problems of a
register are told at once, in Chinese, as ``path:line``.
"""

from __future__ import annotations

from .links import ITEMS
from .schema import names, schema
from .table import FOLDER, Register, Registers, read

__all__ = ("FOLDER", "ITEMS", "Register", "Registers", "names", "read", "schema")

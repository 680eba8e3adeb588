"""Reviewed exceptions of items, beside the findings in their attachments.

`Review-Exception: 3f9a1c20 公示法定代表人电话，本人同意` in an item's header allows one value in
one file: the item's own or one of its attachments. Several are separated by `;`. There is no
way to allow a whole kind or a whole file. An exception that allows nothing is told, so that
none outlives its reason.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from ..model.problems import WARNING, Problem
from ..secrecy.detect import UNUSABLE
from ..secrecy.examine import Finding


def leaks_in_attachments(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Every finding in an attachment has an exception in each item that publishes the attachment. A file that is unusable has none."""
    rows = connection.execute(
        """SELECT finding.* FROM finding WHERE EXISTS (SELECT 1 FROM attachment JOIN item ON item.id = item_id
               WHERE source = finding.path AND item.withdrawn_date = ''
               AND (finding.kind = ? OR NOT EXISTS (SELECT 1 FROM ruling WHERE ruling.item_id = item.id AND ruling.code = finding.code)))""",
        (UNUSABLE,),
    )
    for row in rows:
        yield Finding(*row).problem()


def unused_exceptions(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Every exception allows something."""
    rows = connection.execute(
        """SELECT item.path, item.lines, ruling.code FROM ruling JOIN item ON item.id = ruling.item_id
           WHERE ruling.masked = '' AND NOT EXISTS (SELECT 1 FROM attachment JOIN finding ON finding.path = attachment.source
               WHERE attachment.item_id = item.id AND finding.code = ruling.code)"""
    )
    for row in rows:
        line = json.loads(row["lines"]).get("rulings", 1)
        yield Problem(row["path"], line, f"Review-Exception 的“{row['code']}”没有对应的内容", "内容已经改了的，删去这一条例外", WARNING)

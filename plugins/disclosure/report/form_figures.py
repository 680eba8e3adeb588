"""The figure of forms that can be downloaded: rows of the register of forms whose file an item publishes.

A row alone is no download: its file may be missing, or stand in a draft.
"""

from __future__ import annotations

import json

from ..catalogue.queries import PUBLIC
from ..model.reporting_year import Year
from ..pages.site import Site
from ..registers import Register
from .figures import Figure

DOWNLOADABLE = "可下载表格数"


def downloadable(site: Site, year: Year, register: Register) -> Figure:
    """Return the figure of forms in a register of forms whose files an item of the site had published by the end of a year."""
    figure = Figure(DOWNLOADABLE, "个", "办事表格里，文件在当年12月31日以前（含当日）随条目公开、可以下载的表格的个数。", "办事表格和公开目录")
    if not register.rows:
        return figure
    files = sorted({row["file"] for row in register.rows} - {""})
    found = site.connection.execute(
        f"""SELECT attachment.source, min(item.date) FROM attachment JOIN item ON item.id = attachment.item_id
            WHERE attachment.source IN (SELECT value FROM json_each(?)) AND +item.{PUBLIC} GROUP BY attachment.source""", (json.dumps(files),)
    )
    since = {source: day for source, day in found if not year.ends_before(day)}
    lines = tuple(line for row, line in register.numbered_rows() if row["file"] in since)
    return Figure(figure.name, figure.unit, figure.definition, figure.source, len(lines), rows=(("forms", lines),))

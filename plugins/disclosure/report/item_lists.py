"""The items behind a report's figures: those of one figure one by one, all items as a table that links to their lists."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..catalogue.queries import PUBLIC, ROW_COLUMNS, Row, row_view
from ..model import addresses
from ..pages.series import category_series, leaf_series
from ..pages.site import Site, tally


def rows(site: Site, ids: tuple[int, ...]) -> list[Row]:
    """Return the public items with these numbers in the catalogue as lists show them, oldest first."""
    found = site.connection.execute(
        f"SELECT {ROW_COLUMNS} FROM item WHERE id IN (SELECT value FROM json_each(?)) AND +{PUBLIC} ORDER BY date, index_number", (json.dumps(ids),)
    )
    return [row_view(row) for row in found]


def breakdown(site: Site, year: int, total: int, new: int) -> dict[str, Any]:
    """Return how many items are public up to a year, by class and year. Each number links to its list.

    `total` and `new` are the figures of the year. `gone` and `gone_new` in the result are how many of
    these items no list has, since they were withdrawn after the year.
    """
    found: Counter[tuple[str, str, int]] = Counter()
    for row in tally(site):
        if row.state == "public" and int(row.month[:4]) <= year:
            found[row.category, row.leaf, int(row.month[:4])] += row.number
    years = sorted({number for _, _, number in found})
    sums = [sum(n for (_, _, at), n in found.items() if at == number) for number in years]
    return {
        "years": years, "lines": list(_lines(site, found, years)), "sums": sums, "withdrawn": addresses.WITHDRAWN,
        "gone": total - sum(sums), "gone_new": new - dict(zip(years, sums, strict=True)).get(year, 0),
        "files": [(number, addresses.catalogue_csv(number)) for number in years],
    }


def _lines(site: Site, counted: Counter[tuple[str, str, int]], years: list[int]) -> Iterator[dict[str, Any]]:
    """Yield a line for each class that has items, categories before their leaves."""
    for category in site.taxonomy.categories:
        whole = [sum(n for (name, _, at), n in counted.items() if (name, at) == (category.name, number)) for number in years]
        if not any(whole):
            continue
        folder = category_series(site, category.name).folder
        yield _line(category.name, folder, 0, years, whole)
        for leaf in category.leaves:
            own = [counted[category.name, leaf.name, number] for number in years]
            if any(own):
                yield _line(leaf.name, leaf_series(site, category.name, leaf.name).folder, 1, years, own)


def _line(name: str, folder: str, level: int, years: list[int], numbers: list[int]) -> dict[str, Any]:
    cells = [(number, addresses.year_page(folder, year) if number else "") for year, number in zip(years, numbers, strict=True)]
    return {"name": name, "path": f"{folder}/index.html", "level": level, "cells": cells, "sum": sum(numbers)}

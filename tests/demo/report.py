"""The table of the 2014 report, scaled: how many items of each category in each year."""

CATEGORIES = {  # name: (total at the end of 2014, new in 2014)
    "概况信息": (586, 29),
    "法规文件": (146, 21),
    "发展规划": (15, 2),
    "工作动态": (57493, 11601),
    "人事信息": (127, 6),
    "财经信息": (222, 29),
    "行政执法": (46, 1),
    "公共服务": (25, 4),
}
TOTAL = sum(total for total, _ in CATEGORIES.values())
LAST_YEAR = 2014
_EARLIER = {2008: 35, 2009: 60, 2010: 74, 2011: 87, 2012: 98, 2013: 107}


def apportion(total, weights, floors=None):
    """Divide `total` in proportion to weights, by largest remainder. `floors` are minima, as far as the total allows.

    Ties go to the earlier weight, so that the answer depends only on the arguments.
    """
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for position in order[:total - sum(shares)]:
        shares[position] += 1
    for position, floor in enumerate(floors or ()):
        while shares[position] < floor:
            giver = max(range(len(shares)), key=lambda i: (shares[i] - floors[i], -i))
            if shares[giver] <= floors[giver]:
                break
            shares[giver] -= 1
            shares[position] += 1
    return shares


def counts(scale=1.0):
    """Items for each (category, year): at scale 1.0 exactly the report's table.

    Every category has an item new in 2014 if there are at least eight items in all.
    """
    totals = [total for total, _ in CATEGORIES.values()]
    sizes = apportion(round(TOTAL * scale), totals, [1] * len(totals))
    table = {}
    for (name, (total, new)), size in zip(CATEGORIES.items(), sizes, strict=True):
        earlier, latest = apportion(size, [total - new, new], [0, min(1, size)])
        table[name, LAST_YEAR] = latest
        for year, share in zip(_EARLIER, apportion(earlier, list(_EARLIER.values())), strict=True):
            table[name, year] = share
    return table

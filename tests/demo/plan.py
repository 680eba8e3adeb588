"""The plan of a demo folder: Index, class, agency, topic and dates of each item.

It is a function of scale and seed only, and yields items month by month. No text is made here.
"""

from collections import Counter, defaultdict, deque
from random import Random
from typing import NamedTuple

from . import report, workdays
from .agencies import AGENCIES, BY_NAME, OFFICE, STREETS
from .vocabulary import TOPICS, topics_of

SLUGS = {"概况信息": "overview", "法规文件": "documents", "发展规划": "plans", "工作动态": "news",
         "人事信息": "personnel", "财经信息": "finance", "行政执法": "enforcement",
         "公共服务": "services"}


class Leaf(NamedTuple):
    """A second-level class: its share of the category, and how its items are made."""

    name: str
    slug: str
    share: int
    kind: str
    numbered: float  # share of documents with a number
    own: float  # share from the body in charge; the rest comes from streets and the office


LEAVES = {
    "概况信息": (Leaf("单位介绍", "units", 45, "profile", 0, .7),
             Leaf("机构职能", "functions", 35, "duties", 0, .75),
             Leaf("领导信息", "leaders", 20, "leaders", 0, .6)),
    "法规文件": (Leaf("法规", "laws", 20, "rules", 0, .9),
             Leaf("规范性文件", "normative", 50, "document", 1, .4),
             Leaf("其他有关文件", "other", 30, "document", .8, .6)),
    "发展规划": (Leaf("发展规划", "planning", 45, "document", .8, .8),
             Leaf("工作计划", "annual", 55, "document", .8, .7)),
    "工作动态": (Leaf("政务动态", "affairs", 780, "news", .03, .62),
             Leaf("突发事件", "emergencies", 25, "emergency", 0, .7),
             Leaf("公告公示", "notices", 150, "notice", .15, .85),
             Leaf("统计数据", "statistics", 45, "statistics", 0, .85)),
    "人事信息": (Leaf("人事任免", "appointments", 40, "appointment", 1, 1),
             Leaf("考录招聘", "recruitment", 35, "recruitment", .2, 1),
             Leaf("表彰奖励", "awards", 25, "award", .6, .6)),
    "财经信息": (Leaf("财政预决算", "budgets", 28, "budget", 0, .7),
             Leaf("政府采购与招投标", "procurement", 24, "tender", 0, .8),
             Leaf("行政事业性收费", "fees", 9, "fees", .3, .9),
             Leaf("专项经费", "funds", 10, "funds", .3, .8),
             Leaf("税收", "taxation", 8, "notice", .2, 1),
             Leaf("金融", "banking", 6, "news", 0, 1),
             Leaf("政府投资项目", "projects", 9, "tender", 0, .9),
             Leaf("招商项目", "investment", 6, "news", 0, .8)),
    "行政执法": (Leaf("执法依据", "basis", 45, "rules", 0, 1),
             Leaf("执法动态", "actions", 55, "news", 0, 1)),
    "公共服务": (Leaf("面向公民", "citizens", 50, "guide", 0, 1),
             Leaf("面向法人或其他组织", "organisations", 38, "guide", 0, 1),
             Leaf("涉外服务", "foreign", 12, "guide", 0, 1)),
}
_MONTHS = {1: 80, 2: 55, 3: 100, 4: 95, 5: 92, 6: 98, 7: 90, 8: 84, 9: 96, 10: 80, 11: 104, 12: 112}
KEY_AREA_SHARE = .33  # of the items on a topic of a key area
_CROWDED = 3000  # a month folder with more items is split by day


class Planned(NamedTuple):
    """Everything about an item but its text."""

    index: str
    category: str
    leaf: Leaf
    folder: str
    agency: int
    topic: int
    created: object
    review: object
    date: object
    document_number: str
    validity: str
    replaces: str
    key_area: bool
    attachment: bool


class _Ledger:
    """State from month to month: serial numbers, balances of leaves, revoked documents."""

    def __init__(self, widths):
        self.widths = widths
        self.serials = Counter()
        self.numbers = Counter()
        self.balances = {name: [0] * len(leaves) for name, leaves in LEAVES.items()}
        self.revoked = defaultdict(lambda: deque(maxlen=8))

    def leaf(self, category):
        """The leaf that is furthest behind its share of the category."""
        balance, leaves = self.balances[category], LEAVES[category]
        for position, leaf in enumerate(leaves):
            balance[position] += leaf.share
        chosen = balance.index(max(balance))
        balance[chosen] -= sum(leaf.share for leaf in leaves)
        return leaves[chosen]

    def index(self, code, year):
        """The next index number of an agency in a year."""
        self.serials[code, year] += 1
        return f"{code}/{year}-{self.serials[code, year]:0{self.widths[year]}d}"

    def number(self, prefix, year):
        """The next document number of an agency in a year."""
        self.numbers[prefix, year] += 1
        return f"{prefix}〔{year}〕{self.numbers[prefix, year]}号"


def plan(scale=1.0, seed=2014):
    """Yield every item in the order of publication; the same for the same scale and seed."""
    table = report.counts(scale)
    sizes = Counter()
    for (_, year), count in table.items():
        sizes[year] += count
    ledger = _Ledger({year: max(5, len(str(size))) for year, size in sizes.items()})
    for year in sorted(sizes):
        months = _months(table, year, seed)
        for month in sorted(months):
            yield from _month(year, month, months[month], ledger, seed)


def _months(table, year, seed):
    """Spread a year's items over its months: {month: {category: count}}."""
    weights = {month: weight for month, weight in _MONTHS.items() if year > 2008 or month >= 5}
    whole = sum(weights.values())
    months = {month: Counter() for month in weights}
    for category in report.CATEGORIES:
        count = table[category, year]
        offset = int(Random(f"{seed}/{category}/{year}").random() * 1000)
        bounds, reached = [], 0
        for weight in weights.values():
            reached += weight
            bounds.append((reached * count * 1000 // whole - offset + 999) // 1000)
        for month, low, high in zip(weights, [0, *bounds[:-1]], [*bounds[:-1], count], strict=True):
            months[month][category] = max(0, high) - max(0, low)
    return months


def _month(year, month, counts, ledger, seed):
    """Yield the items of one month by date."""
    draw = Random(f"{seed}/{year}-{month:02d}").random
    days = workdays.publication_days(year, month)
    rows = []
    for category, count in counts.items():
        for _ in range(count):
            rows.append((days[int(draw() * len(days))], draw(), category, ledger.leaf(category)))
    crowd = Counter(leaf.slug for *_, leaf in rows)
    for day, _, category, leaf in sorted(rows, key=lambda row: row[:2]):
        crowded = crowd[leaf.slug] > _CROWDED
        folder = f"{SLUGS[category]}/{leaf.slug}/{day:%Y/%m/%d}" if crowded else \
            f"{SLUGS[category]}/{leaf.slug}/{day:%Y/%m}"
        yield _item((category, leaf, folder), day, ledger, draw)


def _item(place, day, ledger, draw):
    """Decide about one item. It always takes the same number of draws, so that items do not depend on each other."""
    category, leaf, folder = place
    topics = topics_of(leaf.slug)
    topic = topics[int(draw() * len(topics))]
    agency = AGENCIES[_agency(leaf, topic, draw(), draw())]
    delay = int(draw() * draw() * 14)
    created = workdays.back(day, delay)
    review = workdays.back(day, int(draw() * (min(delay, 4) + 1)))
    index = ledger.index(agency.code, day.year)
    numbered = draw() < leaf.numbered
    chance, revoke, attach, area = draw(), draw(), draw(), draw()
    replaces, validity = "", ""
    if numbered or leaf.kind in ("notice", "rules", "document"):
        validity = "有效" if category == "法规文件" else ""
        revoked = ledger.revoked[leaf.slug, agency.code]
        while revoked and revoked[0][1].year < created.year:  # it ended with its year, before this one was made
            revoked.popleft()
        if revoked and revoked[0][1] < created and chance < .2:
            replaces = revoked.popleft()[0]
        elif day.year < 2014 and revoke < .075:
            validity = "失效" if revoke < .04 else "废止"
            if validity == "废止":
                revoked.append((index, day))
    number = ledger.number(agency.prefix, created.year) if numbered else ""
    return Planned(index, category, leaf, folder, BY_NAME[agency.name], topic, created,
                   max(created, review), day, number, validity, replaces,
                   bool(TOPICS[topic].key_area) and area < KEY_AREA_SHARE, attach < .0055)


def _agency(leaf, topic, first, second):
    """The body in charge of the topic, else a street or town, else the district office."""
    own = TOPICS[topic].agencies
    if first < leaf.own:
        return BY_NAME[own[int(second * len(own))]]
    if first < leaf.own + (1 - leaf.own) * .75:
        return STREETS[int(second * len(STREETS))]
    return OFFICE

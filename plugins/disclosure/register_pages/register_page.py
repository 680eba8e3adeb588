"""One register's page, and the index of all registers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from .. import registers
from ..areas import AREAS
from ..model import addresses
from ..pages import stated_totals
from ..pages.frame import meta_tags, page_frame
from ..pages.series import key_area_series, numbered_pager
from ..pages.sheet import LISTED, Sheet, by_date, divide_sheets, part_bounds, row_bytes, row_ids
from ..pages.site import Site, remembered
from ..registers.descriptions import DESCRIPTIONS
from ..registers.links import item_columns
from . import approval_sheets, clearance_sheets, described_sheets, dispute_sheets, means_sheets, request_sheets, voice_sheets


@dataclass(frozen=True)
class RegisterPage:
    """How one register is shown."""

    title: str
    lead: str
    sheets: Callable[[Site], Iterator[Sheet]]
    empty: str
    """The sentence for a register without rows."""
    related: tuple[str, ...] = ()
    """Further registers that the page reads."""
    notes: Callable[[Site], list[str]] = lambda site: []


def _described(name: str, related: tuple[str, ...] = (), notes: Callable[[Site], list[str]] = lambda site: []) -> RegisterPage:
    """Return the page of a register that has a description."""
    one = DESCRIPTIONS[name]
    return RegisterPage(one.title, one.lead, partial(described_sheets.sheets, name=name), one.empty, related, notes)


PAGES: dict[str, RegisterPage] = {
    "requests": RegisterPage(
        "依申请公开情况", "收到的政府信息公开申请、办理的结果和时间。不公布申请人的姓名和联系方式。", request_sheets.sheets, "没有收到政府信息公开申请。",
        ("report_figures",), partial(stated_totals.notes, register="requests"),
    ),
    "disputes": RegisterPage(
        "行政复议和行政诉讼", "因政府信息公开引起的行政复议和行政诉讼。", dispute_sheets.disputes, "没有因政府信息公开引起的行政复议和行政诉讼。",
        ("report_figures",), partial(stated_totals.notes, register="disputes"),
    ),
    "complaints": RegisterPage(
        "举报投诉", "对政府信息公开工作的举报和投诉，以及处理结果。", dispute_sheets.complaints, "没有接到举报和投诉。",
        ("report_figures",), partial(stated_totals.notes, register="complaints"),
    ),
    "letters": RegisterPage(
        "来信和答复", "领导信箱等栏目的来信和答复，来信人的姓名和联系方式已经隐去。", voice_sheets.letters, "没有可以公布的来信。",
        ("consultations", "declared"), voice_sheets.declared,
    ),
    "consultations": _described("consultations", ("letters", "declared"), voice_sheets.declared),
    "approvals": RegisterPage(
        "行政审批事项目录", "区级行政审批事项和设定的依据，包括从上级承接的和已经取消的。", approval_sheets.approvals, "没有行政审批事项。", ("agencies",),
    ),
    "clearances": RegisterPage(
        "规范性文件清理", "历次清理决定，和每份文件保留、修改、废止还是失效。", clearance_sheets.clearances, "没有清理规范性文件的记录。",
    ),
    **{name: _described(name) for name in ("licences", "penalties", "decisions", "meetings", "proposals")},
    "training": RegisterPage("会议和培训", "政府信息公开工作的会议和培训。", means_sheets.training, "没有会议和培训的记录。"),
    "channels": RegisterPage("各渠道公开和回应数", "本站以外，通过政府公报、政务微博等渠道公开的信息数，以及回应解读的次数。", means_sheets.channels, "没有登记其他渠道的公开数。"),
    "resources": RegisterPage("机构建设和保障", "政府信息公开工作的机构、人员和经费。", means_sheets.resources, "没有登记机构和人员的情况。"),
}
"""The page of each register, in the order of the index."""

_ELSEWHERE = {
    "agencies": addresses.AGENCIES, "reading_points": addresses.READING_POINTS, "violations": addresses.KEY_AREAS, "carried_forward": addresses.COUNTS, "declared": addresses.COUNTS,
    "services": addresses.SERVICES, "forms": addresses.FORMS, "removed": addresses.WITHDRAWN, "synonyms": addresses.SEARCH, "report_figures": addresses.REPORTS,
    "article_20": addresses.ARTICLE_20,
    "standards": addresses.STANDARDS,
}


def contexts(site: Site, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield path and context of each page of a register; none where the content folder has no such file."""
    register, page = site.registers[name], PAGES[name]
    if not register.exists:
        return
    crumbs = [("登记簿", addresses.REGISTERS), (page.title, "")]
    meta = meta_tags(site, {"Name": page.title, "Type": "登记簿", "Keywords": page.title, "Description": page.lead})
    current = "request" if name == "requests" else ""
    divided = divide_sheets(list(page.sheets(site)))
    letters = _letters(site) if name == "letters" else []
    paths = [addresses.register(name, place) for place in range(1, len(divided) + 1)]
    for place, (path, sheets) in enumerate(zip(paths, divided, strict=True), 1):
        yield path, page_frame(site, path, page.title, crumbs, meta=meta, current=current) | {
            "lead": page.lead, "empty": "" if register.rows else f"登记簿里没有记录：{page.empty}", "csv": addresses.register_csv(name),
            "sheets": sheets, "notes": page.notes(site), "letters": letters, "letter_ids": row_ids("letters-list", [[row["number"], row["received"]] for row in letters]),
            "listed": len(letters), "total": len(register.rows), "pages": numbered_pager(paths, place),
        }


def year_tasks(site: Site) -> Iterator[tuple[str, int]]:
    """Yield name and year of the registers whose rows stand on pages of years."""
    for name in DESCRIPTIONS:
        if site.registers[name].rows and described_sheets.is_divided(site, name):
            yield from ((name, year) for year in described_sheets.years(site, name))


def year_contexts(site: Site, name: str, year: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield path and context of each page with a register's rows of one year; none for a year without."""
    sheet = described_sheets.year_sheet(site, name, year) if described_sheets.is_divided(site, name) else None
    if sheet is None:
        return
    page = PAGES[name]
    title = f"{page.title}（{year}年）"
    crumbs = [("登记簿", addresses.REGISTERS), (page.title, addresses.register(name)), (f"{year}年", "")]
    meta = meta_tags(site, {"Name": title, "Type": "登记簿", "Keywords": page.title, "Description": page.lead})
    divided = divide_sheets([sheet])
    paths = [addresses.register_year(name, year, place) for place in range(1, len(divided) + 1)]
    for place, (path, sheets) in enumerate(zip(paths, divided, strict=True), 1):
        shown_title = title if place == 1 else f"{title}（第{place}页）"
        yield path, page_frame(site, path, shown_title, crumbs, meta=meta) | {
            "lead": f"{year}年的登记，按日期从早到晚排列。{page.lead}", "empty": "", "csv": addresses.register_csv(name), "sheets": sheets,
            "notes": [], "letters": [], "letter_ids": [], "listed": 0, "total": 0, "pages": numbered_pager(paths, place),
        }


def _letters(site: Site) -> list[dict[str, Any]]:
    """Return the newest letters: at most `LISTED`, and fewer where they are long."""
    newest = by_date(site.registers["letters"].rows, "received")[:LISTED]
    _, end = next(part_bounds([row_bytes(map(str, row.values())) for row in newest]))
    return newest[:end]


@remembered
def places(site: Site) -> dict[str, str]:
    """Return the page on which each register is shown, by its name; registers that no page shows are left out."""
    found = {name: addresses.register(name) for name in PAGES} | _ELSEWHERE
    for area in site.taxonomy.key_areas:
        for name in AREAS[area.slug].registers if area.slug in AREAS else ():
            found.setdefault(name, key_area_series(site, area.name).index_path)
    if not site.registers["reading_points"].rows:
        del found["reading_points"]
    if not site.all_reports:
        del found["report_figures"]
    return found


def index_context(site: Site) -> dict[str, Any] | None:
    """Return the context of the index of all registers, or None where the content folder has none."""
    where = places(site)
    order = dict.fromkeys([*PAGES, *_ELSEWHERE, *registers.names()])
    found = []
    for name in order:
        register = site.registers[name]
        if register.exists:
            schema = registers.schema(name)
            title = PAGES[name].title if name in PAGES else schema["title"]
            found.append({
                "title": title, "path": where.get(name, ""), "csv": addresses.register_csv(name), "rows": len(register.rows),
                "description": schema["description"],
            })
    if not found:
        return None
    meta = meta_tags(site, {"Name": "登记簿", "Type": "目录", "Keywords": "登记簿", "Description": "政府信息公开的各种登记簿和名册。"})
    return page_frame(site, addresses.REGISTERS, "登记簿和名册", [("登记簿", "")], meta=meta) | {"registers": found}


def referring_to(site: Site, index: str) -> Iterator[tuple]:
    """Yield the pages of registers whose rows refer to an item, as tasks: kind, name of the register, and the year where it has pages of years."""
    yield from sorted(_by_item(site).get(index, ())) if index else ()


@remembered
def _by_item(site: Site) -> dict[str, set[tuple]]:
    """Return the tasks of the pages that refer to an item, by the item's Index."""
    found: dict[str, set[tuple]] = {}
    for name in PAGES:
        divided = name in DESCRIPTIONS and described_sheets.is_divided(site, name)
        for row in site.registers[name].rows:
            task = ("register-year", name, int(row[DESCRIPTIONS[name].day][:4])) if divided else ("register", name)
            for column in item_columns(name):
                found.setdefault(row[column], set()).add(task)
    return found

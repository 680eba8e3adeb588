"""What is wrong with the register of the standards, and which of its matters are not found on the site."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.item import FieldError
from ..model.problems import WARNING, Problem, did_you_mean
from ..pages.site import Site
from ..registers.act_limits import together
from . import directory, places


def problems(site: Site) -> Iterator[Problem]:
    """Yield rows of unknown areas, places that the site does not have, matters without anything, and areas without rows."""
    register = site.registers[directory.REGISTER]
    known = [name for name, _ in directory.areas(site)]
    nowhere, empty = [], []
    for row, line in register.numbered_rows():
        if row["area"] not in known:
            yield Problem(register.path, line, f"领域“{row['area']}”不在名单上", did_you_mean(row["area"], known) or "可以写：" + "、".join(known) + "；别的领域加进设置 DISCLOSURE_STANDARD_AREAS")
        if (row["audience"] == "特定群体") != bool(row["audience_named"]):
            wrong = "没有写是哪些人" if row["audience"] == "特定群体" else "又写了特定群体"
            yield Problem(register.path, line, f"公开对象是{row['audience']}，{wrong}", "改公开对象，或者改“特定群体”一栏")
        try:
            conditions = places.parse(row["place"], site)
        except FieldError as fault:
            yield Problem(register.path, line, f"在本站的位置：{fault.message}", fault.remedy)
            continue
        if not conditions:
            nowhere.append((line, f"“{row['sub_matter']}”没有写在本站的位置", "在“在本站的位置”一栏写上，如“分类：财经信息/税收”"))
        elif not places.look(site, conditions).path:
            empty.append((line, f"“{row['sub_matter']}”在本站还没有：{row['place']}", "公开这个事项的信息，或者改在本站的位置"))
    yield from together(register, nowhere)
    yield from together(register, empty)
    if register.exists and (missing := [name for name in known if name not in directory.rows_of(site)]):
        yield Problem(register.path, 0, f"{len(missing)} 个领域还没有事项：{'、'.join(missing)}", "照各领域的标准目录登记；本区没有的领域，从设置 DISCLOSURE_STANDARD_AREAS 里删去", WARNING)

"""The page for mistakes (找错): whom to tell, and a form to fill in, print and send by post.

The page sends nothing and stores nothing. Where scripts run, the form has the page from which the reader came, and the release.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import addresses
from ..model.problems import WARNING, Problem, did_you_mean
from ..pages.application_form import CHOICE, TEXT, Entry
from ..pages.frame import meta_tags, page_frame
from ..pages.site import Site

TITLE = "找错"
SETTING = "corrections"
"""Key of DISCLOSURE_SITE that names the agency to which mistakes are reported, as the register of agencies has it."""
_DESCRIPTION = "发现网站上的错误，在纸上填好，当面交、邮寄，或者打电话、写电子邮件告诉我们。"

ENTRIES = (
    Entry("page-title", "网页标题", wide=True), Entry("page-address", "网页地址", wide=True, hint="也可以写信息的索引号"),
    Entry("page-release", "版本编号", wide=True, hint="在每个网页的末尾"),
    Entry("kind", "错误的种类（可选几种）", CHOICE, choices=("错别字", "内容不对", "已经过时", "链接或附件打不开", "该公开的没有公开", "泄露个人信息", "其他")),
    Entry("found", "错在哪里", TEXT, required=True, hint="抄下有错的那一句，或者说明哪个链接、哪个附件。"),
    Entry("right", "应当是什么", TEXT, hint="知道的填，也可以写明依据。"),
    Entry("sender", "您的姓名和联系方式", wide=True, hint="可以不填；填了，改正以后告诉您"),
)
"""Entries of the form. The first three say where the mistake is: scripts fill them in."""

_FROM_REGISTER = (("office", "承办科室"), ("address", "邮寄地址"), ("hours", "接待时间"), ("phone", "电话"), ("email", "电子邮箱"))


def context(site: Site) -> dict[str, Any]:
    """Return the context of the page."""
    column = {"Name": TITLE, "Type": "互动", "Keywords": "找错，纠错", "Description": _DESCRIPTION}
    frame = page_frame(site, addresses.CORRECTIONS, TITLE, [(TITLE, "")], meta=meta_tags(site, column))
    return frame | {"lead": _DESCRIPTION, "contact": contact(site), "entries": ENTRIES}


def contact(site: Site) -> list[tuple[str, str]]:
    """Return label and value of whom to tell: of the agency that the setting names, else of the host of the site.

    The host's details stand in the register, too, where one of its agencies has the host's name or telephone.
    """
    identity, rows = site.identity, site.registers["agencies"].rows
    name = identity.get(SETTING, "")
    wanted = [("name", name)] if name else [("name", identity["host"]), ("phone", identity["contact"])]
    row = next((row for key, value in wanted for row in rows if value and row[key] == value), None)
    if row is not None:
        found = [("接收单位", row["name"]), *((label, row[key]) for key, label in _FROM_REGISTER)]
        if row["name"] == identity["host"]:  # what the register leaves out of the host, the settings may say
            found.append(("邮寄地址", "" if row["address"] else identity["address"]))
            found.append(("联系方式", "" if row["phone"] or row["email"] else identity["contact"]))
    else:
        found = [("接收单位", name or identity["host"]), ("邮寄地址", identity["address"]), ("联系方式", identity["contact"])]
    return [(label, value) for label, value in found if value]


def problems(site: Site) -> Iterator[Problem]:
    """Yield what is wrong with whom the page names: an unknown agency, or nobody who could be reached."""
    register, name = site.registers["agencies"], site.identity.get(SETTING, "")
    if name and register.exists and name not in register.values("name"):
        guess = did_you_mean(name, site.agency_codes)
        yield Problem(register.path, 0, f"设置 DISCLOSURE_SITE 的 {SETTING} 写的“{name}”不在名册上", guess or "写名册上的名称，或者先登记进去")
    elif not [label for label, _ in contact(site) if label not in ("接收单位", "承办科室", "接待时间")]:
        yield Problem(
            register.path, 0, "“找错”页上没有地址、电话和邮箱，读者不知道告诉谁",
            f"在设置 DISCLOSURE_SITE 里写 address 和 contact，或者写 {SETTING}：名册上的一个单位", WARNING,
        )

"""The form for requesting information (政府信息公开申请表), as pages to fill in and print.

There is one form for citizens and one for legal persons, with the fields of the statutory form.
The pages send nothing and store nothing. They exist where the site has a page on requests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..model import addresses
from .frame import meta_tags, page_frame
from .site import Site

REQUEST_PAGE = "request"
"""Slug of the page that says how to make a request."""

LINE, TEXT, CHOICE = "line", "text", "choice"


@dataclass(frozen=True)
class Entry:
    """One entry of the form: a line, a text of several lines, or boxes to tick."""

    name: str
    label: str
    kind: str = LINE
    required: bool = False
    choices: tuple[str, ...] = ()
    wide: bool = False
    """Whether it takes the whole width of the paper."""
    hint: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Applicant:
    """A kind of applicant. Each has its own form."""

    slug: str
    name: str
    entries: tuple[Entry, ...]
    signature: str


_POST = (
    Entry("postcode", "邮政编码", numeric=True), Entry("phone", "联系电话", numeric=True), Entry("email", "电子邮箱", wide=True),
)

APPLICANTS = (
    Applicant(
        "citizen", "公民",
        (
            Entry("name", "姓名", required=True), Entry("employer", "工作单位"), Entry("paper", "证件名称"), Entry("paper-number", "证件号码"),
            Entry("address", "通信地址", wide=True), *_POST,
        ),
        "申请人签名",
    ),
    Applicant(
        "organisation", "法人或者其他组织",
        (
            Entry("name", "名称", required=True, wide=True), Entry("code", "组织机构代码"), Entry("representative", "法人代表"),
            Entry("contact", "联系人姓名", required=True), Entry("phone", "联系人电话", numeric=True), Entry("email", "联系人邮箱"),
            Entry("postcode", "邮政编码", numeric=True), Entry("address", "通信地址", wide=True),
        ),
        "申请单位盖章",
    ),
)

WANTED = (
    Entry("description", "所需信息的内容描述", TEXT, required=True, hint="写清标题、文号、时间或者其他能查到它的特征。一份申请最好只问一件事。"),
    Entry("index", "索取号", hint="即索引号，知道的填"), Entry("agency", "向哪个单位申请"),
    Entry("purpose", "用途", TEXT),
    Entry("waiver", "是否申请减免费用", CHOICE, choices=("申请", "不申请"), hint="申请减免的，另附有关证明"),
    Entry("form", "提供方式（可选几种）", CHOICE, choices=("纸面", "电子邮件", "磁盘")),
    Entry("way", "获取方式（可选几种）", CHOICE, choices=("自行领取", "邮寄", "快递", "电子邮件", "传真")),
    Entry("other", "若不能按上面的方式提供，也接受其他方式", CHOICE, choices=("接受",)),
)
"""What is requested, and how it is to be provided. These entries are the same on both forms."""


def form_links(site: Site) -> list[dict[str, str]]:
    """Return links to the forms (title, path); none where the site has no page on requests."""
    if not site.page(REQUEST_PAGE):
        return []
    return [{"title": f"申请表（{a.name}）", "path": addresses.application_form(a.slug)} for a in APPLICANTS]


def context(site: Site, slug: str) -> dict[str, Any] | None:
    """Return the context of the form for one kind of applicant, or None where the site has no page on requests."""
    request = site.page(REQUEST_PAGE)
    if not request:
        return None
    applicant = next(a for a in APPLICANTS if a.slug == slug)
    path = addresses.application_form(slug)
    title = f"政府信息公开申请表（{applicant.name}）"
    column = {"Name": title, "Type": "依申请公开", "Keywords": "依申请公开，申请表", "Description": f"{applicant.name}申请政府信息的表，填好打印。"}
    frame = page_frame(site, path, title, [(request["title"], request["path"]), ("申请表", "")], meta=meta_tags(site, column), current=REQUEST_PAGE)
    others = [
        {"title": f"申请表（{a.name}）", "path": addresses.application_form(a.slug)} for a in APPLICANTS if a.slug != slug
    ]
    return frame | {
        "applicant": applicant, "wanted": WANTED, "others": others, "request": request,
        "has_points": bool(site.registers["reading_points"].rows),
    }

"""The form for requesting information (政府信息公开申请表), as pages to fill in and print.

There is one form for citizens and one for legal persons, with the fields of the statutory form. What the edition of the
Regulations decides, by which the site speaks, comes from `model.law_words`: a proof of identity, the purpose, a waiver of fees.
The pages send nothing and store nothing. They exist where the site has a page on requests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..model import addresses
from ..model.law_words import words
from ..model.regulations import Edition
from .frame import meta_tags, page_frame
from .law import law_of
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
    is_contact: bool = False
    """Whether it is a way to reach the applicant: one of these must be filled in (2008 Art. 20, 2019 Art. 29)."""


@dataclass(frozen=True)
class Applicant:
    """A kind of applicant. Each has its own form."""

    slug: str
    name: str
    entries: tuple[Entry, ...]
    signature: str


_POST = (
    Entry("postcode", "邮政编码", numeric=True), Entry("phone", "联系电话", numeric=True, is_contact=True), Entry("email", "电子邮箱", wide=True, is_contact=True),
)


def applicants(law: Edition) -> tuple[Applicant, ...]:
    """Return the kinds of applicants, with the entries that an edition asks of each."""
    identified = bool(words("身份证明", law))
    proof = (_proof(law, "有效身份证件的复印件"),) if identified else ()
    licence = (_proof(law, "营业执照或者登记证书的复印件"),) if identified else ()
    return (
        Applicant(
            "citizen", "公民",
            (
                Entry("name", "姓名", required=True), Entry("employer", "工作单位"), Entry("paper", "证件名称", required=identified),
                Entry("paper-number", "证件号码", required=identified), *proof, Entry("address", "通信地址", wide=True, is_contact=True), *_POST,
            ),
            "申请人签名",
        ),
        Applicant(
            "organisation", "法人或者其他组织",
            (
                Entry("name", "名称", required=True, wide=True), Entry("code", words("机构代码栏", law), required=identified),
                Entry("representative", words("代表人栏", law)), *licence, Entry("contact", "联系人姓名", required=True),
                Entry("phone", "联系人电话", numeric=True, is_contact=True), Entry("email", "联系人邮箱", is_contact=True),
                Entry("postcode", "邮政编码", numeric=True), Entry("address", "通信地址", wide=True, is_contact=True),
            ),
            "申请单位盖章",
        ),
    )


def _proof(law: Edition, paper: str) -> Entry:
    """Return the entry by which an applicant attaches a proof of identity (2019 Art. 29)."""
    return Entry("identity", words("身份证明", law), CHOICE, required=True, choices=(f"附{paper}",), hint=f"条例{words('申请条款', law)}要求提供")


def wanted(law: Edition) -> tuple[Entry, ...]:
    """Return what is requested, and how it is to be provided. These entries are the same on both forms."""
    purpose, waiver = words("申请用途栏", law), words("减免栏", law)
    return (
        Entry("description", "所需信息的内容描述", TEXT, required=True, hint="写清标题、文号、时间或者其他能查到它的特征。一份申请最好只问一件事。"),
        Entry("index", words("特征栏", law), hint="知道索引号的，写索引号"), Entry("agency", "向哪个单位申请"),
        *((Entry("purpose", purpose, TEXT, hint=f"写明怎样{words('申请用途', law)}申请"),) if purpose else ()),
        *((Entry("waiver", waiver, CHOICE, choices=("申请", "不申请"), hint="申请减免的，另附有关证明"),) if waiver else ()),
        Entry("form", "提供方式（可选几种）", CHOICE, choices=("纸面", "电子邮件", "磁盘")),
        Entry("way", "获取方式（可选几种）", CHOICE, choices=("自行领取", "邮寄", "快递", "电子邮件", "传真")),
        Entry("other", "若不能按上面的方式提供，也接受其他方式", CHOICE, choices=("接受",)),
    )


def form_links(site: Site) -> list[dict[str, str]]:
    """Return links to the forms (title, path); none where the site has no page on requests."""
    if not site.page(REQUEST_PAGE):
        return []
    return [{"title": f"申请表（{a.name}）", "path": addresses.application_form(a.slug)} for a in applicants(law_of(site))]


def terms(site: Site) -> dict[str, str]:
    """Return within how many working days a request is answered, and by how many that may be extended (2008 Art. 24, 2019 Art. 33)."""
    law = law_of(site)
    return {"reply": words("答复期限", law), "extension": words("延长期限", law)}


def context(site: Site, slug: str) -> dict[str, Any] | None:
    """Return the context of the form for one kind of applicant, or None where the site has no page on requests."""
    request = site.page(REQUEST_PAGE)
    if not request:
        return None
    law = law_of(site)
    applicant = next(a for a in applicants(law) if a.slug == slug)
    path = addresses.application_form(slug)
    title = f"政府信息公开申请表（{applicant.name}）"
    column = {"Name": title, "Type": "依申请公开", "Keywords": "依申请公开，申请表", "Description": f"{applicant.name}申请政府信息的表，填好打印。"}
    frame = page_frame(site, path, title, [(request["title"], request["path"]), ("申请表", "")], meta=meta_tags(site, column), current=REQUEST_PAGE)
    others = [
        {"title": f"申请表（{a.name}）", "path": addresses.application_form(a.slug)} for a in applicants(law) if a.slug != slug
    ]
    return frame | {
        "applicant": applicant, "wanted": wanted(law), "law": {"name": law.name, "article": words("申请条款", law), "fees": words("费用", law), "fee_article": words("费用条款", law)}, "others": others, "request": request,
        "has_points": bool(site.registers["reading_points"].rows),
    }

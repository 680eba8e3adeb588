"""The pages of services: the start page, one for each audience, forms, changes by month."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from ..model import addresses
from ..model.taxonomy import Scene
from ..pages.frame import meta_tags, page_frame
from ..pages.sheet import row_ids
from ..pages.site import Site
from .guides import ABOLISHED, CURRENT, NEW, REVISED, Guide, current_guides, forms, guides

LATEST = 10
OTHER = ("其他", "other")
"""Title and fragment of the group of guides that name no life event."""


def _frame(site: Site, path: str, title: str, description: str) -> dict[str, Any]:
    column = {"Name": title, "Type": "办事服务", "Keywords": title, "Description": description}
    crumbs = [] if path == addresses.SERVICES else [("办事服务", addresses.SERVICES)]
    return page_frame(site, path, title, [*crumbs, (title, "")], meta=meta_tags(site, column))


def exists(site: Site) -> bool:
    """Return whether this site has guides or forms, or a register of them."""
    return site.registers["services"].exists or site.registers["forms"].exists or bool(guides(site))


def index(site: Site) -> dict[str, Any] | None:
    """Return the context of the start page: scenes by audience, latest changes, forms; None where there are no services."""
    if not exists(site):
        return None
    now = current_guides(site)
    audiences = []
    for scene in site.taxonomy.scenes:
        own = [guide for guide in now if guide.audience == scene.audience]
        if own:
            path = addresses.services_audience(scene.slug)
            tiles = [{"name": title, "path": f"{path}#{anchor}", "total": len(members)} for title, anchor, members in _by_event(scene, own)]
            audiences.append({"name": scene.leaf, "path": path, "total": len(own), "tiles": tiles})
    return _frame(site, addresses.SERVICES, "办事服务", "按服务对象和生活中的事查找办事指南，下载表格。") | {
        "total": len(now), "here": sum(guide.path != "" for guide in now), "forms": len(site.registers["forms"].rows), "audiences": audiences,
        "latest": _changes(site)[:LATEST], "changes_path": addresses.SERVICE_CHANGES, "forms_path": addresses.FORMS,
        "has_csv": site.registers["services"].exists,
    }


def audience(site: Site, slug: str) -> dict[str, Any] | None:
    """Return the context of one audience's page, its guides by life event; None where it has no guides."""
    scene = next((scene for scene in site.taxonomy.scenes if scene.slug == slug), None)
    own = [guide for guide in guides(site) if scene and guide.audience == scene.audience]
    if not own:
        return None
    frame = _frame(site, addresses.services_audience(slug), f"{scene.leaf}：办事指南", f"{scene.leaf}的办事指南，按办事场景排列。")
    groups = [
        {"title": title, "anchor": anchor, "rows": rows, "ids": row_ids(anchor, [[guide.name, guide.agency] for guide in rows])}
        for title, anchor, members in _by_event(scene, own)
        for rows in [sorted(members, key=lambda guide: guide.is_over)]
    ]
    return frame | {"groups": groups, "total": sum(not guide.is_over for guide in own)}


def _by_event(scene: Scene, members: list[Guide]) -> list[tuple[str, str, list[Guide]]]:
    """Return title, fragment and guides of each life event that has any. A guide may be in several."""
    known = {name for name, _ in scene.events}
    groups = [(name, slug, [guide for guide in members if name in guide.events]) for name, slug in scene.events]
    groups.append((*OTHER, [guide for guide in members if not known & set(guide.events)]))
    return [group for group in groups if group[2]]


def forms_page(site: Site) -> dict[str, Any] | None:
    """Return the context of the forms page, all forms by agency; None without a register of forms."""
    if not site.registers["forms"].exists:
        return None
    listed = list(forms(site))
    order = {name: place for place, name in enumerate(site.agency_codes)}
    listed.sort(key=lambda form: (order.get(form.agency, len(order)), form.agency))  # keeps the register's order within an agency
    groups = [
        {"name": name, "rows": rows, "ids": row_ids(f"forms {name}", [[form.name, form.guide] for form in rows])}
        for name, members in groupby(listed, key=lambda form: form.agency) for rows in [list(members)]
    ]
    frame = _frame(site, addresses.FORMS, "办事表格", "可以下载的办事表格，按单位排列。")
    return frame | {"groups": groups, "total": len(listed), "here": sum(form.path != "" for form in listed)}


def _changes(site: Site) -> list[Guide]:
    """Return the guides that were added, revised or abolished, the latest change first."""
    changed = [guide for guide in guides(site) if guide.changed and guide.status != CURRENT]
    return sorted(changed, key=lambda guide: (guide.changed, guide.code), reverse=True)


def changes(site: Site) -> dict[str, Any] | None:
    """Return the context of the page of changes by month; None where there are no services."""
    if not exists(site):
        return None
    months = []
    for month, rows in groupby(_changes(site), key=lambda guide: guide.changed[:7]):
        members = list(rows)
        tally = [f"{status} {number} 项" for status in (NEW, REVISED, ABOLISHED) if (number := sum(guide.status == status for guide in members))]
        months.append({"title": f"{month[:4]}年{int(month[5:])}月", "anchor": f"m{month}", "rows": members, "tally": "，".join(tally)})
    return _frame(site, addresses.SERVICE_CHANGES, "办事指南的变动", "各月新增、修订和废止的办事指南。") | {"months": months}

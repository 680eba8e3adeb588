"""The list as a page of the editor's server. It is made when it is asked for, and stands in no folder."""

from __future__ import annotations

from html import escape
from typing import Any

from .listing import upkeep
from .matter import URGENCIES
from .publications import UPKEEP


def page(listed: dict[str, Any], script: str = "") -> str:
    """Return the page of a list as `listing.as_json` writes it. `script` is the address of the script that reloads it."""
    matters, today = listed["matters"], escape(listed["today"])
    parts = [f'<p class="rr-lead">共 {len(matters):,} 件。<strong>内部使用</strong>：这一页只在这台电脑上看得到，不在网站里。</p>']
    if listed["unread"]:
        parts += [_heading("名单不全，下面的写法读不出来"), f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in listed['unread'])}</ul>"]
    for name in URGENCIES:
        if found := [one for one in matters if one["urgency"] == name and one["kind"] not in UPKEEP]:
            parts += [_heading(f"{name}（{len(found):,} 件）"), f"<ul>{''.join(map(_entry, found))}</ul>"]
    if kept := upkeep(matters):
        parts += [_heading("栏目和单位的更新"), f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in kept)}</ul>"]
    if not matters:
        parts.append("<p>没有待办的事项。</p>")
    return _frame(f"{today} 待办事项", "\n".join(parts), script)


def failure(said: str, script: str = "") -> str:
    """Return the page for a list that could not be made, with what was said."""
    return _frame("待办事项没有列出来", f"<pre>{escape(said)}</pre>", script)


def _frame(title: str, body: str, script: str) -> str:
    reload = f'<script src="{escape(script)}"></script>' if script else ""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<title>{title}</title>\n<link rel="stylesheet" href="/theme/css/site.css">\n</head>\n<body class="rr-page">\n'
        f'<main class="rr-main" id="main">\n<article class="rr-article">\n<h1 class="rr-title">{title}</h1>\n<div class="rr-prose">\n{body}\n</div>\n'
        f'<p><a class="rr-link" href="/index.html">回到预览</a></p>\n</article>\n</main>\n{reload}</body>\n</html>\n'
    )


def _heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _entry(one: dict[str, Any]) -> str:
    place = f"{one['path']}:{one['line']}" if one["line"] else one["path"]
    what = f"{one['kind']}：{one['subject']}" + (f"（{one['agency']}）" if one["agency"] else "")
    return f"<li><strong>{escape(one['day'] or '无期限')}</strong> {escape(what)}<br>{escape(one['note'])}<br><code>{escape(place)}</code></li>"

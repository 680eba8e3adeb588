"""What the preview adds: the panel above an item's page, and pages of its own. All of it is plain HTML without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from ..model.problems import Problem

STYLE_PATH = "/.preview.css"
"""Address of the stylesheet of the preview."""
STYLE = """\
.rr-preview { border: 3px solid #b3261e; background: #fff7f5; color: #1f1f1f; margin: 0 0 1.5rem; padding: .75rem 1rem; }
.rr-preview--draft { border-color: #8a5a00; background: #fff9e8; }
.rr-preview--note { border-color: #3a6ea5; background: #f3f8fd; }
.rr-preview__mark { font-weight: 700; font-size: 1.2rem; margin: 0 0 .25rem; }
.rr-preview__file { margin: 0 0 .5rem; font-size: .9rem; overflow-wrap: anywhere; }
.rr-preview__list { margin: 0; padding-left: 1.25rem; }
.rr-preview__entry { margin: .5rem 0; }
.rr-preview__mend { display: block; }
.rr-preview__line { display: block; background: #fff; border-left: 4px solid #b3261e; padding: .1rem .5rem; margin: .15rem 0; overflow-wrap: anywhere; white-space: pre-wrap; font-family: ui-monospace, monospace; }
.rr-preview__more { font-size: .9rem; }
@media print { .rr-preview { display: none; } }
"""
SHOWN = 200
"""More problems of one file are only counted."""
_LONGEST_LINE = 200
"""Characters of a line of the file that are shown beside a problem."""
_PLACE = '<main class="rr-main" id="main" tabindex="-1">'


def panel(path: str, is_draft: bool, problems: Sequence[Problem], lines: Sequence[str]) -> str:
    """Return what stands above the page of an item: whether it will be published, and what is wrong, each with its line of the file.

    `lines` are the lines of the file. For a sound item without reminders it is empty.
    """
    errors = [problem for problem in problems if problem.is_error]
    if not problems and not is_draft:
        return ""
    if errors:
        kind, mark = "", f"有 {len(errors)} 处错误，改好以前不会发布"
    elif is_draft:
        kind, mark = " rr-preview--draft", "草稿，不会发布"
    else:
        kind, mark = " rr-preview--note", f"有 {len(problems)} 处提醒，不妨碍发布"
    shown = sorted(problems, key=lambda problem: (not problem.is_error, problem.path != path, problem.line))[:SHOWN]
    entries = "".join(_entry(problem, path, lines, is_draft) for problem in shown)
    more = f'<p class="rr-preview__more">……另有 {len(problems) - SHOWN} 处没有列出。</p>' if len(problems) > SHOWN else ""
    lead = "发布以前还要改的：" if is_draft and problems else "写完以后请审查的人填 Review，再删去 Status 那一行。" if is_draft else ""
    return (
        f'<section class="rr-preview{kind}" aria-label="预览的说明"><p class="rr-preview__mark">{mark}</p>'
        f'<p class="rr-preview__file">文件：{escape(path)}。这个框只在预览里有，不在网站上。{lead}</p>'
        f'<ul class="rr-preview__list">{entries}</ul>{more}</section>'
    )


def _entry(problem: Problem, path: str, lines: Sequence[str], is_draft: bool) -> str:
    own = problem.path == path
    place = f"第 {problem.line} 行" if own and problem.line else "整个文件" if own else problem.path
    line = lines[problem.line - 1] if own and 0 < problem.line <= len(lines) else ""
    source = f'<code class="rr-preview__line">{escape(line[:_LONGEST_LINE])}{"……" if len(line) > _LONGEST_LINE else ""}</code>' if line.strip() else ""
    mark = "" if problem.is_error or is_draft else "提醒："
    return (
        f'<li class="rr-preview__entry"><strong>{escape(place)}</strong>　{mark}{escape(problem.message)}。{source}'
        f'<span class="rr-preview__mend">怎么改：{escape(problem.remedy)}{"" if problem.remedy.endswith(("？", "。")) else "。"}</span></li>'
    )


def with_panel(page: str, shown: str) -> str:
    """Return a page with a panel at the beginning of its content. A theme of other making may have it at the beginning of the body."""
    if not shown:
        return page
    page = page.replace("</head>", f'<link rel="stylesheet" href="{STYLE_PATH}"></head>', 1)
    if _PLACE in page:
        return page.replace(_PLACE, _PLACE + shown, 1)
    before, body, after = page.partition("<body")
    opening, end, rest = after.partition(">")
    return f"{before}{body}{opening}{end}{shown}{rest}"


def page(title: str, body: str) -> str:
    """Return a page of the preview's own. `body` is HTML."""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<title>{escape(title)}</title>\n<link rel="stylesheet" href="/theme/css/site.css">\n'
        f'<link rel="stylesheet" href="{STYLE_PATH}">\n</head>\n<body class="rr-page">\n<main class="rr-main" id="main">\n<article class="rr-article">\n'
        f'<h1 class="rr-title">{escape(title)}</h1>\n<div class="rr-prose">\n{body}\n</div>\n'
        f'<p><a class="rr-link" href="/index.html">回到预览</a>　<a class="rr-link" href="/.drafts/">草稿和有错误的</a>　<a class="rr-link" href="/.due/">待办事项</a>　<a class="rr-link" href="/.handbook/">编辑手册</a></p>\n'
        "</article>\n</main>\n</body>\n</html>\n"
    )


def unfinished(drafts: Sequence[tuple[str, str, str]], number: int, errors: Sequence[tuple[Problem, str]]) -> str:
    """Return the list of unfinished work: drafts (address, file, title) of which there are `number`, and errors with the address of each file's page."""
    parts = ["<p><strong>这一页只在这台电脑上看得到，不在网站里。</strong>存盘以后会自己更新。</p>"]
    by_file: dict[str, list[tuple[Problem, str]]] = {}
    for problem, address in errors:
        by_file.setdefault(problem.path, []).append((problem, address))
    parts.append(f"<h2>有错误，不会发布（{len(by_file):,} 个文件）</h2>")
    parts += [_with_errors(path, found) for path, found in by_file.items()] or ["<p>没有。</p>"]
    parts.append(f"<h2>草稿（{number:,} 条）</h2>")
    entries = "".join(f'<li>{_link(address, title or "（没有名称）")}<br><code>{escape(path)}</code></li>' for address, path, title in drafts)
    parts.append(f"<ul>{entries}</ul>" if entries else "<p>没有。</p>")
    if number > len(drafts):
        parts.append(f"<p>只列出最近改过的 {len(drafts):,} 条。</p>")
    return page("草稿和有错误的", "\n".join(parts))


def _with_errors(path: str, found: Iterable[tuple[Problem, str]]) -> str:
    found = list(found)
    entries = "".join(
        f"<li>{f'第 {problem.line} 行　' if problem.line else ''}{escape(problem.message)}；{escape(problem.remedy)}</li>" for problem, _ in found
    )
    return f"<h3>{_link(found[0][1], path) if found[0][1] else escape(path or '整个网站')}</h3><ul>{entries}</ul>"


def missing(address: str, why: str, near: Sequence[tuple[str, str]]) -> str:
    """Return the page for an address at which nothing stands: why, and what could be meant (address and title)."""
    parts = [f"<p>没有“<code>{escape(address)}</code>”这一页。{escape(why)}</p>"]
    if near:
        parts.append("<p>是不是：</p><ul>" + "".join(f"<li>{_link('/' + place, title)}　<code>{escape(place)}</code></li>" for place, title in near) + "</ul>")
    parts.append("<p>刚写好的，存盘以后等一会儿；还是没有的，看<a class=\"rr-link\" href=\"/.drafts/\">草稿和有错误的</a>里有没有它。</p>")
    return page("没有这一页", "\n".join(parts))


def _link(address: str, words: str) -> str:
    return f'<a class="rr-link" href="{escape(address)}">{escape(words)}</a>'

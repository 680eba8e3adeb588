"""What is wrong with the values of settings: unknown names, wrong types, bad expressions, addresses that two classes share.

Every fault names its setting, and says how to mend it. Nothing here changes a setting.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from . import index_numbers
from .problems import did_you_mean
from .taxonomy import CLASSES_WITH_A_USE

SITE_KEYS = ("district", "host", "code", "icp", "contact", "address", "corrections")
"""Keys of DISCLOSURE_SITE."""
REST = ("发布机构", "其他")
"""Keys of DISCLOSURE_STALE_AFTER that are no class."""
OURS = "DISCLOSURE_"
"""How the names of this plugin's settings begin, aliases of the search excepted."""
_NEAR = 0.85
"""From this likeness on, a name that nobody knows is one of ours, misspelt."""
_SHOWN = 60
_SLUG = re.compile("[0-9a-z]+(?:-[0-9a-z]+)*")


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _are_texts(value: object) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(entry, str) for entry in value)


def _are_plugins(value: object) -> bool:
    """Return whether a value names plugins. Pelican takes a module, too."""
    return isinstance(value, (list, tuple))


TYPES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "DISCLOSURE_NORMATIVE": (_are_texts, '几个名称，写成 ["法规文件/规范性文件"]'),
    "DISCLOSURE_GUIDES": (_are_texts, '几个名称，写成 ["公共服务"]'),
    "DISCLOSURE_RULES": (_are_texts, '几个名称，写成 ["法规文件"]'),
    "DISCLOSURE_INDEX_PATTERN": (lambda value: isinstance(value, str), '一段文字，写成 r"…"'),
    "DISCLOSURE_SITE": (lambda value: isinstance(value, dict), '各项的名称和内容，写成 {"district": "某某县"}'),
    "DISCLOSURE_STALE_AFTER": (lambda value: isinstance(value, dict), '各类和天数，写成 {"其他": 365}'),
    "DISCLOSURE_INTERPRET_AFTER": (_is_number, "天数，写一个不小于0的整数，不加引号"),
    "DISCLOSURE_FEEDBACK_AFTER": (_is_number, "天数，写一个不小于0的整数，不加引号"),
    "DISCLOSURE_REGULATIONS_DAY": (lambda value: isinstance(value, str), '一个日期，写成 "2024-03-18"'),
    "DISCLOSURE_STRICT": (lambda value: isinstance(value, bool), "是或否，写 True 或 False，不加引号"),
    "DISCLOSURE_LAST_RELEASE": (lambda value: isinstance(value, str), '一个路径，写成 "release/current"'),
    "DISCLOSURE_SEARCH": (lambda value: isinstance(value, bool), "是或否，写 True 或 False，不加引号"),
    "DISCLOSURE_KEYBOARD": (lambda value: isinstance(value, bool), "是或否，写 True 或 False，不加引号"),
    "DISCLOSURE_IDLE_SECONDS": (_is_number, "秒数，写一个不小于0的整数，不加引号"),
    "SEARCH_ALIASES": (lambda value: isinstance(value, (list, tuple)) and all(_are_texts(group) and len(group) > 1 for group in value), '几组词，每组至少两个，写成 [("文件", "档案")]'),
    "DISCLOSURE_TEMPLATE_SETTINGS": (_are_texts, '几个设置的名称，写成 ["MY_SETTING"]'),
    "PAGE_PATHS": (_are_texts, '几个文件夹，写成 ["pages", "reports"]'),
    "STATIC_PATHS": (_are_texts, '几个文件夹，写成 ["images"]'),
    "ARTICLE_PATHS": (_are_texts, "[]"),
    "PATH": (lambda value: isinstance(value, str), "一个文件夹的路径"),
    "OUTPUT_PATH": (lambda value: isinstance(value, str), "一个文件夹的路径"),
    "CACHE_PATH": (lambda value: isinstance(value, str), "一个文件夹的路径"),
    "THEME_TEMPLATES_OVERRIDES": (_are_texts, '几个文件夹的路径，写成 [os.path.join(BASE, "模板")]'),
    "THEME": (lambda value: isinstance(value, str), "一个文件夹的路径"),
    "MARKDOWN": (lambda value: isinstance(value, dict), "一张表，照软件的 plugins/disclosure/host/pelican_settings.py 里的样子写"),
    "JINJA_ENVIRONMENT": (lambda value: isinstance(value, dict), "一张表，照软件的 plugins/disclosure/host/pelican_settings.py 里的样子写"),
    "PLUGIN_PATHS": (_are_texts, '几个文件夹，写成 [os.path.join(BASE, "plugins")]'),
    "PLUGINS": (_are_plugins, '几个插件，写成 ["disclosure"]'),
    "LOCALE": (lambda value: isinstance(value, str) or _are_texts(value), '几个地区的名称，写成 ["zh_CN.UTF-8", "C.UTF-8"]'),
    "DEFAULT_LANG": (lambda value: isinstance(value, str), '一种语言，写成 "zh_cn"'),
    "SITENAME": (lambda value: isinstance(value, str), "一段文字"),
    "SITEURL": (lambda value: (isinstance(value, str) and not value) or bool(re.match("https?://", str(value))), "网址，写成 https://…，没有的写空的引号"),
}
"""Test of each setting that is no part of the classification, and what it has to be."""


def unknown_names(settings: Mapping[str, Any], known: Iterable[str]) -> Iterator[str]:
    """Yield each name of a setting that is none of ours but looks so."""
    known = frozenset(known)
    allowed = settings.get("DISCLOSURE_TEMPLATE_SETTINGS", ())
    for name in settings:
        if name in known or (isinstance(allowed, (list, tuple)) and name in allowed):
            continue
        if name.startswith(OURS) or _is_near(name, known):
            yield f"不认识设置 {name}，它不起作用；{did_you_mean(name, known) or '可以用的写在说明文件 settings.md 里'}"


@cache
def _is_near(name: str, known: frozenset[str]) -> bool:
    """Return whether a name is nearly one of those that are known. Pelican's own hundred names are asked for in every build."""
    return bool(difflib.get_close_matches(name, known, 1, _NEAR))


def value_faults(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with each value by itself. Settings of the classification are looked at by `classification`."""
    for name, (is_right, wanted) in TYPES.items():
        if name in settings and not is_right(settings[name]):
            yield f"设置 {name} 写的 {str(settings[name])[:_SHOWN]!r} 不对；要的是{wanted}"
    if isinstance(site := settings["DISCLOSURE_SITE"], dict):
        for key, value in site.items():
            if key not in SITE_KEYS:
                yield f"设置 DISCLOSURE_SITE 里不认识“{key}”；{did_you_mean(str(key), SITE_KEYS) or '可以写：' + '、'.join(SITE_KEYS)}"
            elif not isinstance(value, str):
                yield f"设置 DISCLOSURE_SITE 的 {key} 写的 {value!r} 不是文字；加上引号"
    yield from _index_faults(settings)


def _index_faults(settings: Mapping[str, Any]) -> Iterator[str]:
    template, pattern = settings["DISCLOSURE_INDEX_TEMPLATE"], settings["DISCLOSURE_INDEX_PATTERN"]
    found = index_numbers.faults(template)
    yield from (f"设置 DISCLOSURE_INDEX_TEMPLATE {fault}" for fault in found)
    if not isinstance(pattern, str):
        return
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        yield f"设置 DISCLOSURE_INDEX_PATTERN 的“{pattern[:_SHOWN]}”不是正则表达式（用符号写出的索引号样式；{error}）；请会写的人改正，或者删去这一行，用通行的样式"
        return
    if found or template == index_numbers.DEFAULT:
        return
    example = index_numbers.Scheme(template).example()
    if not compiled.fullmatch(example):
        yield f"设置 DISCLOSURE_INDEX_TEMPLATE 编出的索引号（如 {example}）不合 DISCLOSURE_INDEX_PATTERN；改正其中一个"


def class_faults(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong between the classes, and with settings that name them. The form of the classification is right."""
    categories = settings["DISCLOSURE_CATEGORIES"]
    yield from _clashes("DISCLOSURE_CATEGORIES 的一级分类", [(entry["name"], entry["slug"]) for entry in categories])
    for entry in categories:
        yield from _clashes(f"DISCLOSURE_CATEGORIES 里“{entry['name']}”的二级分类", [tuple(leaf) for leaf in entry.get("leaves", ())])
    yield from _clashes("DISCLOSURE_KEY_AREAS", [tuple(area[:2]) for area in settings["DISCLOSURE_KEY_AREAS"]])
    yield from _clashes("DISCLOSURE_STANDARD_AREAS", [tuple(area) for area in settings["DISCLOSURE_STANDARD_AREAS"]])
    yield from _clashes("DISCLOSURE_SCENES", [(scene["audience"], scene["slug"]) for scene in settings["DISCLOSURE_SCENES"]])
    leaves = [(entry["name"], leaf[0]) for entry in categories for leaf in entry.get("leaves", ())]
    names = [*(entry["name"] for entry in categories), *(f"{first}/{second}" for first, second in leaves)]
    short = [*names, *(second for _, second in leaves)]
    for setting, (default, _) in CLASSES_WITH_A_USE.items():
        if settings[setting] != default and _are_texts(settings[setting]):
            yield from (f"设置 {setting} 写的“{name}”不在分类表上；{_guess(name, short)}" for name in settings[setting] if name not in short)
    limits = settings["DISCLOSURE_STALE_AFTER"]
    if isinstance(limits, dict):
        for key, days in limits.items():
            if not _is_number(days):
                yield f"设置 DISCLOSURE_STALE_AFTER 里“{key}”的天数 {days!r} 不对；写一个不小于0的整数，不加引号"


def unknown_columns(settings: Mapping[str, Any], default: Mapping[str, int]) -> Iterator[str]:
    """Yield each key of DISCLOSURE_STALE_AFTER that is no class. The keys of the default may be of another classification."""
    limits = settings["DISCLOSURE_STALE_AFTER"]
    if not isinstance(limits, dict):
        return
    known = {*REST}
    for entry in settings["DISCLOSURE_CATEGORIES"]:
        known |= {entry["name"], *(f"{entry['name']}/{leaf[0]}" for leaf in entry.get("leaves", ()))}
    for key in limits:
        if key not in known and key not in default:
            yield f"设置 DISCLOSURE_STALE_AFTER 写的“{key}”不在分类表上；{_guess(str(key), known)}"


def _guess(name: str, known: Iterable[str]) -> str:
    known = list(known)
    return did_you_mean(name, known) or "可以写：" + "、".join(known[:12])


def _clashes(what: str, entries: list[tuple[Any, Any]]) -> Iterator[str]:
    """Yield each name and each slug that two entries of a list share or that cannot be one."""
    names: dict[str, str] = {}
    slugs: dict[str, str] = {}
    for name, slug in entries:
        if not isinstance(name, str) or not name.strip() or "/" in name:
            yield f"设置 {what}里的名称 {name!r} 不对；写一段文字，里面不要有“/”"
            continue
        if not isinstance(slug, str) or not _SLUG.fullmatch(slug):
            yield f"设置 {what}“{name}”的 slug {slug!r} 不对；slug 是网址里的名字，只写小写字母、数字和中间的“-”"
            continue
        if name in names:
            yield f"设置 {what}“{name}”写了两次；删去一个"
        elif slug in slugs:
            yield f"设置 {what}“{slugs[slug]}”和“{name}”的 slug 都是 {slug}，会用同一个网址；改其中一个（已经发布的不要改）"
        names.setdefault(name, slug)
        slugs.setdefault(slug, name)

"""Settings of this plugin, as data: name, default, help. A test compares docs/settings.md with this table."""

from __future__ import annotations

import os
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from . import addresses, folders, index_numbers, ready_classifications, setting_faults
from .item import FieldError, parse_date
from .taxonomy import (
    DEFAULT_CATEGORIES,
    DEFAULT_GUIDES,
    DEFAULT_KEY_AREAS,
    DEFAULT_NORMATIVE,
    DEFAULT_RULES,
    DEFAULT_SCENES,
    STANDARD_AREAS,
    InvalidSettings,
    classification_faults,
)

SEARCH_ALIASES = (
    ("文件", "档案"), ("程序", "程式"), ("门户网站", "入口网站"), ("在线", "线上"), ("群众", "民众"), ("设置", "设定"), ("网络", "网路"),
)
"""Words of the mainland and of Taiwan for the same thing. The text of the 2014 report uses both."""

STALE_AFTER: dict[str, int] = {"工作动态/政务动态": 14, "工作动态": 180, "法规文件": 180, "发布机构": 365, "其他": 365}
"""Days without a new item after which a column (栏目) is stale.

The key is a column's filing, else its category, else 其他. 发布机构 is the limit for the list of each unit.
"""

SETTINGS: tuple[tuple[str, Any, str], ...] = (
    ("DISCLOSURE_CATEGORIES", DEFAULT_CATEGORIES, "The classification: name, slug, description and leaves of each category; or the name of a ready one."),
    ("DISCLOSURE_KEY_AREAS", DEFAULT_KEY_AREAS, "The key areas: name, slug, title, description."),
    ("DISCLOSURE_SCENES", DEFAULT_SCENES, "Scenes of services: audience, slug, leaf of its guides, and life events."),
    ("DISCLOSURE_NORMATIVE", DEFAULT_NORMATIVE, "Classes with normative documents: a class, a leaf, or 一级/二级."),
    ("DISCLOSURE_GUIDES", DEFAULT_GUIDES, "Classes with guides (办事指南), written in the same way."),
    ("DISCLOSURE_RULES", DEFAULT_RULES, "Classes whose items a key area lists as 有关文件, written in the same way."),
    ("DISCLOSURE_INDEX_TEMPLATE", index_numbers.DEFAULT, "How new items are numbered; messages give an example of it."),
    ("DISCLOSURE_INDEX_PATTERN", addresses.INDEX_PATTERN, "Regular expression of a valid Index."),
    ("DISCLOSURE_SITE", {}, "District, host, code, icp, contact, address, as header and footer show them; whom to tell of mistakes."),
    ("DISCLOSURE_STALE_AFTER", STALE_AFTER, "Days that a column or a unit may rest before the supervision page calls it stale."),
    ("DISCLOSURE_INTERPRET_AFTER", 30, "Days after which a normative document without an interpretation is a reminder; 0 for never."),
    ("DISCLOSURE_REGULATIONS_DAY", "", "The day by whose edition of the Regulations pages speak; empty: the newest day of the content."),
    ("DISCLOSURE_FEEDBACK_AFTER", 60, "Days after its end in which a consultation must have a result, before it is a reminder; 0 for never."),
    ("DISCLOSURE_STANDARD_AREAS", STANDARD_AREAS, "The areas of the basic-level standards: name and slug."),
    ("DISCLOSURE_STRICT", False, "Whether any error in the content fails the build (check and publish set it)."),
    ("DISCLOSURE_LAST_RELEASE", "", "The folder with the site as it was published last, with which each build is compared."),
    ("DISCLOSURE_SEARCH", True, "Whether the site has a search index."),
    ("DISCLOSURE_KEYBOARD", False, "Whether pages offer a pinyin keyboard, for touch terminals without one."),
    ("DISCLOSURE_IDLE_SECONDS", 180, "Seconds without input after which a page returns to the home page on a terminal that a kiosk profile opened; 0 for never."),
    ("SEARCH_ALIASES", SEARCH_ALIASES, "Groups of words that a search takes for one another, such as 文件 and 档案."),
    ("DISCLOSURE_TEMPLATE_SETTINGS", [], "Names of further settings that a theme's templates may use."),
)

_OF_ONE_BUILD = ("DISCLOSURE_STRICT", "DISCLOSURE_LAST_RELEASE", "DISCLOSURE_INTERPRET_AFTER")
"""Settings that say what a build is for and what it reminds of. No page shows them."""

FURTHER = ("SITEURL", "PATH", "OUTPUT_PATH", "CACHE_PATH", "THEME", "PAGE_PATHS", "STATIC_PATHS", "ARTICLE_PATHS", "MARKDOWN", "JINJA_ENVIRONMENT", "PLUGINS", "PLUGIN_PATHS")
"""Pelican's settings whose names people write, too."""

SHOWN = ("SITENAME", "SITESUBTITLE", "TIMEZONE", "DEFAULT_LANG")
"""Pelican's own settings that every template may use."""


def add_defaults(settings: dict[str, Any]) -> None:
    """Add the default of each setting that a configuration leaves out.

    The environment variable `DISCLOSURE_LAST_RELEASE`, which make sets, is the default of the setting of this name. So
    the last release is found whatever configuration is used. The name of a ready classification becomes what it stands for.
    """
    settings.setdefault("DISCLOSURE_LAST_RELEASE", os.environ.get("DISCLOSURE_LAST_RELEASE", ""))
    for name, default, _ in SETTINGS:
        settings.setdefault(name, default)
    if (chosen := settings["DISCLOSURE_CATEGORIES"]) in ready_classifications.names():
        settings["DISCLOSURE_CATEGORIES"] = ready_classifications.classification(chosen)
    settings.setdefault("SITESUBTITLE", "")
    settings.setdefault("TIMEZONE", "UTC")


def check_settings(settings: dict[str, Any]) -> None:
    """Raise `InvalidSettings` with every fault of the settings: unknown names, wrong values, classes that clash, the time zone."""
    if faults := setting_problems(settings):
        raise InvalidSettings(faults)


def setting_problems(settings: dict[str, Any]) -> list[str]:
    """Return what is wrong with settings, in Chinese, all at once. Their defaults have been added."""
    faults = [*setting_faults.unknown_names(settings, [*(name for name, _, _ in SETTINGS), *SHOWN, *FURTHER]), *setting_faults.value_faults(settings)]
    form = list(classification_faults(settings))
    faults += form or [*setting_faults.class_faults(settings), *setting_faults.unknown_columns(settings, STALE_AFTER)]
    timezone = settings["TIMEZONE"]
    try:
        if timezone:
            ZoneInfo(timezone)
    except (ValueError, TypeError, LookupError, OSError):  # also of a name that is a path, or no text
        faults.append(f"设置 TIMEZONE 写的“{timezone}”不是时区；写成 Asia/Shanghai 这样的名称")
    if day := settings["DISCLOSURE_REGULATIONS_DAY"]:
        try:
            parse_date(str(day))
        except FieldError as fault:
            faults.append(f"设置 DISCLOSURE_REGULATIONS_DAY：{fault.message}；{fault.remedy}")
    return faults


def check_folders(settings: dict[str, Any]) -> None:
    """Raise `InvalidSettings` with every fault of the folders that a build reads and writes, before it does."""
    written = {"PATH": False, "THEME": False, "OUTPUT_PATH": True, "CACHE_PATH": True}
    faults = folders.faults([folders.Folder(name, str(settings[name]), write) for name, write in written.items()])
    faults += folders.theme_faults(str(settings["THEME"]), settings.get("THEME_TEMPLATES_OVERRIDES", ()))
    if settings["ARTICLE_PATHS"]:
        faults.append("设置 ARTICLE_PATHS 要写 []：条目放在 items 里，由本插件读")
    for name in ("PAGE_PATHS", "STATIC_PATHS"):
        if outside := [place for place in settings[name] if os.path.isabs(place) or os.path.normpath(place).startswith("..") or os.path.normpath(place) == "."]:
            faults.append(f"设置 {name} 里的 {'、'.join(outside)} 不是内容文件夹里的一个文件夹")
    if settings["DELETE_OUTPUT_DIRECTORY"]:
        faults.append("设置 DELETE_OUTPUT_DIRECTORY 要写 False，也不要用 -d：没有变的网页留着，多余的文件由本插件删去")
    if faults:
        raise InvalidSettings(faults)


OF_CHINA = "Asia/Shanghai"
"""The time zone of a site, unless its configuration says another."""


def today(settings: dict[str, Any]) -> str:
    """Return today's date in the site's time zone, ISO 8601."""
    timezone = settings["TIMEZONE"]
    return (datetime.now(ZoneInfo(timezone)).date() if timezone else date.today()).isoformat()


def template_settings(settings: dict[str, Any]) -> dict[str, Any]:
    """Return the settings that templates may use. A change of one renders all pages anew."""
    names = [*SHOWN, *(name for name, _, _ in SETTINGS if name not in _OF_ONE_BUILD)]
    names += settings["DISCLOSURE_TEMPLATE_SETTINGS"]
    return {name: settings.get(name, "") for name in names}

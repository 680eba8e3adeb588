"""Pelican's settings as every site of this software has them. A site's own `pelicanconf.py` takes them all and may change any."""

from __future__ import annotations

import os

from jinja2 import StrictUndefined

from ..model import settings as _settings
from .configuration import tell_in_words

tell_in_words()

_SOFTWARE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))

RELATIVE_URLS = True
TIMEZONE = _settings.OF_CHINA
DEFAULT_LANG = "zh_cn"
LOCALE = ("zh_CN.UTF-8", "C.UTF-8", "C")
THEME = os.path.join(_SOFTWARE, "theme")
PLUGIN_PATHS = [os.path.join(_SOFTWARE, "plugins")]
PLUGINS = ["disclosure"]

# Items are the plugin's; Pelican keeps pages, static files and themes.
ARTICLE_PATHS = []
PAGE_PATHS = ["pages", "reports"]
PAGE_URL = "{slug}.html"
PAGE_SAVE_AS = "{slug}.html"
STATIC_PATHS = ["images"]
DIRECT_TEMPLATES = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DELETE_OUTPUT_DIRECTORY = False

# Bodies of items and pages alike are in the dialect of docs/dialect.md. Extensions may be added to it.
MARKDOWN = {"extension_configs": {"disclosure.content.dialect": {}}, "output_format": "html5"}
JINJA_ENVIRONMENT = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}

# What `make publish` needs besides.
RELEASE_KEEP = 3
RELEASE_STAMP = "theme/js/release.js"
RELEASE_LOCK_FILE = os.path.join(_SOFTWARE, "requirements.lock")

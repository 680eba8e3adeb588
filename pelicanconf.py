"""Settings of the site, for previews (`make html`). `publishconf.py` adds what publishing needs."""

import os

from jinja2 import StrictUndefined

BASE = os.path.dirname(os.path.abspath(__file__))

SITENAME = "青云谱区政府信息公开"
SITEURL = ""  # a public address, if there is one: feeds and sitemaps are written then
RELATIVE_URLS = True
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh_cn"
LOCALE = ("zh_CN.UTF-8", "C.UTF-8", "C")

PATH = "content"
OUTPUT_PATH = "output"
THEME = os.path.join(BASE, "theme")
CACHE_PATH = os.path.join(BASE, ".cache")
PLUGIN_PATHS = [os.path.join(BASE, "plugins")]
PLUGINS = ["disclosure"]

# The district, as header, footer and meta tags show it. The codes are made up.
DISCLOSURE_SITE = {
    "district": "南昌市青云谱区",
    "host": "青云谱区人民政府办公室",
    "code": "3601040000",
    "icp": "",
    "contact": "0791-0100 0858",
    "address": "南昌市青云谱区云政路1号",
}

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

# Bodies of items and pages alike are in the dialect of plugins/disclosure/docs/dialect.md. Extensions may be added to it.
MARKDOWN = {
    "extension_configs": {"disclosure.content.dialect": {}},
    "output_format": "html5",
}

JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}

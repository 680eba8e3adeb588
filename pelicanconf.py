"""Settings of the site, for previews (`make html`). `publishconf.py` adds what publishing needs."""

import os
import sys

BASE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(BASE, "plugins"))  # wherever Pelican is started
from disclosure.host.configuration import check  # noqa: E402
from disclosure.host.pelican_settings import *  # noqa: E402, F403

SITENAME = "青云谱区政府信息公开"
SITEURL = ""  # a public address, if there is one: feeds and sitemaps are written then
PATH = "content"
OUTPUT_PATH = "output"
CACHE_PATH = os.path.join(BASE, ".cache")

# The district, as header, footer and meta tags show it. The codes are made up.
DISCLOSURE_SITE = {
    "district": "南昌市青云谱区",
    "host": "青云谱区人民政府办公室",
    "code": "3601040000",
    "icp": "",
    "contact": "0791-0100 0858",
    "address": "南昌市青云谱区云政路1号",
}

check(globals())  # tells what is wrong with the settings; keep it last

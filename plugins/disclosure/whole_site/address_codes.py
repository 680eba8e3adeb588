"""QR codes of the site's public address and of the page that says how a release is checked, for what is printed.

There is one of each for the whole site: to draw one takes 11 ms, so one for each of 58,660 items would take ten minutes. They
exist where the site has a public address.
"""

from __future__ import annotations

import importlib.metadata
import io
from collections.abc import Iterator
from typing import Any

import segno

from ..model import addresses
from ..pages.site import Site

VERIFY_PAGE = "verify"
"""Slug of the page that says how a release is checked."""


def codes(site: Site) -> dict[str, str]:
    """Return the path of each code with the address that it holds; none where the site has no public address."""
    if not site.public_address:
        return {}
    found = {addresses.ADDRESS_CODE: f"{site.public_address}/{addresses.HOME}"}
    if page := site.page(VERIFY_PAGE):
        found[addresses.VERIFY_CODE] = f"{site.public_address}/{page['path']}"
    return found


def files(site: Site) -> Iterator[tuple[str, str]]:
    """Yield path and text of each code, as SVG."""
    for path, address in codes(site).items():
        drawn = io.BytesIO()
        segno.make_qr(address, error="m").save(drawn, kind="svg", xmldecl=False, border=2, dark="#000", light="#fff")
        yield path, drawn.getvalue().decode()


def depends_on(site: Site) -> list[Any]:
    """Return what the codes depend on: the addresses, and the library that draws them."""
    return [codes(site), importlib.metadata.version("segno")]

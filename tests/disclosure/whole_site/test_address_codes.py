"""QR codes of addresses: what a printed page leads back to."""

from __future__ import annotations

import io
import re

import pypdfium2
import segno
from playwright.sync_api import Browser

from tests.kit.project import item
from tests.kit.quick_builds import Quick
from tests.kit.sites import opened

ADDRESS = "https://xxgk.example.gov.cn"


def drawn(address: str) -> list[str]:
    """Return the lines of an SVG of a code, drawn here from the address alone."""
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="svg", xmldecl=False, border=2, dark="#000", light="#fff")
    return re.findall(r' d="([^"]*)"', out.getvalue().decode())


def test_a_site_with_an_address_has_codes_of_it_and_of_the_check_and_prints_them(project: Quick, browser: Browser) -> None:
    project.write({"items/a.md": item(), "pages/verify.md": "Title: 核对\nSlug: verify\n\n怎样核对。\n"})
    project.good(SITEURL=ADDRESS)
    for path, address in (("codes/address.svg", f"{ADDRESS}/index.html"), ("codes/verify.svg", f"{ADDRESS}/verify.html")):
        assert re.findall(r' d="([^"]*)"', (project.output / path).read_text(encoding="utf-8")) == drawn(address)
    [page_file] = (project.output / "items").glob("*/*.html")
    with opened(browser, page_file.as_uri()) as page:
        assert not page.locator(".rr-codes").is_visible()
        document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
        page.evaluate("() => document.querySelectorAll('.rr-codes__code').forEach(code => { code.style.visibility = 'hidden'; })")
        without = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    text = document[0].get_textpage().get_text_range()
    assert f"本页地址：{ADDRESS}/items/" in text.replace("\r\n", "") and "本站网址" in text and "怎样核对版本" in text
    assert dark(document) - dark(without) > 4000, "the codes are drawn"


def dark(document: pypdfium2.PdfDocument) -> int:
    """Return how many pixels of the first sheet are dark."""
    return sum(document[0].render(scale=2).to_pil().convert("L").histogram()[:60])



def test_a_site_without_an_address_has_none(project: Quick) -> None:
    project.write({"items/a.md": item()})
    project.good()
    assert not (project.output / "codes").exists()
    assert not project.soup("index.html").select(".rr-codes")

"""What axe-core and the measuring of contrasts say of a page, as scripts that a test runs in it."""

from __future__ import annotations

from playwright.sync_api import Page

from .project import ROOT

AXE = (ROOT / "tests/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async tags => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target} ${node.failureSummary}`));
}"""
CONTRAST = """() => {
  const channels = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = rgb => rgb.slice(0, 3).map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const colour = channels(getComputedStyle(e).backgroundColor);
      if (colour.length === 3) return colour;
      if (colour[3] > 0) return null;
    }
    return [255, 255, 255];
  };
  const low = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let seen = 0;
  for (let node; (node = walker.nextNode());) {
    const e = node.parentElement;
    if (!node.data.trim() || !e.checkVisibility() || e.closest("title, desc")) continue;
    const style = getComputedStyle(e), text = channels(e instanceof SVGElement ? style.fill : style.color), back = ground(e);
    seen++;
    const [a, b] = back ? [light(text), light(back)].sort((x, y) => y - x) : [0, 0];
    if ((a + .05) / (b + .05) < 4.5 || text.length > 3) low.push(`${node.data.trim().slice(0, 20)}: ${style.color} on ${back}`);
  }
  return [seen, low];
}"""


def faults(page: Page, tags: list[str] = TAGS, is_forced: bool = False) -> list[str]:
    """Return what axe finds on a page as it is shown now, and which texts have too little contrast.

    Where the reader forces colours, only measuring says what they are: axe asks for the colour with which letters are filled, of
    which browsers tell the one that the page wanted.
    """
    if not page.evaluate("() => typeof axe === 'object'"):
        page.evaluate(AXE)
    found = page.evaluate(RUN, tags)
    return page.evaluate(CONTRAST)[1] + [fault for fault in found if not (is_forced and fault.startswith("color-contrast:"))]

"""Pages that this software writes are read as the parser of the standard library reads them."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from disclosure.site_build.html_pieces import read_html
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

TEXTS = some.text(alphabet="文a &<>\"'=/\n;#38x", max_size=12)
NAMES = some.sampled_from(["p", "td", "h2", "span", "main"])
ATTRIBUTES = some.dictionaries(some.sampled_from(["id", "class", "title", "hidden", "data-x"]), some.none() | TEXTS, max_size=3)


class Standard(HTMLParser):
    """What the standard library finds."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(("start", tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("end", tag))

    def handle_data(self, data: str) -> None:
        self.found.append(("text", data))


def element(name: str, attributes: dict[str, str | None], inside: list[str]) -> str:
    """Return an element as a template writes it."""
    written = "".join(f" {key}" if value is None else f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{''.join(inside)}</{name}>"


ELEMENTS = some.recursive(
    TEXTS.map(escape) | some.sampled_from(["<br>", "<br/>", '<img src="a.png" alt="">', "<!-- <p> -->", "<script>if (a<b) c()</script>", "<input disabled>"]),
    lambda inside: some.builds(element, NAMES, ATTRIBUTES, some.lists(inside, max_size=4)),
    max_leaves=12,
)


def joined(found: list[tuple]) -> list[tuple]:
    """Return what was found with neighbouring texts as one, and without the texts of scripts."""
    out: list[tuple] = []
    within = False
    for one in found:
        within = one[:2] == ("start", "script") if one[0] == "start" else within and one[0] == "text"
        if one[0] == "text" and (within or not one[1]):
            continue
        if one[0] == "text" and out and out[-1][0] == "text":
            out[-1] = ("text", out[-1][1] + one[1])
        else:
            out.append(one)
    return out


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(ELEMENTS, max_size=5).map("".join))
def test_tags_attributes_and_texts_are_those_of_the_standard_parser(page):
    standard = Standard()
    standard.feed(page)
    standard.close()
    found: list[tuple] = []
    read_html(page, lambda name, attributes: found.append(("start", name, attributes)), lambda name: found.append(("end", name)), lambda text: found.append(("text", text)))
    assert joined(found) == joined(standard.found)

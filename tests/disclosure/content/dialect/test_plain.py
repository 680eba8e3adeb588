"""Bodies without any markup take a short way; their HTML is that of the parser."""

from __future__ import annotations

from disclosure.content.body import BodyRenderer
from disclosure.content.dialect.plain import html_of_plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

SIGNS = "文第条（“《。，、：；！？）”》〔〕—…· 　12.)-+=/%'\"A\n"
MARKUP = "#*_`\\[]<>&|{}~^$:!-+=\t\u00a0\u200b\ue000"
LINES = some.text(alphabet=SIGNS, max_size=12) | some.text(alphabet=SIGNS + MARKUP, max_size=8)
BODIES = some.lists(LINES | some.sampled_from(["第一条　为了规范工作。", "2014年3月18日，全区召开会议。", "12. 事项", "1.5万元", "（一）总则", "---", "区政府办公室\n2014年3月18日"]), max_size=6).map("\n\n".join)


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(BODIES)
def test_the_short_way_gives_what_the_parser_gives(text):
    short, long = BodyRenderer({}), BodyRenderer({})
    long._plain = lambda: None
    made, expected = (one.render("items/x.md", text, 10, "9/2014-1") for one in (short, long))
    assert (made.html, made.text, made.references, made.problems) == (expected.html, expected.text, expected.references, expected.problems)


def test_plain_paragraphs_take_it_and_whatever_may_be_markup_does_not():
    assert html_of_plain("各街道办事处：\n\n2014年3月18日起施行。 \n") == "<p>各街道办事处：</p>\n<p>2014年3月18日起施行。</p>"
    for text in ("一\n二", "12. 一", "1.一", "- 一", "一*二*", "# 一", "一&二", "一|二", "　　一", "一\u200b", "一\ue000", "[一]", "一\t二"):
        assert html_of_plain(text) is None, text


def test_further_extensions_see_every_body():
    rendered = BodyRenderer({"extensions": ["markdown.extensions.smarty"]}).render("items/x.md", "他说\"好\"。", 1, "9/2014-1").html
    assert "\"" not in rendered

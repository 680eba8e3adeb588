"""Clearances of normative documents: decisions join the history, agree with headers, and the state on any day follows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from disclosure.model.item import ValidityChange
from disclosure.pages.normative_documents import Document
from playwright.sync_api import Browser, Page

from tests.kit.project import item
from tests.kit.quick_builds import Quick
from tests.kit.sites import opened

HEADER = "decision,decided,decision_item,item,document,document_number,result,since\n"
NUMBER = "014500858/2014-{:05d}"
KEPT = f"2015年清理,2015-05-04,{NUMBER.format(3)},{NUMBER.format(1)},第1号文件,,保留,\n"
ABOLISHED = f"2016年清理,2016-05-04,,{NUMBER.format(2)},第2号文件,,废止,2016-06-01\n"
NOT_HERE = "2016年清理,2016-05-04,,,没有上网的文件,青府发〔2009〕1号,失效,\n"


def document(number: int, **changes: str | None) -> dict[str, str]:
    """Return the file of a normative document."""
    return {f"items/{number}.md": item(**({"Index": NUMBER.format(number), "Title": f"第{number}号文件"} | changes))}


@pytest.fixture
def cleared(project: Quick) -> Quick:
    project.write(
        document(1, Validity="有效") | document(2, Validity="废止 2016-06-01") | {"registers/clearances.csv": HEADER + KEPT + ABOLISHED + NOT_HERE}
        | document(3, Title="清理决定", Category="法规文件/其他有关文件", Created="2015-05-04", Date="2015-05-05", Review="2015-05-04 甲 可以公开")
    )
    return project


def history(project: Quick, number: int) -> str:
    """Return the history of validity on a document's page."""
    return project.soup(f"items/2014/014500858-2014-{number:05d}.html").find("dt", string="有效性沿革").find_next("dd").get_text().replace("\n", "")


def listed(project: Quick, name: str) -> list[str]:
    return sorted(row.th.get_text() for row in project.soup(f"normative/{name}.html").select("#normative-documents ~ section tbody tr"))


def test_decisions_stand_on_the_page_of_the_document_and_the_library_follows_them(cleared: Quick) -> None:
    cleared.good()
    assert history(cleared, 1) == "2015-05-04 起有效，依据：清理决定" and history(cleared, 2) == "2016-06-01 起废止，依据：2016年清理"
    assert listed(cleared, "on-2015-12-31") == ["第1号文件", "第2号文件"] and listed(cleared, "on-2016-12-31") == ["第1号文件"]
    tables = cleared.soup("registers/clearances.html").find_all("table")
    assert [[cell.get_text() for cell in row.find_all(["th", "td"])][:6] for row in tables[0].tbody.find_all("tr")] == [
        ["2016年清理", "2016-05-04", "0", "0", "1", "1"], ["2015年清理", "2015-05-04", "1", "0", "0", "0"],
    ]
    assert tables[1].find("a", string="第1号文件") and "没有上网的文件" in tables[1].get_text() and tables[0].find("a")["href"].endswith("2014-00003.html")


def test_pages_follow_the_register_and_the_decision_as_a_clean_build_makes_them(cleared: Quick) -> None:
    cleared.good()
    cleared.write({"registers/clearances.csv": HEADER + KEPT.replace("2015-05-04", "2015-05-06") + NOT_HERE} | document(2, Validity="有效"))
    cleared.good()
    assert history(cleared, 1).startswith("2015-05-06 起有效")
    cleared.assert_clean()
    cleared.write(document(3, Title="改了名称的决定", Category="法规文件/其他有关文件", Created="2015-05-04", Date="2015-05-05", Review="2015-05-04 甲 可以公开"))
    cleared.good()
    assert "改了名称的决定" in history(cleared, 1)
    cleared.assert_clean()


@pytest.mark.parametrize(("rows", "validity", "said"), [
    (ABOLISHED, "有效", "2: 清理结果是从 2016-06-01 起废止，条目 items/2.md 的有效性（Validity）是“有效”；条目里写成 Validity: 废止 2016-06-01"),
    (ABOLISHED, None, "2: 清理结果是从 2016-06-01 起废止，条目 items/2.md 的有效性（Validity）是“没有写”"),
    (ABOLISHED, "失效 2016-06-01", "2: 清理结果是从 2016-06-01 起废止，条目 items/2.md 的有效性（Validity）是“失效 2016-06-01”"),
    (ABOLISHED, "废止 2016-05-04", "2: 清理结果是从 2016-06-01 起废止，条目 items/2.md 的有效性（Validity）是“废止 2016-05-04”"),
    (ABOLISHED.replace("废止,2016-06-01", "保留,"), "废止 2015-01-01", "2: 2016-05-04 的清理结果是保留，条目 items/2.md 却已经废止"),
    (ABOLISHED.replace("废止,2016-06-01", "修改,"), "有效", "2: 提醒：清理结果是修改，条目 items/2.md 的有效性还是“有效”"),
    (ABOLISHED.replace(",2016-05-04", ",2016-06-04"), "废止", "2: 生效日期 2016-06-01 早于决定日期 2016-06-04"),
    (ABOLISHED + ABOLISHED.replace("2016年清理", "又一次清理"), "废止 2016-06-01", "3: “第2号文件”第 2 行已经有 2016-06-01 的清理结果"),
    (ABOLISHED.replace("2016", "2013"), "废止 2014-06-01", "2: 2013-06-01 早于这份文件的生成日期 2014-03-03"),
    (ABOLISHED.replace("00002", "00009"), "有效", f"2: 索引号“{NUMBER.format(9)}”不在本站"),
])
def test_what_does_not_agree_is_told_at_its_row(project: Quick, rows: str, validity: str | None, said: str) -> None:
    project.write(document(1) | document(2, Validity=validity) | {"registers/clearances.csv": HEADER + rows})
    told = [line.partition("registers/clearances.csv:")[2] for line in project.build().stdout.splitlines() if "registers/clearances.csv:" in line]
    assert len(told) == 1 and told[0].startswith(said), told


def written(**changes) -> Document:
    """Return a document of 2010."""
    given = dict.fromkeys(("title", "path", "number", "agency", "date", "valid_until", "word", "ended", "replaced_on", "withdrawn", "source", "lines", "index"), "")
    return Document(**(given | {"id": 1, "created": "2010-02-01", "written": (), "history": ()} | changes))


def test_the_days_on_which_a_state_changes() -> None:
    def of(**changes) -> list[list[str]]:
        return [[*step] for step in written(**changes).steps]

    assert of() == [["2010-02-01", "有效"]]
    assert of(valid_until="2014-12-31") == [["2010-02-01", "有效"], ["2015-01-01", "失效"]]
    assert of(word="废止", ended="2013-05-02") == [["2010-02-01", "有效"], ["2013-05-02", "废止"]]
    assert of(history=(ValidityChange("2012-01-01", "修改", "甲"), ValidityChange("2013-01-01", "修改", "乙"))) == [["2010-02-01", "有效"], ["2012-01-01", "修改"]]


def shown(page: Page) -> dict[str, str]:
    """Return title and state of each row that the picker shows."""
    return dict(page.evaluate("[...document.querySelectorAll('[data-rows] tr')].map(row => [row.cells[0].textContent, row.cells[1].textContent])"))


def test_a_reader_picks_day_validity_year_and_unit(browser: Browser, cleared: Quick) -> None:
    cleared.write(document(4, Created="2012-03-03", Agency="区财政局"))
    cleared.good()
    with opened(browser, (cleared.output / "normative/day.html").as_uri()) as page:
        page.fill("#day", "2016-05-31")
        assert shown(page) == {"第1号文件": "有效", "第2号文件": "有效", "第4号文件": "有效"} and "2016-05-31：共 3 件" in page.inner_text("[data-said]")
        page.fill("#day", "2016-06-01")
        assert shown(page) == {"第1号文件": "有效", "第4号文件": "有效"}
        page.select_option("#state", "废止")
        assert shown(page) == {"第2号文件": "废止"}
        page.select_option("#state", "")
        page.select_option("#year", "2012")
        assert shown(page) == {"第4号文件": "有效"}
        page.select_option("#year", "")
        page.select_option("#unit", "区政府办公室")
        assert shown(page) == {"第1号文件": "有效", "第2号文件": "废止"}
        page.fill("#day", "2012-03-02")
        assert shown(page) == {}
        page.select_option("#unit", "")
        page.fill("#day", "2012-03-03")
        page.click("[data-rows] a")
        assert page.url == (cleared.output / "items/2014/014500858-2014-00004.html").as_uri()


def test_the_picked_state_is_that_of_the_static_list_of_each_year(browser: Browser, own_project: Quick) -> None:
    with opened(browser, (own_project.output / "normative/day.html").as_uri()) as page:
        for path in sorted((own_project.output / "normative").glob("on-*.html")):
            page.fill("#day", path.stem.removeprefix("on-"))
            assert sorted(shown(page)) == listed(own_project, path.stem), path


def test_many_documents_are_listed_piece_by_piece(browser: Browser, tmp_path: Path) -> None:
    project = Quick(tmp_path)
    project.write({key: text for number in range(1, 252) for key, text in document(number).items()})
    project.good(DISCLOSURE_SEARCH=False)
    with opened(browser, (project.output / "normative/day.html").as_uri()) as page:
        assert page.locator("[data-rows] tr").count() == 200
        page.click("[data-more]")
        assert page.locator("[data-rows] tr").count() == 251 and page.locator("[data-more]").is_hidden()


def test_without_scripts_the_page_leads_to_the_static_lists(browser: Browser, own_project: Quick) -> None:
    with opened(browser, (own_project.output / "normative/day.html").as_uri(), java_script_enabled=False) as page:
        assert page.locator("[data-normative]").is_hidden()
        page.click("main a.rr-action")
        assert page.url == (own_project.output / "normative/index.html").as_uri()


@pytest.mark.parametrize(("changes", "last"), [
    ({}, ""), ({"replaced_on": "2015-02-02", "word": "废止", "ended": "2016-05-05"}, "2015-02-02"), ({"word": "废止", "ended": "2016-05-05"}, "2016-05-05"),
    ({"history": (ValidityChange("2013-06-30", "失效", "甲"), ValidityChange("2015-03-01", "有效", "乙")), "word": "有效"}, ""),
    ({"history": (ValidityChange("2013-06-30", "废止", "甲"),), "word": "废止"}, "2013-06-30"),
    ({"valid_until": "2014-06-30"}, ""), ({"valid_until": "2014-06-30", "word": "失效"}, "2014-07-01"), ({"valid_until": "2014-06-30", "word": "失效", "ended": "2014-09-01"}, "2014-07-01"),
    ({"valid_until": "2014-06-30", "history": (ValidityChange("2014-12-01", "有效", "甲"),), "word": "有效"}, ""),
])
def test_the_day_since_which_a_document_is_over_is_the_first_without_a_return(changes: dict, last: str) -> None:
    assert written(**changes).last == last


def test_a_day_that_only_a_clearance_has_stands_on_page_and_list(project: Quick) -> None:
    project.write(document(2, Validity="废止") | {"registers/clearances.csv": HEADER + ABOLISHED})
    assert "没有写从哪一天起" not in project.build().stdout
    assert "从 2016-06-01 起已经废止" in project.soup("items/2014/014500858-2014-00002.html").get_text()
    assert "2016-06-01" in project.soup("normative/abolished.html").table.get_text()
    project.write({"registers/clearances.csv": HEADER})
    assert "有效性是“废止”，没有写从哪一天起" in project.build().stdout
    project.assert_clean()


TERM = {"Valid_Until": "2014-06-30", "Validity": "有效"}
KEPT_EARLY, KEPT_LATE = (ABOLISHED.replace("2016-05-04", day).replace("废止,2016-06-01", "保留,") for day in ("2014-05-01", "2014-12-01"))
REVIVED = {"Validity_History": "2014-12-01 有效 重新公布"}


@pytest.mark.parametrize(("changes", "rows", "said"), [
    (TERM, KEPT_EARLY, "clearances.csv:2: 提醒：2014-05-01 的清理结果是保留，条目 items/2.md 的有效期（Valid-Until）到 2014-06-30 为止，有效性还是“有效”；从 2014-07-01 起算失效"),
    (TERM, KEPT_LATE, "clearances.csv:2: 提醒：2014-12-01 的清理结果是保留，条目 items/2.md 的有效期（Valid-Until）却到 2014-06-30 为止；从 2014-07-01 到 2014-11-30 算失效，从 2014-12-01 起又算有效"),
    (TERM | REVIVED, "", "items/2.md:{line}: 提醒：有效性沿革 2014-12-01 写的是有效，有效期（Valid-Until）却到 2014-06-30 为止；从 2014-07-01 到 2014-11-30 算失效，从 2014-12-01 起又算有效"),
    ({"Validity_History": "2014-12-01 失效 到期", "Validity": "失效"}, KEPT_LATE, "clearances.csv:2: 2014-12-01 的清理结果是保留，条目 items/2.md 的有效性沿革同一天写的是“失效”"),
    ({"Validity": "有效"}, KEPT_LATE, "clearances.csv:2: 提醒：2014-12-01 的清理结果是保留，条目 items/2.md 却从 2014-03-18 起已被新文件取代；仍算已被取代"),
])
def test_decisions_that_contradict_each_other_are_told_at_their_lines(project: Quick, changes: dict[str, str], rows: str, said: str) -> None:
    newer = {"Replaces": NUMBER.format(2)} if "取代" in said else {}
    project.write(document(1, **newer) | document(2, **changes) | {"registers/clearances.csv": HEADER + rows})
    texts = (project.content / "items/2.md").read_text().splitlines()
    line = next((at for at, text in enumerate(texts, 1) if text.startswith("Validity-History")), 0)
    assert said.format(line=line) in project.build().stdout


@pytest.mark.parametrize(("changes", "rows"), [
    ({"Valid_Until": "2014-06-30", "Validity": "失效 2014-07-01"}, KEPT_EARLY), ({"Valid_Until": "2014-06-30", "Validity": "失效"}, KEPT_EARLY), ({"Valid_Until": "2999-06-30", "Validity": "有效"}, KEPT_LATE),
    ({"Valid_Until": "2014-06-30", "Validity": "有效", "Validity_History": "2014-07-01 失效 到期; 2015-03-01 有效 重新公布"}, ""),
    ({"Validity": "有效", "Validity_History": "2017-03-01 有效 重新公布"}, ABOLISHED),
])
def test_decisions_that_agree_are_not_told(project: Quick, changes: dict[str, str], rows: str) -> None:
    project.write(document(2, **changes) | {"registers/clearances.csv": HEADER + rows})
    told = project.build().stdout
    assert "clearances.csv" not in told and "为止；" not in told and "没有写从哪一天起" not in told


def test_a_day_after_everything_that_the_site_tells_is_not_picked_and_publishing_moves_it(browser: Browser, cleared: Quick) -> None:
    def answer(day: str) -> tuple[str, dict[str, str]]:
        with opened(browser, (cleared.output / "normative/day.html").as_uri()) as page:
            page.fill("#day", day)
            return page.inner_text("[data-said]"), shown(page)

    cleared.good()
    assert cleared.soup("normative/day.html").find(id="day")["max"] == "2016-06-01"  # the last day that a decision names
    assert answer("2016-06-01")[1] and answer("2016-06-02") == ("本站的信息到 2016-06-01 为止，说不出 2016-06-02 的情形。请选较早的日期。", {})
    cleared.write({"items/news.md": item(Index=NUMBER.format(9), Category="工作动态/政务动态", Created="2017-01-05", Date="2017-01-05", Review="2017-01-05 甲 可以公开")})
    cleared.good()
    assert answer("2017-01-05")[1] and not answer("2030-01-01")[1]
    cleared.assert_clean()

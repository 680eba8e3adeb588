"""Queries as people type them: operators, fields, stars, quotation marks and dates, each against a plain scan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lunr.builder import Builder
from lunr.query import QueryPresence
from offline_search.document import Document
from offline_search.fold import fold, tokens, words
from offline_search.index import Options

from tests.kit.search_archive import Archive
from tests.kit.search_corpus import Writer
from tests.kit.search_node import Client, running

FIELDS = (("文号", "number"), ("机构", "agency"), ("索引号", "key"))


def made(number: int, title: str, body: str, agency: str = "", document_number: str = "", *days: str) -> Document:
    key = f"014500858/2014-{number:05}"
    text = "\n".join(part for part in (body, key, document_number, agency) if part)
    return Document(key, f"{number}.html", title, text, days[-1] if days else "", {"agency": agency}, {"number": document_number, "agency": agency}, days)


DOCUMENTS = [
    made(1, "甲", "预算已经公告，预算公开", "区民政局", "青府办发〔2014〕12号", "2014-03-03", "2014-03-18"),
    made(2, "乙", "公告以后编制预算；见青府办发〔2014〕12号", "区财政局", "青财发〔2014〕3号", "2014-03-18"),
    made(3, "预算", "区民政局的来信，3601*1234", "区司法局", "", "2013-12-31", "2014-01-02"),
    made(4, "会议", "于二〇一四年三月十八日召开，-甲 OR 乙", "区民政局", "", "2014-04-01"),
    made(6, "施行", "自二〇一五年一月一日起", "区司法局"),
    made(7, "李　明", "水　电 表，第 3年 中，12 与人民"),
    made(8, "水里的明月", "电力李树，十月，-2014年，查公里告，大人物，3年，期 中"),
    made(5, "食品安全", "标题:乙，食品与安全", "区司法局", "青府办发〔2014〕121号"),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(tmp_path_factory.mktemp("queries"), DOCUMENTS, Options(facets=("agency",), fields=FIELDS))


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with running() as found:
        yield found


def found(client: Client, archive: Archive, query: str) -> set[int]:
    """Return the numbers of the documents that count in the total of a query."""
    [answer] = client.ask("nearest", base=str(archive.root), queries=[query], count=100)
    assert answer["missing"] == [] and answer["total"] == len(answer["exact"])
    return {int(key[-5:]) for key in answer["exact"]}


@pytest.mark.parametrize(("query", "numbers"), [
    ("甲 OR 乙", {1, 2, 4, 5}), ("标题:甲 OR 标题:乙", {1, 2}), ("预算 标题:甲 OR 标题:乙", {1, 2}), ("甲 ＯＲ 会议", {1, 4}), ("甲 or 乙", {4}), ("预算 AND 公告", {1, 2}), ("+预算 +公告", {1, 2}),
    ("预算 NOT 公告", {3}), ("预算 -公告", {3}), ("NOT 公告 预算", {3}), ("NOT 公告", set()), ("OR 预算", set()), ("预算 OR", set()), ("“-甲”", {4}), ("“OR” 会议", {4}),
    ("预算*公告", {1}), ("公告*预算", {1, 2}), ("预算*", {1, 2, 3}), ("*算", {1, 2, 3}), ("标题:会*议", {4}), ("3601*1234", {3}), ("预算*公告 OR 会议", {1, 4}),
    ("文号:青府办发〔2014〕12号", {1}), ("文号：青府办发2014年12号", {1}), ("文号: 青府办发[2014]12号", {1}), ("文号:青府办发", {1, 5}), ("-文号:青府办发 预算", {2, 3}),
    ("机构:民政局", {1, 4}), ("机构：区民政局", {1, 4}), ("机构:民政局 预算", {1}), ("机构:民政局 OR 会议", {1, 4}), ("预算 NOT 机构:民政局", {2, 3}), ("索引号:2014-00003", {3}), ("索引号：014500858/2014-00003", {3}),
    ("foo:预算", set()), ("标题：预算", {3}), ("《食品 安全》", {5}), ("“食品 安全”", {5}), ("“预算 公告”", {1, 2}), ("“公告 预算” 编制", {2}),
    ("李 明", {7, 8}), ("李　明", {7, 8}), ("“李 明”", {7}), ("水 电", {7, 8}), ("月 查", {8}), ("人 大", {8}), ("3年 中", {7, 8}), ("NOT 水 李", set()), ("-电 月", {4, 6}), ("水 OR 电", {7, 8}), ("会 议", {4}),
    ("预算 -2014", set()), ("预算 -3601", {1, 2}), ("青府办发〔2014〕 -12号", {5}), ("-2014年", {8}), ("预算 - 公告", {1, 2}),
    ("预算 -公*告", {3}), ("水 -公*告", {7}), ("预算 -公告*", {3}), ("预算 NOT 公*告", {3}), ("预算 NOT 公开 OR 来信", {2}), ("预算 NOT 公告 OR 来信", set()), ("预算 OR NOT 公告", {3}),
    ("-“预算 公告”", set()), ("NOT “预算 公告”", set()), ("甲 -“预算 公告”", {1, 4}), ("预算 -“来信 ABC”", {1, 2}), ("“甲 OR 乙”", {4}), ("“预算 OR 公告”", set()), ("“标题:预算”", set()), ("“公告 -编制”", set()), ("“公告 预算” OR 会议", {4}), ("“公告 算预” OR 民局", set()),
    ("constructor:预算", set()), ("__proto__:预算", set()), ("toString:预算", set()), ("hasOwnProperty: 预算", set()), ("机构:*", set()), ("预算 机构:*", {1, 2, 3}), ("预算 *", {1, 2, 3}),
    ("\U000f07de\U000f2713\U000f2732", set()), ("预算 \U000f07de", {1, 2, 3}), ("预算 -公告，编制", {1, 2, 3}),
    ("青府办发2014-12", {1, 2}), ("青府办发 2014-12", {1, 2}), ("青府办发 2014年12号", {1, 2}),
])
def test_a_query_means_what_it_says(client: Client, archive: Archive, query: str, numbers: set[int]) -> None:
    assert found(client, archive, query) == numbers


DAY = ["2014年3月18日", "2014年03月18日", "2014年 3月 18日", "2014 3月18日", "3月18日 2014年", "2014.3.18", "2014．3．18", "2014/3/18", "2014-03-18", "2014—3—18", "20140318", "二〇一四年三月十八日", "二○一四年三月十八日", "２０１４年３月１８日", "14年3月18日", "一四年三月十八日"]


@pytest.mark.parametrize("query", DAY)
def test_a_date_in_any_writing_finds_the_days_of_documents_and_the_text_as_typed(client: Client, archive: Archive, query: str) -> None:
    assert found(client, archive, query) == ({1, 2, 4} if query in "二〇一四年三月十八日" else {1, 2})


@pytest.mark.parametrize(("query", "numbers"), [("2014-03-03", {1}), ("2014-03-18 机构:民政局", {1}), ("2015年1月1日", {6}), ("2013年12月31日", {3}), ("2014-03-19", set()), ("2014-02-30", set()), ("2014年5月", set())])
def test_another_day_is_another_day(client: Client, archive: Archive, query: str, numbers: set[int]) -> None:
    assert found(client, archive, query) == numbers


@pytest.mark.parametrize("query", ["2014年3月", "2014年3月份", "2014年03月", "2014-03", "2014/03", "2014.03", "二零一四年三月", "2014年三月", "预算 2014年 3月"])
def test_a_month_in_any_writing_finds_the_days_of_documents_in_it(client: Client, archive: Archive, query: str) -> None:
    assert found(client, archive, query) == {1, 2}


@pytest.mark.parametrize("query", ["2014年三月18日", "2014年三月十八日", "二〇一四年3月18日"])
def test_a_date_in_mixed_writing_is_that_day(client: Client, archive: Archive, query: str) -> None:
    assert found(client, archive, query) == {1, 2}


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")


@settings(max_examples=60, deadline=None)
@given(day=st.dates(min_value=date(1949, 10, 1), max_value=date(2049, 12, 31)))
def test_every_day_is_read_in_every_writing_and_no_neighbour_with_it(client: Client, day: date) -> None:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    writings = [
        day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.year}.{day.month}.{day.day}", f"{day:%Y/%m/%d}", f"{day:%Y%m%d}",
        f"{year}年{chinese(day.month)}月{chinese(day.day)}日", f"{day.month}月{day.day}日 {day.year}年",
    ]
    parsed = client.ask("parse", queries=[f"通知 {writing}" for writing in writings])
    assert [[word.get("day") for word in query] for query in parsed] == [[None, day.isoformat()]] * len(writings)
    [[word]] = client.ask("parse", queries=[f"{day.year}-{day.month}-{(day + timedelta(31)).day + 31}"])
    assert "day" not in word


PLAIN = st.text(st.sampled_from("甲乙丙丁预算公告abc123"), max_size=6).map("甲乙{}丙丁".format)
ODD = st.text(st.sampled_from("甲乙预算 　,，“”\"《》*:-+ANDORNT（）\n标题文号"), max_size=30)


@settings(max_examples=150, deadline=None)
@given(query=ODD)
def test_any_query_has_words_that_can_be_looked_up(client: Client, query: str) -> None:
    [parsed] = client.ask("parse", queries=[query])
    for word in [one for first in parsed for one in (first, *first.get("others", []))]:
        assert word["text"] and words(word["text"]) == [word["text"]] and "\uffff" not in word["text"]
    assert bool(parsed) == bool(words(fold(query)))


@settings(max_examples=60, deadline=None)
@given(first=PLAIN, others=st.lists(PLAIN, max_size=3))
def test_words_alone_are_words_and_or_joins_them(client: Client, first: str, others: list[str]) -> None:
    plain, joined = client.ask("parse", queries=[" ".join([first, *others]), " OR ".join([first, *others])])
    assert [word["text"] for word in plain] == [first, *others]
    assert [word["text"] for word in [joined[0], *joined[0].get("others", [])]] == [first, *others] and len(joined) == 1


def test_or_and_not_find_and_score_as_lunr_does(client: Client, tmp_path_factory: pytest.TempPathFactory) -> None:
    archive = Archive(tmp_path_factory.mktemp("lunr"), Writer(41, rare=False).documents(300, 7), Options())
    builder = Builder()
    builder.ref("key")
    builder.field("title", boost=5, extractor=lambda document: tokens(document["title"]))
    builder.field("body", extractor=lambda document: tokens(document["body"]))
    for document in archive.documents.values():
        builder.add({"key": document.key, "title": document.title, "body": document.body})
    index = builder.build()
    pairs = ("信息", "防汛", "审批", "食品", "条例", "档案")
    for one, other, third in zip(pairs, pairs[1:], pairs[2:], strict=False):
        query = index.create_query()
        for pair in (one, other):
            query.clause(pair, use_pipeline=False)
        query.clause(third, use_pipeline=False, presence=QueryPresence.PROHIBITED)
        wanted = {result["ref"]: result["score"] for result in index.query(query)}
        [answer] = client.search(archive.root, [{"query": f"{one} OR {other} NOT {third}"}])
        assert dict(zip(answer["keys"], answer["scores"], strict=True)) == pytest.approx(wanted, abs=1e-6) and len(wanted) > 10


def test_stars_find_what_a_pattern_finds(client: Client, tmp_path_factory: pytest.TempPathFactory) -> None:
    archive = Archive(tmp_path_factory.mktemp("stars"), Writer(42, rare=False).documents(250, 9), Options())
    texts = {key: [run for part in (document.title, document.body) for run in words(fold(part))] for key, document in archive.documents.items()}
    for query in ("信息*条例", "通知*公开", "公*开", "加强*档案*审批"):
        pattern = re.compile(".*".join(query.split("*")))
        [answer] = client.search(archive.root, [{"query": query}])
        assert {*answer["keys"]} == {key for key, runs in texts.items() if any(pattern.search(run) for run in runs)}, query
        assert answer["exact"]

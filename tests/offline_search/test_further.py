"""What may be meant beside the words of a query: slips and synonyms are named, and never in the total."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from offline_search import spelling
from offline_search.document import Document
from offline_search.index import Options
from pypinyin import lazy_pinyin

from tests.kit.index_reader import Reader
from tests.kit.project import ROOT
from tests.kit.search_archive import Archive
from tests.kit.search_node import Client, running

TITLES = (
    "住房公积金提取办理指南", "住房公积金缴存管理办法", "公共租赁住房申请指南", "城市居民最低生活保障申请指南", "老年人优待证办理指南", "食品安全监督抽验结果公告", "图书馆借阅证办理指南",
    "房屋征收与补偿标准公告", "小学和初中新生入学工作通知", "机动车停放服务收费标准", "政府信息公开保密审查制度", "安全生产大检查工作方案", "财政预算执行情况报告", "婚姻登记办理须知", "生活垃圾分类管理办法",
)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with running() as found:
        yield found


def archive_of(base: Path, titles: tuple[str, ...], *groups: tuple[str, ...], options: Options | None = None) -> Archive:
    documents = [Document(f"甲/{number}", f"{number}.html", title, "正文", "", {"agency": "区财政局"}, {}) for number, title in enumerate(titles)]
    archive = Archive(base, documents, options or Options(facets=("agency",)))
    index = archive.open()
    index.install_synonyms(groups)
    index.close()
    return archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return archive_of(tmp_path_factory.mktemp("further"), TITLES, ("低保", "最低生活保障"), ("借书证", "借阅证"))


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    titles = (*TITLES, "住房申请登记", "低保公示")
    groups = (("公租房", "公共租赁住房"), ("租房", "房屋租赁"), ("老年证", "老年人优待证"), ("低保", "最低生活保障"), ("食品安全法", "食品法"))
    return archive_of(tmp_path_factory.mktemp("listed"), titles, *groups)


def ask(client: Client, archive: Archive, query: str) -> dict:
    [found] = client.ask("nearest", base=str(archive.root), queries=[query], count=10)
    assert found["missing"] == []
    return found


@pytest.mark.parametrize(("typed", "meant"), [
    ("公记金", "公积金"), ("公及金", "公积金"), ("公金金", "公积金"), ("住房公积积金", "住房公积金"), ("公积金金", "公积金"), ("公公积金", "公积金"), ("公共租凭住房", "公共租赁住房"), ("公共租住房", "公共租赁住房"),
    ("老年人优侍证", "优待证"), ("食品安圈", "食品安全"), ("借月证", "借阅证"), ("借阅征办理", "借阅证"), ("婚因登记", "婚姻登记"), ("婚姻登计", "婚姻登记"), ("登婚姻记", ""), ("入学公作", "工作"),
    ("收废标准", "收费标准"), ("政府新息公开", "政府信息公开"), ("生活拉圾分类", "生活垃圾分类"), ("财政余算", "财政预算"), ("预祘", ""), ("住访公积金", "住房公积金"),
])
def test_a_slip_is_offered_by_the_name_of_what_was_meant(client: Client, archive: Archive, typed: str, meant: str) -> None:
    found = ask(client, archive, typed)
    names = [one["text"] for one in found["corrections"]]
    assert found["total"] == 0
    assert [meant in name or name in meant for name in names[:1]] == ([True] if meant else []), names


def test_a_correction_of_which_only_the_title_is_looked_for_loads_no_positions_of_bodies(client: Client, tmp_path: Path) -> None:
    bodies = [Document(f"乙/{number}", f"b{number}.html", f"通知{number}", "住房、房公、公积、积金。" * 9 + "住房公积金" * (number % 2), "", {"agency": ""}, {}) for number in range(160)]
    titles = [Document(f"甲/{number}", f"{number}.html", title, "正文", "", {"agency": ""}, {}) for number, title in enumerate(TITLES)]
    found = ask(client, Archive(tmp_path, titles + bodies, Options(facets=("agency",))), "住访公积金怎么查")
    assert [one["text"] for one in found["corrections"]] == ["住房公积金"] and found["read"]
    assert [file for file in found["read"] if "/q/" in file] == []


def test_what_a_slip_was_meant_to_be_is_searched_at_once(client: Client, archive: Archive) -> None:
    found = ask(client, archive, "公记金")
    assert found["total"] == 0 and {*found["keys"][:2]} == {"甲/0", "甲/1"}
    assert found["corrections"][0] == {"text": "公积金", "query": "公积金", "total": 2}


def test_a_correction_is_named_by_the_whole_word_that_its_total_is_of(client: Client, archive: Archive) -> None:
    [offered] = ask(client, archive, "住房公积金提提取")["corrections"]
    assert offered == {"text": "住房公积金提取", "query": "住房公积金提取", "total": 1}


@pytest.mark.parametrize(("typed", "meant"), [("公祖房申请", "公租房"), ("老年怔", "老年证"), ("食品安全安全", "食品安全"), ("laonianzheng", "老年证"), ("lnz", "老年证")])
def test_a_listed_word_is_meant_whether_or_not_a_title_has_it(client: Client, listed: Archive, typed: str, meant: str) -> None:
    found = ask(client, listed, typed)
    assert [one["text"] for one in found["corrections"]] == [meant]


@pytest.mark.parametrize("typed", ["公租房申请需要什么材料", "公租房申请"])
def test_what_is_written_right_is_no_slip_though_another_word_is_near(client: Client, listed: Archive, typed: str) -> None:
    found = ask(client, listed, typed)
    assert found["corrections"] == [] and found["keys"][0] == "甲/2"


@pytest.mark.parametrize("typed", ["食品安全监督多久公布", "低保管理办法申请"])
def test_no_slip_is_offered_where_other_words_begin(client: Client, tmp_path: Path, typed: str) -> None:
    archive = archive_of(tmp_path, ("食品安全监督表", "保证管理办法"), ("低保", "最低生活保障"))
    assert ask(client, archive, typed)["corrections"] == []


def test_what_people_say_around_their_words_is_part_of_no_slip(client: Client, tmp_path: Path) -> None:
    archive = archive_of(tmp_path, ("社区路", "社区路改造", "委员会名单"))
    assert ask(client, archive, "名单社区需要什么材料")["corrections"] == []  # 需 has a reading that sounds like 路
    assert [one["text"] for one in ask(client, archive, "委员会名但需要什么材料")["corrections"]] == ["委员会名单"]


def test_letters_find_listed_words_and_what_means_the_same(client: Client, listed: Archive) -> None:
    assert ask(client, listed, "laonianzheng")["keys"][0] == "甲/4"
    found = ask(client, listed, "dibao")
    assert found["total"] == 1 and [(one["reason"], one["text"]) for one in found["also"]] == [("pinyin", "低保")]
    assert [one["text"] for one in found["synonyms"]] == ["最低生活保障"] and "甲/3" in found["keys"]


def test_a_listed_word_within_another_means_something_else(client: Client, listed: Archive) -> None:
    assert {one["text"] for one in ask(client, listed, "公租房")["synonyms"]} == {"公共租赁住房"}
    assert "房屋租赁" in {one["text"] for one in ask(client, listed, "怎么租房")["synonyms"]}


def test_an_alias_within_a_name_leaves_the_name(client: Client, tmp_path: Path) -> None:
    options = Options(facets=("agency",), aliases=(("文件", "档案"),))
    archive = archive_of(tmp_path, ("文件馆电话", "档案查阅电话", "公文"), ("档案局", "档案馆"), options=options)
    assert ask(client, archive, "档案馆电话")["also"] == []
    assert [one["text"] for one in ask(client, archive, "文件馆电话簿")["also"]] == ["档案馆电话簿"]


def test_a_doubled_character_before_the_last_is_taken_out(client: Client, archive: Archive) -> None:
    assert ask(client, archive, "住房公积积金")["corrections"] == [{"text": "住房公积金", "query": "住房公积金", "total": 2}]


def test_a_query_keeps_its_other_words(client: Client, archive: Archive) -> None:
    [offered] = [one for one in ask(client, archive, "公记金 提取 -缴存")["corrections"] if one["total"]]
    assert offered == {"text": "公积金", "query": "公积金 提取 -缴存", "total": 1}


@pytest.mark.parametrize("typed", ["公积金", "征收与补偿", "低保", "情况通知", "绝无此事之语句", "qqqq"])
def test_what_stands_in_titles_and_what_is_near_nothing_is_no_slip(client: Client, archive: Archive, typed: str) -> None:
    assert ask(client, archive, typed)["corrections"] == []


def test_phrases_are_made_of_whole_words() -> None:
    found = spelling.count_phrases(["关于房屋征收补偿标准的通知", "公租房申请指南"])
    assert {"补偿", "标准", "补偿标准", "房屋", "申请", "申请指南", "通知"} <= found.keys()
    assert not {"偿标准", "房申请", "的通知", "关于房屋", "收补偿"} & found.keys()


def test_the_table_does_not_grow_with_the_archive() -> None:
    many = {f"{chr(0x4E00 + number // 90)}{chr(0x5E00 + number % 90)}": number % 7 + 1 for number in range(spelling.MOST_PHRASES + 5000)}
    assert len(spelling.select_phrases(many, {})) == spelling.MOST_PHRASES
    assert "区人力资源和社会保障局" in spelling.select_phrases(many, {"区人力资源和社会保障局": 3})


def test_sounds_are_those_of_all_characters_of_gb_2312() -> None:
    table = dict(spelling.sounds())
    assert sum(map(len, table.values())) > 6763 and len({*"".join(table.values())}) == 6763
    assert "行" in table["xing"] and "行" in table["hang"] and "绿" in table["lv"]


def slipped(draw: random.Random, word: str) -> Iterator[str]:
    """Yield a word with one slip of each kind."""
    table, at = dict(spelling.sounds()), draw.randrange(1, len(word))
    same = [character for character in table[lazy_pinyin(word[at])[0]] if character != word[at]]
    wrong = draw.choice("".join(table.values()))
    yield word[:at] + draw.choice(same or [wrong]) + word[at + 1 :]
    yield word[:at] + wrong + word[at + 1 :]
    yield word[:at] + word[at] + word[at:]
    yield word[:at] + word[at + 1 :]


def test_most_slips_lead_to_a_title_with_the_word(client: Client, tmp_path: Path) -> None:
    archive = Archive(tmp_path, [Document(str(number), f"{number}.html", title, "", "", {}, {}) for number, title in enumerate(own_titles())], Options())
    draw = random.Random(15)
    phrases = sorted(phrase for phrase in spelling.count_phrases(own_titles()) if 4 <= len(phrase) <= 6)
    asked = [(word, slip) for word in draw.sample(phrases, 60) for slip in slipped(draw, word)]
    found = client.ask("nearest", base=str(archive.root), queries=[slip for _, slip in asked], count=10)
    right = [any(word in archive.documents[key].title for key in [*answer["exact"], *answer["keys"]]) for (word, _), answer in zip(asked, found, strict=True)]
    assert sum(right) / len(right) >= 0.85


def own_titles() -> list[str]:
    lines = (path.read_text(encoding="utf-8").partition("\n")[0] for path in sorted((ROOT / "content/items").rglob("*.md")))
    return [line.removeprefix("Title: ") for line in lines if line.startswith("Title: ")]


def test_synonyms_are_named_and_never_in_the_total(client: Client, archive: Archive) -> None:
    found = ask(client, archive, "低保")
    assert found["total"] == 0 and found["keys"][0] == "甲/3"
    assert found["synonyms"] == [{"word": "低保", "text": "最低生活保障", "total": 1}]
    found = ask(client, archive, "借阅证")
    assert (found["total"], found["synonyms"]) == (1, [])


def test_a_word_of_the_same_meaning_is_looked_for_within_a_sentence(client: Client, archive: Archive) -> None:
    found = ask(client, archive, "怎么办借书证")
    assert found["keys"][0] == "甲/6" and [one["text"] for one in found["synonyms"]] == ["借阅证"]


def test_where_the_exact_answer_is_enough_only_synonyms_are_looked_for(client: Client, tmp_path: Path) -> None:
    archive = archive_of(tmp_path, ("低保办理", "低保公示", "低保标准", "最低生活保障公示", "公示牌"), ("低保", "最低生活保障"))
    [found] = client.ask("nearest", base=str(archive.root), queries=["低保"], count=10, enough=True)
    assert found["isEnough"] and found["total"] == 3 and found["keys"] == ["甲/3"]


def test_aliases_count_and_synonyms_do_not(client: Client, tmp_path: Path) -> None:
    options = Options(facets=("agency",), aliases=(("文件", "档案"),))
    archive = archive_of(tmp_path, ("文件一", "档案二", "公文三"), ("文件", "公文"), options=options)
    found = ask(client, archive, "文件")
    assert {*found["exact"]} == {"甲/0", "甲/1"} and found["keys"] == ["甲/2"]


def test_other_synonyms_leave_the_index_as_it_is(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, TITLES, ("低保", "最低生活保障"))
    before = archive.files()
    index = archive.open()
    index.install_synonyms([("低保", "生活保障")])
    assert not index.fresh
    index.close()
    after = archive.files()
    assert {path for path in after if after[path] != before[path]} == {"synonyms.js"}
    assert json.loads(json.dumps(archive.reader().manifest)) and not archive.fresh


def test_a_phrase_of_a_table_that_no_document_has_any_more_is_never_shown(client: Client, tmp_path: Path) -> None:
    archive = archive_of(tmp_path, (*TITLES, "饕餮处分决定公告", "饕餮清单"))
    state = tmp_path / "former"
    shutil.copytree(archive.root, state)
    for number in (len(TITLES), len(TITLES) + 1):
        del archive.documents[f"甲/{number}"]
    archive.rebuild()
    former = Reader(state).manifest["pinyin"]["folder"]
    shutil.rmtree(archive.root / Reader(archive.root).manifest["pinyin"]["folder"])
    shutil.copytree(state / former, archive.root / former)
    manifest = archive.root / "manifest.js"
    manifest.write_text(manifest.read_text("utf-8").replace(json.dumps(Reader(archive.root).manifest["pinyin"]["folder"])[1:-1], former), "utf-8")
    queries = ["tt", "taotie", "taotiechu", "饕铁", "饕餮处份", "饕餮处分的", "ttcfjdgg", "banli"]
    told = client.ask("told", base=str(archive.root), queries=queries)
    shown = [[entry["text"] for entry in one["also"]] + one["suggestions"] + one["corrections"] for one in told]
    assert "饕餮" not in json.dumps(shown, ensure_ascii=False)
    assert [entry["text"] for entry in told[-1]["also"]], "what living documents have is found by its letters"

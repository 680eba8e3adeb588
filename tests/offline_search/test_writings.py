"""One thing written in several ways: each finds the others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from offline_search.document import Document
from offline_search.index import Options

from tests.kit.search_archive import Archive
from tests.kit.search_node import Client, running

TEXTS = (
    "⼈⺠政府、⻚码、⻅证。", "艾力•库尔班、约翰‧史密斯。", "规划（2011—2015年）", "规划（2011至2015年）", "规划（2011年－2015年）", "局长：李　明。", "局长：李明。",
    "葛\U000e0100城", "“三公”经费", "三公经费", "青府办发〔2014〕12号", "青府办发〔2014〕第13号", "婚姻，登记", "登记在婚姻之后", "1,000元", "电话：0100 0858", "索引号 014500858/2014-00401", "12月25日施行", "编号 FW-862-01", "编号 BG-862-01-1",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    documents = [Document(str(number), f"{number}.html", "题", text, "", {}, {}) for number, text in enumerate(TEXTS)]
    return Archive(tmp_path_factory.mktemp("writings"), documents, Options())


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with running() as found:
        yield found


@pytest.mark.parametrize(("typed", "total"), [
    ("人民政府", 1), ("⼈⺠政府", 1), ("页码", 1), ("见证", 1), ("艾力·库尔班", 1), ("约翰·史密斯", 1), ("李明", 2), ("李　明", 2), ("李 明", 2), ("葛城", 1), ("葛\U000e0101城", 1),
    ("三公经费", 2), ("“三公”经费", 2), ("《三公经费》", 2), ("青府办发2014年12号", 1), ("青府办发2014年13号", 1), ("青府办发2014 12号", 1), ("婚姻，登记", 1), ("婚姻；登记", 2),
    ("婚姻、登记。", 2), ("婚姻, 登记", 2), ("1,000元", 1), ("1;000元", 1), ("2,000元", 0), ("青府办发(2014)第12号", 1), ("青府办发2014 12", 1), ("青府办发 2014 13 号", 1), ("0791-01000858", 1), ("079101000858", 1), ("(0791)0100-0858", 1),
    ("01000858", 1), ("0100-0858", 1), ("0100-0859", 0), ("014500858-2014-00401", 1), ("014500858201400401", 1), ("014500858-2014-00402", 0), ("十二月二十五日", 1), ("十二月二十六日", 0), ("2011-2015", 3), ("2011—2015", 3), ("2011～2015年", 3), ("2011至2015", 3), ("2011年至2015年", 3), ("2011-2016", 0),
    ("FW-862-01", 1), ("fw—862—01", 1), ("ＦＷ86201", 1), ("fw862-01", 1), ("fw-86201", 1), ("862-01", 2), ("FW 862 01", 1), ("bg862-01-1", 1), ("fw-862-02", 0), ("fw86202", 0),
    ("青府办发二〇一四年十二号", 1), ("青府办发〔二〇一四〕十二号", 1), ("青府办发（二〇一四）第十三号", 1), ("青府办发2014年十二号", 1), ("青府办发二〇一四年十四号", 0), ("青府办发〔二〇一四〕一百一十二号", 0),
    ("二〇一一年至二〇一五年", 3), ("二〇一一年至二〇一六年", 0),
])
def test_every_writing_is_found(client: Client, archive: Archive, typed: str, total: int) -> None:
    [found] = client.ask("nearest", base=str(archive.root), queries=[typed], count=20)
    assert found["total"] == total and found["missing"] == []


@pytest.mark.parametrize(("typed", "named"), [
    ("青府办发2014年12号", [("writing", "青府办发(2014)12号"), ("writing", "青府办发(2014)第12号")]), ("0791-01000858", [("writing", "0100 0858")]), ("2011-2015", []), ("婚姻", []),
])
def test_other_writings_are_named_as_such(client: Client, archive: Archive, typed: str, named: list[tuple[str, str]]) -> None:
    [found] = client.ask("nearest", base=str(archive.root), queries=[typed], count=20)
    told = [(one["reason"], one["text"]) for one in found["also"]]
    assert told == named if named else not any("(" in text for _, text in told)

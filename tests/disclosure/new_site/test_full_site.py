"""Another district's whole site: its own classes, items and registers of 2021 to 2025, five annual reports, and no word of the sample's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.kit.project import ROOT, item

from .test_first_hour import CLASSES, FINANCE, OFFICE, WORDS, Session

YEARS = range(2021, 2026)
FILINGS = CLASSES.split(";")


def content() -> dict[str, str]:
    """Return items of every class in every year, some replaced and explained, and the registers that a county keeps."""
    files = {}
    for year in YEARS:
        for place, filing in enumerate(FILINGS, 1):
            title = f"关于{year}年第{place}项工作的{'规定' if place == 1 else '通知'}"
            files[f"items/{year}/{place}.md"] = item(
                Title=title, Index=f"{'01515001-5' if place % 2 else '01515002-3'}/{year}-{place:05d}", Category=filing, Agency=OFFICE if place % 2 else FINANCE, Created=f"{year}-03-03", Date=f"{year}-03-18",
                Review=f"{year}-03-17 保密审查员 可以公开", Validity="有效" if place == 1 else None, Summary=f"安排{year}年的第{place}项工作。", Document_Number=f"澄政办规〔{year}〕{place}号" if place == 1 else None,
                body="各乡镇人民政府：\n\n## 一、目标\n\n现通知如下。\n\n| 乡镇 | 件数 |\n|---|--:|\n| 右所镇 | 12 |\n",
            )
    requests = [f"{year}-001,{OFFICE},{year}-03-08,网络,自然人,乡村道路的建设资料,,,,,{year}-03-18,予以公开,," for year in YEARS]
    letters = [f"{year}-X01,县长信箱,供水,{year}-05-08,{year}-05-10,{OFFICE},什么时候恢复供水？,已经恢复供水。" for year in YEARS]
    return files | {
        "registers/requests.csv": "\n".join(["number,agency,received,channel,applicant,subject,clarification_asked,clarified,excluded_days,extended,closed,decision,fee,waived", *requests]) + "\n",
        "registers/letters.csv": "\n".join(["number,mailbox,topic,received,answered,agency,question,answer", *letters]) + "\n",
        "registers/reading_points.csv": "name,kind,address,hours,phone,equipment,directions\n县档案馆,集中查阅中心,澄江县揽秀路2号,工作日 9:00–17:00,0877-0100 3878,查阅终端1台,进大门后直行\n",
    }


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the site."""
    folder = tmp_path_factory.mktemp("full") / "澄江"
    session = Session(folder)
    session.make("init", f"SITE={folder}", "DISTRICT=澄江县", f"AGENCIES=01515001-5 {OFFICE};01515002-3 {FINANCE}", f"CLASSIFICATION={CLASSES}", "LAW=2019", "ADDRESS=澄江县揽秀路1号", "PHONE=0877-0100 3001", at=ROOT)
    for path, text in content().items():
        (folder / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "content" / path).write_text(text, encoding="utf-8")
    for year in YEARS:
        session.make("report", f"YEAR={year}")
        report = folder / f"content/reports/{year}.md"
        text = report.read_text(encoding="utf-8")
        report.write_text(re.sub("〔在这里写[^〕]*〕", "本年按要求公开政府信息。", re.sub("〔看完删去[^〕]*〕\n*", "", text)).replace("Status: draft\n", ""), encoding="utf-8")
    said = session.make("publish")
    assert "已换成新版本" in said
    return folder / "release/current"


def test_it_has_every_class_year_and_report(current: Path) -> None:
    library = (current / "normative/index.html").read_text(encoding="utf-8")
    for year in YEARS:
        assert f"关于{year}年第1项工作的规定" in library
        assert (current / f"counts/{year}.html").is_file()
        report = (current / f"reports/{year}.html").read_text(encoding="utf-8")
        assert "予以公开" in report and "2019" not in re.sub("<[^>]+>", "", report).split("总体情况")[0]
        assert len([*(current / f"items/{year}").glob("*.html")]) == len(FILINGS)
    assert "乡村道路的建设资料" in (current / "registers/requests.html").read_text(encoding="utf-8")
    assert "20个工作日" in (current / "request.html").read_text(encoding="utf-8")


def test_no_word_of_the_sample_is_in_any_page_or_file(current: Path) -> None:
    read = [path for ending in ("html", "csv", "json", "xml", "txt") for path in current.rglob(f"*.{ending}") if path.name != "sbom.cdx.json"]
    assert len(read) > 100
    assert {str(path.relative_to(current)): found[0] for path in read if (found := WORDS.search(path.read_text(encoding="utf-8-sig")))} == {}

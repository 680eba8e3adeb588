"""What registers of official acts ask for is listed on its day: decisions to show, proposals to answer, results to tell, publicity that ends."""

from __future__ import annotations

from pathlib import Path

import icalendar
from disclosure.due.acts import NAMED
from disclosure.due.matter import LATER, OVERDUE, TODAY, WEEK

from tests.disclosure.due.test_due import DAY, due, listed
from tests.disclosure.registers.test_act_checks import ALL
from tests.disclosure.registers.test_register_checks import sheet
from tests.kit.project import Project, item

KINDS = ("公示行政决定", "许可到期", "公示期满", "答复建议提案", "公布征集结果")


def content(folder: Path, **registers: list[dict[str, str]]) -> Project:
    """Write a content folder with an item and some registers."""
    made = Project(folder)
    made.write({"items/a.md": item(), **{f"registers/{name}.csv": sheet(name, *rows) for name, rows in registers.items()}})
    return made


def matters(made: Project, today: str = DAY) -> dict[str, list[str]]:
    """Return what is listed of these kinds, by urgency."""
    found = {urgency: [one for one in lines if one.startswith(KINDS)] for urgency, lines in listed(made, today).items()}
    return {urgency: lines for urgency, lines in found.items() if lines}


def test_each_kind_of_matter_is_listed_on_its_day(tmp_path: Path) -> None:
    licence, penalty = ALL["licences"], ALL["penalties"]
    made = content(
        tmp_path,
        licences=[
            licence | {"number": "1", "party": "甲店", "decided": "2021-03-17", "valid_from": "", "published": ""},
            licence | {"number": "2", "party": "乙店", "decided": "2021-01-04", "published": "2021-01-06", "valid_from": "", "valid_until": "2021-03-25"},
            licence | {"number": "3", "party": "丙店", "decided": "2021-01-04", "published": "2021-01-06", "valid_from": "", "valid_until": "2021-03-25", "status": "无效"},
            licence | {"number": "4", "party": "丁店", "decided": "2021-03-29", "valid_from": "", "published": ""},
            licence | {"number": "6", "party": "辛店", "decided": "2021-03-27", "valid_from": "", "published": "", "valid_until": "2021-03-29"},
            licence | {"number": "5", "party": "戊店", "decided": "2015-06-30", "valid_from": "", "published": ""},
        ],
        penalties=[
            penalty | {"number": "1", "party": "己店", "decided": "2020-12-01", "published": "2020-12-03", "public_until": "2021-04-08"},
            penalty | {"number": "2", "party": "庚店", "decided": "2020-12-01", "published": "2020-12-03", "public_until": "2021-04-09"},
        ],
        proposals=[ALL["proposals"] | {"year": "2020", "number": f"R{n}", "assigned": day, "replied": replied} for n, (day, replied) in enumerate((("2020-12-26", ""), ("2020-12-27", "2021-03-26"), ("2020-12-28", "2021-03-27")))],
        consultations=[ALL["consultations"] | {"number": str(n), "title": f"征集{n}", "opened": "2020-12-01", "closed": closed, "result": result} for n, (closed, result) in enumerate((("2021-01-24", ""), ("2021-01-24", "采纳"), ("2021-03-27", "")))],
    )
    assert matters(made) == {
        OVERDUE: ["公布征集结果 0 征集0 2021-03-25 registers/consultations.csv:2", "许可到期 2 乙店 2021-03-25 registers/licences.csv:3"],
        TODAY: ["公示行政决定 1 甲店 2021-03-26 registers/licences.csv:2", "答复建议提案 2020 人大建议 R0 关于停车的建议 2021-03-26 registers/proposals.csv:2"],
        WEEK: ["答复建议提案 2020 人大建议 R2 关于停车的建议 2021-03-28 registers/proposals.csv:4"],
        LATER: ["公示期满 1 己店 2021-04-08 registers/penalties.csv:2"],
    }


def test_very_many_matters_of_a_register_are_counted(tmp_path: Path) -> None:
    rows = [ALL["penalties"] | {"number": str(n), "party": f"第{n}店", "decided": "2020-03-02", "published": "2020-03-04", "public_until": f"2021-03-{1 + n // 3:02d}"} for n in range(NAMED + 5)]
    (overdue,) = matters(content(tmp_path, penalties=rows)).values()
    assert len(overdue) == NAMED + 1
    assert overdue[-1] == f"公示期满 另有 5 件 2021-03-07 registers/penalties.csv:{NAMED + 2}"


def test_each_matter_of_a_party_has_its_own_event_and_keeps_it(tmp_path: Path) -> None:
    """A party may have several decisions on one day, and two agencies may number alike."""
    licence = ALL["licences"] | {"party": "甲店", "valid_from": "", "published": ""}
    rows = [licence | {"number": str(n), "decided": f"2021-03-{15 + n // 4}"} for n in range(8)]
    made = content(tmp_path, licences=rows, penalties=[ALL["penalties"] | {"number": "1", "party": "甲店", "decided": "2021-03-17", "published": ""}])
    first = events(made)
    assert sum("甲店" in summary for _, summary in first) == 9  # a licence and a penalty of the same number have the same summary, and events of their own
    assert len(first) == len({uid for uid, _ in first}) and len({summary for _, summary in first if "甲店" in summary}) == 8
    made.write({"registers/licences.csv": sheet("licences", *({**row, "decided": "2021-03-18"} for row in reversed(rows)))})
    assert sorted(events(made)) == sorted(first)


def events(made: Project) -> list[tuple[str, str]]:
    """Return UID and summary of each event of the list as a calendar."""
    done = due(made, "--format", "ics")
    assert done.returncode == 0, done.stderr
    return [(str(event["UID"]), str(event["SUMMARY"])) for event in icalendar.Calendar.from_ical(done.stdout).walk("VEVENT")]

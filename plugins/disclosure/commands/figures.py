"""`make figures YEAR=2021 FILE=folder`: write a workbook for each unit to type its figures into. `make figures FILE=folder`: read them back.

What is read goes into `registers/report_figures.csv`. A unit's table that is read again replaces the one before.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from ..model.folders import is_inside
from ..model.problems import did_you_mean
from ..registers import FOLDER, Registers
from ..registers.agencies import tenures
from ..report.entry_form import Entered, Unreadable, read, workbook

COLUMNS = ("agency", "year", "table", "row", "column", "number", "source")
_ENCODINGS = ("utf-8-sig", "gb18030")
_BOM = "\ufeff"


def main(arguments: list[str] | None = None) -> int:
    """Write workbooks, or read them back; return the exit code. With any fault nothing is written."""
    parser = argparse.ArgumentParser(prog="make figures", description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--release", default="release")
    parser.add_argument("--year", default="")
    parser.add_argument("--agency", default="")
    parser.add_argument("--file", default="")
    options = parser.parse_args(arguments)
    if faults := list(_faults(options)):
        print(*(f"{fault}。" for fault in faults), "什么都没有做。", sep="\n", file=sys.stderr)
        return 1
    registers = Registers(str(options.content))
    return _write(options, registers) if options.year else _read(options, registers)


def _faults(options: argparse.Namespace) -> Iterator[str]:
    if not options.file:
        yield "用法：make figures YEAR=2021 FILE=文件夹 写出各单位的填报表（只要一个单位的，再加 AGENCY=单位全称）；make figures FILE=文件夹或者文件 读回填好的表"
    if options.year and not re.fullmatch(r"[12]\d{3}", options.year):
        yield f"YEAR（{options.year!r}）不是年份"
    if not options.content.is_dir():
        yield f"没有内容文件夹 {options.content}；用 INPUTDIR=… 指明"
    for name, folder in (("INPUTDIR", str(options.content)), ("OUTPUTDIR", str(options.output)), ("RELEASEDIR", options.release)):
        if options.file and is_inside(options.file, folder):
            yield f"FILE（{options.file}）在 {name}（{folder}）里面；填报表放到别处"
    if options.file and not options.year and not os.path.exists(options.file):
        yield f"没有 {options.file}；要写出填报表的，加上 YEAR=年份"
    if options.file and options.year and os.path.exists(options.file) and not os.path.isdir(options.file):
        yield f"FILE（{options.file}）不是文件夹"


def _write(options: argparse.Namespace, registers: Registers) -> int:
    known, year = tenures(registers), options.year
    codes = {row["name"]: row["code"] for row in registers["agencies"].rows}
    if options.agency and options.agency not in codes:
        guess = did_you_mean(options.agency, codes) or "写发布机构名册（registers/agencies.csv）上的全称"
        print(f"没有“{options.agency}”这个单位；{guess}", file=sys.stderr)
        return 1
    wanted = [options.agency] if options.agency else [name for name in codes if known[name].exists_in(int(year))]
    if not wanted:
        print("发布机构名册（registers/agencies.csv）里没有当年的单位；先登记单位", file=sys.stderr)
        return 1
    folder = Path(options.file)
    folder.mkdir(exist_ok=True)
    written, there = [], []
    for name in wanted:
        path = folder / f"{year}-{codes[name]}-{re.sub(r'[^0-9A-Za-z一-鿿（）]', '', name)}.xlsx"
        try:
            with open(path, "xb") as file:
                file.write(workbook(int(year), name))
            written.append(path)
        except FileExistsError:
            there.append(path.name)
    print(f"已写好 {len(written)} 个单位的填报表，在 {folder}。发给各单位填好，再运行 make figures FILE={folder}。")
    if there:
        print(f"已经有的 {len(there)} 个没有动：{'、'.join(there)}。")
    return 0


def _read(options: argparse.Namespace, registers: Registers) -> int:
    place = Path(options.file)
    paths = sorted(path for path in place.glob("*.xlsx") if not path.name.startswith("~$")) if place.is_dir() else [place]
    found, faults = _all(paths, registers)
    target = options.content / FOLDER / "report_figures.csv"
    before, encoding, fault = _before(target)
    if fault:
        faults.append(f"{target}: {fault}")
    if not paths:
        faults.append(f"{place}: 里面没有填报表（.xlsx）")
    if faults:
        print(*faults, f"共 {len(faults)} 处，改好再运行一次；登记表没有动。", sep="\n", file=sys.stderr)
        return 1
    replaced = {(entered.agency, str(entered.year), table) for _, entered in found for table in {row[0] for row in entered.rows}}
    kept = [row for row in before if (row["agency"], row["year"], row["table"]) not in replaced]
    new = [
        dict(zip(COLUMNS, (entered.agency, entered.year, *row, f"{entered.agency}报送的{entered.year}年度统计表"), strict=True))
        for _, entered in found for row in entered.rows
    ]
    _save(target, [*kept, *new], encoding)
    for path, entered in found:
        entered.notes += _left_there(entered, kept)
        print(f"{path}: {entered.agency} {entered.year}年，{len(entered.rows)} 个数" + (f"（{'；'.join(entered.notes)}）" if entered.notes else ""))
    print(f"已写进 {target}：新 {len(new)} 行，替换 {len(before) - len(kept)} 行，其余 {len(kept)} 行没有动。运行 make check 看各表加得对不对。")
    return 0


def _left_there(entered: Entered, kept: list[dict[str, str]]) -> Iterator[str]:
    """Yield which rows of the register stay although the workbook says nothing of their table."""
    for table in entered.unstated:
        if rows := [row for row in kept if (row["agency"], row["year"], row["table"]) == (entered.agency, str(entered.year), table)]:
            yield f"登记表里原来的{table} {len(rows)} 行没有动，不要了的请删去"


def _all(paths: list[Path], registers: Registers) -> tuple[list[tuple[Path, Entered]], list[str]]:
    """Return what workbooks state, and what is wrong with them: unknown units, a unit twice, faulty cells."""
    names = [row["name"] for row in registers["agencies"].rows]
    by_code = {row["code"]: row["name"] for row in registers["agencies"].rows}
    found: list[tuple[Path, Entered]] = []
    faults: list[str] = []
    seen: dict[tuple[str, int], Path] = {}
    for path in paths:
        try:
            entered = read(path.read_bytes())
        except (Unreadable, OSError) as unreadable:
            faults.append(f"{path}: {unreadable.strerror if isinstance(unreadable, OSError) else unreadable}")
            continue
        faults += [f"{path}: {fault}" for fault in (*entered.faults, *_other_name(path, entered, by_code))]
        if names and entered.agency not in names:
            faults.append(f"{path}: 单位“{entered.agency}”不在名册上；{did_you_mean(entered.agency, names) or '照名册上的全称写'}")
        if (first := seen.setdefault((entered.agency, entered.year), path)) != path:
            faults.append(f"{path}: {entered.agency}{entered.year}年的表在 {first} 已经有了；留下一个")
        found.append((path, entered))
    return found, faults


def _other_name(path: Path, entered: Entered, by_code: dict[str, str]) -> Iterator[str]:
    """Yield why a file's name speaks of another unit or year than its cells; a name of another form says nothing."""
    if not (named := re.match(r"([12]\d{3})-([0-9A-Za-z]+)-", path.name)):
        return
    year, unit = named[1], by_code.get(named[2], entered.agency)
    if (unit, year) != (entered.agency, str(entered.year)):
        yield f"文件名是 {unit}{year}年的，里面写的却是 {entered.agency}{entered.year}年的；核对是谁的、哪一年的表，改正文件名"


def _before(target: Path) -> tuple[list[dict[str, str]], str, str]:
    """Return the rows of the register as text, its encoding, and why it cannot be added to."""
    if not target.exists():
        return [], "utf-8", ""
    data = target.read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        reader = csv.DictReader(io.StringIO(text, newline=""))
        if tuple(reader.fieldnames or ()) != COLUMNS:
            return [], "", f"第一行要是 {','.join(COLUMNS)}"
        rows = list(reader)
        if any(None in row or None in row.values() for row in rows):
            return [], "", "有的行列数不对，先运行 make check"
        keeps_mark = encoding == "utf-8-sig" and not text.startswith(_BOM) and data.startswith(b"\xef\xbb\xbf")
        return rows, "utf-8-sig" if keeps_mark else "utf-8" if encoding == "utf-8-sig" else encoding, ""
    return [], "", "认不出文件的编码，用表格软件另存为“CSV UTF-8”"


def _save(target: Path, rows: list[dict[str, str]], encoding: str) -> None:
    """Write the register, whole or not at all."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    target.parent.mkdir(exist_ok=True)
    temporary = target.with_name(target.name + ".new")
    temporary.write_bytes(text.getvalue().encode(encoding))
    os.replace(temporary, target)


if __name__ == "__main__":
    sys.exit(main())

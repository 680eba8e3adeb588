"""Checks that remember what they have found."""

from __future__ import annotations

from disclosure.catalogue.file import Catalogue
from disclosure.registers import Registers
from disclosure.secrecy import registers_and_pages
from disclosure.site_build import checks

HEADER = "name,address,hours,phone,directions"
LEAK = "区档案馆,青云谱路1号,工作日,0791-88460100,证件 11010519491231002X"


def found(folder, cache):
    """Return the messages about registers of a content folder, as one build finds them."""
    with Catalogue(str(cache / "catalogue.sqlite"), "code") as catalogue:
        return [problem.message for problem in checks._private_in_registers(catalogue, Registers(str(folder)))]


def test_a_register_is_looked_at_again_only_when_its_bytes_are_others(tmp_path, monkeypatch):
    looked = []
    original = registers_and_pages.problems_in_registers

    def watched(registers):
        looked.extend(register.name for register in registers)
        return original(registers)

    monkeypatch.setattr(registers_and_pages, "problems_in_registers", watched)
    folder, cache = tmp_path / "content", tmp_path / "cache"
    file = folder / "registers" / "reading_points.csv"
    file.parent.mkdir(parents=True)
    file.write_text(f"{HEADER}\n{LEAK}\n", encoding="utf-8")
    first = found(folder, cache)
    assert len(first) == 1 and "身份证号" in first[0]
    assert found(folder, cache) == first
    assert looked == ["reading_points"]
    file.write_text(f"{HEADER}\n{LEAK.replace('证件 11010519491231002X', '后门')}\n", encoding="utf-8")
    assert found(folder, cache) == []
    assert looked == ["reading_points"] * 2

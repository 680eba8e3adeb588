"""Questions on a terminal: one value after another, from a numbered list where there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..content.header_lines import value_fault
from ..model.problems import did_you_mean

Line = Callable[[str], str]
"""Asks for a line: shows a text and returns what was typed."""


def words(line: Line, name: str, label: str) -> str:
    """Ask until one line of visible characters is given."""
    while True:
        value = line(f"{label}：").strip()
        fault = value_fault(name, value) if value else f"{label}不能空着"
        if not fault:
            return value
        print(f"{fault}。")


def choice(line: Line, label: str, choices: Sequence[str]) -> str:
    """Ask until one of the choices is given, by its number or as it is written."""
    width = len(str(len(choices)))
    print(*(f"  {number:>{width}}  {each}" for number, each in enumerate(choices, 1)), sep="\n")
    while True:
        value = line(f"{label}（写前面的号码，或者名称）：").strip()
        if value in choices:
            return value
        if value.isascii() and value.isdigit() and 1 <= int(value) <= len(choices):
            return choices[int(value) - 1]
        print(f"没有“{value}”；" + (did_you_mean(value, choices) or f"写 1 到 {len(choices)} 的一个数") if value else f"写 1 到 {len(choices)} 的一个数。")

"""The publishing bodies: code, name, prefix of document numbers; and their register file."""

import csv
from typing import NamedTuple


class Agency(NamedTuple):
    """One publishing body."""

    code: str
    name: str
    prefix: str


_ROWS = """
014500858 区政府办公室 青府办发
014500859 区发展和改革委员会 青发改字
014500860 区教育科技体育局 青教科体字
014500861 区工业和信息化委员会 青工信字
014500862 区民政局 青民字
014500863 区财政局 青财字
014500864 区人力资源和社会保障局 青人社字
014500865 区城市建设局 青城建字
014500866 区环境保护局 青环字
014500867 区城市管理委员会 青城管字
014500868 区商务局 青商字
014500869 区文化局 青文字
014500870 区卫生和计划生育委员会 青卫计字
014500871 区审计局 青审字
014500872 区统计局 青统字
014500873 区安全生产监督管理局 青安监字
014500874 区房产管理局 青房字
014500875 区食品药品监督管理局 青食药监字
014500876 区监察局 青监字
014500877 区司法局 青司字
014500878 区档案局 青档字
014500879 区图书馆 青图字
014500880 区行政服务中心 青服字
014500881 区信息中心 青信字
014500882 区物价局 青价字
014500883 区国土资源分局 青国土字
014500884 区地方税务局 青地税字
014500885 区征地拆迁办公室 青征拆字
014500886 三家店街道办事处 三街办字
014500887 徐家坊街道办事处 徐街办字
014500888 洪都街道办事处 洪街办字
014500889 京山街道办事处 京街办字
014500890 岱山街道办事处 岱街办字
014500891 青云谱镇人民政府 青镇府字
"""

AGENCIES = tuple(Agency(*line.split()) for line in _ROWS.split("\n") if line)
BY_NAME = {agency.name: position for position, agency in enumerate(AGENCIES)}
STREETS = tuple(position for position, agency in enumerate(AGENCIES) if agency.code >= "014500886")
OFFICE = BY_NAME["区政府办公室"]

_HEADER = ["code", "name", "office", "leader", "responsible", "address", "hours", "phone", "email"]


def write_register(path):
    """Write the register of agencies. Its header is that of the project's own; all contacts in it are made up."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(_HEADER)
        for number, agency in enumerate(AGENCIES, 1):
            rows.writerow([
                agency.code, agency.name, "办公室", "分管副职", "办公室主任",
                f"青云谱区（演示地址第{number}处）", "工作日 9:00—12:00，13:30—17:00",
                f"0791-0100 {number:04d}", f"demo{number}@example.com",
            ])

"""Random edits of a content folder, right ones and wrong ones, for property tests.

An edit is a verb and three numbers. It can be applied whatever the folder holds, so that
every list of edits is valid and Hypothesis can shrink a failing one.
"""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from .project import Project, item

FILINGS = ("法规文件/规范性文件", "公共服务/面向公民", "法规文件/法规", "工作动态/政务动态")
AGENCIES = ("区政府办公室", "区财政局", "区民政局")
FOLDERS = ("items", "items/甲", "items/甲/乙")
DATES = ("2012-02-29", "2013-12-31", "2014-01-01", "2014-03-18", "2014-03-19", "2014-12-31")

PLACES: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    ("Category", FILINGS), ("Agency", AGENCIES), ("Date", DATES), ("Date", DATES), ("Key-Area", (None, "行政审批", "食品安全；环境保护", "食品安全")),
)
"""Values of keys that decide on which lists an item stands."""
STATES = (
    ("Withdrawn", None), ("Withdrawn", "2015-01-01 重复"), ("Withdrawn", "2014-06-01 内容有误"), ("Withdrawn", "2016-06-01 内容有误"),
    ("Status", "draft"), ("Status", None), ("Status", "draft"), ("Withdrawn", "2015-02-01 另行公布"),
)
FIELDS: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    ("Title", ("关于防汛的通知", "关于抽检的通告", '"引号"与 <尖括号> & 其他')), ("Validity", (None, "有效", "失效", "废止")), ("Document-Number", (None, "青府办发〔2014〕1号")),
    ("Summary", ("部署工作。", None, "通报结果。")), ("Subject", (None, "综合政务\\政务公开")), ("Genre", ("办事指南", None, "通知")),
    ("Channel", (None, "政府公报")), ("Modified", (None, "2014-12-31")), ("Tags", (None, "防汛,安全")),
    ("Created", ("2012-01-01", "2012-02-01")), ("Review", ("2012-01-02 保密审查员 可以公开", "2012-01-03 科长 可以公开")),
    ("body", ("正文。\n", "另一段正文，有[^1]注。\n\n[^1]: 注。\n", "| 甲 | 乙 |\n|---|--:|\n| 1 | 2 |\n", "看[统计](/counts/index.html)。\n")),
)
FAULTS: tuple[tuple[str, str | None], ...] = (
    ("Title", None), ("Category", "法规文件/没有的"), ("Agency", "区没有的局"), ("Date", "2014-02-30"), ("Date", "2999-01-01"),
    ("Replaces", "014500858/2000-99999"), ("body", ""), ("Nonsense", "甲"), ("body", "[甲](missing.pdf)\n"), ("body", "[甲](index:0/1)\n"),
)
REGISTERS: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    ("agencies", (
        None, "code,name,phone\n1,区政府办公室,0791-1\n2,区财政局,0791-2\n3,区民政局,\n",
        "code,name,phone\n3,区民政局,\n7,区财政局,0791-9\n1,区政府办公室,0791-1\n", "code,name\n1,区政府办公室\n2,区财政局\n",
        "code,name\n2,区政府办公室\n1,区财政局\n3,区民政局\n4,区档案馆\n",
    )),
    ("carried_forward", (None, "category,year,total,new,source\n法规文件,2013,100,10,年报\n", "category,year,total,new,source\n工作动态,2014,7,,年报\n")),
    ("declared", (None, "year,figure,value,source\n2014,主动公开政府信息数,9,年报\n", "year,figure,value,source\n2011,年末信息总数,5,年报\n")),
    ("charges", (
        None, "code,name,kind,agency,standard,basis,since,item\n1,学费,政府定价,区财政局,3元,文件,2013-01-01,014500858/2014-00002\n",
        "code,name,kind,agency,standard,basis,since,item\n1,学费,政府定价,区财政局,3元,文件,2013-01-01,014500858/2014-00001\n",
    )),
    ("services", (
        None, "code,name,agency,audience,life_event,status,changed,item\n1,收养,区民政局,公民,生育收养,修订,2014-05-01,014500858/2014-00001\n",
        "code,name,agency,audience,life_event,status,changed,item\n1,收养,区民政局,公民,生育收养,现行,,014500858/2014-00002\n",
    )),
    ("consultations", (
        None, "number,kind,title,agency,opened,closed,participants,result,item\n1,民意征集,停车,区财政局,2014-03-01,2014-04-01,9,采纳,014500858/2014-00001\n",
        "number,kind,title,agency,opened,closed,participants,result,item\n1,民意征集,停车,区财政局,2014-03-01,2014-04-01,9,采纳,014500858/2014-00002\n",
    )),
    ("decisions", (
        None, "number,title,agency,started,participated,participated_item,status,item\n1,规划,区财政局,2014-01-02,2014-02-02,014500858/2014-00001,进行中,014500858/2014-00002\n",
        "number,title,agency,started,discussed,discussed_item,status\n2,方案,区民政局,2013-01-02,2013-02-02,014500858/2014-00003,暂缓\n",
    )),
    ("standards", (
        None, "area,matter,sub_matter,content,basis,limit,agency,channel,audience,manner,place\n救灾,甲,乙,丙,条例,20日,区民政局,网站,全社会,主动公开,分类：法规文件/规范性文件；单位：区财政局\n",
        "area,matter,sub_matter,content,basis,limit,agency,channel,audience,manner,place\n救灾,甲,乙,丙,条例,20日,区民政局,网站,全社会,主动公开,重点领域：食品安全；标题：抽检\n"
        "税收管理,甲,乙,丙,条例,20日,区民政局,网站,全社会,主动公开,条目：014500858/2014-00001\n养老服务,甲,丁,丙,条例,20日,区民政局,网站,全社会,主动公开,单位：区财政局\n",
    )),
    ("requests", (
        None, "number,agency,received,channel,applicant,subject,closed,decision\n1,区财政局,2011-03-01,当面,自然人,决算,2011-03-10,同意公开\n",
        "number,agency,received,channel,applicant,subject,closed,decision\n1,区没有的局,2014-03-01,当面,自然人,决算,2014-06-10,同意公开\n",
    )),
    ("forms", (None, "code,name,file\n1,申请表,items/甲/2-表.xlsx\n", "code,name,file\n1,申请表,items/1.pdf\n2,另一表,\n")),
    ("reading_points", (None, "name,address\n档案馆,一路1号\n", "name,address\n图书馆,二路2号\n")),
)
MARKED = """共[5条](figure:年末信息总数 "原因")，申请[1件](figure:收到申请数 "原因")。

[各类](table:分类 "原因")

| 类别 | 总数 | 新增 |
|---|--:|--:|
| 法规文件 | 3 | 1 |
"""
PAGES = (
    ("pages/guide.md", ("Title: 指南\nSlug: guide\n\n怎样查阅。\n", "Title: 公开指南\nSlug: guide\n\n见[统计](/counts/index.html)。\n")),
    ("reports/2014.md", ("Title: 2014年年报\nSlug: reports/2014\n\n公开[3条](figure:主动公开政府信息数)。\n", f"Title: 年报\nSlug: reports/2014\n\n{MARKED}")),
    ("images/map.png", ("一幅图", "另一幅图")),
)
VERBS = (
    "add", "add", "edit", "refile", "refile", "refile", "state", "state", "point", "point", "point", "attach", "attach", "move",
    "remove", "remove", "renumber", "spoil", "register", "page",
)
SMALL = st.integers(0, 9)
EDITS = st.lists(st.tuples(st.sampled_from(VERBS), SMALL, SMALL, SMALL), min_size=1, max_size=4)
BATCHES = st.lists(EDITS, min_size=2, max_size=3)


class Office:
    """Applies edits. It keeps the header of each item by path, and writes the files that change."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.items: dict[str, dict[str, str | None]] = {}
        self.made = 0
        self.pointed_to = ""
        for number in range(5):
            self.add(number, number, number)

    def work(self, edits: list[tuple[str, int, int, int]]) -> None:
        """Apply some edits."""
        for verb, *numbers in edits:
            if self.items or verb in ("add", "register", "page"):
                getattr(self, verb)(*numbers)

    def _pick(self, number: int) -> str:
        """Choose an item. Often it is the one to which another was last made to link: its edits affect many pages."""
        if number > 5 and self.pointed_to in self.items:
            return self.pointed_to
        return sorted(self.items)[number % len(self.items)]

    def _write(self, path: str) -> None:
        self.project.write({path: item(**self.items[path])})

    def _file(self, path: str) -> Path:
        return self.project.content / path

    def _put(self, path: str, text: str | None) -> None:
        if text is None:
            self._file(path).unlink(missing_ok=True)
        else:
            self.project.write({path: text})

    def add(self, folder: int, date: int, filing: int) -> None:
        """Add a new item."""
        self.made += 1
        path = f"{FOLDERS[folder % 3]}/{self.made}.md"
        self.items[path] = {
            "Title": f"第{self.made}号文件", "Index": f"014500858/2014-{self.made:05d}", "Category": FILINGS[filing % 4],
            "Agency": AGENCIES[(folder + filing) % 3], "Date": DATES[date % 6], "Created": "2012-01-01",
            "Review": "2012-01-02 保密审查员 可以公开", "body": "正文。\n",
        }
        self._write(path)

    def edit(self, which: int, field: int, value: int) -> None:
        """Change a key, or the body, that does not decide on lists."""
        path = self._pick(which)
        key, values = FIELDS[(field + value) % len(FIELDS)]
        self.items[path][key] = values[value % len(values)]
        self._write(path)

    def refile(self, which: int, field: int, value: int) -> None:
        """Change a key that decides on which lists an item stands."""
        path = self._pick(which)
        key, values = PLACES[field % len(PLACES)]
        self.items[path][key] = values[value % len(values)]
        self._write(path)

    def state(self, which: int, state: int, _: int) -> None:
        """Withdraw an item, make it a draft, or publish it again."""
        path = self._pick(which)
        key, value = STATES[state % len(STATES)]
        self.items[path][key] = value
        self._write(path)

    def spoil(self, which: int, fault: int, how: int) -> None:
        """Put an error into an item."""
        path = self._pick(which)
        if fault == 9 and how % 2:
            self._file(path).write_bytes(item(**self.items[path]).encode("gb18030"))
            return
        key, value = FAULTS[fault]
        self.items[path][key] = value
        self._write(path)

    def renumber(self, which: int, like: int, fresh: int) -> None:
        """Change an Index to a new one, or to that of another item, which is a fault."""
        path = self._pick(which)
        other = self.items[self._pick(like)]["Index"]
        self.items[path]["Index"] = f"014500858/2015-{fresh:05d}" if fresh % 3 else other
        self._write(path)

    def point(self, which: int, to: int, how: int) -> None:
        """Make an item replace another or link to it, or stop doing so."""
        path, target = self._pick(which), self._pick(to % 6)
        self.pointed_to = target
        header, index = self.items[path], self.items[target]["Index"]
        up = "../" * path.removeprefix("items/").count("/") + target.removeprefix("items/")
        change = (("Replaces", index), ("Replaces", None), ("body", f"[另一条](index:{index})\n"), ("body", f"[另一条]({up}#b-甲)\n"), ("body", "正文。\n"))
        key, value = change[(0, 2, 3, 0, 2, 3, 0, 2, 1, 4)[how]]
        header[key] = value
        self._write(path)

    def attach(self, which: int, what: int, how: int) -> None:
        """Put a file beside an item, change it, remove it, link to it in the body, or show it as an image."""
        path = self._pick(which)
        name = ("-表.xlsx", "-图.png", ".pdf")[what % 3]
        self._put(path.removesuffix(".md") + name, (None, "一", "另一版", "一" * 3000)[how % 4])
        if how > 6:
            stem = path.rpartition("/")[2].removesuffix(".md")
            self.items[path]["body"] = f"{'!' if what % 3 == 1 else ''}[说明]({stem}{name})\n"
            self._write(path)

    def move(self, which: int, folder: int, name: int) -> None:
        """Move or rename an item's file; the files beside it stay."""
        old = self._pick(which)
        new = f"{FOLDERS[folder % 3]}/{'改名' if name % 2 else ''}{old.rpartition('/')[2]}"
        if new not in self.items:
            self._file(new).parent.mkdir(parents=True, exist_ok=True)
            self._file(old).rename(self._file(new))
            self.items[new] = self.items.pop(old)

    def remove(self, which: int, *_: int) -> None:
        """Delete an item."""
        path = self._pick(which)
        self._file(path).unlink()
        del self.items[path]

    def register(self, which: int, version: int, _: int) -> None:
        """Write another version of a register, or delete it."""
        name, versions = REGISTERS[which % len(REGISTERS)]
        self._put(f"registers/{name}.csv", versions[version % len(versions)])

    def page(self, which: int, version: int, _: int) -> None:
        """Write another version of a page or an image, or delete it."""
        path, versions = PAGES[which % len(PAGES)]
        self._put(path, (None, *versions)[version % 3])

"""The kinds of findings: how grave each is, how to mend it, and how its value is masked in a message."""

from __future__ import annotations

from dataclasses import dataclass

from ..model.problems import ERROR, WARNING


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: its name for editors, how grave it is, how to mend it."""

    label: str
    severity: str
    remedy: str


UNUSABLE = "unusable"
"""Kind of a file that no exception makes fit to publish: it is empty, broken, or not what its name says."""
_HIDE = "删去，或把中间几位写成“*”"
KINDS = {
    "mark": Kind("密级标志", ERROR, "涉密文件不能公开，请送保密审查；已经解密的删去标志"),
    "id": Kind("身份证号", ERROR, _HIDE),
    "bad-id": Kind("像是写错了的身份证号", WARNING, _HIDE),
    "card": Kind("银行卡号", ERROR, _HIDE),
    "old-id": Kind("15 位身份证号", ERROR, _HIDE),
    "mobile": Kind("手机号码", ERROR, _HIDE + "；办公联系请写座机"),
    "home": Kind("家庭住址", ERROR, "删去，或只写到街道、乡镇"),
    "old-id?": Kind("可能是 15 位身份证号", WARNING, "核对；是的话" + _HIDE),
    "account": Kind("账号", WARNING, "核对；不是单位公开收款用的账号，删去"),
    "certificate": Kind("护照、通行证等证件号", WARNING, "核对；是个人证件的，" + _HIDE),
    "exam": Kind("准考证号、学号等编号", WARNING, _HIDE),
    "chat": Kind("微信号、QQ 号", WARNING, "核对；不是办公用的，删去"),
    "plate": Kind("车牌号码", WARNING, "核对；是个人车辆的，" + _HIDE),
    "exponent": Kind("写成科学计数法的号码", WARNING, "号码已经不全；需要这一列的，把单元格设成“文本”重新填写，再按个人信息处理"),
    "home?": Kind("可能是住址", WARNING, "核对；是个人住址的，只写到街道、乡镇"),
    "email": Kind("个人电子邮箱", WARNING, "核对；不是办公邮箱的，删去"),
    "internal": Kind("“内部资料”“不予公开”一类字样", ERROR, "核对公开属性；可以公开的删去这几个字"),
    "draft": Kind("“征求意见稿”字样", WARNING, "核对是不是误用了征求意见稿；是公开征求意见的，在名称里写明"),
    "health-list": Kind("带有病情等情况的人名", ERROR, "删去姓名或病情，或把名字写成“张某某”"),
    "name-list": Kind("救助、学生等名单里的人名", WARNING, "核对应不应当公开姓名；不应当的，写成“张某某”"),
    "metadata": Kind("文件属性里的人名", WARNING, "在编辑软件里“检查文档”，删去作者等属性后重新放入"),
    "location": Kind("照片里的拍摄地点", ERROR, "用看图软件删去位置信息，或另存为不带属性的图片"),
    "unreadable": Kind("看不进去的文件", WARNING, "请人打开看过，没有个人信息和涉密内容再公开"),
    UNUSABLE: Kind("不能发布的文件", ERROR, "用正确的软件打开，另存为名字所说的格式，再放进来"),
}
"""By name. Of several findings at one place the one that comes first here is told."""
_SHOWN = ("mark", "internal", "draft", "exponent", "unreadable", UNUSABLE)
"""Kinds whose value tells nothing of a person."""


@dataclass(frozen=True, slots=True)
class Detection:
    """One thing found in a text: its kind, its span, and its value without blanks or other widths."""

    kind: str
    start: int
    end: int
    value: str

    @property
    def masked(self) -> str:
        """The value as a message may repeat it."""
        return mask(self.kind, self.value)


def mask(kind: str, value: str) -> str:
    """Return a value with its secret part replaced by asterisks."""
    if kind in _SHOWN:
        return value
    if kind in ("health-list", "name-list"):
        return value.partition("|")[0]
    if kind == "email":
        name, _, host = value.partition("@")
        return f"{name[:1]}***@{host}"
    if kind in ("home", "home?"):
        return value[:3] + "***"
    if kind == "metadata":
        return value[:1] + "**"
    if kind == "location":
        return "***"
    head, tail = (3, 4) if len(value) == 11 else (2, 2) if len(value) < 15 else (4, 2)
    return value[:head] + "*" * (len(value) - head - tail) + value[-tail:]

"""Article 20 of the Regulations (2019): the fifteen items of information that every agency must publish by itself."""

from __future__ import annotations

from typing import NamedTuple


class StatutoryItem(NamedTuple):
    """One item of Article 20."""

    number: str
    """Its number as the law writes it, without brackets: 一 to 十五."""
    slug: str
    name: str
    """A short name for lists. The law has none."""
    text: str
    """The words of the law."""

    @property
    def label(self) -> str:
        """Number and short name."""
        return f"（{self.number}）{self.name}"


ARTICLE_20 = (
    StatutoryItem("一", "01", "规章和规范性文件", "行政法规、规章和规范性文件"),
    StatutoryItem("二", "02", "机关职能和机构设置", "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名"),
    StatutoryItem("三", "03", "规划和相关政策", "国民经济和社会发展规划、专项规划、区域规划及相关政策"),
    StatutoryItem("四", "04", "统计信息", "国民经济和社会发展统计信息"),
    StatutoryItem("五", "05", "行政许可和服务事项", "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果"),
    StatutoryItem("六", "06", "行政处罚和行政强制", "实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定"),
    StatutoryItem("七", "07", "财政预算决算", "财政预算、决算信息"),
    StatutoryItem("八", "08", "行政事业性收费", "行政事业性收费项目及其依据、标准"),
    StatutoryItem("九", "09", "政府集中采购", "政府集中采购项目的目录、标准及实施情况"),
    StatutoryItem("十", "10", "重大建设项目", "重大建设项目的批准和实施情况"),
    StatutoryItem("十一", "11", "民生政策和措施", "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况"),
    StatutoryItem("十二", "12", "突发公共事件", "突发公共事件的应急预案、预警信息及应对情况"),
    StatutoryItem("十三", "13", "监督检查", "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况"),
    StatutoryItem("十四", "14", "公务员招考", "公务员招考的职位、名额、报考条件等事项以及录用结果"),
    StatutoryItem("十五", "15", "其他应当公开的信息", "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息"),
)
NOT_LISTED = "不属于"
"""What a class is mapped to whose items Article 20 does not list, such as news."""

BY_NUMBER = {item.number: item for item in ARTICLE_20}

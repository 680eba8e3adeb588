"""The statistics table (政府信息公开情况统计表) of a demo folder's 2014 report, filled in without the project's code."""

FORM = """\
一、主动公开情况
（一）主动公开政府信息数|条|new
其中：主动公开规范性文件数|条|normative
制发规范性文件总数|件|made
（二）通过不同渠道和方式公开政府信息的情况
1. 政府公报公开政府信息数|条|政府公报
2. 政府网站公开政府信息数|条|new
3. 政务微博公开政府信息数|条|政务微博
4. 政务微信公开政府信息数|条|政务微信
5. 其他方式公开政府信息数|条|其他
二、回应解读情况
（一）回应公众关注热点或重大舆情数|次|回应热点
（二）通过不同渠道和方式回应解读的情况
1. 参加或举办新闻发布会总次数|次|新闻发布会
2. 政府网站在线访谈次数|次|在线访谈
3. 政策解读稿件发布数|篇|政策解读稿件
4. 微博微信回应事件数|次|微博微信回应
5. 其他方式回应事件数|次|其他方式回应
三、依申请公开情况
（一）收到申请数|件|4
1. 当面申请数|件|2
2. 传真申请数|件|0
3. 网络申请数|件|1
4. 信函申请数|件|1
（二）申请办结数|件|4
1. 按时办结数|件|4
2. 延期办结数|件|0
（三）申请答复数|件|4
1. 属于已主动公开范围数|件|0
2. 同意公开答复数|件|2
3. 同意部分公开答复数|件|1
4. 不同意公开答复数|件|0
其中：涉及国家秘密|件|0
涉及商业秘密|件|0
涉及个人隐私|件|0
危及国家安全、公共安全、经济安全和社会稳定|件|0
不是条例所指政府信息|件|0
法律法规规定的其他情形|件|0
5. 不属于本行政机关公开数|件|0
6. 申请信息不存在数|件|1
7. 告知作出更改补充数|件|0
8. 告知通过其他途径办理数|件|0
四、行政复议数量|件|1
（一）复议维持具体行政行为数|件|1
（二）复议被依法纠错数|件|0
（三）复议其他情形数|件|0
五、行政诉讼数量|件|0
（一）诉讼维持具体行政行为或者驳回原告诉讼请求数|件|0
（二）诉讼被依法纠错数|件|0
（三）诉讼其他情形数|件|0
六、举报投诉数量|件|0
七、依申请公开信息收取的费用|万元|0
八、机构建设和保障经费情况
（一）政府信息公开工作专门机构数|个|1
（二）设置政府信息公开查阅点数|个|points
（三）从事政府信息公开工作人员数|人|staff
1. 专职人员数|人|5
2. 兼职人员数|人|part
（四）政府信息公开专项经费|万元|18.5
九、政府信息公开会议和培训情况
（一）召开政府信息公开工作会议或专题会议数|次|2
（二）举办各类培训班数|次|2
（三）接受培训人员数|人次|137
"""
CHANNELS = {
    "政府公报": 24, "政务微博": 312, "政务微信": 58, "其他": 96, "回应热点": 11, "新闻发布会": 2, "在线访谈": 4, "政策解读稿件": 15, "微博微信回应": 7,
    "其他方式回应": 3,
}
"""Publications through other channels in the year: rows of the register, and cells of the form."""


def table(new, normative, agencies, points):
    """The marked table; `normative` are the numbers of normative documents published and made in the year."""
    numbers = CHANNELS | {
        "new": new, "normative": normative[0], "made": normative[1], "points": points, "part": agencies, "staff": 5 + agencies,
    }
    lines = ["[政府信息公开情况统计表（2014年度）](table:统计表)", "", "| 统计指标 | 单位 | 统计数 |", "| --- | --- | --: |"]
    for line in FORM.splitlines():
        label, _, rest = line.partition("|")
        unit, _, key = rest.partition("|")
        number = numbers.get(key, key)
        lines.append(f"| {label} | {unit} | {f'{number:,}' if isinstance(number, int) else number} |")
    return "\n".join(lines)

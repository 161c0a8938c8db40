"""What a committee begins with, whoever sets it up: its dictionaries, in the order they are printed. All of them can be
changed in the admin afterwards; the limits have their defaults in ``proposals.deadlines``."""

TOPICS = ("经济建设", "政治建设", "文化建设", "社会建设", "生态文明建设", "其他")
#: letter, wording, meaning
CLASSES = (
    ("A", "已经解决或采纳", "resolved"),
    ("B", "列入计划拟解决或采纳", "planned"),
    ("C", "因条件限制或其他原因留作参考", "reference"),
)
#: name, what it counts as
STEPS = (("满意", "satisfied"), ("基本满意", "basically"), ("不满意", "dissatisfied"))
DECLINE_REASONS = (
    "涉及国家秘密",
    "国家法律法规明令禁止",
    "中共党员反映党内事务",
    "民主党派成员反映本组织内部事务",
    "已进入民事、刑事、行政诉讼或者仲裁程序",
    "属于学术研讨",
    "本人或者亲属的个人事务",
    "宣传、推介具体作品或者产品",
    "指名举报",
    "内容空泛，没有具体建议",
    "超出本地区职权范围",
    "转交群众来信",
)

"""The people of the demo who can sign in: one for every role. Nobody else has a password."""

from typing import NamedTuple

from proposals.permissions import Role

#: the same for all of them, printed by ``manage.py demo_accounts``
PASSWORD = "rikaze-demo-2022"


class Account(NamedTuple):
    username: str
    role: Role
    name: str
    what: str


MEMBER = Account("weiyuan", Role.MEMBER, "次仁卓嘎", "委员，农业界")
COLLEAGUE = Account("lianming", Role.MEMBER, "索朗多吉", "委员，常受邀联名")
GROUP = Account("jiti", Role.GROUP, "顿珠央宗", "经济和农牧委员会的联络员")
REVIEWER = Account("shencha", Role.REVIEWER, "普赤卓玛", "提案委员会办公室，审查立案")
COORDINATOR = Account("ducha", Role.COORDINATOR, "贡布次旺", "市政府督查室，政府渠道的交办与核查")
CHIEF = Account("jiaoban", Role.COORDINATOR, "石守田", "政协交办，可见全部渠道")
HANDLER = Account("chengban", Role.HANDLER, "拉姆次仁", "市农业农村局承办人")
UNIT_LEADER = Account("juzhang", Role.UNIT_LEADER, "旦增旺扎", "市农业农村局领导，审签答复")
OTHER_HANDLER = Account("zhujian", Role.HANDLER, "谢向野", "市住房城乡建设局承办人，不设审签")
LEADER = Account("zhuxi", Role.LEADER, "江白平措", "主席，阅览与批示")
AUDITOR = Account("shenji", Role.AUDITOR, "苏砚秋", "审计，只看留痕")
ADMINISTRATOR = Account("guanli", Role.ADMINISTRATOR, "马知远", "管理员，管理后台 /admin/")

ACCOUNTS = (
    MEMBER,
    COLLEAGUE,
    GROUP,
    REVIEWER,
    COORDINATOR,
    CHIEF,
    HANDLER,
    UNIT_LEADER,
    OTHER_HANDLER,
    LEADER,
    AUDITOR,
    ADMINISTRATOR,
)

#: where some of them work
UNIT = "市农业农村局"
OTHER_UNIT = "市住房城乡建设局"
GROUP_NAME = "经济和农牧委员会"

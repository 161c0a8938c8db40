"""What the lists look like: their columns, what stands in them, and the workbook to fill in."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from proposals import sheets
from proposals.accounts.models import ProposerGroup
from proposals.permissions import Channel, Role

EXAMPLE = "示例"


class Column(NamedTuple):
    """``longest``: as many characters as the database keeps; ``others``: headings that are understood as well."""

    key: str
    title: str
    example: str
    told: str
    required: bool = False
    longest: int = 40
    others: tuple = ()
    width: int = 16


class Kind(NamedTuple):
    key: str
    label: str
    columns: tuple


ROLES = {str(Role.HANDLER.label): Role.HANDLER, str(Role.UNIT_LEADER.label): Role.UNIT_LEADER}
CHANNELS = {str(channel.label): channel for channel in Channel}
GROUP_KINDS = {str(kind.label): kind for kind in ProposerGroup.Kind} | {"党派": ProposerGroup.Kind.PARTY}

PHONE = _("手机号是登录账号之一，一个号码只能属于一个人。和姓名一起用来认出已有的人员。")
ACCOUNT = _("可以不填。有同名又没有手机号的人时，填系统里的账号来指明是谁；新人员不要填，由系统生成。")

KINDS = {
    "members": Kind(
        "members",
        _("委员"),
        (
            Column(
                "name", "姓名", "次仁卓玛", _("必填。藏文、少数民族姓名照写，间隔号用“·”。"), True, others=("委员姓名",)
            ),
            Column("phone", "手机号", "13900000000", PHONE, longest=20, others=("手机", "电话", "联系电话")),
            Column("sector", "界别", "农业和农村界", _("本届所在界别。系统里没有的会新建，核对页会列出来。"), width=20),
            Column("party", "党派", "无党派人士", _("可以不填。"), longest=30),
            Column("term", "届", "三", _("例如 三、第三届、3。不填就是当前这一届。"), longest=10, width=8),
            Column(
                "email",
                "邮箱",
                "zhuoma@example.org",
                _("可以不填。填了才能自己用邮件找回密码。"),
                longest=254,
                width=26,
                others=("电子邮箱", "邮件"),
            ),
            Column("username", "账号", "", ACCOUNT, longest=150),
        ),
    ),
    "groups": Kind(
        "groups",
        _("集体提案者"),
        (
            Column(
                "name",
                "名称",
                "九三学社某市委员会",
                _("必填。同一集体有几个账号的，写几行，名称相同。"),
                True,
                60,
                width=28,
            ),
            Column("kind", "类别", "党派团体", _("新的集体必填：党派团体、界别、小组、专委会之一。"), longest=12),
            Column("leader", "负责人", "格桑", _("可以不填。集体提案须由负责人确认。")),
            Column("contact", "联系人", "央金", _("可以不填。")),
            Column("phone", "电话", "0892-0000000", _("可以不填。集体的联系电话。"), longest=20, others=("联系电话",)),
            Column("account_name", "账号姓名", "央金", _("用这个集体的名义登录的人。可以不填，以后再补。")),
            Column("account_phone", "账号手机号", "13900000001", PHONE, longest=20, others=("账号手机",)),
        ),
    ),
    "units": Kind(
        "units",
        _("承办单位"),
        (
            Column(
                "name",
                "全称",
                "某市农业农村局",
                _("必填。用全称认出已有的单位。"),
                True,
                60,
                width=28,
                others=("单位全称",),
            ),
            Column("short_name", "简称", "市农业农村局", _("新单位不填时，由全称去掉城市名得到。"), width=20),
            Column(
                "channel",
                "渠道",
                "政府",
                _("党委、政府、人大、政协、法院、检察院、军分区、其他之一。新单位不填就是政府。"),
                longest=12,
            ),
            Column(
                "parent", "上级单位", "", _("可以不填。写全称或简称，可以是同一张表里的单位。"), longest=60, width=20
            ),
            Column("order", "顺序", "10", _("可以不填。排列先后的数字，小的在前。"), longest=5, width=8),
        ),
    ),
    "officers": Kind(
        "officers",
        _("承办人员"),
        (
            Column("name", "姓名", "旦增", _("必填。"), True),
            Column("phone", "手机号", "13900000002", PHONE, longest=20, others=("手机", "电话")),
            Column("unit", "单位", "市农业农村局", _("必填。写系统里单位的全称或简称。"), True, 60, width=22),
            Column("post", "职务", "办公室主任", _("可以不填。")),
            Column("roles", "身份", "承办人", _("必填：承办人、单位领导；两样都是的写“承办人、单位领导”。"), True),
            Column(
                "email",
                "邮箱",
                "danzeng@example.org",
                _("可以不填。填了才能自己用邮件找回密码。"),
                longest=254,
                width=26,
                others=("电子邮箱",),
            ),
            Column("username", "账号", "", ACCOUNT, longest=150),
        ),
    ),
}


def template(kind):
    """The workbook of this kind to fill in: headings, one example row, and how to fill in each column."""
    first, *rest = kind.columns
    example = [f"{EXAMPLE}：{first.example}", *(column.example for column in rest)]
    about = [
        (_("怎样填写"), _("每人（每单位）一行，从第 3 行写起。第 2 行是示例，以“示例”开头的行不会导入，可以删去。")),
        (_("列"), _("列的先后不限，多余的列不读。空格表示不改动已有的内容。")),
        (_("检查"), _("上传后先核对，有一处写错就一行也不导入；改好后重新上传。同一份名册传两次，第二次不会有变化。")),
        *((column.title, str(column.told)) for column in kind.columns),
    ]
    columns = tuple(sheets.Column(column.title, column.width) for column in kind.columns)
    return sheets.Sheet(str(kind.label), columns, [example], about)

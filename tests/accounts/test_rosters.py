"""Lists of members, groups, units and officers: what they would do, what is wrong with them, and that they are entered
whole or not at all."""

import pytest

from proposals.accounts import actions, roster
from proposals.accounts.models import (
    GroupAccount,
    HandlingUnit,
    Member,
    Membership,
    ProposerGroup,
    RoleGrant,
    SectoralGroup,
    UnitOfficer,
    User,
)
from proposals.lifecycle import Access
from proposals.permissions import Role
from proposals.trail.models import Event
from tests.accounts.rosters import table
from tests.factories import at, make_user

ZHUOMA = ("次仁卓玛", "139 0892 1234", "农业界", "无党派人士", "二", "zhuoma@example.org")
NOW = at("2022-01-05")
MODELS = (User, RoleGrant, Member, Membership, SectoralGroup, ProposerGroup, GroupAccount, HandlingUnit, UnitOfficer)


@pytest.fixture
def administrator(cast):
    return make_user(cast.committee, Role.ADMINISTRATOR, "管理员")


@pytest.fixture
def enter(administrator):
    return lambda kind, *rows: actions.import_roster(kind, table(kind, *rows), by=administrator, now=NOW)


def counts():
    return [model.objects.count() for model in MODELS] + [Event.objects.count()]


def verdicts(plan):
    return [str(line.verdict.label) for line in plan.lines]


def wrong(plan):
    return [tuple(map(str, problem)) for problem in plan.problems]


# -- members ----------------------------------------------------------------------------------------------------------


def test_a_new_member_gets_an_account_a_role_and_a_place_in_the_term(enter, cast):
    plan = enter("members", ZHUOMA)
    assert (wrong(plan), verdicts(plan)) == ([], ["新建"])
    user = User.objects.get(name="次仁卓玛")
    assert (user.username, user.phone, user.email) == ("cirenzhuoma", "13908921234", "zhuoma@example.org")
    assert (user.pinyin_key, user.stroke_key) == ("ci ren zhuo ma", "0628")
    assert (user.committee, user.role, user.has_usable_password()) == (cast.committee, Role.MEMBER, False)
    place = Membership.objects.get(member__user=user)
    assert (place.term, place.sectoral_group.name, place.party) == (2, "农业界", "无党派人士")


def test_the_same_list_again_changes_nothing(enter):
    enter("members", ZHUOMA, ("格列", "13908920001"))
    before = counts()
    plan = enter("members", ZHUOMA, ("格列", "13908920001"))
    assert verdicts(plan) == ["不变", "不变"]
    assert plan.does_nothing
    assert counts() == before


def test_what_differs_is_changed_and_said_old_to_new(enter):
    enter("members", ZHUOMA)
    plan = enter("members", ("次仁卓玛", "13908921234", "教育界", "", "二", ""))
    assert [(line.verdict, line.notes) for line in plan.lines] == [("changed", ("界别：农业界 → 教育界",))]
    place = Membership.objects.get(member__user__username="cirenzhuoma")
    assert (place.sectoral_group.name, place.party) == ("教育界", "无党派人士")


def test_a_new_term_leaves_the_old_one_as_it_was(enter):
    enter("members", ZHUOMA)
    plan = enter("members", ("次仁卓玛", "13908921234", "教育界", "", "第三届", ""))
    assert [line.notes for line in plan.lines] == [("加入第 3 届", "界别：教育界")]
    places = Membership.objects.filter(member__user__username="cirenzhuoma").order_by("term")
    assert [(place.term, place.sectoral_group.name) for place in places] == [(2, "农业界"), (3, "教育界")]


def test_one_bad_row_and_nothing_at_all_is_entered(enter):
    before = counts()
    plan = enter(
        "members", ZHUOMA, ("", "13908920001"), ("扎西", "abc"), ("达瓦", "", "", "", "十几"), ZHUOMA,
        ("边巴", "", "", "", "", "no mail"), ("长" * 41, "13908920002"),
    )  # fmt: skip
    assert wrong(plan) == [
        ("3", "姓名", "没有填写。"),
        ("4", "手机号", "“abc”不是电话号码。"),
        ("5", "届", "“十几”不是届，应写成 三、第三届 或 3。"),
        ("6", "姓名", "与第 2 行重复。"),
        ("7", "邮箱", "“no mail”不是邮箱地址。"),
        ("8", "姓名", "太长，有 41 字，最多 40 字。"),
    ]
    assert counts() == before


def test_people_are_recognised_by_name_and_number(enter, cast):
    known = make_user(cast.committee, Role.HANDLER, "白玛", unit=cast.unit)
    User.objects.filter(pk=known.pk).update(phone="13908920009")
    plan = enter("members", ("白玛", "139-0892-0009"))
    assert [line.notes for line in plan.lines] == [("授予身份：委员", "加入第 2 届")]
    assert User.objects.get(pk=known.pk).roles == [Role.MEMBER, Role.HANDLER]


def test_nobody_gets_somebody_elses_account_by_the_name_alone(enter, cast):
    """A colleague of the office without a number is not taken for a new member of the same name."""
    plan = enter("members", (cast.reviewer.name, "13908920009"))
    told = f"系统里有 1 位同名的人（账号 {cast.reviewer.username}）。是同一人请填账号，不是请给双方都填手机号。"
    assert wrong(plan) == [("2", "手机号", told)]
    plan = enter("members", (cast.reviewer.name, "13908920009", "", "", "", "", cast.reviewer.username))
    assert plan.lines[0].notes == ("手机号：（空） → 13908920009", "授予身份：委员", "加入第 2 届")


def test_without_a_number_the_name_must_be_one_persons_who_has_none(enter):
    enter("members", ("次仁", ""))
    assert enter("members", ("次仁", "")).does_nothing
    enter("members", ("次仁", "13908920009", "", "", "", "", "ciren"))
    assert wrong(enter("members", ("次仁", "")))[0][1] == "手机号"


def test_two_people_of_one_name_are_two_people(enter):
    plan = enter("members", ("次仁", "13908920001"), ("次仁", "13908920002"))
    assert verdicts(plan) == ["新建", "新建"]
    assert plan.lines[1].notes == ("与已有的同名人员手机号不同，作为另一个人新建", "账号：ciren2")
    assert sorted(User.objects.filter(name="次仁").values_list("username", flat=True)) == ["ciren", "ciren2"]
    again = enter("members", ("次仁", ""))
    assert "系统里有 2 位同名的人（账号 ciren、ciren2）。" in wrong(again)[0][2]
    named = enter("members", ("次仁", "", "农业界", "", "", "", "ciren2"))
    assert [line.notes for line in named.lines] == [("界别：（空） → 农业界",)]


def test_a_number_or_account_of_somebody_else_is_refused(enter, cast):
    enter("members", ZHUOMA)
    plan = enter(
        "members",
        ("扎西", "13908921234"),
        ("达瓦", "", "", "", "", "", "cirenzhuoma"),
        ("边巴", "", "", "", "", "", "x"),
    )
    assert wrong(plan) == [
        ("2", "手机号", "这个号码已经是“次仁卓玛”的。"),
        ("3", "账号", "这个账号是“次仁卓玛”的。"),
        ("4", "账号", "没有这个账号。新人员请把账号一栏留空。"),
    ]


def test_a_deactivated_account_is_not_revived_by_a_list(enter):
    enter("members", ZHUOMA)
    User.objects.filter(username="cirenzhuoma").update(is_active=False)
    assert wrong(enter("members", ZHUOMA)) == [("2", "姓名", "这个人员的账号已停用，请先在管理后台启用。")]


def test_an_example_row_is_left_out_and_a_list_of_nothing_is_refused(enter):
    assert verdicts(enter("members", ("示例：次仁卓玛", "13900000000"), ZHUOMA)) == ["新建"]
    assert wrong(enter("members", ("示例：次仁卓玛", "13900000000"))) == [("2", "姓名", "没有可以导入的行。")]


def test_a_list_without_its_columns_is_refused(enter, administrator):
    units = table("units", ("市财政局",))
    plan = actions.import_roster("officers", units, by=administrator, now=NOW)
    assert wrong(plan) == [
        ("1", "姓名", "第一行里没有“姓名”这一列，不像承办人员名册。"),
        ("1", "单位", "第一行里没有“单位”这一列，不像承办人员名册。"),
        ("1", "身份", "第一行里没有“身份”这一列，不像承办人员名册。"),
    ]


@pytest.mark.parametrize("name", ["བཀྲ་ཤིས་", "阿卜杜拉·买买提", "𠮷野", "欧阳修"])
def test_every_name_is_kept_as_it_is_written(enter, name):
    assert wrong(enter("members", (name, "13908920001"))) == []
    assert User.objects.get(phone="13908920001").name == name


def test_giving_a_role_stands_in_the_persons_chain_and_the_import_in_the_administrators(enter, administrator):
    enter("members", ZHUOMA)
    user = User.objects.get(username="cirenzhuoma")
    granted = Event.objects.get(case=user.pk)
    assert (granted.action, granted.by, granted.note) == (Access.GRANT_ROLE, administrator, "导入名册")
    assert granted.data == {"role": "member"}
    entered = Event.objects.get(case=administrator.pk)
    assert (entered.action, entered.note) == (Access.IMPORT_ROSTER, "委员：新建 1，更改 0，不变 0")
    assert entered.data == {"kind": "members", "new": ["cirenzhuoma"]}
    assert user.grants.get().reason == "导入名册"


def test_what_was_shown_is_what_is_done(administrator):
    """Somebody else has entered a part of the list in the meantime: nothing is done until it is looked at again."""
    shown = roster.plan_of("members", table("members", ZHUOMA), administrator.committee).digest()
    actions.import_roster("members", table("members", ZHUOMA), by=administrator, shown=shown, now=NOW)
    before = counts()
    rows = table("members", ZHUOMA, ("扎西", "13908920001"))
    plan = actions.import_roster("members", rows, by=administrator, shown=shown, now=NOW)
    assert plan.digest() != shown
    assert counts() == before


def test_the_number_of_queries_does_not_grow_with_unchanged_rows(enter, django_assert_num_queries):
    rows = [(f"委员{n}", f"1390892{n:04d}", "农业界") for n in range(30)]
    enter("members", *rows)
    with django_assert_num_queries(10):
        enter("members", *rows[:1])
    with django_assert_num_queries(10):
        enter("members", *rows)


# -- groups -----------------------------------------------------------------------------------------------------------


def test_a_group_with_two_accounts(enter, cast):
    row = ("民盟市委会", "党派团体", "格桑", "央金", "0892-8820001")
    plan = enter("groups", (*row, "央金", "13908920001"), (*row, "拉珍", "13908920002"))
    assert (wrong(plan), verdicts(plan)) == ([], ["新建", "更改"])
    group = ProposerGroup.objects.get(name="民盟市委会")
    assert (group.kind, group.leader, group.contact, group.phone) == ("party", "格桑", "央金", "0892-8820001")
    people = User.objects.filter(group_accounts__group=group).order_by("username")
    assert [(user.username, user.role) for user in people] == [("lazhen", Role.GROUP), ("yangjin", Role.GROUP)]
    assert enter("groups", (*row, "央金", "13908920001"), (*row, "拉珍", "13908920002")).does_nothing


def test_a_group_needs_a_known_kind_and_an_account_a_name(enter):
    plan = enter("groups", ("甲会",), ("乙会", "协会"), ("丙会", "小组", "", "", "", "", "13908920001"))
    assert wrong(plan) == [
        ("2", "类别", "新的集体要写类别。"),
        ("3", "类别", "不认识的类别“协会”，应为党派团体、界别、小组或专委会。"),
        ("4", "账号姓名", "有账号手机号，没有姓名。"),
    ]


# -- units ------------------------------------------------------------------------------------------------------------


def test_units_may_stand_before_those_above_them(enter):
    plan = enter(
        "units",
        ("桑珠孜区农业农村局", "", "政府", "桑珠孜区政府", "20"),
        ("日喀则市桑珠孜区人民政府", "桑珠孜区政府", "", "", "10"),
        ("中共日喀则市委宣传部", "市委宣传部", "党委"),
        ("日喀则市体育局",),
    )
    assert wrong(plan) == []
    below = HandlingUnit.objects.get(name="桑珠孜区农业农村局")
    assert (below.parent.short_name, below.order, below.channel) == ("桑珠孜区政府", 20, "government")
    assert HandlingUnit.objects.get(short_name="市委宣传部").channel == "party"
    assert HandlingUnit.objects.get(name="日喀则市体育局").short_name == "市体育局"


def test_a_unit_is_changed_by_its_full_name(enter, cast):
    plan = enter("units", (cast.unit.name, "市农牧局", "党委", cast.other_unit.short_name, "7"))
    assert plan.lines[0].notes == (
        "简称：市农业农村局 → 市农牧局", "渠道：政府 → 党委", "顺序：0 → 7", "上级单位：（空） → 市财政局",
    )  # fmt: skip
    cast.unit.refresh_from_db()
    assert (cast.unit.short_name, cast.unit.pinyin_key) == ("市农牧局", "shi nong mu ju")
    assert (cast.unit.channel, cast.unit.order, cast.unit.parent) == ("party", 7, cast.other_unit)


def test_units_that_stand_above_themselves_are_refused(enter, cast):
    plan = enter(
        "units", ("甲局", "", "", "乙局"), ("乙局", "", "", "丙局"), ("丙局", "", "", "甲局"), ("丁局", "", "", "丁局"),
        ("戊局", "", "", "己局"),
    )  # fmt: skip
    assert wrong(plan) == [
        ("4", "上级单位", "上级单位绕了一圈，又回到本单位。"),
        ("5", "上级单位", "上级单位绕了一圈，又回到本单位。"),
        ("6", "上级单位", "没有“己局”这个单位。"),
    ]


def test_a_unit_with_wrong_words_or_a_name_that_is_taken_is_refused(enter, cast):
    plan = enter("units", ("甲局", "", "企业"), ("乙局", "", "", "", "一"), ("丙局", "市财政局"), ("甲局",))
    assert wrong(plan) == [
        ("2", "渠道", "不认识的渠道“企业”，应为党委、政府、人大、政协、法院、检察院、军分区、其他。"),
        ("3", "顺序", "“一”不是数字。"),
        ("4", "简称", "与“日喀则市财政局”的简称相同。"),
        ("5", "全称", "与第 2 行重复。"),
    ]


# -- officers ---------------------------------------------------------------------------------------------------------


def test_an_officer_may_be_handler_and_leader(enter, cast):
    plan = enter("officers", ("旦增", "13908920001", "市农业农村局", "副局长", "承办人、单位领导"))
    assert (wrong(plan), verdicts(plan)) == ([], ["新建"])
    user = User.objects.get(name="旦增")
    assert (user.roles, user.unit, user.officer.post) == ([Role.HANDLER, Role.UNIT_LEADER], cast.unit, "副局长")
    assert enter("officers", ("旦增", "13908920001", cast.unit.name, "副局长", "单位领导")).does_nothing


def test_an_officer_of_another_unit_or_of_none_is_refused(enter, cast):
    enter("officers", ("旦增", "13908920001", "市农业农村局", "", "承办人"))
    plan = enter(
        "officers", ("旦增", "13908920001", "市财政局", "", "承办人"), ("尼玛", "", "市体育局", "", "承办人"),
        ("达瓦", "", "市财政局", "", "局长"),
    )  # fmt: skip
    assert wrong(plan) == [
        ("2", "单位", "已经是市农业农村局的承办人员。换单位请用“人员交接”。"),
        ("3", "单位", "没有“市体育局”这个单位。请先导入单位，或改用系统里的名称。"),
        ("4", "身份", "不认识的身份“局长”，应为承办人或单位领导。"),
    ]

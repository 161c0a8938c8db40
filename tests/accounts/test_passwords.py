"""What a password must be."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from proposals.accounts import passwords
from proposals.accounts.models import User, person_key
from proposals.permissions import Role
from tests.factories import make_unit, make_user

SIMILAR = "新密码与您的姓名、账号、电话或单位太像，容易被猜到。"
COMMON = "这个密码太常见，容易被猜到。"


@pytest.fixture
def person(cast):
    user = make_user(cast.committee, Role.HANDLER, "次仁卓嘎", unit=make_unit(cast.committee, "市发展改革委"))
    User.objects.filter(pk=user.pk).update(
        username="zhuoga", phone="13908921234", pinyin_key=person_key("次仁卓嘎"), email="tsering.dolkar@example.org"
    )
    return User.objects.get(pk=user.pk)


def complaints(password, user):
    try:
        validate_password(password, user)
    except ValidationError as found:
        return found.messages
    return []


@pytest.mark.parametrize(
    "password",
    ["Xuedun-jie-2023", "gao-yuan-qing-ke-2022", "雅鲁藏布江水2023年很清a", "correct-Horse 9 battery"],
)
def test_good_passwords(person, password):
    assert complaints(password, person) == []


@pytest.mark.parametrize(
    "password",
    [
        "Zhuoga-2022-ab", "CIRENzhuoga@99", "13908921234-Abc", "ab-08921234-CDE", "Tsering.Dolkar-1",
        "Rikaze-tian-2022", "fazhan-gaige-A1", "Zhengxie-2022-a",
    ],
)  # fmt: skip
def test_names_numbers_unit_and_city_are_no_passwords(person, password):
    assert complaints(password, person) == [SIMILAR]


@pytest.mark.parametrize(
    "password",
    ["Password-2022-", "Woaizhongguo1949", "Qwertyuiop123!", "1qaz2WSX3edc-", "Administrator123", "P@ssw0rdp@ssw0rd"],
)
def test_what_everybody_guesses_is_no_password(person, password):
    assert COMMON in complaints(password, person)


def test_the_list_has_thousands_of_entries_that_pass_the_length_rule():
    found = passwords.common_long_passwords()
    assert len(found) >= 3_000
    assert min(map(len, found)) >= passwords.MIN_LENGTH


@pytest.mark.parametrize(
    ("password", "kinds"),
    [
        ("xuedunjiewanmei", False),
        ("xuedunjie99wanmei", False),
        ("xuedunjie99-wanmei", True),
        ("雪顿节快乐今天也快乐吧Ab", True),
    ],
)
def test_three_kinds_of_signs(person, password, kinds):
    assert ("小写字母、大写字母、数字、符号，至少要有三种。" not in complaints(password, person)) is kinds


def test_the_profile_asvs_asks_for_length_only(person, settings):
    settings.AUTH_PASSWORD_VALIDATORS = settings.AUTH_PASSWORD_VALIDATORS[:-2]
    settings.PASSWORD_DAYS = {"staff": 0, "proposers": 0}
    assert complaints("xuedunjiewanmei", person) == []
    assert complaints("Zhuoga-2022-ab", person) == [SIMILAR]

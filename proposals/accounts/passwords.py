"""What a password must be: the checks behind ``AUTH_PASSWORD_VALIDATORS`` (see ``PASSWORD_PROFILE`` in the settings),
and the one-time passwords the office hands out.

``djcp3`` follows the third level of the Chinese protection scheme: three kinds of characters, none of the last five,
a new one after 90 days (members 180). ``asvs`` asks for length only and never for a change.
"""

import re
import secrets
import unicodedata
from datetime import timedelta
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.permissions import PROPOSER_ROLES

from .models import UsedPassword, pinyin_key

MIN_LENGTH = 12
LAST_BARRED = 5
#: how long a one-time password can be used
ONE_TIME = timedelta(hours=72)
#: read aloud and copied from paper: no 0 o 1 l i, no u beside v
READABLE = "abcdefghjkmnpqrstwxyz23456789"

WORDS = (
    "admin administrator password passw0rd mima woaini iloveyou qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm "
    "1qaz2wsx qazwsx qweasd qweasdzxc welcome abc abcd abcdef abcdefg letmein master dragon monkey superman root test "
    "guest user login system xitong guanli guanliyuan weiyuan zhengxie tian renda zhengfu shiwei dangwei zhongguo "
    "china beijing xizang lasa lhasa rikaze tibet tashi zhaxi zhuoma nima dawa woaizhongguo wodemima zaijian nihao "
    "huanying gongzuo danwei bangong laoshi xuesheng xiaoming zhangsan lisi wangwu woshi jiayou meiyou caonima"
).split()
RUNS = ("1234567890", "0987654321", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv", "abcdefghijklm")
PHONE_TAILS = ("13800138000", "13888888888", "13912345678", "18888888888")


def folded(password):
    """Only what counts when words are compared: letters and digits, small."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", password).lower() if sign.isalnum())


def undisguised(password):
    """With the letters that signs and figures usually stand for."""
    return password.translate(str.maketrans("@$!0", "asio"))


@lru_cache(maxsize=1)
def common_long_passwords():
    """Guessable passwords that are long enough: words with a year, doubled, with a keyboard run or a phone number."""
    years = [str(year) for year in range(1949, 2051)]
    runs = [run[:n] for run in RUNS for n in range(3, len(run) + 1)]
    found = {word + year for word in WORDS for year in years}
    found |= {word + run for word in WORDS for run in runs} | {run + word for word in WORDS for run in runs}
    found |= {one + other for one in WORDS for other in WORDS} | {word * n for word in WORDS for n in (3, 4)}
    found |= set(runs) | {one + other for one in runs for other in runs}
    found |= {word + phone for word in WORDS for phone in PHONE_TAILS}
    found |= {sign * n for sign in "0123456789abcdefghijklmnopqrstuvwxyz" for n in range(MIN_LENGTH, 25)}
    return frozenset(word for word in map(folded, found) if len(word) >= MIN_LENGTH)


class CommonLongPasswordValidator:
    """Django's list has hardly a word of twelve characters; this one has nothing else."""

    def validate(self, password, user=None):
        if {folded(password), folded(undisguised(password))} & common_long_passwords():
            raise ValidationError(_("这个密码太常见，容易被猜到。"), code="password_too_common")

    def get_help_text(self):
        return _("不能是常见的词、键盘顺序或年份的组合。")


class OwnWordsValidator:
    """Without the words that everybody knows of the person and of this office, enough must be left to guess."""

    LEFT = 8

    def validate(self, password, user=None):
        whole = rest = folded(password)
        for word in sorted(self._words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if rest != whole and len(re.sub(r"(19|20)\d\d", "", rest)) < self.LEFT:
            told = _("新密码与您的姓名、账号、电话或单位太像，容易被猜到。")
            raise ValidationError(told, code="password_too_similar")

    @staticmethod
    def _words(user):
        """Folded, at least three characters each: name in pinyin, account, phone, mail, unit, city, committee."""
        told = ["zhengxie", "tian", "weiyuan", "cppcc"]
        if user is not None:
            told += [user.username, user.phone, user.phone[-8:], user.phone[-6:], user.email.split("@")[0]]
            told += [user.name, user.pinyin_key, *user.pinyin_key.split()]
            told += _spelled(user.unit and user.unit.short_name) + _spelled(user.committee and user.committee.city)
        return {word for word in map(folded, told) if len(word) >= 3}

    def get_help_text(self):
        return _("不能以姓名拼音、账号、电话、单位或地名为主。")


def _spelled(name):
    bare = re.sub(r"(市|地区|自治州|县|局|委员会|委)$", "", name or "").removeprefix("市")
    return [pinyin_key(bare)] if bare else []


class ThreeKindsValidator:
    """Three of: small letters, capitals, digits, other signs (Chinese characters are other signs)."""

    KINDS = ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]")

    def validate(self, password, user=None):
        if sum(bool(re.search(kind, password)) for kind in self.KINDS) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self):
        return _("小写字母、大写字母、数字、符号，至少要有三种。")


class NotUsedBeforeValidator:
    """None of the last five; Django tells it of every new password."""

    def validate(self, password, user=None):
        if user is None or user._state.adding:
            return
        for used in UsedPassword.objects.newest_of(user)[:LAST_BARRED]:
            if check_password(password, used.encoded):
                raise ValidationError(self.get_help_text(), code="password_used_before")

    def password_changed(self, password, user=None):
        UsedPassword.objects.create(user=user, encoded=user.password, at=timezone.now())

    def get_help_text(self):
        return _("不能是最近用过的五个密码。")


def rules():
    """What is asked of a password, in sentences, as the validators in force have it."""
    ours = [check for check in get_default_password_validators() if type(check).__module__ == __name__]
    known = _("至少 %(n)s 个字，不能全是数字。可以用一句自己记得住的话，中间加几个数字。") % {"n": MIN_LENGTH}
    return [known, *(check.get_help_text() for check in ours)]


def one_time_password():
    """Three groups of four readable characters, with a digit in each: about 56 bits."""
    group = [[secrets.choice(READABLE) for _n in range(4)] for _m in range(3)]
    for signs in group:
        signs[secrets.randbelow(4)] = secrets.choice("23456789")
    return "-".join("".join(signs) for signs in group)


def is_too_old(user, now):
    """Whether this person's password has served its time (only where the profile says so)."""
    days = settings.PASSWORD_DAYS["proposers" if set(user.roles) <= PROPOSER_ROLES else "staff"]
    newest = UsedPassword.objects.newest_of(user).first()
    return bool(days and newest and newest.at + timedelta(days=days) <= now)


def has_expired(user, now):
    """Whether the password is a one-time password whose time is over."""
    issued = user.password_issued_at
    return bool(user.must_change_password and issued and issued + ONE_TIME <= now)

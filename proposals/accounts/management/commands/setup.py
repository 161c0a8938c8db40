"""``manage.py setup``: an empty installation becomes usable. Asks for what the options do not say."""

import os
import sys
from datetime import datetime, time
from getpass import getpass
from typing import NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.accounts import actions
from proposals.committee.models import CalendarDay, Committee, PlenarySession
from proposals.lifecycle import Refusal

#: the environment may give the administrator's password; an option would stand in the list of processes
VARIABLE = "CPPCC_ADMIN_PASSWORD"


class Question(NamedTuple):
    """``kind``: text, number, day or moment; without a ``default`` there has to be an answer, unless ``optional``."""

    key: str
    label: str
    kind: str = "text"
    default: str = ""
    optional: bool = False


QUESTIONS = (
    Question("committee", gettext_lazy("政协委员会全称，例如 政协日喀则市委员会")),
    Question("short-name", gettext_lazy("简称，例如 日喀则市政协")),
    Question("city", gettext_lazy("地区，例如 日喀则市")),
    Question("division-code", gettext_lazy("行政区划代码，日喀则是 540200；决定用哪几层日历"), optional=True),
    Question("office", gettext_lazy("提案工作机构"), default="提案委员会"),
    Question("phone", gettext_lazy("电话，印在每一页上"), optional=True),
    Question("hours", gettext_lazy("工作时间"), optional=True),
    Question("session", gettext_lazy("届次名称，例如 市政协三届一次会议")),
    Question("term", gettext_lazy("届"), "number"),
    Question("number", gettext_lazy("次"), "number"),
    Question("year", gettext_lazy("年度"), "number"),
    Question("call-opens", gettext_lazy("征集开始，例如 2026-11-15"), "moment", optional=True),
    Question("cutoff", gettext_lazy("大会提案截止，例如 2027-01-12 18:00"), "moment", optional=True),
    Question("sits-from", gettext_lazy("会期开始，例如 2027-01-10"), "day", optional=True),
    Question("sits-to", gettext_lazy("会期结束"), "day", optional=True),
    Question("admin-name", gettext_lazy("管理员姓名")),
    Question("admin-username", gettext_lazy("管理员账号（英文字母和数字）")),
)


class Command(BaseCommand):
    help = _("初次安装：建立本会、第一个届次、各种分类和管理员账号")

    def add_arguments(self, parser):
        for question in QUESTIONS:
            parser.add_argument(f"--{question.key}", help=str(question.label))
        parser.add_argument("--no-input", action="store_true", help=_("不提问，缺什么就停下来说明"))

    def handle(self, *args, no_input=False, **options):
        self._refuse_a_second_time()
        asks = not no_input and sys.stdin.isatty()
        answers = {question.key: self._answer(question, options, asks) for question in QUESTIONS}
        missing = [f"--{q.key}" for q in QUESTIONS if answers[q.key] is None and not q.optional]
        if missing:
            raise CommandError(_("还缺：%(names)s。") % {"names": "、".join(missing)})
        password = os.environ.get(VARIABLE) or (self._ask_password() if asks else "")
        committee, session = _committee(answers), _session(answers)
        try:
            administrator, given = actions.set_up(
                committee, session, name=answers["admin-name"], username=answers["admin-username"], password=password
            )
        except Refusal as refusal:
            raise CommandError(_("%(sentence)s 什么也没有改动。") % {"sentence": refusal.sentence}) from refusal
        self._tell(committee, session, administrator, given)

    def _refuse_a_second_time(self):
        home = Committee.objects.home()
        if home is None:
            return
        there = "、".join(PlenarySession.objects.newest_first(home).values_list("title", flat=True)) or _("没有届次")
        told = _("这里已经安装过：%(name)s（%(sessions)s）。要改动请到管理后台，新的届次用“建立新的届次”。")
        raise CommandError(told % {"name": home.name, "sessions": there})

    def _answer(self, question, options, asks):
        typed = options.get(question.key.replace("-", "_"))
        while True:
            if typed is None and asks:
                typed = input(f"{question.label}{_shown(question)}：").strip()
            try:
                return _read(question, typed or question.default)
            except ValueError as error:
                if not asks:
                    raise CommandError(f"--{question.key}：{error}") from error
                self.stdout.write(str(error))
                typed = None

    def _ask_password(self):
        self.stdout.write(_("管理员密码：至少 12 个字。直接回车则生成一个一次性密码。"))
        while (password := getpass(_("密码："))) and password != getpass(_("再输一遍：")):
            self.stdout.write(_("两次不一样，请重来。"))
        return password

    def _tell(self, committee, session, administrator, given):
        say = self.stdout.write
        say(_("已建立%(name)s，届次%(session)s。") % {"name": committee.name, "session": session.title})
        for line in calendar_lines(committee.division_code, session.year):
            say(line)
        say(_("管理员：%(name)s，账号 %(username)s") % {"name": administrator.name, "username": administrator.username})
        if given:
            say(_("一次性密码：%(password)s（72 小时内登录并改掉，只显示这一次）") % {"password": given})
        say(_("接下来：用浏览器打开 %(site)s 登录，“导入名册”依次导入单位、承办人员、委员、集体，再“发放一次性密码”。")
            % {"site": settings.SITE_URL})  # fmt: skip
        connection.cursor().execute("ANALYZE")


def calendar_lines(code, year):
    """What the working calendar knows of the session's year, in sentences."""
    calendar = CalendarDay.objects.calendar(code)
    known = _("有国务院办公厅通知") if year in calendar.known else _("还没有通知，期限先按周末推算，通知公布后请补录")
    yield _("工作日历：%(year)s年%(known)s。") % {"year": year, "known": known}
    layers = CalendarDay.objects.layers(code)
    named = "、".join(_("%(code)s（%(n)s 天）") % {"code": layer, "n": n} for layer, n in layers)
    yield _("地区日历：%(named)s。") % {"named": named} if named else _("地区日历：没有，只用全国日历。")


def _shown(question):
    return f"［{question.default}］" if question.default else _("［可不填］") if question.optional else ""


def _read(question, typed):
    """The answer as what it is, None for an empty one; ValueError with a sentence."""
    if not typed:
        return None
    if question.kind == "number":
        if not typed.isdecimal():
            raise ValueError(_("“%(typed)s”不是数字。") % {"typed": typed})
        return int(typed)
    if question.kind == "text":
        return typed
    day, moment = parse_date(typed[:10]), parse_datetime(typed) if len(typed) > 10 else None
    if day is None or (len(typed) > 10 and (moment is None or question.kind == "day")):
        raise ValueError(_("“%(typed)s”应写成 2027-01-10 或 2027-01-10 18:00。") % {"typed": typed})
    return day if question.kind == "day" else timezone.make_aware(moment or datetime.combine(day, time.min))


def _committee(answers):
    return Committee(
        name=answers["committee"], short_name=answers["short-name"], city=answers["city"],
        division_code=answers["division-code"] or "", office=answers["office"] or "", phone=answers["phone"] or "",
        hours=answers["hours"] or "",
    )  # fmt: skip


def _session(answers):
    return PlenarySession(
        title=answers["session"], term=answers["term"], number=answers["number"], year=answers["year"],
        call_opens_at=answers["call-opens"], cutoff_at=answers["cutoff"], sits_from=answers["sits-from"],
        sits_to=answers["sits-to"],
    )  # fmt: skip

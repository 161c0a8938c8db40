"""What the living style sheet shows: made-up content, so that every part can be looked at without data."""

import datetime
from fractions import Fraction
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

TODAY = datetime.date(2026, 6, 4)
LONG_TITLE = "关于加强农牧区寄宿制学校冬季取暖条件保障、改善师生学习生活环境、建立设备管护机制并纳入财政预算安排的提案"


class SampleForm(forms.Form):
    title = forms.CharField(
        label=_("案由"),
        help_text=_("一句话说清楚要解决什么。"),
        max_length=50,
        error_messages={"max_length": _("案由超过 %(limit_value)d 字，现在 %(show_value)d 字")},
    )
    facts = forms.CharField(
        label=_("情况与问题"),
        help_text=_("写您看到的事实：时间、地点、人数、数字。"),
        max_length=2000,
        widget=forms.Textarea,
    )
    phone = forms.CharField(label=_("手机号"), help_text=_("只有提案委和承办人能看到，查看会留记录。"), required=False)
    topic = forms.ChoiceField(label=_("类别"), choices=[("", _("请选择")), ("s", _("社会建设")), ("e", _("经济建设"))])
    due = forms.DateField(label=_("承诺完成日期"), required=False)
    paper = forms.FileField(label=_("附件"), required=False)
    channel = forms.ChoiceField(
        label=_("怎样通知您"),
        choices=[("sms", _("短信")), ("mail", _("电子邮件")), ("none", _("只在这里"))],
        widget=forms.RadioSelect,
        required=False,
    )
    result = forms.ChoiceField(
        label=_("对办理结果"),
        help_text=_("不预选，一次点击就选定。"),
        choices=[("1", _("满意")), ("2", _("基本满意")), ("3", _("不满意"))],
        widget=forms.RadioSelect,
    )
    clean_text = forms.BooleanField(label=_("本提案不涉及国家秘密和个人隐私"))


def context() -> dict[str, Any]:
    """Everything the templates of the sheet need; the form is shown twice, untouched and refused."""
    days = {name: TODAY + datetime.timedelta(days=n) for name, n in (("far", 12), ("near", 5), ("past", -2))}
    return {
        "today": TODAY,
        "moment": datetime.datetime(2026, 6, 4, 9, 5),
        "days": days,
        "sample": SampleForm(initial={"due": days["far"]}),
        "refused": SampleForm({"x-title": LONG_TITLE, "x-facts": "…", "x-topic": "s"}, prefix="x"),
        "page_obj": Paginator(range(186), 20).get_page(3),
        "third": Fraction(121, 186),
        "almost": Fraction(1999, 2000),
        "values": [_("由市商务局牵头，在江孜县设一个卡垫网上销售服务点。"), _("与邮政企业商定集中寄递价格。")],
        "steps": [
            {"label": _("提交"), "note": "3月2日", "state": "ok"},
            {"label": _("立案"), "note": "3月9日", "state": "ok"},
            {"label": _("交办"), "note": "3月16日", "state": "ok"},
            {"label": _("承办"), "note": _("还剩 12 天"), "state": "now"},
            {"label": _("答复"), "note": "6月16日", "state": "next"},
            {"label": _("评议"), "note": _("答复后"), "state": "next"},
        ],
        "icons": (
            "back bell box calendar chart check circle clock copy doc down download exit eye f1 f2 f3 filter home info "
            "key late link list lock mail next ok pen phone plus print search send shield swap trash undo unit up "
            "upload user users warn x"
        ).split(),
    }

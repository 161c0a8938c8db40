"""Tags and filters of the design system: numbers, dates, marks, lists. Forms: test_ui_forms.py."""

import datetime
import re
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.test.html import parse_html

from proposals import ui

TODAY = datetime.date(2026, 6, 4)


def render(source, path="/", **context):
    page = {"request": RequestFactory().get(path), "frame": {"today": TODAY}, **context}
    return Template(source).render(Context(page)).strip()


def same_html(source, expected, **context):
    return parse_html(render(source, **context)) == parse_html(expected)


# -- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fraction", "digits", "text"),
    [
        (None, 1, "—"),
        (Fraction(0), 1, "0.0"),
        (0, 1, "0.0"),
        (1, 1, "100.0"),
        (Fraction(121, 186), 1, "65.1"),
        (Fraction(1, 8), 1, "12.5"),
        (Fraction(1, 16), 1, "6.3"),  # 6.25 goes up; Python's round() and floats would say 6.2
        (Fraction(1, 16), 2, "6.25"),
        (Fraction(34, 290), 2, "11.72"),
        (Fraction(1, 3), 0, "33"),
        (Fraction(1999, 2000), 1, "99.9"),  # 99.95: never 100 while one is missing
        (Fraction(19999, 20000), 2, "99.99"),
        (Fraction(199999, 200000), 0, "99"),
        (Fraction(1), 0, "100"),
        (Fraction(5, 4), 1, "125.0"),
        (Fraction(-1, 16), 1, "-6.3"),
        (Fraction(-1, 10000), 1, "0.0"),
    ],
)
def test_percent_rounds_half_up_and_keeps_100_for_complete(fraction, digits, text):
    assert ui.percent(fraction, digits) == text


def test_percent_refuses_floats():
    with pytest.raises(TypeError):
        ui.percent(0.5)


def test_pct_adds_the_sign_but_not_to_a_dash():
    assert [ui.pct(value) for value in (Fraction(45, 46), None)] == ["97.8%", "—"]


def test_rate_prints_value_counts_and_base():
    html = '<span class="rate">65.1% <small>121/186，收到件</small></span>'
    assert same_html('{% rate share 121 186 base="收到件" %}', html, share=Fraction(121, 186))


# -- dates ------------------------------------------------------------------------------------------------------------

# 2026-03-05 01:05 UTC is 09:05 in Shanghai; 20:30 UTC the day before is already the next day there
MORNING = datetime.datetime(2026, 3, 5, 1, 5, tzinfo=datetime.UTC)
NIGHT = datetime.datetime(2026, 3, 4, 20, 30, tzinfo=datetime.UTC)
SHANGHAI = datetime.datetime(2026, 12, 31, 23, 59, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ value|zh_date }}", datetime.date(2026, 3, 5), "2026年3月5日"),
        ("{{ value|zh_date }}", NIGHT, "2026年3月5日"),
        ("{{ value|zh_date }}", SHANGHAI, "2026年12月31日"),
        ("{{ value|zh_date }}", None, ""),
        ("{{ value|zh_day }}", datetime.date(2026, 12, 31), "12月31日"),
        ("{{ value|zh_day }}", "", ""),
        ("{{ value|zh_datetime }}", MORNING, "2026年3月5日 09:05"),
        ("{{ value|zh_datetime:frame.today }}", MORNING, "3月5日 09:05"),
        ("{{ value|zh_datetime:2026 }}", MORNING, "3月5日 09:05"),
        ("{{ value|zh_datetime:2027 }}", MORNING, "2026年3月5日 09:05"),
        ("{{ value|zh_datetime:2026 }}", datetime.date(2026, 3, 5), "3月5日"),
        ("{{ value|zh_datetime }}", None, ""),
        ("{{ value|zh_weekday }}", TODAY, "星期四"),
        ("{{ value|zh_weekday }}", datetime.date(2026, 6, 7), "星期日"),
    ],
)
def test_dates_are_written_the_chinese_way(source, value, text):
    assert render(source, value=value) == text


@pytest.mark.parametrize(
    ("due", "text", "state"),
    [
        (datetime.date(2026, 6, 16), "还剩 12 天（6月16日）", ""),
        (datetime.date(2026, 6, 12), "还剩 8 天（6月12日）", ""),
        (datetime.date(2026, 6, 11), "还剩 7 天（6月11日）", "soon"),
        (datetime.date(2026, 6, 5), "还剩 1 天（6月5日）", "soon"),
        (datetime.date(2026, 6, 4), "今天到期", "soon"),
        (datetime.date(2026, 6, 2), "逾期 2 天（6月2日）", "late"),
        (datetime.date(2027, 1, 3), "还剩 213 天（2027年1月3日）", ""),
    ],
)
def test_days_left_says_days_and_date_together(due, text, state):
    left = ui.days_left(due, TODAY)
    assert (left.text, left.state) == (text, state)


def test_days_left_tag_is_plain_until_it_is_close():
    plain = '<span class="nowrap">还剩 12 天（6月16日）</span>'
    late = (
        '<span class="st st--tag st--late"><svg aria-hidden="true" focusable="false" viewBox="0 0 12 12">'
        '<use href="#i-s-late"/></svg>逾期 2 天（6月2日）</span>'
    )
    assert same_html("{% days_left due %}", plain, due=datetime.date(2026, 6, 16))
    assert same_html("{% days_left due tag=True %}", late, due=datetime.date(2026, 6, 2))
    assert render("{% days_left due %}", due=None) == ""


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("{% days_figure due %}", '<div class="days days--soon">还剩<b>5</b>天<span>期限 6月9日</span></div>'),
        (
            '{% days_figure lead="还可退回" n=3 unit="个工作日" note="6月9日前签收或退回" state="soon" %}',
            '<div class="days days--soon">还可退回<b>3</b>个工作日<span>6月9日前签收或退回</span></div>',
        ),
    ],
)
def test_days_figure_is_the_large_number_of_a_card(source, html):
    assert same_html(source, html, due=datetime.date(2026, 6, 9))


@pytest.mark.parametrize(
    ("number", "text"),
    [("13812341234", "138****1234"), ("0892-1234567", "089****4567"), ("12345", "****"), ("", ""), (None, "")],
)
def test_masked_hides_the_middle_and_the_length(number, text):
    assert ui.masked(number) == text


# -- marks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "css"),
    [("wait", "st"), ("run", "st st--run"), ("pass", "st st--stop"), ("stop", "st st--stop"), ("late", "st st--late")],
)
def test_state_has_shape_word_and_colour(kind, css):
    shape = f'<svg aria-hidden="true" focusable="false" viewBox="0 0 12 12"><use href="#i-s-{kind}"/></svg>'
    assert same_html("{% st kind text %}", f'<span class="{css}">{shape}&lt;b&gt;</span>', kind=kind, text="<b>")


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("{% strip 0 %}", ["off"] * 5),
        ("{% strip 1 True %}", ["on", "ring", "off", "off", "off"]),
        ("{% strip 4 True %}", ["on", "on", "on", "on", "ring"]),
        ("{% strip 5 True %}", ["on"] * 5),
    ],
)
def test_strip_draws_five_dots(source, kinds):
    assert re.findall(r'<circle class="(\w+)"', render(source)) == kinds


def test_note_wraps_a_block_and_keeps_escaping():
    html = (
        '<div class="note note--soon"><svg class="ic" aria-hidden="true" focusable="false" viewBox="0 0 24 24">'
        '<use href="#i-warn"/></svg><div><b>注意</b>&lt;i&gt;</div></div>'
    )
    assert same_html('{% note "soon" %}<b>注意</b>{{ text }}{% endnote %}', html, text="<i>")


# -- lists ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "source", "address"),
    [
        ("/?q=%E9%9D%92&page=3", "{% query page=4 %}", "?q=%E9%9D%92&amp;page=4"),
        ("/?q=a&page=3", "{% query page=None %}", "?q=a"),
        ("/?q=a&page=3", '{% query view="late" page="" %}', "?q=a&amp;view=late"),
        ("/?u=1&u=2", "{% query page=2 %}", "?u=1&amp;u=2&amp;page=2"),
        ("/", "{% query q=text %}", "?q=%3C%22%26%3E"),
        ("/?q=a", '{% query q="" %}', "?"),
    ],
)
def test_query_replaces_only_what_is_named(path, source, address):
    assert render(source, path, text='<"&>') == address


@pytest.mark.parametrize(
    ("count", "number", "labels"),
    [
        (0, 1, ["共 0 件"]),
        (20, 1, ["共 20 件"]),
        (41, 1, ["1", "2", "3", "下一页", "共 41 件"]),
        (400, 10, ["上一页", "1", "…", "8", "9", "10", "11", "12", "…", "20", "下一页", "共 400 件"]),
        (41, 99, ["上一页", "1", "2", "3", "共 41 件"]),
    ],
)
def test_pager_shows_where_one_is_and_how_many_there_are(count, number, labels):
    html = render("{% pager page_obj %}", page_obj=Paginator(range(count), 20).get_page(number))
    assert re.findall(r">([^<>\n]+)</(?:a|span)>", html) == labels


def test_pager_keeps_the_filters():
    html = render("{% pager page_obj %}", "/?unit=a&page=1", page_obj=Paginator(range(41), 20).get_page(1))
    assert re.findall(r'href="([^"]+)"', html) == [
        "?unit=a&amp;page=2",
        "?unit=a&amp;page=3",
        "?unit=a&amp;page=2",
    ]

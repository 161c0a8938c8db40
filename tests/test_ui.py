"""The design system: what tags and filters print, and what its files may not contain."""

import datetime
import re
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.test.html import parse_html

from proposals import ui

ROOT = Path(__file__).resolve().parent.parent
TODAY = datetime.date(2026, 6, 4)
CSS = sorted((ROOT / "static/css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
TEMPLATES = [path for path in sorted((ROOT / "templates").rglob("*.html")) if "emails" not in path.parts]


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


# -- forms ------------------------------------------------------------------------------------------------------------


class TextForm(forms.Form):
    title = forms.CharField(label="案由", help_text="一句话。", max_length=5)
    facts = forms.CharField(label="情况", widget=forms.Textarea, max_length=2000, required=False)
    due = forms.DateField(label="日期", required=False)
    sure = forms.BooleanField(label="属实")
    way = forms.ChoiceField(label="方式", choices=[("a", "电话"), ("b", "面谈")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_field_ties_label_hint_and_widget_together():
    html = """<div class="field"><label class="field__l" for="id_title">案由</label>
        <span class="hint" id="id_title_hint">一句话。</span>
        <input type="text" name="title" class="in" aria-describedby="id_title_hint" aria-required="true" id="id_title">
        </div>"""
    assert same_html("{% field form.title %}", html, form=TextForm())


def test_field_with_an_error_repeats_the_input_and_says_what_to_do():
    html = """<div class="field has-err"><label class="field__l" for="id_title">标题</label>
        <div id="id_title_error"><p class="err"><svg class="ic" aria-hidden="true" focusable="false"
        viewBox="0 0 24 24"><use href="#i-late"/></svg><span>请填写案由</span></p></div>
        <input type="text" name="title" value=" " class="in in--s" data-x="1" aria-describedby="id_title_error"
        aria-required="true" aria-invalid="true" id="id_title"></div>"""
    source = '{% field form.title label="标题" hint="" size="s" data_x="1" %}'
    assert same_html(source, html, form=TextForm({"title": " "}))


def test_field_for_long_text_counts_and_never_cuts():
    html = """<div class="field"><label class="field__l" for="id_facts">情况<i>可不填</i></label>
        <textarea name="facts" rows="3" class="in" aria-describedby="id_facts_count" id="id_facts"></textarea>
        <p class="count"><span id="id_facts_count" data-count="id_facts" data-limit="2000"
        data-left="还可输入 {n} 字" data-over="超出 {n} 字，请删减">最多 2000 字</span></p></div>"""
    assert same_html("{% field form.facts %}", html, form=TextForm())


def test_field_for_a_date_is_iso_inside_the_browser():
    html = """<div class="field field--full"><label class="field__l" for="id_due">日期</label>
        <input type="date" name="due" value="2026-06-04" class="in in--s" id="id_due"></div>"""
    assert same_html("{% field form.due optional=False full=True %}", html, form=TextForm(initial={"due": TODAY}))


def test_field_for_a_checkbox_puts_the_label_behind():
    html = """<div class="field"><label class="check" for="id_sure"><input type="checkbox" name="sure" id="id_sure">
        <span>属实</span></label></div>"""
    assert same_html("{% field form.sure %}", html, form=TextForm())


def test_field_for_choices_is_a_fieldset_and_preselects_nothing():
    option = '<label class="check" for="id_way_{0}"><input type="radio" name="way" value="{1}" id="id_way_{0}"><span>{2}</span></label>'
    html = f"""<fieldset class="field" id="id_way" tabindex="-1"><legend class="field__l">方式</legend>
        {option.format(0, "a", "电话")}{option.format(1, "b", "面谈")}</fieldset>"""
    assert same_html("{% field form.way %}", html, form=TextForm())


def test_pick_marks_only_what_was_chosen():
    button = (
        '<label for="id_way_{0}"><input type="radio" name="way" id="id_way_{0}" value="{1}"{3}><span>{2}</span></label>'
    )
    html = f"""<fieldset id="id_way" tabindex="-1"><legend class="field__l">方式</legend>
        <div class="pick pick--s pick--2">{button.format(0, "a", "电话", "")}{button.format(1, "b", "面谈", " checked")}
        </div></fieldset>"""
    assert same_html('{% pick form.way size="s" %}', html, form=TextForm(initial={"way": "b"}))


def test_fields_draws_hidden_ones_first_and_leaves_out_what_is_named():
    html = render('{% fields form exclude="facts due sure way" %}', form=TextForm())
    assert re.findall(r'name="(\w+)"', html) == ["secret", "title"]


def test_errbox_leads_to_every_field_in_the_same_words():
    form = TextForm({"title": "一二三四五六"})
    form.add_error(None, "请先核对")
    problems = re.findall(r"<li>(?:<a href=\"(#\w+)\">)?([^<]+)", render("{% errbox form %}", form=form))
    assert [target for target, _ in problems] == ["", "#id_title", "#id_sure", "#id_way"]
    assert [text for _, text in problems if text.startswith("请")] == ["请先核对", "请勾选：属实", "请选择方式"]


@pytest.mark.parametrize("form", [TextForm(), None, ""])
def test_errbox_is_silent_without_errors(form):
    assert render("{% errbox form %}", form=form) == ""


def test_errbox_reads_formsets():
    rows = forms.formset_factory(TextForm)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-title": ""})
    targets = re.findall(r'href="#(\w+-\d-\w+)"', render("{% errbox rows %}", rows=rows))
    assert targets == ["id_form-0-title", "id_form-0-sure", "id_form-0-way"]


def test_suggestions_offer_two_empty_rows_without_a_script():
    html = render("{% sugs values %}", values=["一", "<二>"])
    assert re.findall(r'<textarea[^>]*name="suggestions"[^>]*>\n([^<]*)</textarea>', html) == [
        "一",
        "&lt;二&gt;",
        "",
        "",
    ]
    assert re.findall(r'<button[^>]*name="more"', html) == ['<button class="btn btn--sm" type="submit" name="more"']


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
    ("count", "page", "labels"),
    [
        (0, 1, ["共 0 件"]),
        (20, 1, ["共 20 件"]),
        (41, 1, ["1", "2", "3", "下一页", "共 41 件"]),
        (186, 5, ["上一页", "1", "…", "3", "4", "5", "6", "7", "…", "10", "下一页", "共 186 件"]),
        (41, 99, ["上一页", "1", "2", "3", "共 41 件"]),
    ],
)
def test_pager_shows_where_one_is_and_how_many_there_are(count, page, labels):
    html = render("{% pager page_obj %}", page_obj=Paginator(range(count), 20).get_page(page))
    assert re.findall(r">([^<>\n]+)</(?:a|span)>", html) == labels


def test_pager_keeps_the_filters():
    html = render("{% pager page_obj %}", "/?unit=a&page=1", page_obj=Paginator(range(41), 20).get_page(1))
    assert re.findall(r'href="([^"]+)"', html) == [
        "?unit=a&amp;page=2",
        "?unit=a&amp;page=3",
        "?unit=a&amp;page=2",
    ]


# -- files ------------------------------------------------------------------------------------------------------------


def test_every_icon_named_in_a_template_is_drawn():
    drawn = set(re.findall(r'id="i-([\w-]+)"', (ROOT / "templates/_partials/sprite.html").read_text()))
    used = {name for path in TEMPLATES for name in re.findall(r"{% icon ['\"]([\w-]+)['\"]", path.read_text())}
    states = {f"s-{kind}" for path in TEMPLATES for kind in re.findall(r"{% st ['\"](\w+)['\"]", path.read_text())}
    assert (used | states) - drawn == set()


@pytest.mark.parametrize("pattern", [r"\sstyle=", r"<style", r"\son\w+=", r"<script(?![^>]*\bsrc=)", r"javascript:"])
def test_templates_hold_nothing_the_content_policy_refuses(pattern):
    assert [path.name for path in TEMPLATES if re.search(pattern, path.read_text())] == []


def test_stylesheets_and_scripts_stay_small():
    assert sum(path.stat().st_size for path in CSS) <= 60_000
    assert sum(path.stat().st_size for path in SCRIPTS) <= 40_000


@pytest.mark.parametrize(
    "newer",
    [
        r":has\(",
        r":is\(",
        r":where\(",
        r"\binset:",
        "aspect-ratio",
        r"clamp\(",
        "@container",
        "@layer",
        "&",
        "url\\(.?(data|http)",
    ],
)
def test_stylesheets_stay_within_the_browser_floor(newer):
    assert [path.name for path in CSS if re.search(newer, path.read_text())] == []


def test_stylesheets_do_not_use_gap_in_flex_boxes():
    rules = [rule for path in CSS for rule in re.findall(r"{[^{}]*}", path.read_text())]
    assert [rule for rule in rules if re.search(r"display:(inline-)?flex", rule) and re.search(r"[{;]gap:", rule)] == []


@pytest.mark.parametrize("newer", [r"\?\.", r"\?\?", r"\|\|=", r"\.at\(", r"replaceAll", "structuredClone"])
def test_scripts_stay_within_the_browser_floor(newer):
    assert [path.name for path in SCRIPTS if re.search(newer, path.read_text())] == []

"""Form tags of the design system: label, hint, error and widget belong together; nothing is cut off or preselected."""

import datetime
import re

import pytest
from django import forms
from django.template import Context, Template
from django.test.html import parse_html

TODAY = datetime.date(2026, 6, 4)


def render(source, **context):
    return Template(source).render(Context(context)).strip()


def same_html(source, expected, **context):
    return parse_html(render(source, **context)) == parse_html(expected)


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
    option = """<label class="check" for="id_way_{0}"><input type="radio" name="way" value="{1}" id="id_way_{0}">
        <span>{2}</span></label>"""
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
    texts = re.findall(r'<textarea[^>]*name="suggestions"[^>]*>\n([^<]*)</textarea>', html)
    assert texts == ["一", "&lt;二&gt;", "", ""]
    assert re.findall(r'<button[^>]*name="more"', html) == ['<button class="btn btn--sm" type="submit" name="more"']

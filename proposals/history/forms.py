"""A published list as a file, and what its columns mean."""

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from proposals.tables import Table, UnreadableTable, read_table

from . import parsing

SALT = "proposals.history"
TWO_HOURS = 2 * 60 * 60
SAMPLES = 3
#: what a column is called where it is chosen
NAMES = {column: names.split()[0] for column, names in parsing.COLUMNS.items()}


class ListForm(forms.Form):
    """The file itself is not kept; its rows are."""

    file = forms.FileField(
        label=_("名单文件"), help_text=_("xlsx 或 csv，第一行是列名；不超过 5 MB、5000 行。"),
        error_messages={"required": _("请选择名单文件。"), "empty": _("文件是空的。")},
    )  # fmt: skip
    city = forms.CharField(
        label=_("地区"), required=False, max_length=40, help_text=_("名单里没有“城市”一列时填写，例如：日喀则市。")
    )

    def clean_file(self):
        try:
            return read_table(self.cleaned_data["file"].read())
        except UnreadableTable as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class MappingForm(forms.Form):
    """What each heading of the table means; the table travels in the page, signed for one person for two hours."""

    table = forms.CharField(widget=forms.HiddenInput)
    city = forms.CharField(label=_("地区"), required=False, max_length=40)

    def __init__(self, data=None, *, user, table=None, city=""):
        super().__init__(data, initial={"city": city, "table": table and pack(table, user)})
        self.sheet = table or unpack(self.data.get("table", ""), user)
        guessed = parsing.guess(self.sheet.headings) if self.sheet else []
        for at, column in enumerate(guessed):
            self.fields[f"column{at}"] = forms.ChoiceField(
                label=self.sheet.headings[at] or _("（没有列名）"),
                required=False,
                initial=column,
                choices=[("", _("不使用")), *NAMES.items()],
            )

    def clean(self):
        if self.sheet is None:
            raise forms.ValidationError(_("核对页已过期，什么也没有导入，请重新上传。"))
        used = [column for column in self.columns() if column]
        if double := [NAMES[column] for column in dict.fromkeys(used) if used.count(column) > 1]:
            raise forms.ValidationError(_("“%(name)s”选了不止一列。") % {"name": "”“".join(double)})
        if not {"number", "title"} & set(used):
            raise forms.ValidationError(_("请指明哪一列是案号或案由。"))
        return self.cleaned_data

    def columns(self):
        """The column of each heading, as chosen or guessed."""
        names = [name for name in self.fields if name.startswith("column")]
        return [(self.cleaned_data.get(n, "") if self.is_bound else self.fields[n].initial) for n in names]

    def mapping(self):
        """[(field, the first values of that column)] for the page."""
        rows = [cells for _at, cells in self.sheet.rows]
        for at, name in enumerate(n for n in self.fields if n.startswith("column")):
            yield self[name], [cells[at] for cells in rows if cells[at]][:SAMPLES]


def pack(table, user):
    return signing.dumps([table.headings, table.rows], salt=f"{SALT}:{user.pk}", compress=True)


def unpack(packed, user):
    """The table, or None when it is not what this person was given or too old."""
    try:
        headings, rows = signing.loads(packed, salt=f"{SALT}:{user.pk}", max_age=TWO_HOURS)
    except signing.BadSignature:
        return None
    return Table(headings, [tuple(row) for row in rows])

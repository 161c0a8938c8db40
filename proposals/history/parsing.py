"""Reading a published list: a table to entries, or to sentences that say what is wrong where.

Nothing here knows the database. Cells that are empty stay empty: what a list does not publish is not guessed.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from proposals.tables import UnreadableTable

COLUMNS = {
    "city": "城市 地区 city",
    "year": "年份 年度 year",
    "session": "届次 会议 session",
    "number": "案号 编号 提案号 number",
    "title": "案由 标题 题目 title",
    "proposer_kind": "类别 提案类别 提案者类别 proposer_kind",
    "proposer": "提案人 提案者 第一提案人 proposer",
    "sector": "界别 sector",
    "category": "分类 内容分类 学科类别 category",
    "tags": "标记 标签 tags",
    "lead_unit": "主办单位 承办单位 主办 lead_unit",
    "co_units": "会办单位 协办单位 会办 co_units",
    "assigned_on": "交办日期 assigned_on",
    "responded_on": "答复日期 responded_on",
    "response_class": "办理结果 办理类别 答复类别 response_class",
    "satisfaction": "满意度 反馈意见 satisfaction",
    "note": "备注 note",
    "source_kind": "来源性质 source_kind",
    "source_url": "来源 网址 source_url",
}
COLUMN_OF = {name: column for column, names in COLUMNS.items() for name in names.split()}
#: the longest text a column may hold, by code points
LIMITS = {
    "city": 40, "session": 60, "number": 30, "title": 200, "proposer": 120, "sector": 40, "category": 60,
    "lead_unit": 60, "co_units": 60,
}  # fmt: skip
KINDS = {
    "个人": "individual", "联名": "joint", "界别": "sectoral", "小组": "section", "党派": "party", "党派团体": "party",
    "集体": "party", "专委会": "committee", "unknown": "unknown", "": "unknown",
}  # fmt: skip
SATISFACTION = {
    "非常满意": "satisfied", "很满意": "satisfied", "满意": "satisfied", "基本满意": "basically", "较满意": "basically",
    "不满意": "dissatisfied", "理解": "other", "未表态": "other",
}  # fmt: skip
UNRATED = ("", "未反馈", "未评价")
LETTERS = "ABCD"
DATES = (re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"), re.compile(r"(\d{4})(\d\d)(\d\d)"))
FIRST_YEAR, LAST_YEAR = 1949, 2100


@dataclass
class Problem:
    """What is wrong with one cell; ``row`` as a spreadsheet counts, the heading being row 1."""

    row: int
    column: str
    sentence: str

    def __str__(self):
        return _("第%(row)s行“%(column)s”：%(sentence)s") % vars(self)


@dataclass
class Entry:
    """One published proposal, read and checked."""

    row: int
    city: str = ""
    year: int | None = None
    session: str = ""
    number: str = ""
    title: str = ""
    kind: str = "unknown"
    proposer: str = ""
    category: str = ""
    tags: list = field(default_factory=list)
    leads: list = field(default_factory=list)
    co_units: list = field(default_factory=list)
    assigned_on: date | None = None
    responded_on: date | None = None
    letter: str = ""
    satisfaction: str = ""
    source: dict = field(default_factory=dict)

    @property
    def answered(self):
        return bool(self.responded_on or self.letter or self.satisfaction)


def bare(title):
    """A title for comparing: width, spaces and punctuation do not matter."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LN")


def guess(headings):
    """The column each heading stands for, empty where none is known; a column is guessed once."""
    found = []
    for heading in headings:
        column = COLUMN_OF.get(heading.lower(), "")
        found.append("" if column in found else column)
    return found


def read(table, columns=None):
    """(headings by column, [(row number, {column: cell})], unused headings). ``columns``: one for each heading, by
    default as guessed. Raises UnreadableTable when there is neither a number nor a title."""
    columns = columns or guess(table.headings)
    if not {"number", "title"} & set(columns):
        raise UnreadableTable(_("第一行里没有“案号”也没有“案由”，不像提案名单。"))
    rows = [(at, _cells(columns, line)) for at, line in table.rows]
    names = {column: heading for column, heading in zip(columns, table.headings, strict=True) if column}
    unused = [heading for heading, column in zip(table.headings, columns, strict=True) if heading and not column]
    return names, rows, unused


def _cells(columns, line):
    return dict.fromkeys(COLUMNS, "") | {column: cell for column, cell in zip(columns, line, strict=True) if column}


def several(cell):
    """Units and tags of one cell."""
    return list(dict.fromkeys(part.strip() for part in re.split(r"[;；、\n]", cell) if part.strip()))


class Reader:
    """One row on its way to an entry; collects its problems."""

    def __init__(self, row, cells, names):
        self.row, self.cells, self.names, self.problems = row, cells, names, []

    def wrong(self, column, sentence):
        heading = self.names.get(column) or COLUMNS[column].split()[0]
        self.problems.append(Problem(self.row, heading, sentence))

    def entry(self, default_city=""):
        """The entry, or None when there are problems."""
        cells = self.cells
        if not cells["number"] and not cells["title"]:
            self.wrong("title", _("案号和案由都没有，无法确认是哪一件。"))
        self._check_lengths()
        entry = Entry(
            row=self.row, city=cells["city"] or default_city, year=self._year(), session=cells["session"],
            number=cells["number"], title=cells["title"], kind=self._kind(),
            proposer=cells["proposer"] or cells["sector"], category=cells["category"], tags=several(cells["tags"]),
            leads=several(cells["lead_unit"]), co_units=several(cells["co_units"]),
            assigned_on=self._date("assigned_on"), responded_on=self._date("responded_on"), letter=self._letter(),
            satisfaction=self._satisfaction(),
            source={name: cells[name] for name in ("source_url", "source_kind", "note") if cells[name]},
        )  # fmt: skip
        self._check_whole(entry)
        return None if self.problems else entry

    def _check_lengths(self):
        for column, limit in LIMITS.items():
            cell = self.cells[column]
            longest = max(map(len, several(cell)), default=0) if column in ("lead_unit", "co_units") else len(cell)
            if longest > limit:
                self.wrong(column, _("太长，有%(n)s字，最多%(limit)s字。") % {"n": longest, "limit": limit})

    def _check_whole(self, entry):
        if not entry.city:
            self.wrong("city", _("没有填写，不知道是哪里的提案。"))
        if entry.answered and not entry.leads:
            self.wrong("lead_unit", _("有答复却没有主办单位，无法登记。"))
        if entry.assigned_on and entry.responded_on and entry.responded_on < entry.assigned_on:
            self.wrong("responded_on", _("答复日期早于交办日期。"))

    def _year(self):
        cell = unicodedata.normalize("NFKC", self.cells["year"]).removesuffix("年")
        if not cell:
            dates = [day for day in map(self._quiet_date, ("assigned_on", "responded_on")) if day]
            return min(dates).year if dates else None
        years = [int(year) for year in re.findall(r"\d+", cell)]
        whole = re.fullmatch(r"\d{4}(\s*[-—–~至]\s*\d{4})?", cell)
        if not whole or not FIRST_YEAR <= max(years) <= LAST_YEAR:
            self.wrong("year", _("“%(cell)s”不是年份。") % {"cell": self.cells["year"]})
            return None
        return max(years)

    def _kind(self):
        cell = self.cells["proposer_kind"].removesuffix("提案")
        if cell not in KINDS:
            self.wrong("proposer_kind", _("不认识的提案类别“%(cell)s”。") % {"cell": cell})
        if cell == "集体" and re.search("专委|委员会$|提案委", self.cells["proposer"]):
            return "committee"
        return KINDS.get(cell, "unknown")

    def _quiet_date(self, column):
        try:
            return parse_date(self.cells[column])
        except ValueError:
            return None

    def _date(self, column):
        try:
            return parse_date(self.cells[column])
        except ValueError:
            told = _("“%(cell)s”不是日期，应写成 2022-06-15。") % {"cell": self.cells[column]}
            self.wrong(column, told)
            return None

    def _letter(self):
        cell = unicodedata.normalize("NFKC", self.cells["response_class"]).upper().removesuffix("类")
        if cell and (len(cell) != 1 or cell not in LETTERS):
            told = _("不认识的办理类别“%(cell)s”，应为 A、B、C 或 D。") % {"cell": self.cells["response_class"]}
            self.wrong("response_class", told)
            return ""
        return cell

    def _satisfaction(self):
        cell = self.cells["satisfaction"]
        if cell in UNRATED:
            return ""
        if cell not in SATISFACTION:
            self.wrong("satisfaction", _("不认识的满意度“%(cell)s”。") % {"cell": cell})
        return cell


def parse_date(cell):
    """A date as lists write it, None for an empty cell; ValueError for anything else."""
    cell = unicodedata.normalize("NFKC", cell).strip()
    if not cell:
        return None
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", cell) or re.fullmatch(
        r"(\d{4})(\d\d)(\d\d)", cell
    )
    if not found:
        raise ValueError(cell)
    year, month, day = map(int, found.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(cell)
    return date(year, month, day)


def parse(rows, names, *, default_city=""):
    """(entries, problems) of the rows of :func:`read`."""
    entries, problems = [], []
    for at, cells in rows:
        reader = Reader(at, cells, names)
        entry = reader.entry(default_city)
        if entry:
            entries.append(entry)
        problems += reader.problems
    return entries, problems

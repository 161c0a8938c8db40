"""What a list would do: the verdict on every row, the rows to be saved, and the problems that forbid it."""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.accounts.models import User

from .columns import EXAMPLE


class Verdict(TextChoices):
    NEW = "new", gettext_lazy("新建")
    CHANGED = "changed", gettext_lazy("更改")
    SAME = "same", gettext_lazy("不变")


class Problem(NamedTuple):
    """What is wrong with one cell; ``row`` as a spreadsheet counts, the headings being row 1."""

    row: int
    column: str
    sentence: str


class Line(NamedTuple):
    """What becomes of one row; ``notes``: what changes, old → new, and what one should look at."""

    row: int
    name: str
    verdict: Verdict
    notes: tuple


class Plan:
    """``new``: {model: [unsaved rows]}; ``changed``: rows with the names of their changed columns."""

    def __init__(self, kind):
        self.kind, self.lines, self.problems, self.remarks = kind, [], [], []
        self.new, self._changed = defaultdict(list), {}

    def add(self, row):
        self.new[type(row)].append(row)
        return row

    def touch(self, row, column):
        self._changed.setdefault((type(row), row.pk), (row, set()))[1].add(column)

    @property
    def changed(self):
        return [(row, sorted(columns)) for row, columns in self._changed.values()]

    @property
    def counts(self):
        """[(label, how many rows)] of every verdict."""
        found = Counter(line.verdict for line in self.lines)
        return [(verdict.label, found[verdict]) for verdict in Verdict]

    @property
    def summary(self):
        return "，".join(f"{label} {n}" for label, n in self.counts)

    @property
    def made_accounts(self):
        """Whether there are people now who need a first password."""
        return bool(self.new[User])

    @property
    def does_nothing(self):
        return not any(self.new.values()) and not self._changed

    def digest(self):
        """Tells whether what is done is still what was shown."""
        return hashlib.sha256(repr([tuple(line) for line in self.lines]).encode()).hexdigest()


@dataclass
class Row:
    """One row on its way through a reader."""

    at: int
    cells: dict
    titles: dict
    problems: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    is_new: bool = False

    def __getitem__(self, key):
        return self.cells.get(key, "")

    def wrong(self, key, sentence):
        self.problems.append(Problem(self.at, self.titles.get(key, key), sentence))

    @property
    def verdict(self):
        return Verdict.NEW if self.is_new else Verdict.CHANGED if self.notes else Verdict.SAME


class Reader:
    """Goes through a list; a subclass says in ``take(row)`` what a row becomes."""

    def __init__(self, committee):
        self.committee, self.plan, self._seen = committee, None, {}  # _seen: {what stands in the list: its row}

    def read(self, kind, table):
        self.plan = Plan(kind.key)
        place = self._columns(kind, table.headings)
        for at, cells in table.rows if place else []:
            if cells[0].startswith(EXAMPLE):
                continue
            row = Row(at, {key: cells[n] for key, n in place.items()}, {c.key: c.title for c in kind.columns})
            self._check(kind, row)
            if not row.problems:
                self.take(row)
            self.plan.problems += row.problems
            if not row.problems:
                self.plan.lines.append(Line(at, row["name"], row.verdict, tuple(row.notes)))
        if place and not self.plan.lines and not self.plan.problems:
            self.plan.problems.append(Problem(2, kind.columns[0].title, _("没有可以导入的行。")))
        self.finish()
        return self.plan

    def _columns(self, kind, headings):
        """{key: number of the column}; empty, with a problem, when a needed column is missing."""
        found = {}
        for column in kind.columns:
            names = (column.title, *column.others)
            n = next((n for n, heading in enumerate(headings) if heading.rstrip("*＊") in names), None)
            if n is not None:
                found[column.key] = n
            elif column.required:
                told = _("第一行里没有“%(title)s”这一列，不像%(kind)s名册。")
                self.plan.problems.append(Problem(1, column.title, told % {"title": column.title, "kind": kind.label}))
        return {} if self.plan.problems else found

    @staticmethod
    def _check(kind, row):
        for column in kind.columns:
            cell = row[column.key]
            if column.required and not cell:
                row.wrong(column.key, _("没有填写。"))
            elif len(cell) > column.longest:
                words = {"n": len(cell), "limit": column.longest}
                row.wrong(column.key, _("太长，有 %(n)s 字，最多 %(limit)s 字。") % words)

    def take(self, row):
        raise NotImplementedError

    def finish(self):
        """After the last row."""

    def once(self, row, key, column="name"):
        """False, with a problem, for what stands in the list a second time."""
        first = self._seen.setdefault(key, row.at)
        if first != row.at:
            row.wrong(column, _("与第 %(row)s 行重复。") % {"row": first})
        return first == row.at

    def put(self, row, thing, column, value, label):
        """Set a column of an old or new thing; an empty cell changes nothing."""
        old, before = getattr(thing, column), _said(thing, column)
        if value in ("", None) or old == value:
            return
        setattr(thing, column, value)
        words = {"label": label, "old": before, "new": _said(thing, column)}
        if thing._state.adding:
            row.notes.append(_("%(label)s：%(new)s") % words)
        else:
            row.notes.append(_("%(label)s：%(old)s → %(new)s") % words)
            self.plan.touch(thing, column)


def _said(thing, column):
    """A value as people say it."""
    display = getattr(thing, f"get_{column}_display", None)
    value = display() if display else getattr(thing, column)
    return str(value) if value not in ("", None) else _("（空）")

"""The individually written matters: 216 proposals with the answers they were given, and what happened to four."""

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"


FIGURES = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
MONTH = re.compile(r"(?<![个年\d十])([一二三四五六七八九十]|1[0-2]|[1-9])月")


class Matter(NamedTuple):
    """One proposal as a member wrote it and as it was answered; ``units`` are short names, the lead first."""

    key: str
    title: str
    topic: str
    theme: str
    situation: str
    analysis: str
    suggestions: list
    lead: str
    co: list
    answers: list
    letter: str
    promise: dict | None
    closing: str

    @property
    def units(self):
        return [self.lead, *self.co]

    @property
    def latest_month(self):
        """The latest month up to August the answers tell of; they were written after it. 0: they name none."""
        told = "".join(text for _adoption, text in self.answers) + self.closing
        months = [FIGURES.get(figure) or int(figure) for figure in MONTH.findall(told)]
        return max((month for month in months if month <= 8), default=0)


def read(name):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def _matter(key, row):
    row = dict(row, letter=row["class"])
    row["answers"] = [(answer["adoption"], answer["text"]) for answer in row["answers"]]
    return Matter(key=key, **{name: row[name] for name in Matter._fields if name != "key"})


@cache
def all_matters():
    """{key: Matter} in the order of the files; a key is the file's word and the position, as ``economy/12``."""
    files = ("economy", "society", "culture")
    rows = [(f"{word}/{at}", row) for word in files for at, row in enumerate(read(f"matters_{word}"))]
    return {key: _matter(key, row) for key, row in rows}


@cache
def words():
    """Pools of sentences for whatever the matters do not say themselves."""
    return read("words")


@cache
def second_rounds():
    """By title: why the first answer did not satisfy, what was answered again and how that was received."""
    return read("rounds")


@cache
def units():
    """Short names of all handling units, departments first, in the order of their first appearance."""
    found = dict.fromkeys(name for matter in all_matters().values() for name in matter.units)
    return sorted(found, key=lambda name: name.endswith("政府"))

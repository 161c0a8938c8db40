"""Automatic numbers of lists, written out as Word shows them: 一、 （一） 1. ①"""

import re
from collections import defaultdict

from .styles import W, value

DIGITS = "零一二三四五六七八九"
CHINESE = {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "ideographDigital"}
RINGS = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}
BULLET = "• "


class Numbering:
    def __init__(self, root):
        abstracts = [] if root is None else root.findall(f"{W}abstractNum")
        self.levels = {row.get(f"{W}abstractNumId"): _levels(row) for row in abstracts}
        self.lists, self.fresh = {}, set()
        for row in [] if root is None else root.findall(f"{W}num"):
            key = row.get(f"{W}numId")
            self.lists[key] = value(row, "abstractNumId")
            if row.find(f"{W}lvlOverride/{W}startOverride") is not None:
                self.fresh.add(key)
        self.counts = defaultdict(dict)

    def label(self, look):
        """The number before this paragraph, and one more counted; '' outside lists."""
        if look.number in ("", "0") or look.number not in self.lists:
            return ""
        levels = self.levels.get(self.lists[look.number], {})
        place = _place(look, levels)
        level = levels.get(place)
        counts = self.counts[look.number if look.number in self.fresh else self.lists[look.number]]
        start = level["start"] if level else 1
        counts[place] = counts.get(place, start - 1) + 1
        for deeper in [key for key in counts if key > place]:
            del counts[deeper]
        if level is None:
            return f"{counts[place]}."
        if level["format"] in ("bullet", "none"):
            return BULLET if level["format"] == "bullet" else ""
        return re.sub(r"%([1-9])", lambda m: _written(counts, levels, int(m[1]) - 1), level["text"])


def _levels(abstract):
    return {
        int(row.get(f"{W}ilvl", "0")): {
            "start": int(value(row, "start") or 1),
            "format": value(row, "numFmt") or "decimal",
            "text": value(row, "lvlText"),
            "style": value(row, "pStyle"),
        }
        for row in abstract.findall(f"{W}lvl")
    }


def _place(look, levels):
    if look.level.isdecimal():
        return int(look.level)
    return next((place for place, level in levels.items() if level["style"] == look.style), 0)


def _written(counts, levels, place):
    level = levels.get(place, {"format": "decimal", "start": 1})
    n = counts.get(place, level["start"])
    if level["format"] in CHINESE or level["format"].startswith("chinese"):
        return chinese(n)
    if level["format"] in RINGS and 1 <= n <= 20:
        return chr(0x245F + n)
    return str(n)


def chinese(n):
    """1 一, 10 十, 21 二十一; larger ones in digits."""
    if not 1 <= n <= 99:
        return str(n)
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十") + (DIGITS[ones] if ones else "")

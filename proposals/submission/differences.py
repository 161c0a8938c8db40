"""What has changed between two versions of a text: in pieces to be marked, and in words.

A text is compared clause by clause, because that is how people change it; a clause that was only touched is compared
again character by character. A version is {part: text}, the suggestions as a list (``TextVersion.content``).
"""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SAME, GONE, NEW = "same", "gone", "new"
CLAUSE = re.compile(r"[^。；！？，、：\n]*[。；！？，、：\n]|[^。；！？，、：\n]+")
SMALL = 160_000  # characters × characters that are still compared one by one
LABELS = {"title": gettext_lazy("案由"), "situation": gettext_lazy("情况与问题"), "analysis": gettext_lazy("分析")}


class Piece(NamedTuple):
    kind: str
    text: str


class Line(NamedTuple):
    """One suggestion of either version; ``number`` is where it stands now, or stood (``kind`` GONE)."""

    kind: str
    number: int
    pieces: list


def compare(before, after):
    """The pieces of both texts in reading order."""
    old, new = CLAUSE.findall(before), CLAUSE.findall(after)
    pieces = []
    for kind, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(SAME, "".join(old[i:j])))
        else:
            pieces += _within("".join(old[i:j]), "".join(new[k:n]))
    return pieces


def _within(old, new):
    """The same for two passages: a passage that is hardly the same any more is shown as a whole."""
    found = SequenceMatcher(None, old, new, autojunk=False) if len(old) * len(new) <= SMALL else None
    if found is None or found.ratio() < 0.5:
        blocks = [(len(old), len(new), 0)]
    else:
        blocks = [block for block in found.get_matching_blocks() if block.size != 1 or _at_an_end(block, old, new)]
    pieces, i, j = [], 0, 0
    for a, b, n in blocks:
        pieces += [Piece(GONE, old[i:a]), Piece(NEW, new[j:b]), Piece(SAME, old[a : a + n])]
        i, j = a + n, b + n
    return [piece for piece in pieces if piece.text]


def _at_an_end(block, old, new):
    """A single character both begin or end with; in the middle it would only be a coincidence."""
    return block.a == block.b == 0 or (block.a + 1 == len(old) and block.b + 1 == len(new))


def compare_lists(before, after):
    """The suggestions of both versions as lines."""
    lines = []
    for kind, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = before[i:j], after[k:n]
        both = min(len(old), len(new))
        for offset in range(both):
            state = SAME if kind == "equal" else "changed"
            lines.append(Line(state, k + offset + 1, compare(old[offset], new[offset])))
        lines += [Line(GONE, i + o + 1, [Piece(GONE, old[o])]) for o in range(both, len(old))]
        lines += [Line(NEW, k + o + 1, [Piece(NEW, new[o])]) for o in range(both, len(new))]
    return lines


def marked(before, after):
    """Everything a page shows of the difference: [(label, pieces)] of the parts, and the lines of the suggestions."""
    parts = [(label, compare(before[name], after[name])) for name, label in LABELS.items()]
    return [part for part in parts if part[1]], compare_lists(before["suggestions"], after["suggestions"])


def in_words(before, after):
    """What was changed, in one line."""
    said = [_changed(label, before[name], after[name]) for name, label in LABELS.items()]
    said += _suggestions(before["suggestions"], after["suggestions"])
    return "；".join(filter(None, said)) or _("没有改动")


def _changed(label, before, after):
    if before == after:
        return ""
    if not before or not after:
        return _("%(what)s %(n)d 字") % {
            "what": (_("删去%s") if before else _("写了%s")) % label,
            "n": len(before + after),
        }
    pieces = compare(before, after)
    new, gone = (sum(len(piece.text) for piece in pieces if piece.kind == kind) for kind in (NEW, GONE))
    counts = [_("增 %d 字") % new] * bool(new) + [_("删 %d 字") % gone] * bool(gone)
    return f"{label}{'、'.join(counts)}"


def _suggestions(before, after):
    if before != after and sorted(before) == sorted(after):
        return [_("调整建议的顺序")]
    lines = compare_lists(before, after)
    said = {NEW: _("新增建议第%s条"), GONE: _("删去原建议第%s条"), "changed": _("改建议第%s条")}
    found = {kind: "、".join(str(line.number) for line in lines if line.kind == kind) for kind in said}
    return [said[kind] % numbers for kind, numbers in found.items() if numbers]

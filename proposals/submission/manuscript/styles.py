"""How a paragraph looks, by itself or by its style."""

from typing import NamedTuple

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADINGS = ("heading", "title", "标题")
BODY = 24  # half points, where nothing else is said


class Look(NamedTuple):
    align: str
    heading: bool
    size: int
    style: str
    number: str  # the list the paragraph belongs to
    level: str


def value(node, path):
    """The ``w:val`` of the element at ``path`` below ``node``, or ''."""
    found = None if node is None else node.find("/".join(f"{W}{step}" for step in path.split("/")))
    return "" if found is None else found.get(f"{W}val", "")


class Styles:
    def __init__(self, root):
        rows = [] if root is None else root.findall(f"{W}style")
        self.rows = {row.get(f"{W}styleId", ""): row for row in rows}
        self.default = next((key for key, row in self.rows.items() if _is_default(row)), "")
        defaults = None if root is None else root.find(f"{W}docDefaults")
        self.body = _number(value(defaults, "rPrDefault/rPr/sz")) or BODY

    def look(self, paragraph):
        own = paragraph.find(f"{W}pPr")
        style = value(own, "pStyle") or self.default
        chain = list(self._chain(style))
        below = [row.find(f"{W}pPr") for row in chain]

        def first(path):
            return next(filter(None, (value(node, path) for node in [own, *below])), "")

        sizes = (_number(value(row, "rPr/sz")) for row in chain)
        names = [value(row, "name").lower() for row in chain]
        heading = any(name.startswith(HEADINGS) for name in names) or bool(first("outlineLvl"))
        size = next(filter(None, sizes), self.body)
        return Look(first("jc"), heading, size, style, first("numPr/numId"), first("numPr/ilvl"))

    def size(self, run, look):
        """The size of a run with text in it, in half points."""
        if run.find(f"{W}t") is None:
            return 0
        return _number(value(run, "rPr/sz")) or look.size

    def _chain(self, style):
        seen = set()
        while style in self.rows and style not in seen:
            seen.add(style)
            yield self.rows[style]
            style = value(self.rows[style], "basedOn")


def _is_default(row):
    return row.get(f"{W}type") == "paragraph" and row.get(f"{W}default") in ("1", "true")


def _number(text):
    return int(text) if text.isdecimal() and len(text) < 6 else 0

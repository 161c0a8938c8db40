"""What the lines of a manuscript are: title, situation, analysis, numbered suggestions, and what belongs to none.

Chinese headings end with what they are about (存在的问题, 原因分析, 对策建议), so the last word of a short line
decides. Once one heading has been found, others are numbered the way it is: （一）加强措施 below 二、建议 is none.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .reading import Line

KINDS = {
    "situation": "情况|背景|现状|问题|案据|事由|理由|依据|不足|困难",
    "analysis": "分析|原因|成因|意义|必要性|可行性",
    "suggestions": "建议|对策|措施|办法|举措|意见",
}
ENDING = {kind: re.compile(rf"(?:{words})(?:如下)?$") for kind, words in KINDS.items()}
N = "一二三四五六七八九十"
MARK = re.compile(
    rf"(?:(?P<cn>[{N}]{{1,3}}[、.．，：:])|(?P<cnp>[（(][{N}]{{1,3}}[）)]、?)|(?P<ar>\d{{1,2}}[、.．](?!\d))"
    rf"|(?P<arp>[（(]?\d{{1,2}}[）)]、?)|(?P<nth>第[{N}]{{1,3}}[条点，、：:])|(?P<one>[{N}]{{1,2}}是)"
    r"|(?P<ring>[①-⑳])|(?P<dot>[•●▪◆■]))\s*"
)
HEAD = re.compile(r"(?P<head>[^，。；！？：:]{2,16})(?:[：:]\s*(?P<rest>.*))?$", re.DOTALL)
BRACKETS = re.compile(r"^[【\[](?P<head>[^】\]]{2,16})[】\]]\s*[：:]?\s*")
INTRO = re.compile(rf"(?:{KINDS['suggestions']})(?:如下)?[：:]$")
TITLE_LABEL = re.compile(r"^(?:案\s*由|标\s*题|题\s*目|案\s*名|提案名称|提案题目|提案标题)\s*[：:]\s*(?P<rest>.*)$")
TITLE = re.compile(r"^关于.{2,80}(?:提案|建议|议案|意见)$")
ABOVE = re.compile(r"^(?:政协|中国人民政治协商会议|第.{1,4}届).{2,40}$|^提\s*案\s*(?:表|纸|稿)?$")
PERSON = re.compile(
    r"^政协委员\s*\S{2,8}$|^(?:提\s*案\s*[人者]|第一提案人|领衔人?|联名人?|附议人?|联系人|联系电话|联系方式|电话|手机号?|电子邮箱|邮箱|通讯地址|地址|邮编"
    r"|工作单位|单位及职务|单位职务|职务|姓名|界别|委员证号|届次|编号|案号|流水号|类别|提案类别|提案形式|建议承办单位|承办单位"
    r"|主办单位|日期|时间|提交时间)\s*[：:]"
)
FIGURES = r"[\d〇零一二三四五六七八九十]"
DATE = re.compile(rf"^{FIGURES}{{2,4}}\s*年\s*{FIGURES}{{1,3}}\s*月(?:\s*{FIGURES}{{1,3}}\s*日)?$")
TAIL = 6  # the last lines, where names and the date stand


@dataclass
class Manuscript:
    title: str = ""
    situation: str = ""
    analysis: str = ""
    suggestions: list = field(default_factory=list)
    left_out: list = field(default_factory=list)  # [(what it is, its text)]
    recognised: bool = False  # at least one heading was found

    def fields(self):
        names = ("title", "situation", "analysis", "suggestions")
        return {name: getattr(self, name) for name in names}


def understand(reading):
    """Sort what was read into the parts of a proposal; what fits nowhere is named, never dropped."""
    found = Manuscript()
    whole_form = sum(len(line.text) for line in reading.lines) < 60 and bool(reading.tables)
    lines = list(_from_form(reading.tables)) if whole_form else list(reading.lines)
    lines = _title(found, _joined(lines))
    lines = _without_people(found, lines)
    _sort(found, lines)
    if not found.situation:
        found.situation, found.analysis = found.analysis, ""
    if not whole_form:
        tables = ["\n".join(_row(row) for row in table) for table in reading.tables]
        found.left_out += [(_("表格"), text) for text in tables if text.strip()]
    found.left_out += [(_("文本框"), "\n".join(reading.boxes))] * bool(reading.boxes)
    found.left_out += [(_("图片"), _("共 %d 张") % reading.pictures)] * bool(reading.pictures)
    return found


def _row(cells):
    return "　".join(" ".join(line.text for line in cell) for cell in cells)


def _from_form(tables):
    """The lines of a form drawn as a table: a short first cell names what stands beside it."""
    for row in (row for table in tables for row in table):
        cells = [cell for cell in row if cell]
        if len(cells) > 1 and len(cells[0]) == 1 and len(cells[0][0].text) <= 10:
            label, rest = cells[0][0].text.rstrip("：:"), [line for cell in cells[1:] for line in cell]
            yield Line(f"{label}：{rest[0].text}")
            yield from rest[1:]
        else:
            yield from (line for cell in cells for line in cell)


def _joined(lines):
    """A title that was broken over two centred lines is one line again; 【建议】 reads 建议：."""
    whole = []
    for line in lines:
        line = line._replace(text=BRACKETS.sub(r"\g<head>：", line.text))
        last = whole[-1] if whole else None
        broken = last and last.centred and last.text.startswith("关于") and not TITLE.match(last.text)
        if broken and line.centred:
            whole[-1] = last._replace(text=last.text + line.text)
        else:
            whole.append(line)
    return whole


def _title(found, lines):
    """Take the title; return the lines without it and what stands above it."""
    place = _title_place(lines)
    if place is None:
        return lines
    labelled = TITLE_LABEL.match(lines[place].text)
    taken = 1
    found.title = labelled["rest"] if labelled else lines[place].text
    if labelled and not found.title and place + 1 < len(lines):
        found.title, taken = lines[place + 1].text, 2
    found.title = found.title.strip("《》 ")
    above = [line for line in lines[:place] if line.centred or ABOVE.match(line.text)]
    _leave_out(found, above)
    return [line for line in lines[:place] if line not in above] + lines[place + taken :]


def _title_place(lines):
    """Where the title stands: named as such, or worded like one, or the first that looks like one."""
    first = lines[:12]
    for rule in (
        lambda line: TITLE_LABEL.match(line.text),
        lambda line: TITLE.match(line.text.strip("《》")),
        lambda line: _stands_out(line, first),
    ):
        place = next((i for i, line in enumerate(first) if rule(line)), None)
        if place is not None:
            return place
    return None


def _stands_out(line, lines):
    largest = max(other.size for other in lines)
    looks = line.centred or line.heading or (line.size == largest > min(other.size for other in lines))
    plain = not ABOVE.match(line.text) and not line.text.endswith(("。", "；")) and not _heading(line.text)
    return looks and plain and len(line.text) <= 60


def _leave_out(found, lines):
    if lines:
        found.left_out.append((_("提案者、日期等"), "\n".join(line.text for line in lines)))


def _without_people(found, lines):
    """The lines without names, addresses and dates at the beginning and at the end."""
    head = next((i for i, line in enumerate(lines) if _heading(line.text)), 6)
    kept, left = [], []
    for i, line in enumerate(lines):
        tail = i >= len(lines) - TAIL
        named = (i < head or tail) and (PERSON.match(line.text) or DATE.match(line.text))
        placed = len(line.text) <= 30 and ((i < head and line.centred) or (tail and line.right))
        is_left = (named or placed) and not _heading(line.text)
        (left if is_left else kept).append(line)
    _leave_out(found, left)
    return kept


def _heading(text):
    """(part, mark, rest) when the line is or begins with a heading of a part; else None."""
    mark = MARK.match(text)
    match = HEAD.match(text[mark.end() :] if mark else text)
    if match is None:
        return None
    head = match["head"].strip()
    part = next((kind for kind, ending in ENDING.items() if ending.search(head)), None)
    return (part, mark.lastgroup if mark else "", match["rest"] or "") if part else None


def _sort(found, lines):
    """Go through the lines part by part."""
    part, style, texts = "situation", None, {"situation": [], "analysis": [], "suggestions": []}
    for line in lines:
        heading = _heading(line.text)
        if heading and heading[0] != (part if found.recognised else None) and style in (None, heading[1]):
            part, style, rest = heading
            found.recognised = True
            texts[part] += [rest] * bool(rest)
            continue
        texts[part].append(line.text)
        if part != "suggestions" and INTRO.search(line.text):
            part, found.recognised = "suggestions", True
    found.situation, found.analysis = "\n".join(texts["situation"]), "\n".join(texts["analysis"])
    found.suggestions = _items(found, texts["suggestions"])


def _items(found, texts):
    """The suggestions: a new one begins where the numbering of the first goes on; without numbers, at every line."""
    marks = [MARK.match(text) for text in texts]
    first = next((i for i, mark in enumerate(marks) if mark), None)
    if first is None:
        return texts
    kind = marks[first].lastgroup
    if first:
        found.left_out.append((_("建议前的引语"), "\n".join(texts[:first])))
    items = []
    for text, mark in zip(texts[first:], marks[first:], strict=True):
        if mark and mark.lastgroup == kind:
            items.append(text[mark.end() :])
        else:
            items[-1] += f"\n{text}"
    return items

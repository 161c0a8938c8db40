"""``manage.py lifecycle_docs``: write docs/lifecycle.md from the rule files; ``--check`` exits 1 when it is stale."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from proposals import lifecycle, permissions
from proposals.lifecycle import ASSIGNMENT_MOVES, PROPOSAL_MOVES, AssignmentStatus, ProposalStatus

PAGE = settings.BASE_DIR / "docs" / "lifecycle.md"

HEAD = """# 提案的生命周期

本页由 `manage.py lifecycle_docs` 从 `proposals/lifecycle.py` 和 `proposals/permissions.py` 生成，请不要手工修改。
表中没有的都不可以做；每一次变化都经过 `trail.move()`，写入留痕。动作没有“到”的，只记录，状态不变。
审查结果（立案、并案、转意见建议、不予立案、撤案）与状态分开保存：转意见建议的提案也可以交办、答复和评议，但始终不计入立案。
"""

#: predicate of permissions.WHO_MAY -> who that is, in words
WHO = {
    "writer": "第一提案人（集体提案为集体账号）；代录的提案也包括提案委",
    "cosponsor": "已同意联名的委员",
    "invited": "受邀联名、尚未答复的委员",
    "reviewer": "提案委",
    "any_coordinator": "交办督查（承办单位须属本渠道，政协不限）",
    "coordinator": "该承办单位所属渠道的交办督查，或政协交办督查",
    "closer": "提案委或交办督查；无人需要会商时由系统办结",
    "handler": "本件次的承办人",
    "answering_handler": "单办、主办、分办单位的承办人",
    "lead_handler": "答复单位的承办人（单位不需领导审签时）",
    "lead_handler_signed": "答复单位的承办人（单位需领导审签时）",
    "co_handler": "会办单位的承办人",
    "unit_leader": "答复单位的领导",
    "contacts": "答复单位的承办人和领导、该渠道的交办督查，每次查看都留痕",
    "leader": "领导",
    "rater": "被请评议的提案者；承办单位的账号永远不能",
    "nobody": "系统",
}


def diagram(moves, first):
    """A Mermaid state diagram; only moves that change the status are arrows."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first.value}"]
    states = type(first)
    lines += [f"    {status.value}: {status.label}" for status in states]
    arrows = {}
    for move in moves:
        for source in states:
            if move.target and source in move.sources:
                arrows.setdefault((source.value, str(move.target)), []).append(str(move.action.label))
    lines += [f"    {source} --> {to}: {'、'.join(labels)}" for (source, to), labels in arrows.items()]
    leaving = {source for source, _to in arrows}
    lines += [f"    {status.value} --> [*]" for status in states if status.value not in leaving]
    return [*lines, "```"]


def table(moves, states):
    """One row per action: from where, to where, who may."""
    lines = ["| 动作 | 从 | 到 | 谁 |", "|---|---|---|---|"]
    for move in moves:
        sources = "、".join(str(status.label) for status in states if status in move.sources)
        to = states(move.target).label if move.target else ""
        who = WHO[permissions.WHO_MAY[move.action].__name__]
        lines.append(f"| {move.action.label} `{move.action.value}` | {sources} | {to} | {who} |")
    return lines


def page():
    """The whole page as text."""
    lines = [HEAD]
    for title, moves, first in [
        ("提案", PROPOSAL_MOVES, ProposalStatus.DRAFT),
        ("承办件次", ASSIGNMENT_MOVES, AssignmentStatus.PENDING),
    ]:
        lines += [f"## {title}", "", *diagram(moves, first), "", *table(moves, type(first)), ""]
    outcomes = "、".join(f"{action.label} → {outcome.label}" for action, outcome in lifecycle.OUTCOME_OF.items())
    lines += ["## 审查结果", "", f"{outcomes}。", ""]
    return "\n".join(lines)


class Command(BaseCommand):
    help = _("由规则文件生成 docs/lifecycle.md")
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help=_("只核对，过期则以 1 退出"))

    def handle(self, *args, check=False, **options):
        text = page()
        if not check:
            PAGE.parent.mkdir(exist_ok=True)
            PAGE.write_text(text, encoding="utf-8")
            self.stdout.write(_("已写入 docs/lifecycle.md"))
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            raise CommandError(_("docs/lifecycle.md 已过期，请运行 make fix。"))

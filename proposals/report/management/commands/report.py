"""``manage.py report --year 2022 --base handled [--as-of DATE] --format json|text``: the report, computed now."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.committee.models import Committee, PlenarySession
from proposals.rates import Base
from proposals.report import actions, statement


class Command(BaseCommand):
    help = _("打印一届次的统计报告")

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, required=True, help=_("年度"))
        parser.add_argument("--base", default=Base.HANDLED, choices=[str(base) for base in Base], help=_("基数"))
        parser.add_argument("--as-of", type=date.fromisoformat, help=_("截至日期，如 2022-12-31"))
        parser.add_argument("--committee", default="", help=_("委员会名称，默认本会"))
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, year, base, as_of, committee, format, **options):
        owner = Committee.objects.filter(name=committee).first() if committee else Committee.objects.home()
        session = owner and PlenarySession.objects.newest_first(owner).filter(year=year).first()
        if session is None:
            raise CommandError(_("没有%(year)s年度的届次。") % {"year": year})
        now = timezone.now()
        snapshot = actions.compute(session, Base(base), actions.moment_of(as_of, now) if as_of else now)
        if format == "json":
            self.stdout.write(json.dumps(statement.as_json(snapshot), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(self._text(snapshot))

    def _text(self, snapshot):
        rows = [statement.headline(snapshot), ""]
        for found in statement.lines(snapshot.overall):
            base = snapshot.get_base_display() if found.on_base else ""
            rows.append(f"{found.label}\t{found.percent or '—'}\t{found.n}/{found.d or '—'}\t{base}")
        return "\n".join(rows)

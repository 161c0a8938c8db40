"""``manage.py verify_trail``: check every chain of events; exit code 1 when one is broken."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from proposals.trail import actions


class Command(BaseCommand):
    help = _("核对留痕链：找出任何改动、删除或插入")

    def handle(self, *args, **options):
        broken = 0
        for case, seq, what in actions.verify():
            broken += 1
            self.stdout.write(_("提案 %(case)s 第 %(seq)s 条：%(what)s") % {"case": case, "seq": seq, "what": what})
        total, digest = actions.head()
        if broken:
            raise CommandError(_("留痕链有 %(n)s 处断裂。") % {"n": broken})
        self.stdout.write(_("留痕链完好：共 %(n)s 条事件，链头 %(head)s") % {"n": total, "head": digest})

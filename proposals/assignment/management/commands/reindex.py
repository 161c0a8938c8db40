"""``manage.py reindex``: write what a search reads anew where it is stale; ``--check`` only counts."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from proposals.assignment import actions


class Command(BaseCommand):
    help = _("更新检索：把缺少的和过时的补写一遍")

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help=_("只数有多少件过时，有过时的以错误结束"))

    def handle(self, *args, check=False, **options):
        stale = actions.reindex(only_count=check, told=self._progress)
        if check and stale:
            raise CommandError(_("%(n)s 件的检索已过时，请运行 %(command)s。") % {"n": stale, "command": "reindex"})
        self.stdout.write(_("检索没有过时的。") if check else _("已更新 %(n)s 件。") % {"n": stale})

    def _progress(self, done, total):
        self.stderr.write(f"\r{done}/{total}", ending="\n" if done == total else "", style_func=str)
        self.stderr.flush()

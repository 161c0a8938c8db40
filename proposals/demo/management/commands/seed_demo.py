"""``manage.py seed_demo``: the demo year and a running session, by way of the real actions."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from proposals.demo import seed


class Command(BaseCommand):
    help = _("写入演示数据：日喀则2022年和正在进行的一届")

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help=_("演示数据已在时什么也不做"))

    def handle(self, *args, if_empty=False, **options):
        if seed.is_there():
            if not if_empty:
                raise CommandError(_("演示数据已经在数据库里。要重新写入，请先用 make reset 清空。"))
            return seed.say(_("· 演示数据已在，不再写入。"))
        if seed.has_other_data():
            raise CommandError(_("数据库里已有其他数据，演示数据只写入空的数据库，什么也没有改动。"))
        seed.say(_("· 写入演示数据，约需一分钟 ……"))
        seed.build()
        connection.cursor().execute("ANALYZE")  # the planner knows nothing of freshly filled tables
        seed.say(_("· 演示数据写入完毕。"))

"""``manage.py demo_accounts``: who can sign in to the demo."""

import unicodedata

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from proposals.demo import accounts, seed


class Command(BaseCommand):
    help = _("列出演示账号和密码")

    def handle(self, *args, **options):
        if not seed.is_there():
            self.stdout.write(_("还没有演示数据，请先运行 manage.py seed_demo。"))
            return
        head = (_("身份"), _("账号"), _("密码"), _("姓名"), _("说明"))
        rows = [head, *((str(a.role.label), a.username, accounts.PASSWORD, a.name, a.what) for a in accounts.ACCOUNTS)]
        sizes = [max(width(word) for word in column) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = [word + " " * (size - width(word)) for word, size in zip(row, sizes, strict=True)]
            self.stdout.write("  ".join(cells).rstrip())
        self.stdout.write(_("用浏览器打开 %(address)s ，用上面的账号登录。") % {"address": settings.SITE_URL})


def width(text):
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)

"""``manage.py import_proposals FILE``: published lists of proposals into the history."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from proposals.history import actions
from proposals.tables import UnreadableTable, read_table

WIDTH = 30
MOST = 50_000  # rows of one file


class Command(BaseCommand):
    help = _("导入已公布的提案名单（%(kinds)s）") % {"kinds": _("xlsx 或 csv")}

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help=_("文件，第一行是列名"))
        parser.add_argument("--committee-city", default="", metavar=_("城市"), help=_("没有“城市”一列时的城市"))
        parser.add_argument("--dry-run", action="store_true", help=_("只报告会怎样，什么也不改动"))
        parser.add_argument("--strict", action="store_true", help=_("只要有一行出错就全部不导入"))

    def handle(self, *args, file, committee_city="", dry_run=False, strict=False, **options):
        try:
            table = read_table(Path(file).read_bytes(), most=MOST)
            account = actions.import_list(
                table, default_city=committee_city, dry_run=dry_run, strict=strict, told=self._progress
            )
        except OSError as error:
            raise CommandError(_("读不到文件 %(file)s：%(error)s") % {"file": file, "error": error.strerror}) from error
        except UnreadableTable as error:
            raise CommandError(str(error)) from error
        self._tell(account, dry_run=dry_run, strict=strict)
        if strict and account.problems:
            raise CommandError(_("有行出错，按 %(option)s 的要求什么也没有导入。") % {"option": "--strict"})

    def _progress(self, done, total):
        """One line on the error stream that is written over and over."""
        if done != total and done % max(total // 40, 1):
            return
        bar = "█" * (WIDTH * done // total)
        end = "\n" if done == total else ""
        self.stderr.write(f"\r{_('导入')} {bar:·<{WIDTH}} {done}/{total}", ending=end, style_func=str)
        self.stderr.flush()

    def _tell(self, account, *, dry_run, strict):
        if account.unused:
            self.stdout.write(_("没有用到的列：%(names)s。") % {"names": "、".join(account.unused)})
        for problem in account.problems:
            self.stdout.write(str(problem))
        if dry_run:
            self.stdout.write(_("只是试运行，什么也没有改动。"))
        counts = f"{account.imported} imported, {account.unchanged} unchanged, {account.skipped} skipped"
        self.stdout.write(f"{account.rows} rows: {counts}")

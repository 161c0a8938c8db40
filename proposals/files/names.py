"""Names of files: what people read in a list and get when they download."""

import re
import unicodedata
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

LONGEST = 200
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')  # Windows cannot store them


def clean_name(given):
    """The last part of a path, without control characters, invisible marks and changes of direction ("exe.fdp" must
    not read "pdf.exe"); at most 200 characters, and the extension stays."""
    kept = "".join(" " if c in "\t\r\n" else c for c in unicodedata.normalize("NFC", str(given)) if _shows(c))
    name = re.split(r"[/\\]", kept)[-1]
    name = NOT_IN_NAMES.sub("_", " ".join(name.split())).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return name[:LONGEST] or _("附件")
    return f"{stem[: LONGEST - len(ending) - 1].strip(' .') or _('附件')}.{ending}"[:LONGEST]


def _shows(character):
    return character in "\t\r\n" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def extension(name):
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def size_text(size):
    """How large a file is, as people say it."""
    if size < 1024:
        return _("%(n)s 字节") % {"n": size}
    if size < 1024 * 1024:
        return _("%(n)s KB") % {"n": round(size / 1024)}
    return _("%(n)s MB") % {"n": f"{size / 1024 / 1024:.1f}".removesuffix(".0")}

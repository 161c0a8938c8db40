"""The one door for uploaded files."""

import hashlib
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.lifecycle import Refusal

from . import archives, documents, pictures
from .faults import Fault, broken
from .names import clean_name, extension, size_text

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE

#: extension: (kind, the beginning of such a file, how people call it, what looks into it)
KINDS = {
    "pdf": ("pdf", b"%PDF-", gettext_lazy("PDF 文件"), documents.check_pdf),
    "doc": ("doc", documents.OLE, gettext_lazy("Word 文档"), documents.check_doc),
    "xls": ("xls", documents.OLE, gettext_lazy("Excel 表格"), documents.check_xls),
    "docx": ("docx", archives.ZIP, gettext_lazy("Word 文档"), archives.check_docx),
    "xlsx": ("xlsx", archives.ZIP, gettext_lazy("Excel 表格"), archives.check_xlsx),
    "ofd": ("ofd", archives.ZIP, gettext_lazy("OFD 文件"), archives.check_ofd),
    "jpg": ("jpg", b"\xff\xd8\xff", gettext_lazy("JPG 图片"), pictures.check_jpg),
    "jpeg": ("jpg", b"\xff\xd8\xff", gettext_lazy("JPG 图片"), pictures.check_jpg),
    "png": ("png", b"\x89PNG\r\n\x1a\n", gettext_lazy("PNG 图片"), pictures.check_png),
}
#: for the ``accept`` attribute of file fields
ACCEPT = ",".join(f".{ending}" for ending in KINDS)
HINT = gettext_lazy("PDF、Word、Excel、OFD 文件或 JPG、PNG 图片，每个不超过 20 MB。")
INSTEAD = {
    "heic": gettext_lazy("请截图后上传，或在手机的相机设置里改用兼容格式再拍。"),
    "docm": gettext_lazy("请另存为不含宏的 docx 后再上传。"),
    "xlsm": gettext_lazy("请另存为不含宏的 xlsx 后再上传。"),
    "wps": gettext_lazy("请另存为 docx 或 PDF 后再上传。"),
    "et": gettext_lazy("请另存为 xlsx 或 PDF 后再上传。"),
}


class Checked(NamedTuple):
    """A file that has been looked into; only ``inspect`` makes one. ``content`` of a picture is the picture saved
    anew, without what the camera wrote beside it."""

    name: str
    kind: str
    size: int
    sha256: str
    content: bytes


def inspect(upload):
    """Check an uploaded file (anything with ``name``, ``size`` and ``read``) against its name; return it Checked."""
    name = clean_name(upload.name)
    try:
        kind, content = _look(name, upload)
    except Fault as fault:
        raise Refusal(f"“{name}”{fault}", field="files") from fault
    return Checked(name, kind, len(content), hashlib.sha256(content).hexdigest(), content)


def _look(name, upload):
    ending = extension(name)
    if ending not in KINDS:
        instead = INSTEAD.get(ending) or _("可以上传 PDF、Word、Excel、OFD 文件和 JPG、PNG 图片，请转成其中一种。")
        raise Fault(_("不是可以上传的格式。%(instead)s") % {"instead": instead})
    if upload.size > LARGEST:
        raise Fault(_("超过 %(largest)s。请压缩或分成几个文件后再上传。") % {"largest": size_text(LARGEST)})
    content = upload.read(LARGEST + 1)
    if not content:
        raise Fault(_("是空文件。请检查原文件能否打开，再重新选择。"))
    kind, beginning, called, check = KINDS[ending]
    if ending in ("docx", "xlsx") and documents.is_locked_office(content):
        raise Fault(_("设有打开密码。请去掉密码后再上传。"))
    if not content.startswith(beginning):
        raise Fault(_("的内容不是 %(called)s，可能改过扩展名。请用原来的软件另存后再上传。") % {"called": called})
    return kind, _checked(check, content, called) or content


def _checked(check, content, called):
    """Readers of hostile bytes give up in many ways; whatever they raise, the file is not taken."""
    try:
        return check(content)
    except Fault:
        raise
    except Exception as error:
        raise broken(called) from error

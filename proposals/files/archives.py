"""docx, xlsx and ofd: packages that are read whole before they are trusted."""

import io
import stat
import zipfile

from defusedxml import ElementTree
from django.utils.translation import gettext as _

from .faults import Fault, not_what_it_says, two_in_one
from .names import extension

ZIP = b"PK\x03\x04"
ENTRIES, UNPACKED, RATIO = 2000, 100 * 1024 * 1024, 100
XML = 5 * 1024 * 1024  # a list of contents is never longer
LISTED = "[Content_Types].xml"
END = b"PK\x05\x06"
ACTIVE_PARTS = ("vbaproject", "vbadata", "activex", "macrosheets", "customui")
#: what may lie in a document as an object, and be started from there
PROGRAMS = frozenset(
    "exe dll com scr msi bat cmd ps1 vbs vbe js jse wsf hta lnk jar class docm xlsm xlsb dotm xltm pptm xlam".split()
)


def check_docx(content):
    _check_office(content, "word/document.xml", "wordprocessingml.document.main+xml", _("Word 文档"))


def check_xlsx(content):
    _check_office(content, "xl/workbook.xml", "spreadsheetml.sheet.main+xml", _("Excel 表格"))


def check_ofd(content):
    parts = _unpack(content, wanted="OFD.xml")
    if "OFD.xml" not in parts:
        raise not_what_it_says(_("OFD 文件"))
    if any(name.rpartition("/")[2].lower() in ("encryptions.xml", "decryptseed.dat") for name in parts):
        raise Fault(_("已加密。请去掉密码后再上传。"))
    if not ElementTree.fromstring(parts["OFD.xml"]).tag.endswith("}OFD"):
        raise not_what_it_says(_("OFD 文件"))


def _check_office(content, part, content_type, called):
    parts = _unpack(content, wanted=LISTED)
    if LISTED not in parts:
        raise not_what_it_says(called)
    listed = ElementTree.fromstring(parts[LISTED])
    types = {row.get("PartName", "").lstrip("/"): row.get("ContentType", "") for row in listed}
    if any("macro" in value.lower() or "vba" in value.lower() for value in types.values()):
        raise _active()
    if part not in parts or not types.get(part, "").endswith(content_type):
        raise not_what_it_says(called)


def _active():
    return Fault(_("含有宏或可运行的内容。请另存为不含宏的格式，或转成 PDF 后再上传。"))


def _unpack(content, *, wanted):
    """{name: bytes of the ``wanted`` part, None for the others}, every entry checked and its length counted."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        _check_frame(content, entries)
        _check_entries(entries)
        return _read(archive, entries, len(content), wanted)


def _check_frame(content, entries):
    """Nothing before the first entry, between the directory and the end, or after it."""
    end = content.rfind(END)
    comment = int.from_bytes(content[end + 20 : end + 22], "little")
    if not entries or min(entry.header_offset for entry in entries) != 0 or comment or end + 22 != len(content):
        raise two_in_one()


def _check_entries(entries):
    names = [entry.filename for entry in entries]
    if len(entries) > ENTRIES:
        raise Fault(_("里面的部件太多。请另存为新文件，或转成 PDF 后再上传。"))
    if len(set(names)) != len(names) or any(_escapes(entry) for entry in entries):
        raise two_in_one()
    if any(entry.flag_bits & 1 for entry in entries):
        raise Fault(_("已加密。请去掉密码后再上传。"))
    low = [name.lower() for name in names]
    if any(extension(name) in PROGRAMS or any(part in name for part in ACTIVE_PARTS) for name in low):
        raise _active()


def _escapes(entry):
    """A link, or a name that leads out of the package."""
    parts = entry.filename.replace("\\", "/").split("/")
    return stat.S_ISLNK(entry.external_attr >> 16) or ".." in parts or entry.filename.startswith(("/", "\\"))


def _read(archive, entries, size, wanted):
    """Count what really comes out; the lengths written in the package are only claims."""
    allowed, found = min(UNPACKED, size * RATIO), {}
    if sum(entry.file_size for entry in entries) > allowed:
        raise _too_much()
    for entry in entries:
        with archive.open(entry) as part:
            kept = part.read(XML) if entry.filename == wanted else None
            allowed -= len(kept or b"")
            while block := part.read(1 << 20):
                allowed -= len(block)
                if allowed < 0:
                    raise _too_much()
        found[entry.filename] = kept
    return found


def _too_much():
    return Fault(_("展开后过大。请去掉大图片或分成几个文件，再另存上传。"))

"""PDF and the old Word and Excel formats."""

import io
import struct

import olefile
from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from .faults import Fault, not_what_it_says, refuse_second_file, two_in_one

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OBJECTS, DEEP = 200_000, 60
#: a key, or the kind of an action, that does something when the file is opened, or carries another file
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/RichMedia", "/RichMediaContent", "/XFA"})
ACTIVE_KINDS = frozenset({"/JavaScript", "/Launch", "/EmbeddedFile", "/RichMedia", "/ImportData", "/GoToE"})
MACRO_PARTS = frozenset({"macros", "vba", "_vba_project", "_vba_project_cur"})
BOF, EOF, FILEPASS, BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085


# -- PDF --------------------------------------------------------------------------------------------------------------


def check_pdf(content):
    refuse_second_file(content, b"", content[content.rfind(b"%%EOF") + 5 :] if b"%%EOF" in content else b"")
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise Fault(_("设有密码或限制。请去掉密码和限制，或打印成新的 PDF 后再上传。"))
    _refuse_active(reader)
    if not len(reader.pages):
        raise not_what_it_says(_("PDF 文件"))


def _refuse_active(reader):
    """Look at every object there is, used or not."""
    keys = [(number, generation) for generation, rows in reader.xref.items() for number in rows]
    keys += [(number, 0) for number in reader.xref_objStm]
    if len(keys) > OBJECTS:
        raise Fault(_("过于复杂。请打印成新的 PDF 后再上传。"))
    for number, generation in keys:
        found = reader.get_object(IndirectObject(number, generation, reader))
        if _is_active(found, DEEP):
            raise Fault(_("含有脚本、可运行的内容或夹带的文件。请打印成新的 PDF 后再上传。"))


def _is_active(found, deep):
    if isinstance(found, ArrayObject):
        return deep == 0 or any(_is_active(item, deep - 1) for item in list.__iter__(found))
    if not isinstance(found, DictionaryObject):
        return False  # what is referred to comes up as an object of its own
    if deep == 0 or ACTIVE_KEYS & set(found):
        return True
    kinds = {str(found[key]) for key in ("/S", "/Type", "/Subtype") if key in found}
    return bool(ACTIVE_KINDS & kinds) or any(_is_active(item, deep - 1) for item in dict.values(found))


# -- Word and Excel until 2003 ----------------------------------------------------------------------------------------


def is_locked_office(content):
    """A new office file with a password is wrapped into the old container."""
    return content.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in content


def check_doc(content):
    _check_ole(content, ["WordDocument"], _("Word 文档"), _look_into_word)


def check_xls(content):
    _check_ole(content, ["Workbook", "Book"], _("Excel 表格"), _look_into_excel)


def _check_ole(content, streams, called, look):
    refuse_second_file(content, b"")
    with olefile.OleFileIO(io.BytesIO(content)) as ole:
        stream = next((name for name in streams if ole.exists(name)), None)
        if stream is None:
            raise not_what_it_says(called)
        parts = {part.lower() for path in ole.listdir(storages=True) for part in path}
        look(ole.openstream(stream).read(), parts)


def _macros():
    return Fault(_("含有宏。请另存为不含宏的格式，或转成 PDF 后再上传。"))


def _locked():
    return Fault(_("设有打开密码。请去掉密码后再上传。"))


def _look_into_word(stream, parts):
    (flags,) = struct.unpack_from("<H", stream, 10)
    if flags & 0x0100:
        raise _locked()
    if MACRO_PARTS & parts:
        raise _macros()


def _look_into_excel(stream, parts):
    """The records of the workbook up to its end tell of a password and of macro sheets."""
    if MACRO_PARTS & parts:
        raise _macros()
    at, (first, _length) = 0, struct.unpack_from("<HH", stream, 0)
    if first & 0xFF != BOF & 0xFF:
        raise two_in_one()
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == FILEPASS:
            raise _locked()
        if kind == BOUNDSHEET and stream[at + 9] == 1:
            raise _macros()
        if kind == EOF:
            return
        at += 4 + length

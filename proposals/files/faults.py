"""What is wrong with a file, as the end of a sentence that begins with its name; and what all kinds share."""

import io
import zipfile

from django.utils.translation import gettext as _


class Fault(Exception):
    """The rest of the sentence: what is wrong and what to do."""


#: what a browser or a computer would run, wherever in a file it stands outside its proper content
RUNS = (b"<script", b"<html", b"<!doctype", b"<svg", b"<iframe", b"<?php", b"javascript:", b"%pdf-")
STARTS = (b"MZ", b"\x7fELF", b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\xd0\xcf\x11\xe0")


def broken(called):
    return Fault(_("打不开，%(called)s可能已损坏。请检查原文件，或另存后再上传。") % {"called": called})


def not_what_it_says(called):
    return Fault(_("里面不是 %(called)s 的内容。请用原来的软件另存后再上传。") % {"called": called})


def two_in_one():
    return Fault(_("里面夹带了别的内容。请用原来的软件另存为新文件后再上传。"))


def refuse_second_file(content, beside, after=b""):
    """A file that is two at once. ``beside``: the bytes around the proper content; ``after``: those behind its end."""
    low = beside.lower() + after.lower()
    if any(mark in low for mark in RUNS) or after.lstrip(b"\0\r\n ").startswith(STARTS):
        raise two_in_one()
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise two_in_one()

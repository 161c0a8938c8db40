"""Photos and scans: opened, measured and saved anew, so that only the picture itself is kept."""

import io
import struct

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from .faults import Fault, not_what_it_says, refuse_second_file

PIXELS = 40_000_000
ORIENTATION = 0x0112
QUALITY = 92
BARE = frozenset([0x01, *range(0xD0, 0xD8)])  # markers without a length


def check_jpg(content):
    return _anew(content, "JPEG", *_around_jpg(content))


def check_png(content):
    return _anew(content, "PNG", *_around_png(content))


def _anew(content, form, beside, after):
    """The picture alone: turned as it is to be seen, without place, time and device."""
    refuse_second_file(content, beside, after)
    _measure(content, form)
    Image.open(io.BytesIO(content), formats=[form]).verify()
    picture = Image.open(io.BytesIO(content), formats=[form])
    picture.load()
    return _saved(picture, form)


def _measure(content, form):
    """By the size it says it has, before anything is unfolded."""
    try:
        width, height = Image.open(io.BytesIO(content), formats=[form]).size
    except Image.DecompressionBombError:
        width, height = PIXELS, PIXELS
    if width * height > PIXELS:
        raise Fault(_("尺寸过大，图片最多 4000 万像素。请缩小后再上传。"))


def _saved(picture, form):
    how = {"quality": "keep"} if picture.format == "JPEG" else {"quality": QUALITY} if form == "JPEG" else {}
    if picture.getexif().get(ORIENTATION, 1) != 1:
        picture, how = ImageOps.exif_transpose(picture), {"quality": QUALITY} if form == "JPEG" else {}
    # colours need these two; everything else that was written beside the picture goes
    picture.info = {name: picture.info[name] for name in ("icc_profile", "transparency") if name in picture.info}
    saved = io.BytesIO()
    picture.save(saved, form, icc_profile=picture.info.get("icc_profile"), **how)
    return saved.getvalue()


def _around_jpg(content):
    """(what stands in the segments beside the picture, what stands behind its end)."""
    beside, at = [], 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise not_what_it_says(_("JPG 图片"))
        marker = content[at + 1]
        if marker == 0xFF or marker in BARE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker == 0xD9:
            break
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        beside.append(content[at + 4 : at + 2 + length])
        at += 2 + length
        if marker == 0xDA:
            at = _behind_scan(content, at)
    return b"\n".join(beside), content[at + 2 :]


def _behind_scan(content, at):
    """The next marker after the picture's own data."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] != 0 and content[at + 1] not in BARE and content[at + 1] != 0xFF:
            return at
        at += 1 if content[at + 1] == 0xFF else 2
    return len(content)


def _around_png(content):
    beside, at = [], 8
    while at + 12 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        if kind != b"IDAT":
            beside.append(content[at + 8 : at + 8 + length])
        at += 12 + length
        if kind == b"IEND":
            break
    return b"\n".join(beside), content[at:]

"""Files to upload, good and bad, made in memory: ``good()`` and ``bad()`` give {name: what makes the bytes}."""

import io
import stat
import struct
import zipfile
import zlib

import docx
import openpyxl
from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

EXIF_GPS, EXIF_ORIENTATION, EXIF_MAKE = 0x8825, 0x0112, 0x010F
SCRIPT = b"<html><script>alert(1)</script></html>"


# -- pictures ---------------------------------------------------------------------------------------------------------


def picture(form="JPEG", size=(60, 40), mode="RGB", **how):
    made = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(made, form, **how)
    return made.getvalue()


def photo(orientation=6):
    """As a telephone takes it: lying on its side, with place and maker."""
    exif = Image.Exif()
    exif[EXIF_ORIENTATION], exif[EXIF_MAKE] = orientation, "Geheimkamera"
    exif.get_ifd(EXIF_GPS)[2] = (29.0, 16.0, 1.0)
    return picture(exif=exif, comment=b"taken at home")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with(kind, data):
    """A chunk more before the end."""
    plain = picture("PNG")
    return plain[:-12] + chunk(kind, data) + plain[-12:]


def png_header(width, height):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


# -- packages ---------------------------------------------------------------------------------------------------------


def word(text="调研报告"):
    made, document = io.BytesIO(), docx.Document()
    document.add_paragraph(text)
    document.save(made)
    return made.getvalue()


def excel():
    made, book = io.BytesIO(), openpyxl.Workbook()
    book.active.append(["县", "件"])
    book.save(made)
    return made.getvalue()


def ofd(extra=()):
    root = '<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody/></ofd:OFD>'
    return package([("OFD.xml", root), ("Doc_0/Document.xml", "<a/>"), *extra])


def package(entries, comment=b""):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
        archive.comment = comment
    return made.getvalue()


def with_entries(content, *more, replace=()):
    """A package with further entries, or with some of its texts replaced: (name, old, new)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [(name, archive.read(name)) for name in archive.namelist()]
    for name, old, new in replace:
        entries = [(n, data.replace(old, new) if n == name else data) for n, data in entries]
    return package([*entries, *more])


def symlink():
    entry = zipfile.ZipInfo("word/media/image1.png")
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return entry


def encrypted(content):
    """Every entry says that it is encrypted."""
    changed = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = changed.find(mark)
        while found >= 0:
            changed[found + at] |= 1
            found = changed.find(mark, found + 4)
    return bytes(changed)


def lying(content, claimed=10):
    """The directory claims that the largest entry is small."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        largest = max(archive.infolist(), key=lambda entry: entry.file_size)
    return content.replace(struct.pack("<I", largest.file_size), struct.pack("<I", claimed))


# -- PDF --------------------------------------------------------------------------------------------------------------


def pdf(change=None, **how):
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    if change:
        change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def launches(writer):
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")})
    writer.root_object[NameObject("/OpenAction")] = action


def launches_at_one_remove(writer):
    """The kind of the action is an object of its own."""
    kind = writer._add_object(NameObject("/Launch"))
    action = DictionaryObject({NameObject("/S"): kind, NameObject("/F"): TextStringObject("cmd.exe")})
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)


def scripted(writer):
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")})
    writer.root_object[NameObject("/OpenAction")] = action


def scripted_page(writer):
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")})
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})


def annotated(writer):
    writer.add_annotation(0, FreeText(text="批注", rect=(50, 50, 200, 90)))


def nested(writer):
    deep = ArrayObject()
    for _i in range(200):
        deep = ArrayObject([deep])
    writer.root_object[NameObject("/Deep")] = deep


def hidden_name(content):
    """The name of the script's key with its letters as numbers."""
    return content.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS ", b"/#4AS ")


# -- the old containers -----------------------------------------------------------------------------------------------


def ole(streams):
    """A compound file; ``streams``: {path: bytes}, at most one storage deep, long enough to be no mini streams."""
    names = ["Root Entry", *dict.fromkeys(part for path in streams for part in path.split("/"))]
    data = {path.split("/")[-1]: content.ljust(4096, b"\0") for path, content in streams.items()}
    inside = {path.split("/")[1]: path.split("/")[0] for path in streams if "/" in path}
    tops = [name for name in names[1:] if name not in inside]
    fat, body, entries = [0xFFFFFFFD, *[0xFFFFFFFE] * 2], b"", []
    fat[1] = 2  # two sectors of directory
    for order, name in enumerate(names):
        start, size = 0xFFFFFFFE, 0
        if name in data:
            start, count, size = len(fat), -(-len(data[name]) // 512), len(data[name])
            fat += [*range(start + 1, start + count), 0xFFFFFFFE]
            body += data[name].ljust(count * 512, b"\0")
        siblings = tops if name in tops else [n for n, storage in inside.items() if storage == inside.get(name)]
        after = siblings[siblings.index(name) + 1 :] if name in siblings else []
        child = tops[0] if order == 0 else next((n for n, storage in inside.items() if storage == name), None)
        kind = 5 if order == 0 else 2 if name in data else 1
        entries.append(_entry(name, kind, names, after[:1], child, start, size))
    directory = b"".join(entries).ljust(1024, b"\0")
    header = struct.pack("<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096,
                         0xFFFFFFFE, 0, 0xFFFFFFFE, 0)  # fmt: skip
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return header + b"".join(struct.pack("<I", n) for n in fat).ljust(512, b"\xff") + directory + body


def _entry(name, kind, names, after, child, start, size):
    nothing = 0xFFFFFFFF
    right = names.index(after[0]) if after else nothing
    below = names.index(child) if child else nothing
    written = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII36xIII", written, len(written), kind, 1, nothing, right, below, start, size, 0
    )  # fmt: skip


def old_word(flags=0, **more):
    return ole({"WordDocument": struct.pack("<5HH", 0xA5EC, 0xC1, 0, 0, 0, flags), "1Table": b"", **more})


def old_excel(*records, **more):
    stream = struct.pack("<HH", 0x0809, 16) + bytes(16)
    for kind, data in (*records, (0x000A, b"")):
        stream += struct.pack("<HH", kind, len(data)) + data
    return ole({"Workbook": stream, **more})


def sheet(kind):
    return (0x0085, struct.pack("<IBB", 0, 0, kind) + b"\x01\0A")


# -- the corpus -------------------------------------------------------------------------------------------------------


def good():
    return {
        "调研报告.pdf": lambda: pdf(),
        "大写.PDF": lambda: pdf(),
        "带批注.pdf": lambda: pdf(annotated),
        "三页.pdf": lambda: pdf(lambda w: [w.add_blank_page(100, 100) for _ in range(2)]),
        "多个点.2022.最终稿.pdf": lambda: pdf(),
        "换行结尾.pdf": lambda: pdf() + b"\r\n\r\n",
        "像网页的名字.html.pdf": lambda: pdf(),
        "报告.docx": lambda: word(),
        "文中有标签.docx": lambda: word("<script>alert(1)</script> PK"),
        "带图.docx": lambda: with_entries(word(), ("word/media/image1.png", picture("PNG"))),
        "嵌入表格.docx": lambda: with_entries(word(), ("word/embeddings/Sheet1.xlsx", excel())),
        "统计.xlsx": lambda: excel(),
        "发票.ofd": lambda: ofd(),
        "带附件的发票.ofd": lambda: ofd([("Doc_0/Attachs/invoice.xml", "<a/>")]),
        "照片.jpg": lambda: photo(),
        "正的照片.jpg": lambda: photo(orientation=1),
        "照片.jpeg": lambda: picture(),
        "渐进.jpg": lambda: picture(progressive=True),
        "灰度.jpg": lambda: picture(mode="L"),
        "印刷色.jpg": lambda: picture(mode="CMYK"),
        "重启标记.jpg": lambda: picture(size=(200, 200), restart_marker_rows=1),
        "动态照片.jpg": lambda: picture() + b"\0\0\0\x18ftypmp42" + bytes(300),
        "两张合一.jpg": lambda: picture() + picture(),
        "扫描.png": lambda: picture("PNG"),
        "透明.png": lambda: picture("PNG", mode="RGBA"),
        "黑白.png": lambda: picture("PNG", mode="1"),
        "调色板.png": lambda: picture("PNG", mode="P", transparency=0),
        "带说明.png": lambda: png_with(b"tEXt", b"Software\0gnome-screenshot"),
        "老报告.doc": lambda: old_word(),
        "老表格.xls": lambda: old_excel(sheet(0)),
        "更老的表格.xls": lambda: ole({"Book": struct.pack("<HH16xHH", 0x0809, 16, 0x000A, 0)}),
        "没有字母名.png": lambda: picture("PNG"),
    }


def bad():
    return {**_bad_names(), **_bad_packages(), **_bad_documents(), **_bad_pictures()}


def _bad_names():
    eicar = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"
    return {
        "程序.exe": lambda: b"MZ" + bytes(200),
        "报告.pdf.exe": lambda: b"MZ" + bytes(200),
        "报告\u202efdp.exe": lambda: b"MZ" + bytes(200),
        "没有扩展名": lambda: pdf(),
        "网页.html": lambda: SCRIPT,
        "图.svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "包.zip": lambda: package([("a.txt", "a")]),
        "文字.txt": lambda: "提案".encode(),
        "手机.heic": lambda: b"\0\0\0\x18ftypheic",
        "宏.docm": lambda: word(),
        "eicar.com": lambda: eicar,
        "eicar.pdf": lambda: eicar,
        "空.pdf": lambda: b"",
        "太大.pdf": lambda: pdf() + b"\n" * (20 * 1024 * 1024 + 1),
        "其实是图片.pdf": lambda: picture(),
        "其实是表格.docx": lambda: excel(),
        "其实是文档.xlsx": lambda: word(),
        "其实是文档.ofd": lambda: word(),
        "其实是老文档.docx": lambda: old_word(),
        "其实是新文档.doc": lambda: word(),
        "其实是老表格.doc": lambda: old_excel(),
        "其实是网页.doc": lambda: SCRIPT,
        "其实是网页.jpg": lambda: SCRIPT,
        "其实是png.jpg": lambda: picture("PNG"),
        "其实是动图.png": lambda: picture("GIF"),
        "其实是包.docx": lambda: package([("a.txt", "a")]),
    }


def _bad_packages():
    macro_type = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    plain_type = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    listed = "[Content_Types].xml"
    entity = b'<!DOCTYPE a [<!ENTITY b "c">]><Types '
    return {
        "炸弹.docx": lambda: with_entries(word(), ("word/media/a.bin", bytes(50_000_000))),
        "超过一百兆.docx": lambda: with_entries(
            word(), *((f"word/media/{n}.bin", bytes(30_000_000)) for n in range(4))
        ),
        "谎报大小.docx": lambda: lying(with_entries(word(), ("word/media/a.bin", bytes(5_000_000)))),
        "一万个部件.docx": lambda: with_entries(word(), *((f"word/media/{n}", b"") for n in range(10_000))),
        "有链接.docx": lambda: with_entries(word(), (symlink(), "/etc/passwd")),
        "往上走.docx": lambda: with_entries(word(), ("word/../../../a.sh", b"a")),
        "绝对路径.xlsx": lambda: with_entries(excel(), ("/etc/cron.d/a", b"a")),
        "有宏.docx": lambda: with_entries(word(), ("word/vbaProject.bin", b"a")),
        "改名的docm.docx": lambda: with_entries(word(), replace=[(listed, plain_type, macro_type)]),
        "有宏.xlsx": lambda: with_entries(excel(), ("xl/vbaProject.bin", b"a")),
        "老式宏表.xlsx": lambda: with_entries(excel(), ("xl/macrosheets/sheet1.xml", b"a")),
        "控件.docx": lambda: with_entries(word(), ("word/activeX/activeX1.bin", b"a")),
        "夹带程序.docx": lambda: with_entries(word(), ("word/embeddings/setup.exe", b"MZ")),
        "夹带带宏文档.docx": lambda: with_entries(word(), ("word/embeddings/a.docm", b"a")),
        "加密部件.docx": lambda: encrypted(word()),
        "加密.docx": lambda: ole({"EncryptedPackage": b"a", "EncryptionInfo": b"a"}),
        "加密.ofd": lambda: ofd([("Encryptions.xml", "<a/>")]),
        "前面有网页.docx": lambda: SCRIPT + word(),
        "后面有网页.docx": lambda: word() + SCRIPT,
        "注释里有网页.docx": lambda: package([("a", "a")], comment=SCRIPT),
        "前面有图片.xlsx": lambda: picture() + excel(),
        "实体.docx": lambda: with_entries(word(), replace=[(listed, b"<Types ", entity)]),
        "缺目录.docx": lambda: package([("word/document.xml", "<a/>")]),
        "截断.docx": lambda: word()[:-200],
        "坏数据.xlsx": lambda: excel()[:300] + bytes(50) + excel()[350:],
        "空目录.ofd": lambda: package([("OFD.xml", "<a/>")]),
    }


def _bad_documents():
    return {
        "加密.pdf": lambda: pdf(lambda w: w.encrypt("secret")),
        "只限打印.pdf": lambda: pdf(lambda w: w.encrypt("", "owner")),
        "脚本.pdf": lambda: pdf(scripted),
        "改写名字的脚本.pdf": lambda: hidden_name(pdf(scripted_page)),
        "页面脚本.pdf": lambda: pdf(scripted_page),
        "启动程序.pdf": lambda: pdf(launches),
        "绕一步启动.pdf": lambda: pdf(launches_at_one_remove),
        "夹带文件.pdf": lambda: pdf(lambda w: w.add_attachment("setup.exe", b"MZ")),
        "层层嵌套.pdf": lambda: pdf(nested),
        "没有页.pdf": lambda: pdf(lambda w: w.remove_page(0)),
        "截断.pdf": lambda: pdf()[:200],
        "只有开头.pdf": lambda: b"%PDF-1.7\n",
        "前面有网页.pdf": lambda: SCRIPT + pdf(),
        "后面有网页.pdf": lambda: pdf() + SCRIPT,
        "后面有包.pdf": lambda: pdf() + package([("a", "a")]),
        "有宏.doc": lambda: old_word(**{"Macros/VBA": b"a"}),
        "加密.doc": lambda: old_word(flags=0x0100),
        "后面有包.doc": lambda: old_word() + package([("a", "a")]),
        "截断.doc": lambda: old_word()[:700],
        "有宏.xls": lambda: old_excel(**{"_VBA_PROJECT_CUR/VBA": b"a"}),
        "加密.xls": lambda: old_excel((0x002F, bytes(6))),
        "老式宏表.xls": lambda: old_excel(sheet(1)),
    }


def _bad_pictures():
    commented = picture(comment=SCRIPT)
    return {
        "五万乘五万.png": lambda: png_header(50_000, 50_000),
        "四千万以上.png": lambda: png_header(7_000, 6_000),
        "后面有包.jpg": lambda: picture() + package([("a", "a")]),
        "后面有包.png": lambda: picture("PNG") + package([("a", "a")]),
        "注释里有网页.jpg": lambda: commented,
        "后面有网页.jpg": lambda: picture() + SCRIPT,
        "后面有网页.png": lambda: picture("PNG") + SCRIPT,
        "说明里有网页.png": lambda: png_with(b"tEXt", b"Comment\0" + SCRIPT),
        "后面有程序.jpg": lambda: picture() + b"MZ" + bytes(100),
        "后面有文件.jpg": lambda: picture() + pdf(),
        "截断.jpg": lambda: picture(size=(300, 300))[:400],
        "截断.png": lambda: picture("PNG", size=(300, 300))[:100],
        "只有开头.jpg": lambda: b"\xff\xd8\xff\xe0",
        "坏校验.png": lambda: picture("PNG").replace(b"IDAT", b"IDAU"),
    }

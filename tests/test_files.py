"""What is taken in as a file: the corpus of good and bad ones, names, and what is left of a photo."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from proposals import files
from proposals.lifecycle import Refusal
from tests import corpus

GOOD, BAD = corpus.good(), corpus.bad()


class Upload:
    """As a view gets it; the name is not cleaned by Django."""

    def __init__(self, name, content):
        self.name, self.size, self.read = name, len(content), io.BytesIO(content).read


def test_the_corpus_is_large_enough():
    assert (len(GOOD) >= 25, len(GOOD) + len(BAD) >= 100) == (True, True)


@pytest.mark.parametrize("name", GOOD)
def test_good_files_are_taken(name):
    checked = files.inspect(Upload(name, GOOD[name]()))
    assert (checked.name, checked.size) == (name, len(checked.content))
    assert checked.kind == name.lower().rpartition(".")[2].replace("jpeg", "jpg")


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_by_name_with_what_to_do(name):
    with pytest.raises(Refusal) as refused:
        files.inspect(Upload(name, BAD[name]()))
    sentence = str(refused.value.sentence)
    assert sentence.startswith(f"“{files.clean_name(name)}”")
    assert "请" in sentence and sentence.endswith("。")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("其实是图片.pdf", "的内容不是 PDF 文件，可能改过扩展名。请用原来的软件另存后再上传。"),
        ("太大.pdf", "超过 20 MB。请压缩或分成几个文件后再上传。"),
        ("加密.docx", "设有打开密码。请去掉密码后再上传。"),
        ("宏.docm", "不是可以上传的格式。请另存为不含宏的 docx 后再上传。"),
        ("脚本.pdf", "含有脚本、可运行的内容或夹带的文件。请打印成新的 PDF 后再上传。"),
        ("炸弹.docx", "展开后过大。请去掉大图片或分成几个文件，再另存上传。"),
        ("五万乘五万.png", "尺寸过大，图片最多 4000 万像素。请缩小后再上传。"),
        ("后面有包.jpg", "里面夹带了别的内容。请用原来的软件另存为新文件后再上传。"),
        ("截断.pdf", "打不开，PDF 文件可能已损坏。请检查原文件，或另存后再上传。"),
        ("空.pdf", "是空文件。请检查原文件能否打开，再重新选择。"),
    ],
)
def test_each_refusal_says_what_is_wrong(name, said):
    with pytest.raises(Refusal) as refused:
        files.inspect(Upload(name, BAD[name]()))
    assert str(refused.value.sentence) == f"“{name}”{said}"


def test_a_photo_keeps_neither_place_nor_camera_and_stands_upright():
    checked = files.inspect(Upload("照片.jpg", corpus.photo(orientation=6)))
    kept = Image.open(io.BytesIO(checked.content))
    assert (kept.size, dict(kept.getexif()), kept.info.get("comment")) == ((40, 60), {}, None)
    assert b"Geheimkamera" in corpus.photo() and b"Geheimkamera" not in checked.content


def test_what_stands_behind_a_picture_is_not_kept():
    plain = files.inspect(Upload("照片.jpg", corpus.picture()))
    assert files.inspect(Upload("动态.jpg", GOOD["动态照片.jpg"]())).content == plain.content


def test_a_document_is_kept_to_the_byte():
    content = corpus.word()
    assert files.inspect(Upload("报告.docx", content)).content == content


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("报告.pdf", "报告.pdf"),
        ("C:\\Users\\我\\报告.pdf", "报告.pdf"),
        ("../../etc/报告.pdf", "报告.pdf"),
        ("报告\u202efdp.pdf", "报告fdp.pdf"),
        ("报\x00告\x1f\u200b.pdf", "报告.pdf"),
        ("  .报告.  .pdf", "报告.pdf"),
        ('"报告":?*<1>|.pdf', "_报告_____1__.pdf"),
        ("报告\n第二行.pdf", "报告 第二行.pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
        ("\u202e.pdf", "pdf"),
        ("...", "附件"),
        ("་བོད་ཡིག.jpg", "་བོད་ཡིག.jpg"),
    ],
)
def test_names_are_cleaned(given, kept):
    assert files.clean_name(given) == kept


def test_a_name_of_a_path_never_leaves_its_folder_through_django(rf):
    request = rf.post("/", {"files": SimpleUploadedFile("..\\..\\照片.png", GOOD["扫描.png"]())})
    assert files.inspect(request.FILES["files"]).name == "照片.png"


@pytest.mark.parametrize(
    ("size", "text"), [(5, "5 字节"), (2048, "2 KB"), (1024 * 1024, "1 MB"), (20 * 1024 * 1024 - 5, "20 MB")]
)
def test_sizes_are_said_in_words(size, text):
    assert files.size_text(size) == text

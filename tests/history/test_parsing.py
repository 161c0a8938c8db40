"""Published lists are read cell by cell; what is wrong is told by row and column."""

from datetime import date

import pytest

from proposals.history import parsing
from proposals.tables import UnreadableTable, read_table


def read(text):
    return parsing.read(read_table(text.encode()))


def parsed(text, **kwargs):
    names, rows, _unused = read(text)
    return parsing.parse(rows, names, **kwargs)


def told(text, **kwargs):
    return [str(problem) for problem in parsed(text, **kwargs)[1]]


def test_english_and_chinese_headings_are_the_same_columns():
    english = "city,year,session,number,title,lead_unit\n武汉市,2023,,0024,关于养老的提案,市民政局\n"
    chinese = "城市,年份,届次,提案号,案由,主办单位\n武汉市,2023,,0024,关于养老的提案,市民政局\n"
    assert parsed(english) == parsed(chinese)
    (entry,), problems = parsed(english)
    assert (entry.row, entry.city, entry.year, entry.number, entry.leads) == (2, "武汉市", 2023, "0024", ["市民政局"])
    assert problems == []


def test_numbers_stay_text_and_cells_stay_as_published():
    (entry,), _problems = parsed("城市,案号,案由\n隆阳区, 54057 ,关于“句满意”品牌:建设的提案\n")
    assert (entry.number, entry.title) == ("54057", "关于“句满意”品牌:建设的提案")


@pytest.mark.parametrize("text", ["", "姓名,电话\n甲,1\n", '案号,案由\n1,"没有结束'])
def test_what_is_no_list_is_refused(text):
    with pytest.raises(UnreadableTable):
        read(text)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2022-06-15", date(2022, 6, 15)),
        ("2022/6/5", date(2022, 6, 5)),
        ("2022.06.15", date(2022, 6, 15)),
        ("2022年6月15日", date(2022, 6, 15)),
        ("２０２２-０６-１５", date(2022, 6, 15)),
        ("20220615", date(2022, 6, 15)),
        ("", None),
    ],
)
def test_dates_as_lists_write_them(cell, day):
    assert parsing.parse_date(cell) == day


@pytest.mark.parametrize("cell", ["2022-02-30", "六月", "22-6-15", "1022-06-15", "2020824", "2022-06-15 10:00"])
def test_no_dates(cell):
    with pytest.raises(ValueError):
        parsing.parse_date(cell)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("武汉市,2023,,,,,,,,", "第2行“案由”：案号和案由都没有，无法确认是哪一件。"),
        (",2023,1,甲,,,,,,", "第2行“城市”：没有填写，不知道是哪里的提案。"),
        ("武汉市,去年,1,甲,,,,,,", "第2行“年份”：“去年”不是年份。"),
        ("武汉市,2023,1,甲,,市民政局,,2023-13-01,,", "第2行“答复日期”：“2023-13-01”不是日期，应写成 2022-06-15。"),
        ("武汉市,2023,1,甲,,市民政局,2023-06-01,2023-05-01,,", "第2行“答复日期”：答复日期早于交办日期。"),
        ("武汉市,2023,1,甲,,市民政局,,,E,", "第2行“办理类别”：不认识的办理类别“E”，应为 A、B、C 或 D。"),
        ("武汉市,2023,1,甲,,市民政局,,,,一般", "第2行“满意度”：不认识的满意度“一般”。"),
        ("武汉市,2023,1,甲,众人,,,,,", "第2行“类别”：不认识的提案类别“众人”。"),
        ("武汉市,2023,1,甲,,,,2023-06-01,,", "第2行“主办单位”：有答复却没有主办单位，无法登记。"),
        (f"武汉市,2023,1,{'长' * 201},,,,,,", "第2行“案由”：太长，有201字，最多200字。"),
        (f"武汉市,2023,{'1' * 31},甲,,,,,,", "第2行“案号”：太长，有31字，最多30字。"),
        (f"武汉市,2023,1,甲,,{'局' * 61},,,,", "第2行“主办单位”：太长，有61字，最多60字。"),
    ],
)
def test_a_fault_is_told_by_row_and_column(row, sentence):
    heading = "城市,年份,案号,案由,类别,主办单位,交办日期,答复日期,办理类别,满意度"
    assert told(f"{heading}\n{row}\n") == [sentence]


def test_every_fault_of_a_row_is_told_and_the_row_left_out():
    text = "城市,年份,案号,案由,答复日期,办理类别\n\n武汉市,二零,1,甲,昨天,Z\n武汉市,2023,2,乙,,\n"
    entries, problems = parsed(text)
    assert [entry.number for entry in entries] == ["2"]
    assert [(problem.row, problem.column) for problem in problems] == [(3, "年份"), (3, "答复日期"), (3, "办理类别")]


def test_a_city_may_be_given_for_the_whole_list():
    (entry,), problems = parsed("案号,案由\n1,甲\n", default_city="日喀则市")
    assert (entry.city, problems) == ("日喀则市", [])


@pytest.mark.parametrize(
    ("cell", "year"), [("2023", 2023), ("2023年", 2023), ("2012-2014", 2014), ("2012—2014", 2014), ("", None)]
)
def test_years(cell, year):
    (entry,), _problems = parsed(f"城市,年份,案号,案由\n泉州市,{cell},1,甲\n")
    assert entry.year == year


def test_a_missing_year_is_taken_from_the_published_dates():
    (entry,), _problems = parsed("城市,案号,案由,主办单位,答复日期\n泉州市,1,甲,市水利局,2020-09-09\n")
    assert entry.year == 2020


@pytest.mark.parametrize(
    ("kind", "proposer", "found"),
    [
        ("个人", "", "individual"),
        ("联名提案", "", "joint"),
        ("党派", "民盟市委会", "party"),
        ("集体", "市总工会", "party"),
        ("集体", "州政协提案委", "committee"),
        ("界别", "", "sectoral"),
        ("unknown", "", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_kinds(kind, proposer, found):
    (entry,), _problems = parsed(f"城市,案号,案由,类别,提案者\n泉州市,1,甲,{kind},{proposer}\n")
    assert (entry.kind, entry.proposer) == (found, proposer)


def test_several_units_stand_in_one_cell():
    text = "城市,案号,案由,主办单位,会办单位\n泉州市,1,甲,市水利局,市农委;市环保局；市财政局、市水利局\n"
    (entry,), _problems = parsed(text)
    assert entry.co_units == ["市农委", "市环保局", "市财政局", "市水利局"]


def test_titles_are_compared_without_width_space_and_punctuation():
    assert parsing.bare("关于“一带一路”建设，服务 开放的提案") == parsing.bare('关于"一带一路"建设,服务开放的提案')


def test_unknown_headings_are_named():
    assert read("案号,案由,领导批示\n1,甲,同意\n")[2] == ["领导批示"]

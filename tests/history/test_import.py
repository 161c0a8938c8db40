"""Published lists enter the history once, by one event each, with the dates that were published and no others."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from proposals.accounts.models import HandlingUnit
from proposals.assignment.models import Assignment
from proposals.committee.models import Committee, PlenarySession
from proposals.duties.models import Duty
from proposals.history.places import channel_of, term_and_number
from proposals.notices.models import Notice
from proposals.rating.models import Rating, Round
from proposals.response.models import Response
from proposals.submission.models import Proposal, Ruling
from proposals.trail import actions as trail
from proposals.trail.models import Event
from tests.factories import at, registered

PUBLISHED = Path(__file__).parent / "published.csv"
HEADING = "城市,年份,届次,案号,案由,主办单位,会办单位,交办日期,答复日期,办理类别,满意度"

pytestmark = pytest.mark.django_db


def run(path, **options):
    """(lines of the output, what was written to the error stream)."""
    out, err = StringIO(), StringIO()
    call_command("import_proposals", str(path), stdout=out, stderr=err, **options)
    return out.getvalue().splitlines(), err.getvalue()


@pytest.fixture
def listed(tmp_path):
    def write(*rows, heading=HEADING, encoding="utf-8"):
        path = tmp_path / "list.csv"
        path.write_bytes("\n".join([heading, *rows, ""]).encode(encoding))
        return path

    return write


def test_a_real_list_is_imported_and_the_second_time_nothing_changes():
    lines, progress = run(PUBLISHED)
    assert lines[-1] == "16 rows: 16 imported, 0 unchanged, 0 skipped"
    assert "16/16" in progress
    before = [Proposal.objects.count(), Event.objects.count(), HandlingUnit.objects.count(), Committee.objects.count()]
    lines, _progress = run(PUBLISHED)
    assert lines[-1] == "16 rows: 0 imported, 16 unchanged, 0 skipped"
    after = [Proposal.objects.count(), Event.objects.count(), HandlingUnit.objects.count(), Committee.objects.count()]
    assert before == after
    assert before[:2] == [16, 16]


def test_everything_published_is_there_and_nothing_else():
    run(PUBLISHED)
    proposal = Proposal.objects.get(case_number="0867")
    lead = proposal.assignments.get(kind=Assignment.Kind.LEAD)
    answer = lead.responses.get()
    assert proposal.committee.name == "全国政协"
    assert not proposal.committee.is_home
    assert (proposal.session.year, proposal.session.term, proposal.session.number) == (2021, 13, 4)
    assert (str(proposal.topic), proposal.kind, proposal.status) == ("资源环境类", "joint", "responded")
    assert (proposal.submitted_at, proposal.serial, proposal.handed_over_at) == (None, None, None)
    assert (str(answer.responded_on), answer.response_class) == ("2021-08-17", None)
    assert proposal.assignments.co_handling().count() == 6
    assert proposal.rulings.get().at == at("2021-08-17 00:00")  # the earliest published day
    event = Event.objects.get(case=proposal.pk)
    assert (event.seq, event.action, event.by, event.to_status) == (1, "import_record", None, "responded")
    assert event.data["undated"] == ["registered", "handed_over"]
    assert event.data["source_url"].startswith("https://www.mee.gov.cn/")
    assert event.note == "由已公布的名单导入。立案、交办日期未公布。"


def test_rows_with_a_number_and_no_title_are_fine():
    run(PUBLISHED)
    numbers = Proposal.objects.filter(title="").order_by("case_number").values_list("case_number", flat=True)
    assert list(numbers) == ["20180012", "20180329", "20190017", "20250688"]


def test_no_duty_no_message_and_a_whole_chain():
    run(PUBLISHED)
    assert (Duty.objects.count(), Notice.objects.count()) == (0, 0)
    assert list(trail.verify()) == []


def test_statuses_follow_from_what_is_published(listed):
    rows = [
        "武汉市,2023,,1,甲,,,,,,",
        "武汉市,2023,,2,乙,市民政局,,2023-03-15,,,",
        "武汉市,2023,,3,丙,市民政局,市财政局,2023-03-15,2023-06-01,A,",
        "武汉市,2023,,4,丁,市民政局;市水利局,,2023-03-15,2023-06-01,B类,基本满意",
    ]
    lines, _progress = run(listed(*rows))
    assert lines[-1] == "4 rows: 4 imported, 0 unchanged, 0 skipped"
    found = dict(Proposal.objects.values_list("case_number", "status"))
    assert found == {"1": "registered", "2": "handed_over", "3": "responded", "4": "closed"}
    kinds = {p.case_number: sorted(p.assignments.values_list("kind", flat=True)) for p in Proposal.objects.all()}
    assert kinds == {"1": [], "2": ["sole"], "3": ["co_handler", "lead"], "4": ["separate", "separate"]}
    assert Response.objects.filter(response_class__meaning="planned").count() == 2
    assert set(Rating.objects.values_list("result__counts_as", "given_at")) == {
        ("basically", at("2023-12-31 23:59:59.999999"))
    }
    assert Round.objects.open().count() == 0
    assert Proposal.objects.get(case_number="2").handed_over_at == at("2023-03-15 00:00")


def test_an_undated_ruling_stands_at_the_end_of_the_year_of_the_list(listed):
    run(listed("武汉市,2023,,1,甲,,,,,,"))
    ruling = Ruling.objects.get()
    assert timezone.localtime(ruling.at).isoformat()[:16] == "2023-12-31T23:59"
    assert ruling.note == "日期未公布"


def test_a_list_without_year_keeps_its_own_session(listed):
    run(listed("济南市,,市政协十二届四次会议,,关注饮水安全,,,,,,"))
    session = PlenarySession.objects.get()
    assert (session.title, session.year, session.term, session.number) == ("市政协十二届四次会议", 0, 12, 4)


def test_without_a_number_title_and_lead_unit_are_the_identity(listed):
    rows = ["武汉市,2023,,,关于养老的提案,市民政局,,,,,", "武汉市,2023,,,关于养老的提案,市财政局,,,,,"]
    assert run(listed(*rows))[0][-1] == "2 rows: 2 imported, 0 unchanged, 0 skipped"
    again = ["武汉市,2023,,,关于“养老”的提案 ,武汉市民政局,,,,,"]
    assert run(listed(*again))[0][-1] == "1 rows: 0 imported, 1 unchanged, 0 skipped"


def test_the_same_number_for_another_matter_is_told(listed):
    run(listed("武汉市,2023,,0024,关于养老的提案,,,,,,"))
    lines, _progress = run(listed("武汉市,2023,,0024,关于托幼的提案,,,,,,", "武汉市,2023,,024,关于托幼的提案,,,,,,"))
    assert "第2行“案号”：这一届的第0024号已经是《关于养老的提案》，与本行案由不同。" in lines
    assert lines[-1] == "2 rows: 1 imported, 0 unchanged, 1 skipped"  # leading zeros make another number


def test_units_are_known_by_full_and_by_short_name(listed):
    run(listed("丽水市,2025,,1,甲,丽水市财政局,市建设局,,,,", "丽水市,2025,,2,乙,市财政局,丽水市建设局,,,,"))
    names = HandlingUnit.objects.order_by("name").values_list("name", "short_name", "pinyin_key")
    assert list(names) == [
        ("丽水市财政局", "市财政局", "shi cai zheng ju"),
        ("市建设局", "市建设局", "shi jian she ju"),
    ]


def test_faulty_rows_are_told_and_the_others_imported(listed):
    lines, _progress = run(listed("武汉市,2023,,1,甲,,,,昨天,,", "武汉市,2023,,2,乙,,,,,,"))
    assert "第2行“答复日期”：“昨天”不是日期，应写成 2022-06-15。" in lines
    assert lines[-1] == "2 rows: 1 imported, 0 unchanged, 1 skipped"
    assert [p.title for p in Proposal.objects.all()] == ["乙"]


def test_strict_refuses_all(listed):
    path, out = listed("武汉市,2023,,1,甲,,,,昨天,,", "武汉市,2023,,2,乙,,,,,,"), StringIO()
    with pytest.raises(CommandError):
        call_command("import_proposals", str(path), "--strict", stdout=out, stderr=StringIO())
    assert out.getvalue().splitlines()[-1] == "2 rows: 0 imported, 0 unchanged, 2 skipped"
    assert (Proposal.objects.count(), Committee.objects.count()) == (0, 0)


def test_a_dry_run_gives_the_same_account_and_changes_nothing(listed):
    path = listed("武汉市,2023,,1,甲,,,,昨天,,", "武汉市,2023,,2,乙,市民政局,,,,,")
    dry, _progress = run(path, dry_run=True)
    counts = [m.objects.count() for m in (Proposal, Committee, PlenarySession, HandlingUnit, Event)]
    assert counts == [0, 0, 0, 0, 0]
    wet, _progress = run(path)
    assert dry[-1] == wet[-1] == "2 rows: 1 imported, 0 unchanged, 1 skipped"
    assert [line for line in dry if "什么也没有改动" not in line] == wet


def test_gbk_is_read(listed):
    lines, _progress = run(listed("武汉市,2023,,1,关于养老的提案,市民政局,,,,,", encoding="gbk"))
    assert lines[-1] == "1 rows: 1 imported, 0 unchanged, 0 skipped"
    assert Proposal.objects.get().title == "关于养老的提案"


def test_a_missing_file_is_said_in_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="读不到文件"):
        run(tmp_path / "none.csv")


def test_a_list_without_cities_needs_one(listed):
    path = listed("1,甲", heading="案号,案由")
    assert run(path)[0][-1] == "1 rows: 0 imported, 0 unchanged, 1 skipped"
    assert run(path, committee_city="拉萨市")[0][-1] == "1 rows: 1 imported, 0 unchanged, 0 skipped"
    assert Committee.objects.get().name == "政协拉萨市委员会"


def test_our_own_city_enters_our_own_committee(cast, listed):
    home = registered(cast)
    path = listed(
        "日喀则市,2022,政协日喀则市第二届委员会第二次会议,9001,关于老城的提案,市农业农村局,,,,,",
        f"日喀则,2022,,{home.case_number},{home.title},市农业农村局,,,,,",
        "日喀则,,,77,没有年份的提案,,,,,,",
    )
    lines, _progress = run(path)
    assert lines[-1] == "3 rows: 1 imported, 1 unchanged, 1 skipped"
    assert "第4行“年份”：没有填写，也没有对应的届次，无法归入哪一年。" in lines
    entered = Proposal.objects.get(case_number="9001")
    assert (entered.committee, entered.session) == (cast.committee, cast.session)
    assert entered.assignments.get().unit == cast.unit
    assert Proposal.objects.visible_to(cast.handler).filter(pk=entered.pk).exists()
    assert Committee.objects.count() == 1


def test_other_cities_never_enter_our_lists(cast):
    run(PUBLISHED)
    assert [
        Proposal.objects.visible_to(user).count() for user in (cast.reviewer, cast.leader, cast.chief_coordinator)
    ] == [
        0,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("政协第十一届西藏自治区委员会第三次会议", (11, 3)),
        ("市政协二届二次会议", (2, 2)),
        ("市政协五届10次会议", (5, 10)),
        ("十五届自贡市政协", (15, None)),
        ("2018年", (None, None)),
    ],
)
def test_term_and_number_of_a_session(title, expected):
    assert term_and_number(title) == expected


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("市财政局", "government"),
        ("市委宣传部", "party"),
        ("中共日喀则市委统战部", "party"),
        ("市卫生健康委员会", "government"),
        ("市农委", "government"),
        ("市中级人民法院", "court"),
        ("市人民检察院", "procuratorate"),
        ("市政协办公室", "cppcc"),
    ],
)
def test_channel_of_a_unit(name, channel):
    assert channel_of(name) == channel

"""Searching: rare and common words, two words, single characters, phrases, words left out, numbers, names."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from proposals.tracking.filters import ProposalFilter
from proposals.tracking.listing.page import PER_PAGE
from proposals.tracking.listing.pages import LongPaginator
from tests.bench.timing import HANDLER, MEMBER, REVIEWER

QUESTIONS = {
    "rare words": ["氆氇", "冰碛湖", "热龙寺", "溜索改桥", "藏鸡", "帮典", "珠峰小镇", "车厘子"],
    "common words": ["教育", "青稞", "建议", "老旧小区", "养老服务", "群众", "资金", "教师队伍"],
    "two words": ["教育 资金", "青稞 品牌", "老旧小区 电梯", "氆氇 合作社", "养老 护理员", "光伏 电网", "湿地 牦牛"],
    "single characters": ["保", "氆", "的", "教", "湖", "犇", "水", "桥"],
    "phrases": ["“加装电梯”", "“冰碛湖有待关注”", "“联席会议制度”", "“发展的思想”", "“教育和师资的供需”", "“5G网络”"],
    "words left out": ["教育 -学生", "氆氇 -合作社", "青稞 -“高标准农田”", "养老 -适老化", "-青稞", "建议 -资金"],
    "numbers and names": ["第01234号", "流水号0191", "01234", "意见第00012号", "zhuoma", "gszm", "扎西", "市7号局"],
    "nothing found": ["骐骥驮经", "zzzz", "青稞骐骥", "“骐骥驮经”"],
}  # fmt: skip


def measure(bench):
    user, today = bench.person(REVIEWER), timezone.localdate()

    def first_page(typed):
        def ask():
            found = ProposalFilter.of(user, {"q": typed}, today)
            page = LongPaginator(found.qs.values_list("pk", flat=True), PER_PAGE, rough=found.rough).page(1)
            return len(list(page)), page.paginator.total

        return ask

    for name, typed in QUESTIONS.items():
        yield bench.of_database(f"{name}, database", [first_page(words) for words in typed], bars={95: 100})
    for name, typed in QUESTIONS.items():
        yield bench.of_pages(f"{name}, page", REVIEWER, addresses(typed), bars={95: 200})
    everything = addresses([words for typed in QUESTIONS.values() for words in typed])
    yield bench.of_pages("all of them, page of a unit", HANDLER, everything, bars={95: 200})
    yield bench.of_pages("all of them, page of a member", MEMBER, everything, bars={95: 200})


def addresses(typed):
    return [f"{reverse('tracking:proposals')}?{urlencode({'q': words})}" for words in typed]

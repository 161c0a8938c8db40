"""Similar proposals: hints while a title is typed, with and without a text, and the comparison at examination."""

from urllib.parse import urlencode

from django.urls import reverse

from proposals.committee.actions import load_synonyms
from proposals.submission.models import Proposal, WordCount
from tests.bench.timing import MEMBER, REVIEWER

BARS = {50: 100, 95: 300}
TITLES = [
    "关于加快老旧小区加装电梯的提案", "推动既有住宅增设电梯", "办好乡村幼儿园",
    "关于加强农村公路养护的提案", "破解城区停车难", "关于发展青稞和牦牛产业的提案",
    "改善营商环境，支持民营企业", "关于保护湿地的建议", "让老年人在家门口享受照料",
    "氆氇", "关于建设智慧城市和数字乡村的建议", "培养乡村教师",
]  # fmt: skip
TEXT = 300  # characters that the writing page sends along
EVERY = 997  # of the present session's proposals, one in so many is compared


def measure(bench):
    load_synonyms(bench.person(REVIEWER).committee)
    if not WordCount.objects.exists():
        WordCount.objects.renew()
    yield bench.of_pages("hints for a title", MEMBER, [address(title=title) for title in TITLES], bars=BARS)
    some = list(Proposal.objects.order_by("pk")[: EVERY * 8 : EVERY])
    texts = [address(title=row.title, text=row.situation[:TEXT]) for row in some]
    yield bench.of_pages("hints for a title and a text", MEMBER, texts, bars=BARS)
    pages = [reverse("tracking:compare", args=[row.pk]) for row in some]
    yield bench.of_pages("comparison at examination", REVIEWER, pages, bars=BARS)


def address(**query):
    return f"{reverse('tracking:similar')}?{urlencode(query)}"

"""What similar proposals are found by: the words of the titles, and how many titles and texts have a word.

Beside the search of ``search.py``: a title alone is short enough to weigh every one that shares something with it.
"""

from functools import reduce
from operator import add

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchRank, SearchVectorField
from django.db import connection, models
from django.db.models import Case, F, Func, When
from django.utils.translation import gettext_lazy as _

from proposals.committee.models import Committee
from proposals.likeness import title_vector

from .search import SearchText, TokenQuery

WEIGHED = 6_000  # titles of which the worth is added up, at most; beyond that common words are only added
TITLES, TEXTS = 200, 50  # what is compared closely
RAREST, READ = 32, 1_500  # tokens by which texts are looked for, and texts that are ranked by them
SAMPLE = 10_000  # texts that are counted; more tell nothing new
EVERYTHING = ""  # the word of the row with the totals


class TitleQuerySet(models.QuerySet):
    def keep(self, proposals):
        """Write the words of these titles."""
        rows = [TitleWords(proposal=p, committee_id=p.committee_id, words=title_vector(p.title)) for p in proposals]
        self.bulk_create(rows, update_conflicts=True, unique_fields=["proposal"], update_fields=["committee", "words"])

    def most_worth(self, conditions, most=TITLES):
        """The keys of the proposals whose titles meet the conditions of most worth together, the rarest first: these
        are looked up as long as that stays cheap, the others are only added to what has been found."""
        sought, reached = [], 0
        for condition in conditions:
            reached += condition.titles
            if sought and reached > WEIGHED:
                break
            sought.append(f"({condition.query})")
        if not sought:
            return []
        worth = [Case(When(words=TokenQuery(c.query), then=c.worth), default=0.0) for c in conditions]
        found = self.filter(words=TokenQuery(" | ".join(sought))).annotate(worth=reduce(add, worth))
        return list(found.order_by("-worth", "pk").values_list("pk", flat=True)[:most])


class TitleWords(models.Model):
    """The words of one title (``likeness.title_words``); written with ``SearchText``."""

    proposal = models.OneToOneField(
        "submission.Proposal", primary_key=True, on_delete=models.CASCADE, related_name="title_words"
    )
    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="+", db_index=False)
    words = SearchVectorField(_("案由用字"))

    objects = TitleQuerySet.as_manager()

    class Meta:
        verbose_name = _("案由用字")
        verbose_name_plural = _("案由用字")
        indexes = [GinIndex(fields=["words"], name="title_words")]

    def __str__(self):
        return self.words


class WordCountManager(models.Manager):
    def known(self, words):
        """{word: its row} of those that have been counted, with the row of the totals."""
        return self.in_bulk([EVERYTHING, *words])

    def renew(self):
        """Count again. The counts of a sample stand for all texts; words of a single text are left out, because not to
        be there says the same."""
        share = min(100.0, 100.0 * SAMPLE / max(SearchText.objects.count(), 1))
        self.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(RENEW, {"share": share})


RENEW = """
insert into submission_wordcount (word, titles, texts)
select '', (select count(*) from submission_titlewords), (select count(*) from submission_searchtext)
union all
select word, coalesce(t.ndoc, 0), round(coalesce(x.ndoc, 0) * 100 / %(share)s)
from ts_stat('select words from submission_titlewords') t
full join ts_stat(
    format('select tokens from submission_searchtext tablesample bernoulli (%%s) repeatable (1)', %(share)s)
) x using (word)
where t.ndoc > 1 or x.ndoc > 1
"""


class WordCount(models.Model):
    """How many titles and texts have a word: what few have says more. Counted at night, so always a little old."""

    word = models.CharField(_("字词"), primary_key=True, max_length=64)
    titles = models.PositiveIntegerField(_("案由数"))
    texts = models.PositiveIntegerField(_("全文数"))

    objects = WordCountManager()

    class Meta:
        verbose_name = _("字词次数")
        verbose_name_plural = _("字词次数")

    def __str__(self):
        return self.word


def texts_sharing(tokens, most=TEXTS):
    """[(key, tokens)] of the proposals in which most of these tokens stand."""
    query = TokenQuery(" | ".join(f"'{token}'" for token in tokens))
    ranked = SearchText.objects.filter(tokens=query).order_by(SearchRank(F("tokens"), query).desc(), "pk")
    best = list(ranked.values_list("pk", flat=True)[:most]) if tokens else []
    every = Func(F("tokens"), function="tsvector_to_array")  # in a second step: not for each one that was ranked
    return list(SearchText.objects.filter(pk__in=best).values_list("pk", every))

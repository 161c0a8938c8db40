"""What a search reads: the folded text of a proposal and its tokens (``proposals.text``)."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db import models
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from proposals import text

CHECKED = 1_000  # candidates whose text is read for a phrase; beyond that the tokens alone decide, and "about" is said
RANKED = 2_000  # hits that are put in the order of their rank, which reads the tokens of each
MANY = 10_000  # hits that are cheaper put into a table in memory than looked up one by one


class TokenQuery(SearchQuery):
    """A condition made by ``text.parse``. Taken as it is: to_tsquery would cut the tokens once more.

    Asked by a query of its own the planner does not see it. If it saw that a word stands in nearly every text it would
    read them all instead of the index, because it does not count how long that takes; of several words together it
    thinks that hardly any text has them, and goes through tables again and again (docs/performance.md).
    """

    def __init__(self, value):
        super().__init__(value, search_type="raw")

    def as_sql(self, compiler, connection, function=None, template=None):
        return super().as_sql(compiler, connection, template="(SELECT %(expressions)s::tsquery)")


class SearchTextQuerySet(QuerySet):
    def having(self, tokens):
        return self.filter(tokens=TokenQuery(tokens))

    def more_than(self, limit, tokens):
        """Whether these tokens stand in more texts than ``limit``, whoever may see them."""
        return self.having(tokens)[: limit + 1].count() > limit


class SearchQuerySet(QuerySet):
    """Searching among proposals; what a person may see is asked before, by ``visible_to``."""

    #: what :meth:`search` returns says so when it has left the exact reading of phrases out: there are too many to read
    rough = False

    def search(self, typed):
        """Those in which everything typed stands: in the text, the number, the names of proposers and units, or the
        pinyin of a name; all when nothing is typed."""
        query = text.parse(typed)
        if query is None:
            return self.none() if typed.strip() else self
        if not (query.phrases or query.excluded):
            return self._with_tokens(query.wanted, query.unwanted)
        candidates = self._candidates(query)
        if len(candidates) > CHECKED:
            found = self._with_tokens(query.wanted, query.unwanted, query.roughly_unwanted)
            found.rough = True
            return found
        texts = SearchText.objects.filter(pk__in=candidates)
        for phrase in query.phrases:
            texts = texts.filter(fulltext__contains=phrase)
        for phrase in query.excluded:
            texts = texts.exclude(fulltext__contains=phrase)
        return self.filter(pk__in=list(texts.values_list("pk", flat=True)))

    def best_first(self, typed):
        """In the order of their rank (title, number and people count most), and as they are among equals; as they are
        when the words stand in too many texts, or there is nothing to rank by."""
        query = text.parse(typed)
        if query is None or not query.wanted or SearchText.objects.more_than(RANKED, query.wanted):
            return self
        rank = SearchRank(F("search_text__tokens"), TokenQuery(query.wanted))
        return self.order_by(rank.desc(), *self.query.order_by)

    def _candidates(self, query):
        """The keys of those that have the tokens, and one more than are read."""
        found = self._with_tokens(query.wanted, query.unwanted)
        return list(found.order_by().values_list("pk", flat=True)[: CHECKED + 1])

    def _with_tokens(self, wanted, *unwanted):
        """What is only not wanted is asked by a list of its own: an index cannot say where something is missing."""
        unwanted = " | ".join(filter(None, unwanted))
        if not wanted:
            return self.exclude(pk__in=SearchText.objects.having(unwanted).values("pk")) if unwanted else self
        asked = f"{wanted} & !({unwanted})" if unwanted else wanted
        if not SearchText.objects.more_than(MANY, asked):
            return self.filter(search_text__tokens=TokenQuery(asked))
        # no index knows this "itself", so the many hits are put into a table instead of being looked up one by one
        hits = SearchText.objects.having(asked).values("pk")
        return self.alias(itself=Coalesce("pk", "pk")).filter(itself__in=hits)


class SearchText(models.Model):
    """What is found of one proposal; written by ``submission.actions.index`` with whatever changes it. A table of its
    own: beside the status, every change of the status would write the index again."""

    proposal = models.OneToOneField(
        "submission.Proposal", primary_key=True, on_delete=models.CASCADE, related_name="search_text"
    )
    units = models.TextField(_("承办单位"), blank=True)  # their names, handed in from downstream
    fulltext = models.TextField(_("折叠后的全文"))
    tokens = SearchVectorField(_("检索词"))

    objects = SearchTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("检索文本")
        verbose_name_plural = _("检索文本")
        indexes = [GinIndex(fields=["tokens"], name="search_tokens")]

    def __str__(self):
        return self.fulltext[:30]

    def says_what(self, other):
        """Whether both find the same."""
        return (self.units, self.fulltext, self.tokens) == (other.units, other.fulltext, other.tokens)

"""Pages of a list that may be very long."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

MOST = 10_000  # nobody turns so many pages, and counting further takes longer than finding


class LongPaginator(Paginator):
    """Counts no further than MOST. ``rough``: what is counted was found without reading every text."""

    def __init__(self, rows, per_page, *, rough=False):
        super().__init__(rows, per_page)
        self.rough = rough

    @cached_property
    def _counted(self):
        return self.object_list.order_by()[: MOST + 1].count()

    @property
    def count(self):
        return min(self._counted, MOST)

    @property
    def total(self):
        """How many there are, as people say it."""
        if self._counted > MOST:
            return _("超过 %(n)s") % {"n": f"{MOST:,}"}
        return (_("约 %(n)s") if self.rough else _("共 %(n)s")) % {"n": self.count}

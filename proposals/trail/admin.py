"""What every list and form of the admin has in common, and the trail itself, which is only looked at: by anyone the
admin lets in; what was said stays on the pages of the case."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.paginator import Paginator
from django.db.models import PROTECT
from django.forms.models import _get_foreign_key
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from proposals.lifecycle import AssignmentStatus, ProposalStatus

from . import changes
from .models import Event

STATUSES = dict(AssignmentStatus.choices) | dict(ProposalStatus.choices)


class Capped(Paginator):
    """Nobody turns to page 200 of a list: what is beyond is found by searching, and not counted."""

    MOST = 5_000

    @cached_property
    def count(self):
        return self.object_list.order_by()[: self.MOST].count()


class Listed(admin.ModelAdmin):
    """A list and form in plain Chinese. ``ways``: [(label, name of the address)] of pages that belong to the list."""

    ways = ()
    list_per_page = 30
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = Capped

    def changelist_view(self, request, extra_context=None):
        title = _("%(name)s列表") % {"name": self.opts.verbose_name}
        ways = [(label, reverse(to)) for label, to in self.ways]
        return super().changelist_view(request, {"title": title, "ways": ways, **(extra_context or {})})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        name = self.opts.verbose_name
        title = name if object_id else _("新增%(name)s") % {"name": name}
        return super().changeform_view(request, object_id, form_url, {"title": title, **(extra_context or {})})

    def history_view(self, request, object_id, extra_context=None):
        """What the database wrote down of the row and of the rows on its form; Django's own list stands below."""
        row = self.get_object(request, unquote(object_id))
        keys = [(line.model, _get_foreign_key(self.model, line.model, line.fk_name).name) for line in self.inlines]
        found = {"title": _("%(name)s的修改记录") % {"name": row}, "changes": changes.of_row(row, keys) if row else []}
        return super().history_view(request, object_id, {**found, **(extra_context or {})})

    def has_delete_permission(self, request, obj=None):
        """What something else refers to is part of the record."""
        return super().has_delete_permission(request, obj) and not (obj and is_referred_to(obj))


def is_referred_to(row):
    kept = [link for link in row._meta.related_objects if getattr(link, "on_delete", None) is PROTECT]
    return any(link.related_model._base_manager.filter(**{link.field.name: row}).exists() for link in kept)


class ReadOnly(Listed):
    """Rows that are looked up here and never changed by hand."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ["at", "action", "from_words", "to_words", "by", "by_role", "same_case"]
    list_filter = [("at", admin.DateFieldListFilter), "by_role", "action"]
    list_select_related = ["by"]
    ordering = ["-id"]  # as they happened, by the key's own index
    search_fields = ["=case", "by__name", "by__pinyin_key"]
    search_help_text = _("经办人姓名或拼音，或案卷编号")
    fields = [
        "at",
        "action",
        "from_words",
        "to_words",
        "by",
        "by_role",
        "case",
        "seq",
        "subject",
        "previous_hash",
        "hash",
    ]

    @admin.display(description=_("原状态"), ordering="from_status")
    def from_words(self, event):
        return STATUSES.get(event.from_status, "")

    @admin.display(description=_("新状态"), ordering="to_status")
    def to_words(self, event):
        return STATUSES.get(event.to_status, "")

    @admin.display(description=_("案卷"))
    def same_case(self, event):
        return format_html('<a href="?q={}">{}</a>', event.case, _("同一案卷"))

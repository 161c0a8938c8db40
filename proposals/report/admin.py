from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from proposals.report.models import RateSnapshot
from proposals.trail.admin import ReadOnly

from . import actions


@admin.register(RateSnapshot)
class RateSnapshotAdmin(ReadOnly):
    """Stored counts may be looked at; they are never edited."""

    list_display = ["session", "base", "as_of", "computed_at"]
    list_filter = ["base", "session", ("as_of", admin.DateFieldListFilter)]
    list_select_related = ["session"]
    fields = list_display
    actions = ["recompute"]

    @admin.action(description=_("重新计算所选届次的统计"), permissions=["view"])
    def recompute(self, request, queryset):
        """As of now, by a worker; what is stored of earlier moments stays."""
        sessions = {snapshot.session for snapshot in queryset.select_related("session")}
        for session in sessions:
            actions.recompute(session, now=request.now)
        self.message_user(request, _("已开始重新计算 %(n)s 个届次的统计。") % {"n": len(sessions)})

"""The administrator's desk: what is kept, in the order of the work and not of the packages."""

from django.contrib.admin import AdminSite
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.permissions import Role

from .frame import OFFICE_WAYS

LABELS = {to: label for label, to in OFFICE_WAYS[Role.ADMINISTRATOR]} | {"history:import_list": _("导入已公布的名单")}
#: (name, key, lists, pages)
GROUPS = [
    (_("人员与名册"), "people",
     ("accounts.User", "accounts.Member", "accounts.ProposerGroup", "accounts.HandlingUnit", "accounts.SectoralGroup"),
     ("accounts:import_roster", "accounts:issue_passwords", "accounts:officers", "accounts:begin_term")),
    (_("届次与政策"), "sessions",
     ("committee.PlenarySession", "committee.DeadlinePolicy", "committee.CalendarDay", "committee.Committee"),
     ("committee:policy", "committee:copy_session")),
    (_("字典"), "words",
     ("committee.Topic", "committee.Theme", "committee.DeclineReason", "committee.ResponseClass",
      "committee.RatingStep", "committee.SynonymSet", "submission.SubjectGroup"), ()),
    (_("运行（只看）"), "work",
     ("duties.Duty", "duties.Reminder", "notices.Delivery", "trail.Event", "report.RateSnapshot",
      "assignment.Assignment", "assignment.ReturnRequest", "assignment.Extension", "response.Response"),
     ("history:import_list",)),
]  # fmt: skip


class Desk(AdminSite):
    site_header = site_title = _("提案系统管理")
    index_title = _("管理首页")

    def __init__(self, name="admin"):
        super().__init__(name)
        self.disable_action("delete_selected")  # one by one, and only what nothing refers to

    def get_app_list(self, request, app_label=None):
        """The groups instead of the packages; whatever no group names stands in its package after them."""
        packages = super().get_app_list(request, app_label)
        if app_label:
            return packages
        shown = {model["model"]._meta.label: model for package in packages for model in package["models"]}
        groups = [_group(name, key, [shown.pop(label) for label in labels if label in shown], ways)
                  for name, key, labels, ways in GROUPS]  # fmt: skip
        for package in packages:
            package["models"] = [model for model in package["models"] if model["model"]._meta.label in shown]
        return [group for group in (*groups, *packages) if group["models"]]


def _group(name, key, models, ways):
    pages = [{"label": LABELS[to], "url": reverse(to)} for to in ways]
    return {"name": name, "app_label": key, "app_url": reverse("admin:index"), "models": models, "ways": pages}

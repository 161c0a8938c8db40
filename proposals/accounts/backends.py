"""What the administrator may do in the admin: a declared list, so that nobody needs to be a superuser."""

from django.contrib.auth.backends import BaseBackend

from proposals.permissions import Role

#: people, units, sessions, policies, calendar and dictionaries: kept by the administrator
KEPT = {
    *(f"accounts.{name}" for name in (
        "user", "rolegrant", "member", "membership", "sectoralgroup", "proposergroup", "groupaccount", "handlingunit",
        "unitofficer",
    )),
    *(f"committee.{name}" for name in (
        "committee", "plenarysession", "deadlinepolicy", "calendarday", "topic", "theme", "declinereason",
        "synonymset", "responseclass", "ratingstep",
    )),
    "submission.subjectgroup",
}  # fmt: skip
#: only looked at, and without the text of proposals, responses, ratings and messages
SEEN = {
    "trail.event", "duties.duty", "duties.reminder", "notices.delivery", "assignment.assignment",
    "assignment.returnrequest", "assignment.extension", "response.response", "report.ratesnapshot",
}  # fmt: skip
VERBS = {"view", "add", "change", "delete"}


class AdministratorBackend(BaseBackend):
    """Grants admin permissions to whoever wears the administrator's role; it signs nobody in."""

    def has_perm(self, user, perm, obj=None):
        if not (user.is_active and user.role == Role.ADMINISTRATOR):
            return False
        app, _dot, codename = perm.partition(".")
        verb, _line, model = codename.partition("_")
        name = f"{app}.{model}"
        return (verb in VERBS and name in KEPT) or (verb == "view" and name in SEEN)

    def has_module_perms(self, user, app_label):
        return any(self.has_perm(user, f"{app_label}.view_{name.split('.')[1]}")
                   for name in KEPT | SEEN if name.startswith(f"{app_label}."))  # fmt: skip

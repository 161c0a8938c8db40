"""All addresses of the product."""

from django.urls import include, path

urlpatterns = [
    path("", include("proposals.tracking.urls")),
    path("", include("proposals.accounts.urls")),
    path("", include("proposals.committee.urls")),
    path("", include("proposals.submission.urls")),
    path("", include("proposals.assignment.urls")),
    path("", include("proposals.response.urls")),
    path("", include("proposals.rating.urls")),
    path("", include("proposals.followup.urls")),
    path("", include("proposals.notices.urls")),
    path("", include("proposals.report.urls")),
    path("", include("proposals.history.urls")),
]

"""Pages that show several stages at once: home, list, one proposal, the rows behind a figure, the trail; and saved
views. No case is written."""

from .detail import detail
from .home import home
from .personal import my_data, person_data, unit_work
from .proposals import export, proposals
from .rows import rows
from .saved import delete_view, edit_view, open_view, save_view, saved_views
from .similar import compare, similar
from .trail import trail

__all__ = [
    "compare",
    "delete_view",
    "detail",
    "edit_view",
    "export",
    "home",
    "my_data",
    "open_view",
    "person_data",
    "proposals",
    "rows",
    "save_view",
    "saved_views",
    "similar",
    "trail",
    "unit_work",
]

"""Pages that show several stages at once: home, list, one proposal, the rows behind a figure, the trail. No writing."""

from .detail import detail
from .home import home
from .proposals import proposals
from .rows import rows
from .trail import trail

__all__ = ["detail", "home", "proposals", "rows", "trail"]

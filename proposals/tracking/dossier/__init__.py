"""Everything one person may see of one case, gathered for its page. What may not be seen is not gathered."""

from .story import Dossier

__all__ = ["Dossier"]

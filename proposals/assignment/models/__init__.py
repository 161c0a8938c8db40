"""交办: who handles a case, and what is asked, recorded and decided on the way."""

from .assignment import Assignment
from .consultation import Consultation
from .requests import Extension, ReturnRequest

__all__ = ["Assignment", "Consultation", "Extension", "ReturnRequest"]

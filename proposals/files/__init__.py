"""Uploaded files: what is taken in, under which name, and why something is not.

``inspect(upload)`` looks into the bytes, never at what the browser says about them. It returns a ``Checked`` file or
raises a Refusal whose sentence names the file and says what to do. No models here: who may add a file to what, and how
many, is decided by the stage that keeps it.
"""

from .checking import ACCEPT, HINT, MEGABYTE, Checked, inspect
from .names import clean_name, size_text

__all__ = ["ACCEPT", "HINT", "MEGABYTE", "Checked", "clean_name", "inspect", "size_text"]

"""The one Library object all parts of the design system register with."""

from django.template import Library

register = Library()

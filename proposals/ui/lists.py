"""Lists: addresses that keep their filters, pages, and what to say when there is nothing."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.template import Context
from django.utils.translation import gettext as _

from proposals.ui.library import register


def _query_string(context: Context, changes: dict[str, Any]) -> str:
    request = context.get("request")
    parameters = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None or value == "":
            parameters.pop(name, None)
        elif isinstance(value, (list, tuple)):
            parameters.setlist(name, [str(each) for each in value])
        else:
            parameters[name] = str(value)
    for name in [name for name, values in parameters.lists() if not any(values)]:
        parameters.pop(name)  # a field that was sent empty says nothing
    return "?" + parameters.urlencode()


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The address of this page with some parameters replaced; None or "" removes one."""
    return _query_string(context, changes)


@register.inclusion_tag("_partials/pager.html", takes_context=True)
def pager(context: Context, page_obj: Page, unit: str = "", parameter: str = "page") -> dict[str, Any]:
    """Previous, numbers, next, and how many there are; every filter of the address stays."""

    def to(number: int | str) -> dict[str, Any]:
        if number == Paginator.ELLIPSIS:
            return {"number": number, "url": ""}
        return {"number": number, "url": _query_string(context, {parameter: number})}

    paginator, here = page_obj.paginator, page_obj.number
    return {
        "here": here,
        "pages": [to(n) for n in paginator.get_elided_page_range(here, on_each_side=2, on_ends=1)],
        "previous": to(here - 1) if page_obj.has_previous() else None,
        "next": to(here + 1) if page_obj.has_next() else None,
        "count": getattr(paginator, "total", _("共 %(n)s") % {"n": paginator.count}),
        "unit": unit or _("件"),
        "several": paginator.num_pages > 1,
    }


@register.inclusion_tag("_partials/empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "") -> dict[str, str]:
    """What will appear here, and when."""
    return {"title": title, "text": text, "url": url, "label": label}

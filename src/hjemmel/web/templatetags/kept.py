"""A part of a page that is kept from one reader to the next, until what it rests on changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.core.cache import cache
from django.core.cache.utils import make_template_fragment_key
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token

from hjemmel import __version__
from hjemmel.web.register import RegisterAsked

register = template.Library()

_SECONDS = 600


class KeptNode(Node):
    """What stands between ``{% kept %}`` and ``{% endkept %}``."""

    def __init__(self, nodelist: NodeList, name: str, vary_on: Sequence[FilterExpression]) -> None:
        self.nodelist = nodelist
        self._name = name
        self._vary_on = vary_on

    def render(self, context: Context) -> str:
        """Write what was kept, or write it anew and keep it."""
        of_its_own = [one.resolve(context, ignore_failures=True) for one in self._vary_on]
        key = make_template_fragment_key(self._name, [*_of_every_page(context), *of_its_own])
        kept = cache.get(key)
        if kept is None:
            kept = self.nodelist.render(context)
            cache.set(key, kept, _SECONDS)
        return str(kept)


def _of_every_page(context: Context) -> list[Any]:
    """Return what every kept part depends on: the address, and in the register who reads, and when.

    The municipality's revision becomes another with every write that can change a figure.
    """
    request = context["request"]
    asked: RegisterAsked | None = getattr(request, "register", None)
    reader = () if asked is None else (request.user.pk, asked.municipality.revision, asked.as_of)
    return [__version__, request.get_full_path(), *reader]


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Keep a part of a page: ``{% kept "overview" points %} … {% endkept %}``.

    The address, the program's version and, in the register, the reader, the day and the
    municipality's revision need not be given; after the name comes what else it depends on.
    """
    _, name, *vary_on = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, name.strip("\"'"), [parser.compile_filter(one) for one in vary_on])

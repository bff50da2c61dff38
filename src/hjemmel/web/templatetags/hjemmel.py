"""Template tags: both languages side by side, and numbers and days as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hjemmel.apps.accounts.roles import Permission
from hjemmel.domain.figure import Source
from hjemmel.kernel import numbers
from hjemmel.kernel.text import Language, Text
from hjemmel.law import load_law
from hjemmel.web import words
from hjemmel.web.law.codes import code_words
from hjemmel.web.law.reviews import review_words
from hjemmel.web.lists.words import EVERY
from hjemmel.web.residents.purposes import purpose_words
from hjemmel.web.residents.words import LOOKS
from hjemmel.web.tables import FORMAT_KEY, FORMATS, TABLE_KEY
from hjemmel.web.words import day_written

register = template.Library()


def language_of(context: Context) -> Language:
    """Return the page's language."""
    return "en" if context.get("language") == "en" else "nb"


@register.simple_tag(takes_context=True)
def t(context: Context, nb: str, en: str) -> str:
    """Write the words in the page's language: ``{% t "Behov" "Need" %}``."""
    return nb if language_of(context) == "nb" else en


@register.simple_tag(takes_context=True)
def text(context: Context, value: Text | None) -> str:
    """Write a ``Text`` in the page's language."""
    return "" if value is None else value.in_language(language_of(context))


@register.simple_tag(takes_context=True)
def source(context: Context, value: Source) -> str:
    """Write a source: document and the place in it, which is quoted in Norwegian."""
    document = value.document.in_language(language_of(context))
    if not value.place:
        return document
    return format_html('{}, <span lang="nb">{}</span>', document, value.place)


@register.simple_tag(takes_context=True)
def number(context: Context, value: Any, decimals: int = 0, signed: bool = False) -> str:
    """Write a number; what is unknown is a dash that screen readers hear as «ukjent»."""
    if value is None:
        return "–"
    return numbers.format_number(value, language_of(context), decimals=decimals, signed=signed)


@register.simple_tag(takes_context=True)
def count(context: Context, value: int, nb: str, nb_many: str, en: str, en_many: str) -> str:
    """Write how many of something: ``{% count n "liste" "lister" "list" "lists" %}``."""
    one, many = (nb, nb_many) if language_of(context) == "nb" else (en, en_many)
    return f"{number(context, value)} {one if value == 1 else many}"


def _rows_behind(context: Context, name: str, pairs: Sequence[Any]) -> str:
    """Return the address of the lists that the pairs of key and value choose, on the same days."""
    asked = context["register"]
    kwargs = {"language": language_of(context), "case": asked.municipality.number}
    choice = urlencode(list(zip(pairs[::2], pairs[1::2], strict=True)))
    query = "&".join(filter(None, (choice, asked.query.lstrip("?"))))
    return reverse(name, kwargs=kwargs) + (f"?{query}" if query else "")


@register.simple_tag(takes_context=True)
def rows(context: Context, *pairs: Any) -> str:
    """Write the address of lists: ``{% rows "bydel" row.number %}``."""
    return _rows_behind(context, "lists", pairs)


@register.simple_tag(takes_context=True)
def rows_file(context: Context, kind: str, *pairs: Any) -> str:
    """Write the address of the same lists as a file, ``xlsx`` or ``csv``."""
    return _rows_behind(context, f"lists-{kind}", pairs)


@register.simple_tag(takes_context=True)
def table_files(context: Context, *parts: Any) -> SafeString:
    """Write links to a table of the page as files: ``{% table_files "t-terms" %}``.

    Parts of the id are put together.
    """
    table = "".join(str(part) for part in parts)
    request = context["request"]
    asked = request.GET.copy()
    asked[TABLE_KEY] = table
    links = []
    for kind in FORMATS:
        asked[FORMAT_KEY] = kind
        address = f"{request.path}?{asked.urlencode()}"
        links.append((address, "Excel" if kind == "xlsx" else kind.upper()))
    return format_html(
        '<p class="ds-paragraph" data-size="sm" data-files-of="{}">{}</p>',
        table,
        format_html_join(" ", '<a class="ds-link" href="{}">{}</a>', links),
    )


@register.simple_tag(takes_context=True)
def drill(context: Context, value: Any, decimals: int, *pairs: Any) -> str:
    """Write a number; in the register as a link to the lists behind it."""
    shown = number(context, value, decimals)
    asked = context.get("register")
    if not value or asked is None:
        return shown
    if not asked.actor.may(Permission.SEE_LISTS, municipality=asked.municipality.key):
        return shown
    address = _rows_behind(context, "lists", pairs)
    return format_html('<a class="ds-link" href="{}">{}</a>', address, shown)


@register.simple_tag(takes_context=True)
def unplaced_link(context: Context, value: Any, *pairs: Any) -> str:
    """Write how many wait or have no GP; for who may see them as a link to them."""
    shown = number(context, value)
    asked = context.get("register")
    if not value or asked is None:
        return shown
    if not asked.actor.may(Permission.SEE_RESIDENTS, municipality=asked.municipality.key):
        return shown
    address = _rows_behind(context, "residents-waiting", pairs)
    return format_html('<a class="ds-link" href="{}">{}</a>', address, shown)


@register.simple_tag(takes_context=True)
def cells(context: Context, values: Sequence[float], decimals: int = 0) -> SafeString:
    """Write a row of numbers as table cells."""
    language = language_of(context)
    texts = ((numbers.format_number(value, language, decimals=decimals),) for value in values)
    return format_html_join("", "<td>{}</td>", texts)


@register.simple_tag(takes_context=True)
def percent(context: Context, value: float | Decimal | None, decimals: int = 1) -> str:
    """Write a share as per cent."""
    if value is None:
        return "–"
    return numbers.format_percent(value, language_of(context), decimals=decimals)


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | None) -> str:
    """Write a day; one that the page does not have is nothing."""
    return "" if not value else numbers.format_date(value, language_of(context))


@register.simple_tag(takes_context=True)
def shown(context: Context, value: Any) -> str:
    """Write a parameter's value: number, yes/no, day, list or code in words."""
    language = language_of(context)
    if isinstance(value, bool):
        yes, no = ("ja", "nei") if language == "nb" else ("yes", "no")
        return yes if value else no
    if isinstance(value, tuple):
        return ", ".join(shown(context, item) for item in value)
    if isinstance(value, int | Decimal):
        places = max(0, -int(Decimal(value).normalize().as_tuple().exponent))
        return numbers.format_number(value, language, decimals=places)
    day = day_written(str(value))
    return (
        numbers.format_date(day, language) if day else code_words(str(value)).in_language(language)
    )


@register.simple_tag(takes_context=True)
def figure_name(context: Context, name: str) -> str:
    """Write the name of a published figure."""
    return words.figure_words(name).in_language(language_of(context))


@register.simple_tag(takes_context=True)
def figure_value(context: Context, name: str, value: int | Decimal) -> str:
    """Write a published figure; a share as per cent."""
    if "share" in name.split("_"):
        return numbers.format_percent(value, language_of(context), decimals=1)
    return shown(context, value)


_LISTS_BEHIND: dict[str, tuple[str, ...]] = {
    "gps": (),
    "lists": (),
    "list_places": (),
    "listed": (),
    "mean_list": (),
    "practices": (),
    "free_places": ("ledig", "ja"),
    "vacant_posts": ("status", "ledig_hjemmel"),
    "lists_without_doctor": ("status", "without_doctor"),
    "waiting": ("sorter", "venter"),
}
_PERSONS_BEHIND: dict[str, tuple[str, ...]] = {
    "waiting": (),
    "without_gp": ("hvem", "uten-fastlege"),
}
_PAGES_BEHIND = (
    ("residents-waiting", Permission.SEE_RESIDENTS, _PERSONS_BEHIND),
    ("lists", Permission.SEE_LISTS, _LISTS_BEHIND),
)


@register.simple_tag(takes_context=True)
def figure_link(context: Context, name: str, value: int | Decimal) -> str:
    """Write a figure; in the register as a link to the persons or lists behind it, if any."""
    shown_value = figure_value(context, name, value)
    asked = context.get("register")
    if asked is None:
        return shown_value
    for page, permission, behind in _PAGES_BEHIND:
        if name in behind and asked.actor.may(permission, municipality=asked.municipality.key):
            address = _rows_behind(context, page, behind[name])
            return format_html('<a class="ds-link" href="{}">{}</a>', address, shown_value)
    return shown_value


@register.simple_tag(takes_context=True)
def parameter_name(context: Context, parameter: str) -> str:
    """Write the title of a parameter; an unknown one by its id."""
    known = load_law().parameters.get(parameter)
    return parameter if known is None else known.title.in_language(language_of(context))


@register.simple_tag(takes_context=True)
def reading_value(context: Context, parameter: str, value: Any) -> str:
    """Write a value that was read; of a table that it is one."""
    known = load_law().parameters.get(parameter)
    if known is not None and known.unit.id == "table":
        return t(context, "tabell", "table")
    return shown(context, value)


@register.simple_tag(takes_context=True)
def review(context: Context, source: str) -> str:
    """Write in brackets what a value was checked against."""
    said = review_words(source).in_language(language_of(context))
    return format_html(' <span class="muted">({})</span>', said) if said else ""


@register.simple_tag(takes_context=True)
def factor_name(context: Context, name: str) -> str:
    """Write the name of an assumption that is varied."""
    return words.FACTORS[name].in_language(language_of(context))


@register.filter
def ages(band: str) -> str:
    """Write an age band: ``{{ group.band|ages }}``."""
    return words.age_words(band)


@register.filter
def divide(value: float, by: float) -> float:
    """Divide, for ``{{ hours|divide:persons }}``."""
    return value / by


@register.filter
def who(name: str) -> str:
    """Write who did something: what nobody asked for by name, hjemmel did itself."""
    return "hjemmel" if name.startswith("system:") else name


_WIDTH = 120


@register.simple_tag
def gap_bar(value: float | None, reach: float) -> SafeString:
    """Draw a bar to the left (deficit) or right (surplus) of zero; the number stands beside it."""
    if value is None:
        return SafeString("")
    middle = _WIDTH / 2
    length = min(abs(value) / reach, 1) * middle
    start = middle if value >= 0 else middle - length
    kind = "more" if value >= 0 else "less"
    return format_html(
        '<svg class="cell-bar" viewBox="0 0 {} 14" aria-hidden="true">'
        '<line x1="{}" x2="{}" y1="0" y2="14" class="axis"/>'
        '<rect x="{}" y="4" width="{}" height="6" class="{}"/></svg>',
        _WIDTH,
        middle,
        middle,
        f"{start:.1f}",
        f"{length:.1f}",
        kind,
    )


@register.simple_tag
def span_bar(value: float, reach: float) -> SafeString:
    """Draw a bar from zero; the number stands beside it."""
    return format_html(
        '<svg class="cell-bar" viewBox="0 0 {} 14" aria-hidden="true">'
        '<rect x="0" y="4" width="{}" height="6" class="plain"/></svg>',
        _WIDTH,
        f"{min(value / reach, 1) * _WIDTH:.1f}",
    )


@register.simple_tag
def places_bar(given: int, places: int, most: int) -> SafeString:
    """Draw a list's free places as a bar, with those that are given filled; the numbers stand beside it."""
    reach = max(most, 1)
    return format_html(
        '<svg class="cell-bar" viewBox="0 0 {} 14" aria-hidden="true">'
        '<rect x="0.5" y="3.5" width="{}" height="7" class="free"/>'
        '<rect x="0.5" y="3.5" width="{}" height="7" class="plain"/></svg>',
        _WIDTH,
        f"{min(places / reach, 1) * (_WIDTH - 1):.1f}",
        f"{min(given / reach, 1) * (_WIDTH - 1):.1f}",
    )


@register.simple_tag
def ds_input(field: Any) -> SafeString:
    """Write a form field's control in the design system's clothes; what is wrong is marked."""
    widget = field.field.widget
    kind = "ds-input"
    attributes = {"class": kind, **({"aria-invalid": "true"} if field.errors else {})}
    return SafeString(field.as_widget(widget, attrs=attributes))


@register.simple_tag(takes_context=True)
def code(context: Context, kind: str, value: str) -> str:
    """Write the words of one of the register's codes: ``{% code "status" row.status %}``."""
    return EVERY[kind][value].in_language(language_of(context))


@register.simple_tag(takes_context=True)
def user_name(context: Context, name: str) -> str:
    """Write who did something; hjemmel itself by its own name."""
    return words.user_words(name).in_language(language_of(context))


@register.simple_tag(takes_context=True)
def purpose(context: Context, said: str) -> str:
    """Write what somebody looked at a person for."""
    return purpose_words(said).in_language(language_of(context))


@register.simple_tag(takes_context=True)
def look(context: Context, what: str) -> str:
    """Write where somebody was looked at."""
    return LOOKS.get(what, Text(what, what)).in_language(language_of(context))


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> str:
    """Write a moment as day and time in Norway."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{numbers.format_date(local.date(), language_of(context))} {local:%H:%M}"

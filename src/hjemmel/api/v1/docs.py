"""The description of the API as a plain page: no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import Context, Engine, Template
from django.templatetags.static import static
from ninja import NinjaAPI

from hjemmel.api.scopes import scopes_of

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
_NOTHING: Mapping[str, Any] = {"content": {}}
_STYLES = (
    "vendor/inter/inter.css",
    "vendor/designsystemet-theme/designsystemet.css",
    "vendor/designsystemet-css/index.css",
    "hjemmel/site.css",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: a parameter, an answer or a field."""

    name: str
    kind: str
    text: str
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address with what it takes and gives."""

    id: str
    verb: str
    path: str
    summary: str
    text: str
    key: str
    parameters: tuple[Row, ...]
    body: tuple[Row, ...]
    answers: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What goes in or comes out."""

    name: str
    text: str
    fields: tuple[Row, ...]


def with_pages(api: NinjaAPI) -> None:
    """Add the start of the API and the page that describes it."""

    @api.get("/", include_in_schema=False, url_name="start")
    def start(request: HttpRequest) -> HttpResponse:
        """Say where to go on."""
        root = request.path
        return JsonResponse(
            {"title": api.title, "docs": f"{root}docs", "openapi": f"{root}openapi.json"}
        )

    @api.get("/docs", include_in_schema=False, url_name="docs")
    def docs(request: HttpRequest) -> HttpResponse:
        """Describe every address."""
        description = api.get_openapi_schema()
        page = _template().render(
            Context(
                {
                    "title": description["info"]["title"],
                    "text": description["info"]["description"],
                    "openapi": f"{request.path.removesuffix('docs')}openapi.json",
                    "styles": [static(name) for name in _STYLES],
                    "icon": static("hjemmel/icon.svg"),
                    "endpoints": list(_endpoints(description)),
                    "shapes": list(_shapes(description)),
                }
            )
        )
        return HttpResponse(page, headers={"Content-Language": "en"})


@cache
def _template() -> Template:
    return Engine(dirs=[str(_TEMPLATES)]).get_template("docs.html")


def _endpoints(description: Mapping[str, Any]) -> Iterator[Endpoint]:
    for path, methods in description["paths"].items():
        for verb, operation in methods.items():
            yield Endpoint(
                id=operation["operationId"],
                verb=verb.upper(),
                path=path,
                summary=operation["summary"],
                text=operation.get("description", ""),
                parameters=tuple(
                    Row(
                        p["name"],
                        _kind(p["schema"]) + ("" if p["required"] else ", optional"),
                        p.get("description") or p["schema"].get("description", ""),
                    )
                    for p in operation.get("parameters", ())
                ),
                key=key_in_words(operation),
                body=tuple(
                    Row(
                        ", ".join(fields_of(content["schema"])),
                        media,
                        "",
                        _shape_in(content["schema"]),
                    )
                    for media, content in operation.get("requestBody", _NOTHING)["content"].items()
                ),
                answers=tuple(
                    row
                    for status, answer in operation["responses"].items()
                    for row in _answers(status, answer)
                ),
            )


def key_in_words(operation: dict[str, Any]) -> str:
    """Return what key an operation needs, as a sentence."""
    scopes = scopes_of(operation)
    if scopes is None:
        return "Open to all."
    needed = f"a key with {' and '.join(scopes)}" if scopes else "any key"
    return f"Of the register: {needed}." if {} in operation["security"] else f"Needs {needed}."


def fields_of(schema: Mapping[str, Any]) -> list[str]:
    """Return the fields of a body that has no shape of its own: a form."""
    return list(schema.get("properties", {}))


def _answers(status: object, answer: Mapping[str, Any]) -> Iterator[Row]:
    """Yield what one status answers with; 204 has nothing."""
    if "content" not in answer:
        yield Row(str(status), "nothing", answer["description"])
    for media, content in answer.get("content", {}).items():
        yield Row(str(status), media, answer["description"], _shape_in(content["schema"]))


def _shapes(description: Mapping[str, Any]) -> Iterator[Shape]:
    for name, shape in sorted(description["components"]["schemas"].items()):
        yield Shape(
            name=name,
            text=shape.get("description", ""),
            fields=tuple(
                Row(field, _kind(kind), kind.get("description", ""), _shape_in(kind))
                for field, kind in shape.get("properties", {}).items()
            ),
        )


def _shape_in(schema: Mapping[str, Any]) -> str:
    """Return the name of the shape that a schema refers to, if any."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    inner = [*schema.get("anyOf", ()), *schema.get("allOf", ()), schema.get("items") or {}]
    return next((name for part in inner if part and (name := _shape_in(part))), "")


def _kind(schema: Mapping[str, Any]) -> str:
    """Return the kind of a value in words: ``integer or null``, ``list of YearOut``."""
    if "$ref" in schema:
        return _shape_in(schema)
    for several in ("anyOf", "allOf"):
        if several in schema:
            return " or ".join(_kind(part) for part in schema[several])
    if "enum" in schema:
        return " or ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("const") or schema.get("type", "anything"))

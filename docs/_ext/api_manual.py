"""Every endpoint with its parameters and answers, from the API's own OpenAPI description."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator, Mapping
from typing import Any

import django
from markup import cell, code, section, table, target

_VERBS = ("get", "post", "put", "patch", "delete")


@functools.cache
def description() -> Mapping[str, Any]:
    """Return the OpenAPI description of version 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hjemmel.config.settings")
    django.setup()
    from hjemmel.api.v1 import api

    return api.get_openapi_schema(path_prefix="/api/v1/")


def operations() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield verb, path and description of every operation."""
    for path, item in description()["paths"].items():
        for verb in _VERBS:
            if verb in item:
                yield verb.upper(), path, item[verb]


@functools.cache
def endpoints() -> str:
    """Return all operations."""
    return "\n".join(_operation(*operation) for operation in operations())


def _operation(verb: str, path: str, operation: Mapping[str, Any]) -> str:
    inputs = [
        (
            code(p["name"]),
            p["in"],
            _kind(p.get("schema", {})) + ("" if p.get("required") else ", optional"),
            cell(p.get("description") or p.get("schema", {}).get("description", "")),
        )
        for p in operation.get("parameters", ())
    ]
    body = operation.get("requestBody")
    answers = [
        (code(status), cell(answer.get("description", "")), _content(answer))
        for status, answer in operation["responses"].items()
    ]
    return section(
        2,
        code(f"{verb} {path}"),
        target("endpoint", operation["operationId"]),
        f"*{cell(operation['summary'])}*. {cell(operation.get('description', ''))}\n",
        f"{cell(key_in_words(operation))}\n",
        table(("Parameter", "In", "Kind", "Meaning"), inputs) if inputs else "",
        f"Body: {_content(body)}.\n" if body else "",
        table(("Status", "When", "Content"), answers),
    )


def schemas() -> str:
    """Return the shapes of what goes in and comes out."""
    shapes = description().get("components", {}).get("schemas", {})
    return "\n".join(_shape(name, shape) for name, shape in sorted(shapes.items()))


def _shape(name: str, shape: Mapping[str, Any]) -> str:
    needed = shape.get("required", ())
    rows = [
        (
            code(field),
            _kind(kind) + ("" if field in needed else ", optional"),
            cell(kind.get("description", "")),
        )
        for field, kind in shape.get("properties", {}).items()
    ]
    return section(
        3,
        cell(name),
        target("schema", name),
        f"{cell(shape.get('description', ''))}\n",
        table(("Field", "Kind", "Meaning"), rows) if rows else "",
    )


def key_in_words(operation: Mapping[str, Any]) -> str:
    """Return what key an operation needs."""
    from hjemmel.api.v1.docs import key_in_words as words

    return words(dict(operation))


def _content(answer: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{_kind(content['schema'])} as {code(media)}" if "schema" in content else code(media)
        for media, content in answer.get("content", {}).items()
    )


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{cell(name)}](#{target('schema', name)})"
    if "anyOf" in schema:
        return " or ".join(_kind(option) for option in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(code(option) for option in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return cell(schema.get("format") or schema.get("const") or schema.get("type", "anything"))

"""The text of a PDF that typst made, read back from its pages by the fonts' own maps to letters."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"<</Length (\d+)(.*?)>>\nstream\n", re.DOTALL)
_FONT = re.compile(rb"/(f\d+) (\d+) 0 R")
_FONT_SET = re.compile(rb"/(f\d+) [\d.]+ Tf$")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(pdf: bytes) -> str:
    """Return the words of all pages, lines and white space as single spaces."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if b"/Type/Page/" in body]
    return " ".join(" ".join(_of_page(page, objects) for page in pages).split())


def _of_page(page: bytes, objects: dict[int, bytes]) -> str:
    resources = objects[_reference(page, b"Resources")]
    fonts = {
        name: _letters(_content(objects[_reference(objects[int(at)], b"ToUnicode")]))
        for name, at in _FONT.findall(resources)
    }
    said: list[str] = []
    letters: dict[int, str] = {}
    for between, raw in _strings(_content(objects[_reference(page, b"Contents")])):
        for word in re.split(rb"(?<=Tf)\b|(?<=BT)\b", between):
            found = _FONT_SET.search(word)
            letters = fonts[found[1]] if found else letters
            said += [" "] if word.endswith(b"BT") else []
        plain = _ESCAPE.sub(_unescaped, raw)
        said += [
            letters.get(int.from_bytes(plain[i : i + 2], "big"), "\ufffd")
            for i in range(0, len(plain), 2)
        ]
    return "".join(said)


def _strings(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each string with what stands between it and the one before; brackets in it may nest."""
    done = at = 0
    while (start := content.find(b"(", at)) >= 0:
        at, depth = start + 1, 1
        while depth:
            mark = content[at : at + 1]
            depth += (mark == b"(") - (mark == b")")
            at += 2 if mark == b"\\" else 1
        yield content[done:start], content[start + 1 : at - 1]
        done = at


def _unescaped(found: re.Match[bytes]) -> bytes:
    text = found[1]
    if text[:1].isdigit():
        return bytes([int(text, 8) & 255])
    return b"" if text.endswith(b"\n") else _ESCAPED.get(text, text)


def _letters(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(
            rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part
        ):
            start = int(text, 16)
            for step, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[code] = chr(start + step)
    return found


def _content(body: bytes) -> bytes:
    found = _STREAM.match(body)
    assert found is not None
    data = body[found.end() : found.end() + int(found[1])]
    return zlib.decompress(data) if b"FlateDecode" in found[2] else data


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found is not None
    return int(found[1])

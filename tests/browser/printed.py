"""The text of a PDF that Chromium printed, sheet by sheet, by the fonts' own maps to letters."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)endstream", re.DOTALL)
_FONT = re.compile(rb"/(F\d+) (\d+) 0 R")
_WORD = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)> Tj|\[(.*?)\] TJ|(BT)\b", re.DOTALL)
_CODES = re.compile(rb"<([0-9A-Fa-f]+)>")
_SPAN = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def sheets_of(pdf: bytes) -> list[str]:
    """Return the words of each sheet, in the order they were drawn, white space as single spaces."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if re.search(rb"/Type /Page\b", body)]
    return [" ".join(_of_page(page, objects).split()) for page in pages]


def _of_page(page: bytes, objects: dict[int, bytes]) -> str:
    fonts = {name: _letters(objects[int(at)], objects) for name, at in _FONT.findall(page)}
    contents = re.search(rb"/Contents (\d+) 0 R", page)
    assert contents is not None
    said: list[str] = []
    letters, width = dict[int, str](), 2
    for font, codes, parts, begins in _WORD.findall(_content(objects[int(contents[1])])):
        if font:
            letters, width = fonts[font]
        elif begins:
            said.append(" ")
        for code in [codes] if codes else _CODES.findall(parts):
            said += [
                letters.get(int(code[at : at + width], 16), "\ufffd")
                for at in range(0, len(code), width)
            ]
    return "".join(said)


def _letters(font: bytes, objects: dict[int, bytes]) -> tuple[dict[int, str], int]:
    """Return the letter of each code of a font, and how many hexadecimal digits a code has."""
    at = re.search(rb"/ToUnicode (\d+) 0 R", font)
    if at is None:
        return {}, 2
    cmap = _content(objects[int(at[1])])
    space = re.search(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>", cmap)
    assert space is not None
    found: dict[int, str] = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in _PAIR.findall(part):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in _SPAN.findall(part):
            for step, number in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[number] = chr(int(text, 16) + step)
    return found, len(space[1])


def _content(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found is not None
    return zlib.decompressobj().decompress(found[1]) if b"/FlateDecode" in body else found[1]

"""The parts of a Word file that its library has no words for: language, fields, links and styles."""

from __future__ import annotations

from collections.abc import Mapping

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from hjemmel.kernel.text import WrittenLanguage

LOCALES: Mapping[WrittenLanguage, str] = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
OWNER, FACTS, NOTE, FIGURE = "Document Owner", "Document Facts", "Note Box", "Key Figure"
CONTENTS = "Document Contents"
ABOUT, CELL, AFTER_TABLE = "About Document", "Table Cell", "After Table"
CELL_ID = CELL.replace(" ", "")  # what the library makes of its name
TEXT_WIDTH_MM = 166
_MARGIN_MM, _TOP_MM, _BOTTOM_MM = 22, 22, 24
_FONT = "Arial"
_DARK, _MUTED = RGBColor(0x0B, 0x3D, 0x66), RGBColor(0x4D, 0x56, 0x61)
_HEADINGS = {"Heading 1": (16, 20), "Heading 2": (13, 14), "Heading 3": (11.5, 12)}


def element(name: str, /, **attributes: str) -> BaseOxmlElement:
    """Return a new element ``w:name`` with attributes ``w:…``."""
    made: BaseOxmlElement = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def set_up(file: WordDocument, locale: str) -> None:
    """Give a new file its paper, language and styles."""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(_TOP_MM), Mm(_BOTTOM_MM)
    _set_language(file, locale)
    _set_styles(file)


def _set_language(file: WordDocument, locale: str) -> None:
    root = file.styles.element
    for language in root.iter(qn("w:lang")):
        language.set(qn("w:val"), locale)
        language.set(qn("w:eastAsia"), locale)
    settings = file.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), locale)


def _set_styles(file: WordDocument) -> None:
    styles = file.styles
    for style in styles:
        if isinstance(style, ParagraphStyle):
            _set_font(style)
    normal = _paragraph_style(file, "Normal")
    normal.font.size = Pt(10)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.15
    for name, (size, before) in _HEADINGS.items():
        heading = _paragraph_style(file, name)
        heading.font.size, heading.font.bold, heading.font.color.rgb = Pt(size), True, _DARK
        heading.paragraph_format.space_before = Pt(before)
        heading.paragraph_format.space_after = Pt(5)
        heading.paragraph_format.keep_with_next = True
    title = _paragraph_style(file, "Title")
    title.font.size, title.font.bold, title.font.color.rgb = Pt(24), True, _DARK
    _clear_borders(title)
    subtitle = _paragraph_style(file, "Subtitle")
    for spacing in subtitle.element.get_or_add_rPr().findall(qn("w:spacing")):
        subtitle.element.rPr.remove(spacing)
    subtitle.font.size, subtitle.font.italic, subtitle.font.color.rgb = Pt(13), False, _MUTED
    caption = _paragraph_style(file, "Caption")
    caption.font.size, caption.font.bold, caption.font.color.rgb = Pt(9.5), True, _DARK
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(8), Pt(4)
    _add_styles(file)
    footer = _paragraph_style(file, "Footer")
    footer.font.size, footer.font.color.rgb = Pt(8), _MUTED
    footer.paragraph_format.tab_stops.clear_all()
    tabs = footer.element.pPr.find(qn("w:tabs"))
    if tabs is not None:
        footer.element.pPr.remove(tabs)
    footer.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)


def _add_styles(file: WordDocument) -> None:
    for name, size, colour, after in (
        (OWNER, 10.5, _MUTED, 2),
        (FACTS, 10, None, 14),
        (NOTE, 10, None, 10),
        (FIGURE, 11, None, 3),
        (CONTENTS, 10, None, 2),
        (ABOUT, 9, _MUTED, 3),
        (CELL, 9, None, 0),
        (AFTER_TABLE, 6, None, 4),
    ):
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        style.base_style = file.styles["Normal"]
        style.font.size = Pt(size)
        if colour is not None:
            style.font.color.rgb = colour
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.line_spacing = 1.05
    for name, sides in ((FACTS, ("top", "bottom")), (NOTE, ("left",)), (FIGURE, ("left",))):
        borders = element("pBdr")
        for side in sides:
            wide = "6" if name == FACTS else "18"
            borders.append(element(side, val="single", sz=wide, space="6", color="0B3D66"))
        _paragraph_style(file, name).element.get_or_add_pPr().append(borders)
    _paragraph_style(file, ABOUT).paragraph_format.keep_with_next = True
    note = _paragraph_style(file, NOTE)
    note.paragraph_format.left_indent = Mm(4)
    note.element.get_or_add_pPr().append(element("shd", val="clear", color="auto", fill="F1F4F7"))
    _paragraph_style(file, FIGURE).paragraph_format.left_indent = Mm(4)


def _paragraph_style(file: WordDocument, name: str) -> ParagraphStyle:
    style = file.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _set_font(style: ParagraphStyle) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), _FONT)


def _clear_borders(style: ParagraphStyle) -> None:
    properties = style.element.get_or_add_pPr()
    for borders in properties.findall(qn("w:pBdr")):
        properties.remove(borders)


def add_field(line: Paragraph, code: str) -> None:
    """Add a field that the reader's program works out: PAGE or NUMPAGES."""
    for kind in ("begin", "", "separate", "1", "end"):
        run = line.add_run()
        if kind == "":
            told = element("instrText")
            told.set(qn("xml:space"), "preserve")
            told.text = f" {code} "
            run._r.append(told)
        elif kind == "1":
            run.text = "1"
        else:
            run._r.append(element("fldChar", fldCharType=kind))


def add_link(line: Paragraph, text: str, address: str, language: WrittenLanguage | None) -> None:
    """Add words that lead somewhere."""
    key = line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), key)
    run = line.add_run(text)
    run.font.color.rgb = RGBColor(0x00, 0x4F, 0x99)
    run.font.underline = True
    speak(run, language)
    link.append(run._r)
    line._p.append(link)


def mark(line: Paragraph, number: int) -> None:
    """Let a heading be jumped to by its number in the document."""
    start = element("bookmarkStart", id=str(number), name=_mark(number))
    end = element("bookmarkEnd", id=str(number))
    line._p.insert(1 if line._p.pPr is not None else 0, start)
    line._p.append(end)


def speak(run: Run, language: WrittenLanguage | None) -> Run:
    """Say what language some words are in, where it is not the document's; return them."""
    if language is not None:
        run._r.get_or_add_rPr().append(language_of(language))
    return run


def language_of(language: WrittenLanguage) -> BaseOxmlElement:
    """Return the element that says what language some words are in."""
    return element("lang", val=LOCALES[language], eastAsia=LOCALES[language])


def add_jump(line: Paragraph, text: str, number: int, language: WrittenLanguage | None) -> None:
    """Add words that lead to a heading of the same document."""
    link = element("hyperlink", anchor=_mark(number), history="1")
    run = speak(line.add_run(text), language)
    link.append(run._r)
    line._p.append(link)


def _mark(number: int) -> str:
    return f"_Heading{number}"


def new_numbering(file: WordDocument) -> str:
    """Return the key of a new numbering that begins at 1."""
    numbering = file.part.numbering_part.element
    style = file.styles["List Number"].element
    old = style.pPr.numPr.numId.val
    abstract = next(one for one in numbering.num_lst if one.numId == old).abstractNumId.val
    made = numbering.add_num(abstract)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return str(made.numId)


def number_by(line: Paragraph, numbering: str) -> None:
    """Number a line by a numbering."""
    properties = line._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = int(numbering)

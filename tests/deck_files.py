"""One presentation, as PPTX (python-pptx) and as ODP (odfpy)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pptx
from odf import dc, draw, meta, presentation, style, table, text
from odf.namespaces import PRESENTATIONNS
from odf.opendocument import OpenDocumentPresentation
from pptx.util import Cm

SLIDES = [
    "Lieux partagés\n\nVille de Trapval",
    "Les freins\n\n- le budget\n- le temps\n\nhaut\n\nbas gauche\n\nbas droite\n\nParler du budget.\n\nPuis conclure.",
    "Deux villes\n\nVille | Budget\nTrapval | 12 000\n\nà gauche\n\nà droite",
    "",
]


def text_box(shapes: Any, words: str, left: float, top: float) -> Any:
    box = shapes.add_textbox(Cm(left), Cm(top), Cm(5), Cm(1))
    box.text_frame.text = words
    return box


def make_pptx(change: Callable[[Any], None] | None = None) -> bytes:
    """A PPTX file of four slides: their text is SLIDES."""
    deck = pptx.Presentation()
    core = deck.core_properties
    core.title, core.author, core.created = (
        "Séminaire des lieux partagés",
        "Jeanne Alba; Paul Roy",
        datetime(2021, 5, 4),
    )
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text, slide.placeholders[1].text = "Lieux partagés", "Ville de Trapval"
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    text_box(slide.shapes, "bas droite", 12, 14)
    text_box(slide.shapes, "bas gauche", 1, 14.2)
    text_box(slide.shapes, "haut", 1, 3)
    slide.shapes.title.text = "Les freins"
    frame = slide.placeholders[1].text_frame
    frame.text = "le budget"
    frame.add_paragraph().text = "le temps"
    slide.notes_slide.notes_text_frame.text = "Parler du budget.\nPuis conclure."
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Deux villes"
    group = slide.shapes.add_group_shape()
    text_box(group.shapes, "à droite", 9, 12)
    text_box(group.shapes, "à gauche", 1, 12)
    grid = slide.shapes.add_table(2, 2, Cm(1), Cm(5), Cm(10), Cm(3)).table
    for row, values in enumerate((("Ville", "Budget"), ("Trapval", "12 000"))):
        for column, value in enumerate(values):
            grid.cell(row, column).text = value
    slide._element.set("show", "0")
    deck.slides.add_slide(deck.slide_layouts[6])
    if change:
        change(deck)
    output = io.BytesIO()
    deck.save(output)
    return output.getvalue()


def frame_at(kind: str | None, left: str, top: str, *content: Any) -> draw.Frame:
    frame = draw.Frame(x=left, y=top, width="5cm", height="1cm")
    if kind:
        frame.setAttrNS(PRESENTATIONNS, "class", kind)
    for element in content:
        frame.addElement(element)
    return frame


def text_in(*paragraphs: str) -> draw.TextBox:
    box = draw.TextBox()
    for words in paragraphs:
        box.addElement(text.P(text=words))
    return box


def bullets(*words: str) -> draw.TextBox:
    box, items = draw.TextBox(), text.List()
    for word in words:
        item = text.ListItem()
        item.addElement(text.P(text=word))
        items.addElement(item)
    box.addElement(items)
    return box


def make_odp(*last: Any) -> bytes:
    """The same presentation as an ODP file, with these shapes on its last slide."""
    deck = OpenDocumentPresentation()
    deck.meta.addElement(dc.Title(text="Séminaire des lieux partagés"))
    deck.meta.addElement(meta.InitialCreator(text="Jeanne Alba; Paul Roy"))
    deck.meta.addElement(meta.CreationDate(text="2021-05-04T10:00:00"))
    layout = style.PageLayout(name="page")
    deck.automaticstyles.addElement(layout)
    master = style.MasterPage(name="maître", pagelayoutname=layout)
    deck.masterstyles.addElement(master)
    grid = table.Table()
    for values in (("Ville", "Budget"), ("Trapval", "12 000")):
        row = table.TableRow()
        for value in values:
            cell = table.TableCell()
            cell.addElement(text.P(text=value))
            row.addElement(cell)
        grid.addElement(row)
    group = draw.G()
    group.addElement(frame_at(None, "90mm", "12cm", text_in("à droite")))
    group.addElement(frame_at(None, "1cm", "12cm", text_in("à gauche")))
    notes = presentation.Notes()
    notes.addElement(frame_at("notes", "1cm", "1cm", text_in("Parler du budget.", "Puis conclure.")))
    moved = draw.CustomShape(width="5cm", height="1cm", transform="rotate (0.1) translate (12cm 14cm)")
    moved.addElement(text.P(text="bas droite"))
    slides: list[list[Any]] = [
        [frame_at("subtitle", "1cm", "5cm", text_in("Ville de Trapval")), frame_at("title", "1cm", "9cm", text_in("Lieux partagés"))],
        [
            moved, frame_at(None, "0.4in", "5.6in", text_in("bas gauche")), frame_at(None, "1cm", "3cm", text_in("haut")),
            frame_at("title", "1cm", "1cm", text_in("Les", "freins")),
            frame_at("outline", "1cm", "4cm", bullets("le budget", "le temps")),
            frame_at("footer", "1cm", "18cm", text_in("pied de page")), notes,
        ],
        [group, frame_at(None, "1cm", "5cm", grid), frame_at("title", "1cm", "1cm", text_in("Deux villes"))],
        list(last),
    ]  # fmt: skip
    for shapes in slides:
        page = draw.Page(masterpagename=master)
        for shape in shapes:
            page.addElement(shape)
        deck.presentation.addElement(page)
    output = io.BytesIO()
    deck.write(output)
    return output.getvalue()

"""Headings of a PDF: titles of an outline found again in the text, and what is none though it looks like one."""

from dataclasses import replace

from assistant.ingest.pdf.headings import find_headings
from assistant.ingest.pdf.layout import lay_out
from assistant.ingest.pdf.outline import OutlineEntry, headings_of_outline
from assistant.text.hyphens import Vocabulary
from made_pages import raw_page


def laid(*pages, gap=20.0):
    """Pages of lines one below the other."""
    found = []
    for number, texts in enumerate(pages, start=1):
        drawn = [(text, 60, 700 - 14 * n, *size) for n, (text, *size) in enumerate(map(sized, texts))]
        found.append(lay_out(replace(raw_page(drawn, gap=gap), number=number), Vocabulary(), None))
    return found


def sized(text):
    """A text in capitals is in large letters."""
    return (text, 16) if text.isupper() else (text,)


def places(pages, *entries):
    outline = [OutlineEntry(title, level, page) for title, level, page in entries]
    return [(one.page, one.level, one.title) for one in headings_of_outline(pages, outline)]


TEXT = "La ville a ouvert un atelier."


def test_titles_with_and_without_their_numbers_over_several_lines():
    pages = laid(["1. Méthode", TEXT, "Ce que deviennent", "les projets", TEXT])
    assert places(pages, ("Méthode", 1, 1), ("2. Ce que deviennent les projets", 2, 1)) == [
        (1, 1, "1. Méthode"),
        (1, 2, "Ce que deviennent les projets"),
    ]


def test_entries_that_point_to_the_page_before_or_all_to_one():
    pages = laid([TEXT], ["Méthode", TEXT], [TEXT, "Les suites de l'essai", TEXT])
    assert places(pages, ("Méthode", 1, 1), ("Les suites de l'essai", 1, 1)) == [
        (2, 1, "Méthode"),
        (3, 1, "Les suites de l'essai"),
    ]


def test_a_contents_page_is_not_where_chapters_begin():
    pages = laid(["Sommaire", "Méthode générale ..... 2"], ["Méthode générale", TEXT])
    assert places(pages, ("Méthode générale", 1, 2)) == [(2, 1, "Méthode générale")]


def test_a_title_beside_its_text():
    pages = laid(["Enjeux  les villes partagent leurs méthodes", TEXT])
    assert places(pages, ("Enjeux", 2, 1)) == [(1, 2, "Enjeux")]
    assert places(laid(["Enjeux les villes partagent"]), ("Enjeux", 2, 1)) == []


def test_what_is_not_in_the_text_is_left_out():
    assert places(laid([TEXT]), ("Brouillon v2 final", 1, 1), ("", 1, 1), ("ville", 1, 9)) == []


def test_few_entries_add_to_the_headings_in_large_type():
    pages = laid(["LE BILAN", TEXT, TEXT, TEXT], ["LA SUITE", TEXT, TEXT, TEXT], ["LES COMPTES", TEXT, "Annexe", TEXT])
    found = find_headings(pages, [OutlineEntry("Annexe", 1, 3)], 10.0)
    assert [(one.page, one.title) for one in found] == [
        (1, "LE BILAN"),
        (2, "LA SUITE"),
        (3, "LES COMPTES"),
        (3, "Annexe"),
    ]


def test_an_outline_of_other_things_is_left_aside():
    pages = laid(["LE BILAN", TEXT, TEXT], ["LA SUITE", TEXT, TEXT])
    outline = [OutlineEntry("Bilan v2 final", 1, 1), OutlineEntry("Comptes relus", 1, 2)]
    assert [one.title for one in find_headings(pages, outline, 10.0)] == ["LE BILAN", "LA SUITE"]


def test_where_a_paragraph_begins_in_bold_is_no_heading():
    def title(second):
        lines = [
            (TEXT, 60, 700),
            ("Une phrase en gras qui", 60, 660),
            (second, 60, 648),
            (TEXT, 60, 600),
            (TEXT, 60, 588),
        ]
        page = raw_page(lines)
        page.lines[1].bold = True
        return [one.title for one in find_headings([lay_out(page, Vocabulary(), None)], (), 10.0)]

    assert title("continue en maigre.") == []
    assert title("Un paragraphe suit.") == ["Une phrase en gras qui"]


def test_neither_cells_nor_footnotes_are_headings():
    page = raw_page(
        [("LE BILAN", 60, 700, 16), *((TEXT, 60, 660 - 14 * n) for n in range(6)), ("UNE NOTE", 60, 80, 16)]
    )
    page.lines[0].cell = True
    assert find_headings([lay_out(replace(page, notes=1), Vocabulary(), None)], (), 10.0) == ()

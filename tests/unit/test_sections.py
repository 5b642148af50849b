"""Pages parted at their headings."""

from assistant.text.sections import LONGEST_TITLE, sections_by_page, short_title
from assistant.types import Heading, Page, ReadDocument


def sections(*texts, headings=()):
    pages = tuple(Page(number, text) for number, text in enumerate(texts, 1))
    document = ReadDocument("pdf", pages, paged=True, headings=tuple(headings))
    return [[(s.page.text[s.start : s.end], s.path, s.has_body) for s in page] for page in sections_by_page(document)]


def test_a_page_without_headings_is_one_section_and_a_blank_page_none():
    assert sections("Le corps.", "  \n") == [[("Le corps.", (), True)]]


def test_text_before_the_first_heading_belongs_to_the_open_section():
    marks = [Heading(1, 0, 5, 1, "Titre"), Heading(2, 6, 10, 2, "Sous")]
    assert sections("Titre a", "suite Sous b", headings=marks) == [
        [("Titre a", ("Titre",), True)],
        [("suite ", ("Titre",), True), ("Sous b", ("Titre", "Sous"), True)],
    ]


def test_headings_in_a_row_are_one_section_and_a_lone_one_has_no_body():
    marks = [Heading(1, 14, 19, 1, "Trois"), Heading(1, 0, 2, 1, "Un"), Heading(1, 3, 7, 2, "Deux\nfois")]
    assert sections("Un\nDeux corps\nTrois\n", headings=marks) == [
        [("Un\nDeux corps\n", ("Un", "Deux fois"), True), ("Trois\n", ("Trois",), False)]
    ]


def test_a_short_title_is_kept_and_a_long_one_cut_at_a_word():
    assert short_title("Deux\n fois ") == "Deux fois"
    assert short_title("a" * LONGEST_TITLE) == "a" * LONGEST_TITLE
    assert short_title("mot " * 40_000) == " ".join(["mot"] * 50) + "…"
    assert short_title("a" * 150_000) == "a" * (LONGEST_TITLE - 1) + "…"
    assert short_title("Le " + "a" * 150_000) == "Le " + "a" * (LONGEST_TITLE - 4) + "…"


def test_a_page_in_a_heading_style_does_not_stand_whole_in_the_paths_below_it():
    title = "mot " * 40_000 + "fin"
    marks = [Heading(1, 0, len(title), 1, title), Heading(2, 0, 4, 2, "Sous")]
    pages = sections(f"{title}\ncorps", "Sous corps", headings=marks)
    paths = [path for page in pages for _, path, _ in page]
    assert paths == [(short_title(title),), (short_title(title), "Sous")]

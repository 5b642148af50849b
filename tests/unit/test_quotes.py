import pytest

from assistant.answering.quotes import locate, quoted_sentences
from assistant.answering.verification import check_quoted, stands
from assistant.types import Page, Passage, Quote, Span

PAGE_1 = Page(1, "Titre\nLe labo a été créé en 2014. Il compte neuf agents qui")
PAGE_2 = Page(2, "travaillent avec les services. Fin du texte.")
PAGES = {1: PAGE_1, 2: PAGE_2}


def over_pages() -> Passage:
    spans = (Span(1, 6, len(PAGE_1.text)), Span(2, 0, 30))
    text = "\n".join(PAGES[span.page].text[span.start : span.end] for span in spans)
    return Passage("p1", "d1", 0, spans, (), text, "fr")


def page_of(document_id: str, number: int) -> Page | None:
    return PAGES.get(number) if document_id == "d1" else None


def test_a_sentence_over_a_page_break_gives_one_exact_quote_a_page():
    sentences = quoted_sentences(over_pages())
    assert [len(sentence.quotes) for sentence in sentences] == [1, 2]
    first, second = sentences[1].quotes
    assert (first.page, first.text) == (1, "Il compte neuf agents qui")
    assert (second.page, second.text) == (2, "travaillent avec les services.")
    for sentence in sentences:
        for quote in sentence.quotes:
            assert PAGES[quote.page].text[quote.start : quote.end] == quote.text


def test_locate_trims_white_space_and_keeps_offsets_exact():
    (quote,) = locate(over_pages(), 0, 28)
    assert quote.text == "Le labo a été créé en 2014."
    assert PAGE_1.text[quote.start : quote.end] == quote.text


@pytest.mark.parametrize("mark", ["- ", "– ", "•\u00a0", "*  "])
def test_the_mark_of_a_list_is_not_quoted(mark: str):
    page = Page(1, f"Freins\n{mark}Tout repose sur deux personnes.")
    passage = Passage("p1", "d1", 0, (Span(1, 0, len(page.text)),), (), page.text, "fr")
    (quote,) = quoted_sentences(passage)[-1].quotes
    assert quote.text == "Tout repose sur deux personnes."
    assert page.text[quote.start : quote.end] == quote.text


def test_a_quote_stands_only_character_for_character():
    good = Quote("d1", "p1", 1, 6, 33, "Le labo a été créé en 2014.")
    assert stands(good, page_of)
    assert not stands(Quote("d1", "p1", 1, 6, 33, "Le labo a ete cree en 2014."), page_of)
    assert not stands(Quote("d1", "p1", 1, 7, 34, good.text), page_of)
    assert not stands(Quote("d1", "p1", 9, 6, 33, good.text), page_of)
    assert not stands(Quote("gone", "p1", 1, 6, 33, good.text), page_of)
    assert not stands(Quote("d1", "p1", 1, 6, 6, ""), page_of)


def test_a_claim_is_supported_only_if_all_its_quotes_stand():
    good = Quote("d1", "p1", 1, 6, 33, "Le labo a été créé en 2014.")
    bad = Quote("d1", "p1", 2, 0, 5, "autre")
    assert check_quoted(good.text, [good], page_of, "fr").verdict == "supported"
    assert check_quoted(good.text, [good, bad], page_of, "fr").verdict == "unsupported"
    assert check_quoted(good.text, [], page_of, "en").verdict == "unsupported"

"""Passages: exact spans, nothing lost, headings, pages and sentences respected."""

import hashlib
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text.passages import PassageOptions, embedded_text, make_passages, passage_id
from assistant.text.sections import LONGEST_TITLE
from assistant.types import Document, Heading, Page, ReadDocument, Span

OPTIONS = PassageOptions()
SMALL = PassageOptions(target_words=20, max_words=30, overlap_words=8)


def document(*texts, headings=(), numbers=None):
    numbers = numbers or range(1, len(texts) + 1)
    pages = tuple(Page(number, text) for number, text in zip(numbers, texts, strict=True))
    return ReadDocument("text", pages, paged=len(pages) > 1, headings=tuple(headings))


def heading(doc_text, title, level=1, page=1):
    start = doc_text.index(title)
    return Heading(page, start, start + len(title), level, title)


def sentence(words, tag="mot"):
    return "Le " + " ".join([tag] * (words - 2)) + " finit."


def texts(passages):
    return [passage.text for passage in passages]


def uncovered(doc, passages):
    """Characters, other than white space, that no passage holds."""
    held = {(s.page, i) for p in passages for s in p.spans for i in range(s.start, s.end)}
    return [
        (page.number, i, c)
        for page in doc.pages
        for i, c in enumerate(page.text)
        if not c.isspace() and (page.number, i) not in held
    ]


def test_a_short_document_is_one_passage_of_its_exact_text():
    doc = document("  La ville teste un budget participatif.\nElle en tire un bilan.\n")
    (passage,) = make_passages("d", doc, "fr", OPTIONS)
    assert passage.text == "La ville teste un budget participatif.\nElle en tire un bilan."
    assert passage.spans == (Span(1, 2, 2 + len(passage.text)),)
    assert passage.heading_path == ()
    assert (passage.document_id, passage.ordinal, passage.language) == ("d", 0, "fr")


def test_an_empty_document_has_no_passage():
    assert make_passages("d", document("", " \n "), "fr", OPTIONS) == []


def test_the_id_is_twenty_digits_of_a_hash_of_document_ordinal_and_text():
    (passage,) = make_passages("doc", document("Bonjour."), "fr", OPTIONS)
    assert passage.id == hashlib.sha256(b"doc\x000\x00Bonjour.").hexdigest()[:20] == passage_id("doc", 0, "Bonjour.")


def test_equal_texts_of_one_document_have_different_ids():
    doc = document("Pareil.", "Pareil.")
    assert len({p.id for p in make_passages("d", doc, "fr", OPTIONS)}) == 2


def test_long_text_is_cut_at_sentence_ends_near_the_target():
    text = "\n\n".join(" ".join(sentence(12, f"m{i}") for _ in range(4)) for i in range(12))  # 576 words
    passages = make_passages("d", document(text), "fr", OPTIONS)
    lengths = [len(p.text.split()) for p in passages]
    assert len(lengths) == 4
    assert all(120 <= length <= 200 for length in lengths)
    assert all(p.text.startswith("Le ") and p.text.endswith("finit.") for p in passages)


def test_breaks_fall_between_paragraphs_and_then_nothing_overlaps():
    paragraphs = [" ".join(sentence(10, f"p{i}") for _ in range(13)) for i in range(3)]  # 130 words each
    passages = make_passages("d", document("\n\n".join(paragraphs)), "fr", OPTIONS)
    assert texts(passages) == paragraphs


def test_a_cut_paragraph_repeats_its_last_short_sentence():
    text = " ".join(sentence(20, f"m{i}") for i in range(15))  # one paragraph of 300 words
    first, second = make_passages("d", document(text), "fr", OPTIONS)
    repeated = first.text[first.text.rindex("Le ") :]
    assert second.text.startswith(repeated)
    assert second.spans[0].start < first.spans[0].end
    assert max(len(p.text.split()) for p in (first, second)) <= OPTIONS.max_words


def test_a_long_sentence_is_not_repeated():
    text = " ".join(sentence(40, f"m{i}") for i in range(8))
    first, second = make_passages("d", document(text), "fr", OPTIONS)
    assert first.spans[0].end <= second.spans[0].start


def test_no_scrap_is_left_at_the_end():
    text = " ".join(sentence(10, f"m{i}") for i in range(21))  # 210 words: not 200 and 10
    lengths = [len(t.split()) for t in texts(make_passages("d", document(text), "fr", OPTIONS))]
    assert len(lengths) == 2
    assert min(lengths) >= 40


def test_a_few_words_too_many_stay_with_the_passage():
    text = " ".join(sentence(10, f"m{i}") for i in range(17))
    assert len(make_passages("d", document(text), "fr", OPTIONS)) == 1


def test_a_heading_starts_a_passage_and_stands_in_it():
    text = "Introduction\n\nLe projet commence.\n\nMéthode\n\nNous avons écouté."
    doc = document(text, headings=[heading(text, "Introduction"), heading(text, "Méthode")])
    first, second = make_passages("d", doc, "fr", OPTIONS)
    assert first.text == "Introduction\n\nLe projet commence."
    assert second.text == "Méthode\n\nNous avons écouté."
    assert (first.heading_path, second.heading_path) == (("Introduction",), ("Méthode",))


def test_heading_paths_follow_levels():
    text = "Un\n\nA.\n\nSous-un\n\nB.\n\nDeux\n\nC."
    marks = [heading(text, "Un"), heading(text, "Sous-un", 2), heading(text, "Deux")]
    paths = [p.heading_path for p in make_passages("d", document(text, headings=marks), "fr", OPTIONS)]
    assert paths == [("Un",), ("Un", "Sous-un"), ("Deux",)]


def test_a_section_keeps_its_path_on_the_next_page():
    text = "Bilan\n\nLe début."
    doc = document(text, "La suite est ici.", headings=[heading(text, "Bilan")])
    assert [p.heading_path for p in make_passages("d", doc, "fr", OPTIONS)] == [("Bilan",), ("Bilan",)]


def test_a_heading_without_body_joins_the_next_section():
    text = "Partie I\n\nChapitre 1\n\nLe corps du texte."
    doc = document(text, headings=[heading(text, "Partie I"), heading(text, "Chapitre 1", 2)])
    (passage,) = make_passages("d", doc, "fr", OPTIONS)
    assert passage.text == text
    assert passage.heading_path == ("Partie I", "Chapitre 1")


def test_a_heading_at_the_foot_of_a_page_joins_the_next_page():
    text = "Fin du propos.\n\nChapitre 2"
    doc = document(text, "Le corps du chapitre.", headings=[heading(text, "Chapitre 2")])
    first, second = make_passages("d", doc, "fr", OPTIONS)
    assert first.text == "Fin du propos."
    assert second.text == "Chapitre 2\nLe corps du chapitre."
    assert (second.page_start, second.page_end, second.heading_path) == (1, 2, ("Chapitre 2",))


def ends_with(body, title):
    """The passages of a text that ends with a heading."""
    text = f"Bilan\n\n{body}\n\n{title}"
    doc = document(text, headings=[heading(text, "Bilan"), heading(text, title)])
    return make_passages("d", doc, "fr", OPTIONS)


def test_a_signature_taken_for_a_heading_joins_the_passage_before_it():
    (passage,) = ends_with("Fin du propos.", "Sabine Orchaize, directrice")
    assert passage.text == "Bilan\n\nFin du propos.\n\nSabine Orchaize, directrice"
    assert passage.heading_path == ("Bilan",)


def test_a_signature_joins_what_ran_over_from_the_page_before():
    texts_ = "Il a été porté par", "la ville et ses habitants.\n\nSabine Orchaize"
    (passage,) = make_passages(
        "d", document(*texts_, headings=[heading(texts_[1], "Sabine Orchaize", page=2)]), "fr", OPTIONS
    )
    assert passage.spans == (Span(1, 0, 18), Span(2, 0, 43))


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("Fin du propos.", " ".join(["titre"] * 15)),  # no scrap
        (sentence(199), "Annexes"),  # no room
    ],
)
def test_a_last_heading_that_says_more_or_finds_no_room_is_a_passage_of_its_own(body, title):
    first, second = ends_with(body, title)
    assert (first.text, second.text) == (f"Bilan\n\n{body}", title)
    assert second.heading_path == (title,)


def test_a_heading_alone_on_its_page_is_a_passage_of_its_own():
    doc = document("Fin du propos.", "Annexes", headings=[Heading(2, 0, 7, 1, "Annexes")])
    assert texts(make_passages("d", doc, "fr", OPTIONS)) == ["Fin du propos.", "Annexes"]


def test_passages_end_with_their_page():
    doc = document("Une phrase finie.", "Une autre phrase.")
    assert [p.spans for p in make_passages("d", doc, "fr", OPTIONS)] == [(Span(1, 0, 17),), (Span(2, 0, 17),)]


def test_an_unfinished_sentence_carries_on_to_the_next_page():
    doc = document("Le projet est né. Il a été porté par", "la ville et ses habitants. Puis il grandit.")
    first, second = make_passages("d", doc, "fr", OPTIONS)
    assert first.spans == (Span(1, 0, 36), Span(2, 0, 26))
    assert first.text == "Le projet est né. Il a été porté par\nla ville et ses habitants."
    assert (first.page_start, first.page_end) == (1, 2)
    assert second.text == "Puis il grandit."


@pytest.mark.parametrize(
    ("end", "start"),
    [
        ("Il a été porté par", "La ville de Paris."),  # upper case: a new sentence
        ("La phrase est finie.", "la suite est en minuscule."),
        ("Les acteurs sont :", "les villes."),
    ],
)
def test_a_finished_sentence_or_a_capital_does_not_carry_on(end, start):
    passages = make_passages("d", document(end, start), "fr", OPTIONS)
    assert texts(passages) == [end, start]


def test_nothing_carries_on_over_a_heading_or_a_missing_page():
    text = "suite du titre\n\nle corps."
    marked = document("Il a été porté par", text, headings=[heading(text, "suite du titre", page=2)])
    assert all(len(p.spans) == 1 for p in make_passages("d", marked, "fr", OPTIONS))
    apart = document("Il a été porté par", "la ville.", numbers=(1, 3))
    assert all(len(p.spans) == 1 for p in make_passages("d", apart, "fr", OPTIONS))


def test_a_table_is_cut_at_its_lines():
    table = "\n".join(f"ligne {i} avec des valeurs {i * 3} et {i * 7} sans point" for i in range(40))
    passages = make_passages("d", document(table), "fr", OPTIONS)
    assert len(passages) > 1
    assert all(p.text.startswith("ligne ") and p.text.endswith("point") for p in passages)
    assert all(len(p.text.split()) <= OPTIONS.max_words for p in passages)


def test_an_endless_line_is_cut_between_words():
    text = " ".join(f"mot{i}" for i in range(900))
    passages = make_passages("d", document(text), "fr", OPTIONS)
    assert all(len(p.text.split()) <= OPTIONS.max_words for p in passages)
    assert " ".join(texts(passages)) == text


def test_a_text_without_spaces_makes_bounded_passages():
    passages = make_passages("d", document("x" * 50_000), "fr", OPTIONS)
    assert max(len(p.text) for p in passages) <= 3000


def test_passages_of_a_mixed_document_say_their_language():
    french = "La ville a choisi de confier le budget aux habitants, qui ont voté pour les projets de leur quartier."
    english = (
        "The city has chosen to give the budget to its people, who voted for the projects that they wanted most of all."
    )
    doc = document(french, english, "The end.")
    assert [p.language for p in make_passages("d", doc, "fr", OPTIONS)] == ["fr", "en", "fr"]


def test_headings_that_make_no_sense_are_ignored():
    text = "Bilan\n\nLe corps."
    marks = [
        Heading(1, 0, 5, 1, "Bilan"),
        Heading(1, 3, 9, 1, "x"),
        Heading(1, 90, 99, 1, "y"),
        Heading(7, 0, 2, 1, "z"),
    ]
    (passage,) = make_passages("d", document(text, headings=marks), "fr", OPTIONS)
    assert passage.text == text
    assert passage.heading_path == ("Bilan",)


def test_a_list_of_twenty_thousand_items_is_packed_quickly():
    text = "\n".join(f"- point {i}" for i in range(20_000))
    doc = document(text)
    passages = make_passages("d", doc, "fr", OPTIONS)
    assert all(len(p.text.split()) <= OPTIONS.max_words for p in passages)
    assert passages[-1].text.endswith("- point 19999")


def headings_alone(lines):
    text = "\n\n".join(lines)
    starts = [0]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line) + 2)
    marks = [Heading(1, start, start + len(line), 1, line) for start, line in zip(starts, lines, strict=True)]
    return document(text, headings=marks)


@pytest.mark.parametrize("line", ["a\n", "Oui.\n"])
def test_very_many_short_lines_are_not_all_in_memory(line):
    text = line * 10_000
    document = ReadDocument("text", (Page(1, text),), paged=False)
    tracemalloc.start()
    passages = make_passages("d", document, "fr", PassageOptions())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "".join(passage.text for passage in passages).count(line.strip()) == 10_000
    assert peak < 1_250_000


def test_twenty_thousand_headings_make_passages_like_text():
    doc = headings_alone(["a"] * 20_000)
    passages = make_passages("d", doc, "fr", OPTIONS)
    assert 100 <= len(passages) <= 200
    assert max(len(p.text.split()) for p in passages) <= OPTIONS.max_words
    assert uncovered(doc, passages) == []


def test_a_file_all_in_a_heading_style_is_cut_at_sentence_ends():
    doc = headings_alone([f"{sentence(40)} {sentence(25)}"] * 30)  # 1950 words
    passages = make_passages("d", doc, "fr", OPTIONS)
    assert all(100 <= len(p.text.split()) <= OPTIONS.max_words for p in passages)
    assert all(p.text.startswith("Le ") and p.text.endswith("finit.") for p in passages)
    assert uncovered(doc, passages) == []


@pytest.mark.parametrize("title", ["mot " * 37_500 + "fin", "x" * 150_000, f"{sentence(12)} " * 2000 + "fin"])
def test_a_boundless_heading_makes_bounded_passages_paths_and_embedded_texts(title):
    text = f"{title}\n\n" + "\n\n".join([sentence(40)] * 600)
    doc = document(text, headings=[Heading(1, 0, len(title), 1, title)])
    passages = make_passages("d", doc, "fr", OPTIONS)
    entry = Document("d", "a.md", "markdown", "0" * 64, "Titre", (), None, "other", "fr", None, 1, 1, "2026-01-01")
    assert all(len(part) <= LONGEST_TITLE for p in passages for part in p.heading_path)
    assert max(len(p.text.split()) for p in passages) <= OPTIONS.max_words
    assert max(len(embedded_text(entry, p)) for p in passages) <= 3000 + LONGEST_TITLE + 1
    assert embedded_text(entry, passages[0]) == passages[0].text  # it begins with its heading
    assert uncovered(doc, passages) == []


WORDS = st.sampled_from(
    ["le", "La", "ville", "M.", "art.", "12", "fin.", "fin.\n", "Oui !", "«", "»", "\n", "\n\n", "- un", "é", "…", "x" * 40,
     "(etc.)", "\u00a0", "2017.", "donc,", "ÉTÉ", "\U0001f600", "suite\n\n\n"]
)  # fmt: skip


@st.composite
def documents(draw):
    pages = [" ".join(draw(st.lists(WORDS, max_size=120))) for _ in range(draw(st.integers(0, 4)))]
    marks = []
    for _ in range(draw(st.integers(0, 6)) if pages else 0):
        number = draw(st.integers(1, len(pages) + 1))
        start = draw(st.integers(0, 300))
        end = start + draw(st.integers(0, 40))
        marks.append(Heading(number, start, end, draw(st.integers(1, 4)), "Titre"))
    return document(*pages, headings=marks)


@settings(max_examples=250, deadline=None)
@given(documents(), st.sampled_from([SMALL, OPTIONS, PassageOptions(25, 30, 0)]))
def test_whatever_the_document_spans_are_exact_and_nothing_is_lost(doc, options):
    passages = make_passages("d", doc, "fr", options)
    pages = {page.number: page.text for page in doc.pages}
    assert uncovered(doc, passages) == []
    assert [p.ordinal for p in passages] == list(range(len(passages)))
    assert len({p.id for p in passages}) == len(passages)
    for p in passages:
        assert 1 <= len(p.spans) <= 2
        parts = [pages[s.page][s.start : s.end] for s in p.spans]
        assert p.text == "\n".join(parts)
        assert all(part == part.strip() and part for part in parts)
    starts = [(p.spans[0].page, p.spans[0].start) for p in passages]
    assert starts == sorted(starts)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, max_size=200))
def test_without_headings_no_passage_is_longer_than_allowed(words):
    doc = document(" ".join(words))
    assert all(len(p.text.split()) <= SMALL.max_words for p in make_passages("d", doc, "fr", SMALL))


@settings(max_examples=100, deadline=None)
@given(documents())
def test_headings_lengthen_no_passage_by_more_than_a_quarter(doc):
    passages = make_passages("d", doc, "fr", SMALL)
    assert all(len(p.text.split()) <= SMALL.max_words + SMALL.heading_words for p in passages)

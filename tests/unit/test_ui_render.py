"""Answers and sources as HTML: what comes from documents and people is text, whatever it looks like."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from assistant.answering.writing import inert as markdown_inert
from assistant.errors import UsageError
from assistant.service import QuoteContext
from assistant.types import Answer, Citation, Coverage, Document, Filters, NearPassage, Notice, OtherFile, Quote, Scope
from assistant.ui import render

HOSTILE = (
    "<img src=http://e.test onerror=x> ![x](http://e.test) [a](javascript:b) <script>c</script> ${d} {{e}} `f` $$g$$"
)
DOCUMENT = Document(
    id="d/1",
    source="a.pdf",
    format="pdf",
    content_hash="0" * 64,
    title=f"T {HOSTILE}",
    authors=(f"A {HOSTILE}",),
    date="2024",
    kind="study",
    language="fr",
    page_count=3,
    passage_count=4,
    characters=100,
    added_at="",
)


def _citation(number: int, page: int = 2, document: Document = DOCUMENT) -> Citation:
    return Citation(number, Quote(document.id, "p", page, 5, 9, "cité"), document)


def _answer(text: str, *citations: Citation) -> Answer:
    return Answer(
        "q", "fr", "answered", text, (), citations, 0.9, Coverage(9, 3, 1), "extractive", False, {"total": 1234.0}
    )


def _context(_: Citation) -> QuoteContext:
    return QuoteContext(DOCUMENT, 2, f"avant {HOSTILE} ", f"cité {HOSTILE}", f" après {HOSTILE}")


def _tags(markup: str) -> set[str]:
    return {name.lower() for name in re.findall(r"<\s*/?\s*([a-zA-Z]+)", markup)}


def _shown(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


@pytest.mark.parametrize("text", [HOSTILE, "été, n° 3 « œuvre » – 50 % …", "a < b & c &amp; d", "日本 😀"])
def test_text_shows_as_itself_and_holds_no_active_sign(text: str) -> None:
    markup = render.inert(text)
    assert html.unescape(markup) == text
    assert not re.search(r"[<>\[\]{}$`*_!:/@|\\\"]", re.sub(r"&#\d+;", "", markup))


def test_lines_and_control_signs_become_spaces() -> None:
    assert render.inert("a\r\nb\x00\u202ec") == "a b c"


def test_hostile_text_brings_no_tag_to_an_answer_or_its_sources() -> None:
    answer = _answer(f"**{markdown_inert(HOSTILE)}**\n\n« {markdown_inert(HOSTILE)} » [1]", _citation(1))
    whole = render.answer_steps(answer, 1)[-1]
    assert _tags(whole) == {"div", "p", "strong", "span", "a"}
    assert HOSTILE in _shown(whole)
    panel = render.panel_html([(HOSTILE, render.sources_html(answer, 1, _context))], "fr")
    assert _tags(panel) == {
        "div",
        "details",
        "summary",
        "article",
        "h",
        "p",
        "a",
        "span",
        "ul",
        "li",
        "blockquote",
        "mark",
        "button",
    }
    assert re.findall(r'href="([^"]*)"', panel) == [
        f"/api/documents/d%2F1/original?content_hash={'0' * 64}#page=2",
        "#answer-1",
    ]
    assert f"cité {HOSTILE}" in _shown(panel)
    assert "\n" not in whole + panel  # a blank line would hand the rest to the Markdown renderer


def test_an_answer_grows_block_by_block() -> None:
    steps = render.answer_steps(_answer("**T**\n\nUn. [1]\n\nDeux. [2]", _citation(1), _citation(2)), 3)
    assert len(steps) == 3
    assert "Deux" not in steps[1]
    assert 'href="#source-3-2"' in steps[2]
    assert "1,2 s" in _shown(steps[2])
    assert "Répondu" in _shown(steps[0])
    assert "1 document cité, 3 examinés, sur 9" in _shown(steps[0])


def test_an_answer_says_which_documents_were_searched() -> None:
    scope = Scope(Filters(kinds=("interview",), authors=("<b>Zoé</b>",)), frozenset({"d"}))
    (step,) = render.answer_steps(replace(_answer("Dit."), scope=scope), 1)
    assert "Recherché dans\u00a0: entretiens, de <b>Zoé</b> (1 document)." in _shown(step)
    assert "b" not in _tags(step)


def test_a_refusal_points_at_pages_and_shows_titles_as_text() -> None:
    refused = replace(_answer("Rien."), status="no_evidence", nearest=(NearPassage(DOCUMENT, "p", 7, HOSTILE),))
    markup = render.answer_steps(refused, 1)[-1]
    assert "#page=7" in markup
    assert _tags(markup) <= {"div", "p", "strong", "span", "ul", "li", "a"}


def test_a_number_without_citation_is_no_link() -> None:
    (step,) = render.answer_steps(_answer("Dit. [7]"), 1)
    assert "<a" not in step
    assert "[7]" in _shown(step)


def test_sources_are_grouped_by_document_with_page_and_context() -> None:
    other = replace(DOCUMENT, id="d2", title="Autre", page_count=None, format="html")
    answer = _answer("…", _citation(1), _citation(2, page=3), _citation(3, 1, other))
    markup = render.sources_html(answer, 1, _context)
    assert markup.count("<article>") == 2
    assert re.findall(r'id="source-1-(\d)"', markup) == ["1", "2", "3"]
    assert re.findall(r'class="page">([^<]*)<', markup) == ["p. 2", "p. 3"]
    assert "<mark>cit" in markup
    assert "Télécharger" in _shown(markup)


def test_recognised_text_says_so_and_how_sure_it_is() -> None:
    context = QuoteContext(DOCUMENT, 2, "avant ", "cité", " après", ocr_confidence=0.934)
    shown = _shown(render.sources_html(_answer("…", _citation(1)), 1, lambda _: context))
    assert "p. 2 texte reconnu sur l'image (OCR), fiable à 93\u00a0%" in shown
    assert "OCR" not in _shown(render.sources_html(_answer("…", _citation(1)), 1, _context))


def test_a_pdf_within_another_file_is_not_opened_at_a_page() -> None:
    attached = replace(DOCUMENT, source="message.eml#a.pdf", record_id="a.pdf")
    markup = render.sources_html(_answer("…", _citation(1, 2, attached)), 1, _context)
    assert "#page=" not in markup
    assert "Télécharger" in _shown(markup)


def test_long_context_is_cut_at_words() -> None:
    before = "mot " * 100
    context = QuoteContext(
        DOCUMENT, 2, before[-render.CONTEXT_WIDTH + 1 :] + " ", "cité", (" suite" * 60)[: render.CONTEXT_WIDTH]
    )
    shown = _shown(render.sources_html(_answer("…", _citation(1)), 1, lambda _: context))
    assert "…mot mot" in shown
    assert re.search(r"suite …", shown)
    assert not re.search(r"\bsui …|\bsuit …", shown)


def test_the_last_question_is_open_and_first() -> None:
    panel = render.panel_html([("une", "<p>1</p>"), ("deux", "<p>2</p>")], "fr")
    assert panel.index("deux") < panel.index("une")
    assert panel.count(" open") == 1
    assert panel.index(" open") < panel.index("deux")


def test_stages_and_errors_in_both_languages() -> None:
    assert re.findall(r'<li class="(\w+)">(\w+)', render.stages_html("reading", "en")) == [
        ("done", "Searching"),
        ("now", "Reading"),
        ("next", "Checking"),
    ]
    assert 'class="now">Lecture' in render.stages_html("reading", "fr")
    assert (
        _shown(render.error_html(UsageError("empty_question"), "fr")) == "La question est vide. Écrivez une question."
    )


def test_how_many_documents() -> None:
    assert render.corpus_line([], "fr") == "0 document, 0 passage"
    assert render.corpus_line([], "en") == "0 documents, 0 passages"
    assert render.corpus_line([DOCUMENT], "en") == "1 document, 4 passages"


def test_paragraphs_of_the_context_stay_apart() -> None:
    assert render.paragraphs("un\ndeux\n \r\ntrois") == "un deux<br>trois"


def test_an_empty_corpus_says_what_to_do() -> None:
    assert "comment commencer" in _shown(render.welcome_html([], "fr"))
    assert "how to begin" in _shown(render.welcome_html([], "en"))
    assert "comment commencer" not in _shown(render.welcome_html([DOCUMENT], "fr"))


def test_a_written_answer_shows_its_own_stage_what_is_struck_out_and_what_there_is_to_know() -> None:
    assert re.findall(r'<li class="(\w+)">(\w+)', render.stages_html("writing", "en")) == [
        ("done", "Searching"),
        ("done", "Reading"),
        ("now", "Writing"),
        ("next", "Checking"),
    ]
    notices = (Notice("claims_struck", {"count": "1"}), Notice("extracts_instead_server", {"detail": HOSTILE}))
    answer = replace(_answer(f"Oui. [1] ~~{markdown_inert(HOSTILE)}~~ (non vérifié)", _citation(1)), notices=notices)
    whole = render.answer_steps(answer, 1)[-1]
    assert _tags(whole) == {"div", "p", "strong", "span", "a", "s"}
    assert HOSTILE in _shown(whole)
    assert "Phrases du modèle barrées" in _shown(whole)
    assert "La rédaction continue" not in whole
    assert "La rédaction continue" in render.answer_steps(replace(answer, incomplete=True), 1)[-1]


def test_a_source_names_the_other_files_of_its_work() -> None:
    files = (OtherFile("o", "a/<b>.docx", "Note", "2024", "fr", newest=True),)
    cited = replace(_citation(1), also_in=files)
    shown = render.sources_html(_answer("Oui [1]", cited), 1, _context)
    assert "Autres fichiers de cet ouvrage\u00a0: a/<b>.docx (la version la plus récente)" in _shown(shown)
    assert "<b>" not in shown
    assert "Autres fichiers" not in render.sources_html(_answer("Oui [1]", _citation(1)), 1, _context)


def test_a_citation_of_a_pdf_has_a_button_for_its_page_and_no_picture_before_it_is_used() -> None:
    cited = replace(_citation(1), quote=Quote("d/1", "p", 2, 5, 9, HOSTILE))
    markup = render.sources_html(_answer("Oui [1]", cited), 1, _context)
    (address,) = re.findall(r'data-page="([^"]*)"', markup)
    expected = f"/api/documents/d%2F1/pages/2/image?start=5&end=9&content_hash={'0' * 64}"
    assert html.unescape(address) == expected
    (description,) = re.findall(r'data-alt="([^"]*)"', markup)
    assert HOSTILE in html.unescape(description)
    assert "Voir la page" in _shown(markup)
    assert "img" not in _tags(markup)


def test_other_formats_anonymous_and_changed_documents_have_no_button() -> None:
    answer = _answer("Oui [1]", _citation(1))
    for document in (replace(DOCUMENT, format="docx"), replace(DOCUMENT, warnings=("anonymous",))):
        assert "see-page" not in render.sources_html(_answer("Oui", _citation(1, 2, document)), 1, _context)
    assert "see-page" not in render.sources_html(answer, 1, _context, {1: "changed"})

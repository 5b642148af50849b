"""Answers and sources as HTML: what comes from documents and people is text, whatever it looks like."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest

from assistant.answering.writing import inert as markdown_inert
from assistant.errors import UsageError
from assistant.service import QuoteContext
from assistant.types import Answer, Citation, Coverage, Document, Filters, NearPassage, Notice, OtherFile, Quote, Scope
from assistant.ui import render
from assistant.ui.sources import sources_html

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
    whole = render.answer_steps(answer, 1, "fr")[-1]
    assert _tags(whole) == {"div", "p", "strong", "span", "a"}
    assert HOSTILE in _shown(whole)
    panel = sources_html(answer, 1, "fr", _context)
    expected = {"section", "h", "ol", "li", "button", "span", "p", "div", "blockquote", "mark"}
    assert _tags(re.sub(r'="[^"]*"', "", panel)) == expected
    assert "href" not in panel
    assert f"cité {HOSTILE}" in _shown(panel)
    assert "\n" not in whole + panel  # a blank line would hand the rest to the Markdown renderer


def test_an_answer_grows_block_by_block() -> None:
    steps = render.answer_steps(_answer("**T**\n\nUn. [1]\n\nDeux. [2]", _citation(1), _citation(2)), 3, "fr")
    assert len(steps) == 3
    assert "Deux" not in steps[1]
    assert 'href="#source-3-2"' in steps[2]
    assert "1,2 s" in _shown(steps[2])
    assert "Répondu" in _shown(steps[0])
    assert "1 document cité, 3 examinés, sur 9" in _shown(steps[0])


def test_an_answer_says_which_documents_were_searched() -> None:
    scope = Scope(Filters(kinds=("interview",), authors=("<b>Zoé</b>",)), frozenset({"d"}))
    (step,) = render.answer_steps(replace(_answer("Dit."), scope=scope), 1, "fr")
    assert "Recherché dans\u00a0: entretiens, de <b>Zoé</b> (1 document)." in _shown(step)
    assert "b" not in _tags(step)


def test_a_refusal_points_at_pages_and_shows_titles_as_text() -> None:
    refused = replace(_answer("Rien."), status="no_evidence", nearest=(NearPassage(DOCUMENT, "p", 7, HOSTILE),))
    markup = render.answer_steps(refused, 1, "fr")[-1]
    assert "#page=7" in markup
    assert _tags(markup) <= {"div", "p", "strong", "span", "ul", "li", "a"}


def test_a_number_without_citation_is_no_link() -> None:
    (step,) = render.answer_steps(_answer("Dit. [7]"), 1, "fr")
    assert "<a" not in step
    assert "[7]" in _shown(step)


def test_sources_are_listed_with_page_and_context() -> None:
    other = replace(DOCUMENT, id="d2", title="Autre", page_count=None, format="html")
    answer = _answer("…", _citation(1), _citation(2, page=3), _citation(3, 1, other))
    markup = sources_html(answer, 1, "fr", _context)
    assert re.findall(r'id="source-1-(\d)"', markup) == ["1", "2", "3"]
    assert re.findall(r'class="page">([^<]*)<', html.unescape(markup)) == ["p. 2", "p. 3"]
    assert "<mark>cit" in markup
    assert re.findall(r'data-shown="(\w+)"', markup) == ["inline", "inline", "attachment"]


def test_recognised_text_says_so_and_how_sure_it_is() -> None:
    context = QuoteContext(DOCUMENT, 2, "avant ", "cité", " après", ocr_confidence=0.934)
    shown = _shown(sources_html(_answer("…", _citation(1)), 1, "fr", lambda _: context))
    assert "texte reconnu sur l'image (OCR), fiable à 93\u00a0%" in shown
    assert "OCR" not in _shown(sources_html(_answer("…", _citation(1)), 1, "fr", _context))


def test_a_pdf_within_another_file_is_not_opened_at_a_page() -> None:
    attached = replace(DOCUMENT, source="message.eml#a.pdf", record_id="a.pdf")
    markup = sources_html(_answer("…", _citation(1, 2, attached)), 1, "fr", _context)
    assert "#page=" not in html.unescape(markup)
    assert 'data-shown="attachment"' in markup


def test_long_context_is_cut_at_words() -> None:
    before = "mot " * 300
    context = QuoteContext(
        DOCUMENT, 2, before[-render.CONTEXT_WIDTH + 1 :] + " ", "cité", (" suite" * 200)[: render.CONTEXT_WIDTH]
    )
    shown = _shown(sources_html(_answer("…", _citation(1)), 1, "fr", lambda _: context))
    assert "…mot mot" in shown
    assert re.search(r"suite …", shown)
    assert not re.search(r"\bsui …|\bsuit …", shown)


def test_stages_and_errors_in_both_languages() -> None:
    assert re.findall(r'<li class="(\w+)">(\w+)', render.stages_html("reading", "en")) == [
        ("done", "Searching"),
        ("now", "Reading"),
        ("next", "Checking"),
    ]
    assert 'class="now">Lecture' in render.stages_html("reading", "fr")
    assert (
        _shown(render.error_html(UsageError("empty_question"), "fr"))
        == "La question ne contient aucun mot. Écrivez une question."
    )


@pytest.mark.parametrize(
    ("error", "as_it_is"), [("question_too_long", False), ("empty_question", False), ("busy", True)]
)
def test_what_fails_again_as_it_is_is_not_asked_again_but_changed(error: str, as_it_is: bool) -> None:
    shown = render.error_html(UsageError(error), "fr")
    assert ("ask-again" in shown, "to-change" in shown) == (as_it_is, not as_it_is)


def test_paragraphs_of_the_context_stay_apart() -> None:
    assert render.paragraphs("un\ndeux\n \r\ntrois") == "un deux<br>trois"


def test_a_written_answer_shows_its_own_stage_what_is_struck_out_and_what_there_is_to_know() -> None:
    assert re.findall(r'<li class="(\w+)">(\w+)', render.stages_html("writing", "en")) == [
        ("done", "Searching"),
        ("done", "Reading"),
        ("now", "Writing"),
        ("next", "Checking"),
    ]
    notices = (Notice("claims_struck", {"count": "1"}), Notice("extracts_instead_server", {"detail": HOSTILE}))
    answer = replace(_answer(f"Oui. [1] ~~{markdown_inert(HOSTILE)}~~ (non vérifié)", _citation(1)), notices=notices)
    whole = render.answer_steps(answer, 1, "fr")[-1]
    assert _tags(whole) == {"div", "p", "strong", "span", "a", "s"}
    assert HOSTILE in _shown(whole)
    assert "Phrases du modèle barrées" in _shown(whole)
    assert "La rédaction continue" not in whole
    assert "La rédaction continue" in render.answer_steps(replace(answer, incomplete=True), 1, "fr")[-1]


def test_a_source_names_the_other_files_of_its_work() -> None:
    files = (OtherFile("o", "a/<b>.docx", "Note", "2024", "fr", newest=True),)
    cited = replace(_citation(1), also_in=files)
    shown = sources_html(_answer("Oui [1]", cited), 1, "fr", _context)
    assert "Autres fichiers de cet ouvrage\u00a0: a/<b>.docx (la version la plus récente)" in _shown(shown)
    assert "<b>" not in shown
    assert "Autres fichiers" not in sources_html(_answer("Oui [1]", _citation(1)), 1, "fr", _context)


def _data(markup: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in re.findall(r'data-([a-z]+)="([^"]*)"', markup)}


def test_a_citation_carries_its_place_and_no_picture_before_it_is_opened() -> None:
    cited = replace(_citation(1), quote=Quote("d/1", "p", 2, 5, 9, HOSTILE))
    markup = sources_html(_answer("Oui [1]", cited), 1, "fr", _context)
    data = _data(markup)
    place = {name: data[name] for name in ("document", "page", "start", "end", "hash", "state")}
    expected = {"document": "d/1", "page": "2", "start": "5", "end": "9", "hash": "0" * 64, "state": "current"}
    assert place == expected
    assert data["image"] == f"/api/documents/d%2F1/pages/2/image?start=5&end=9&content_hash={'0' * 64}"
    assert data["file"] == f"/api/documents/d%2F1/original?content_hash={'0' * 64}#page=2"
    assert "img" not in _tags(markup)
    assert HOSTILE in data["reference"]


def test_what_can_not_be_seen_of_a_citation_says_why() -> None:
    anonymous = replace(DOCUMENT, warnings=("anonymous",))
    data = _data(sources_html(_answer("Oui", _citation(1, 2, anonymous)), 1, "fr", _context))
    assert (data["image"], data["file"]) == ("", "")
    assert "anonyme" in data["why"]
    for state, said in (
        ("changed", "a changé"),
        ("gone", "n'est plus dans le corpus"),
        ("withheld", "n'est plus montrée"),
    ):
        data = _data(sources_html(_answer("Oui", _citation(1)), 1, "fr", _context, {1: state}))
        assert said in data["why"]
        assert data["image"] == ""
        assert (data["file"] == "") == (state != "changed")
    other = _data(sources_html(_answer("Oui", _citation(1, 2, replace(DOCUMENT, format="docx"))), 1, "fr", _context))
    assert (other["image"], other["why"]) == ("", "")
    assert other["file"].endswith("0" * 64)


def test_the_frame_is_in_the_visitors_language_and_the_answer_in_its_own() -> None:
    (step,) = render.answer_steps(_answer("Dit. [1]", _citation(1)), 1, "en")
    assert "Answered" in _shown(step)
    assert '<div class="body" lang="fr">' in step
    whole = render.exchange_html(render.Frame(1, "en"), "Où ?", step, "fr")
    assert '<h2 class="question" lang="fr">' in whole
    assert "Copy with its sources" in render.actions_html("en")


def test_an_exchange_says_how_far_it_is_and_what_it_was_asked_with() -> None:
    frame = render.Frame(3, "fr", HOSTILE, {"authors": [HOSTILE]})
    whole = render.exchange_html(frame, HOSTILE, "<p>…</p>")
    assert render.is_unfinished(whole)
    assert not render.is_unfinished(render.exchange_html(replace(frame, state="done"), HOSTILE, ""))
    assert _tags(whole) == {"article", "h", "span", "p"}
    data = _data(whole)
    assert data["conversation"] == HOSTILE
    assert json.loads(data["filters"]) == {"authors": [HOSTILE]}


def test_why_a_first_answer_takes_longer_is_said() -> None:
    assert "charge ses modèles" in render.stages_html("searching", "fr", warming=True)
    assert "modèles" not in render.stages_html("searching", "fr")

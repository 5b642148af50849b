"""Documents marked as not for quotation: found to be so in each format, searched, and never quoted."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from odf.opendocument import OpenDocumentText
from odf.style import Footer, MasterPage, PageLayout
from odf.text import P
from reportlab.pdfgen.canvas import Canvas

from assistant.build import build_assistant
from assistant.cli.words import results_text
from assistant.settings import load_settings
from assistant.types import NOT_FOR_QUOTATION
from assistant.wire import passages_list
from made_files import pdf, read_bytes

pytestmark = pytest.mark.integration

BODY = "Le laboratoire de Valombre compte neuf agents. Il travaille avec les habitants du quartier des Salines."
QUESTION = "Combien d'agents compte le laboratoire de Valombre ?"


def _docx(header: str) -> bytes:
    document, output = docx.Document(), io.BytesIO()
    document.sections[0].header.paragraphs[0].text = header
    document.add_paragraph(BODY)
    document.save(output)
    return output.getvalue()


def _odt(footer: str) -> bytes:
    document, output = OpenDocumentText(), io.BytesIO()
    layout = PageLayout(name="page")
    document.automaticstyles.addElement(layout)
    master, foot = MasterPage(name="Standard", pagelayoutname=layout), Footer()
    foot.addElement(P(text=footer))
    master.addElement(foot)
    document.masterstyles.addElement(master)
    document.text.addElement(P(text=BODY))
    document.write(output)
    return output.getvalue()


def _pdf(header: str) -> bytes:
    def draw(canvas: Canvas) -> None:
        for number in range(1, 5):
            canvas.drawString(70, 810, header)
            for line in range(12):
                canvas.drawString(70, 700 - 20 * line, f"Ligne {line} de la page {number} du rapport de la ville.")
            canvas.showPage()

    return pdf(draw)


@pytest.mark.parametrize(("mark", "banned"), [("Étude de Valombre – Ne pas citer", True), ("Étude de Valombre", False)])
def test_a_running_header_or_footer_says_it(mark: str, banned: bool) -> None:
    for name, data in (("a.docx", _docx(mark)), ("a.odt", _odt(mark)), ("a.pdf", _pdf(mark))):
        read = read_bytes(name, data)
        assert mark not in read.pages[0].text, f"{name}: it is no part of the text"
        assert (NOT_FOR_QUOTATION in read.warnings) == banned, name


def test_front_matter_and_records_say_it() -> None:
    header = "---\ntitle: Note\ndiffusion: ne pas citer\n---\n"
    assert read_bytes("a.md", f"{header}{BODY}\n".encode()).warnings == (NOT_FOR_QUOTATION,)
    record = {"_id": "1", "title": "Note", "text": BODY, "metadata": {"citable": False}}
    assert read_bytes("a.jsonl", f"{json.dumps(record)}\n".encode()).warnings == (NOT_FOR_QUOTATION,)


def test_what_is_marked_is_searched_and_never_quoted(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "marked.txt").write_text(f"Note d'étape\n\nNe pas citer\n\n{BODY}\n", encoding="utf-8")
    (corpus / "other.txt").write_text("Le marché de Sarrevigne se tient le samedi sur la place.\n", encoding="utf-8")
    settings = load_settings(overrides={"index": tmp_path / "index", "corpus": corpus})
    with build_assistant(settings, create=True) as assistant:
        report = assistant.ingest()
        assert [(each.source, each.code) for each in report.warnings] == [("marked.txt", NOT_FOR_QUOTATION)]
        refused = assistant.ask(QUESTION)
        assert (refused.status, refused.citations) == ("no_evidence", ())
        assert "neuf" not in refused.text
        (notice,) = (each for each in refused.notices if each.code == "withheld_documents")
        assert notice.params["titles"] == "Note d'étape"
        assert all(each.document.source != "marked.txt" for each in refused.nearest)
        given = assistant.answer_from(QUESTION, assistant.search(QUESTION))
        assert given.citations == (), "nor from evidence that is given"
        found = assistant.search(QUESTION)
        assert passages_list(found)[0]["quotable"] is False
        assert "(marqué «\u00a0ne pas citer\u00a0»\u00a0: son texte" in results_text(found, "fr")
        (corpus / "final.txt").write_text(f"Rapport\n\n{BODY}\n", encoding="utf-8")
        assistant.ingest()
        answer = assistant.ask(QUESTION)
        assert {each.document.source for each in answer.citations} == {"final.txt"}, "a copy that may be quoted"


def test_a_look_alike_of_what_is_marked_is_at_most_an_answer_in_part(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    cost = "La navette fluviale de Valombre coûte 187 000 euros par an, équipage compris."
    (corpus / "marked.txt").write_text(f"Navette fluviale de Valombre\n\nNe pas citer\n\n{cost}\n", encoding="utf-8")
    like = "La navette de la zone commerciale, payée par les magasins, coûte 40 000 euros par an."
    (corpus / "like.txt").write_text(f"Zone commerciale\n\n{like}\n", encoding="utf-8")
    settings = load_settings(overrides={"index": tmp_path / "index", "corpus": corpus})
    with build_assistant(settings, create=True) as assistant:
        assistant.ingest()
        answer = assistant.ask("Combien coûte la navette fluviale de Valombre par an ?")
        assert answer.status != "answered"
        assert "withheld_documents" in {each.code for each in answer.notices}
        assert "187" not in answer.text

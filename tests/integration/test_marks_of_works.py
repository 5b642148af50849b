"""Marks on a real index: they go with copies, other states and other places of a text; corrections move with files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.service import Assistant
from work_texts import paragraphs

pytestmark = pytest.mark.integration

QUESTION = "Quel est le budget annuel de l'atelier de Trapval ?"
SAID = "Le budget annuel de l'atelier de Trapval est de 54 000 euros, dit Jeanne Dubreuil."
BODY = [part.replace("euros", "mètres") for part in paragraphs(1, 6)]


def text(*more: str) -> str:
    return "\n\n".join(["# Entretien à Trapval", *BODY[:3], SAID, *BODY[3:], *more]) + "\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    made = tmp_path / "corpus"
    made.mkdir()
    (made / "entretien.md").write_text(text(), encoding="utf-8")
    (made / "foire.md").write_text("# La foire\n\n" + "\n\n".join(paragraphs(2, 3)), encoding="utf-8")
    return made


def marked(assistant: Assistant) -> dict[str, tuple[str, ...]]:
    return {each.id: each.marks for each in assistant.library.records() if each.source != "foire.md"}


def test_a_copied_folder_does_not_escape_its_marks_and_is_cited_once(
    opened: Assistant, corpus: Path, tmp_path: Path
) -> None:
    opened.ingest([str(shutil.copytree(corpus, tmp_path / "avant"))])
    (citation, *others) = opened.ask(QUESTION).citations
    assert [each.source for each in citation.also_in] == ["entretien.md"]
    assert {each.document.work_id for each in others} <= {citation.document.work_id}
    first, _ = marked(opened)
    opened.library.correct(first, {"marks": ["not_for_quotation"]})
    opened.ingest([str(shutil.copytree(corpus, tmp_path / "apres"))])
    assert list(marked(opened).values()) == [("not_for_quotation",)] * 3
    assert opened.ask(QUESTION).citations == ()
    opened.library.correct(first, {"marks": []})
    assert list(marked(opened).values()) == [()] * 3
    assert opened.ask(QUESTION).citations


def test_a_state_of_a_marked_text_is_marked_and_stays_so_when_the_other_is_erased(
    opened: Assistant, corpus: Path
) -> None:
    opened.library.correct("entretien.md", {"marks": ["anonymous"]})
    (corpus / "autre.md").write_text(text("Un paragraphe de plus, que l'autre fichier ne porte pas."), encoding="utf-8")
    opened.ingest()
    record = opened.library.record("autre.md")
    assert (record.marks, record.origins["marks"]) == (("anonymous",), "work")
    opened.library.remove(["entretien.md"])
    assert opened.library.record("autre.md").marks == ("anonymous",)
    (corpus / "autre.md").rename(corpus / "encore.md")
    opened.ingest()
    assert opened.library.record("encore.md").marks == ("anonymous",)
    opened.library.correct("encore.md", {"marks": []})
    assert opened.library.record("encore.md").marks == ()


def test_a_renamed_file_keeps_what_was_corrected(opened: Assistant, corpus: Path) -> None:
    opened.library.correct("entretien.md", {"title": "Le vrai titre", "authors": ["A B"], "marks": ["anonymous"]})
    (corpus / "entretien.md").rename(corpus / "autrement.md")
    opened.ingest()
    record = opened.library.record("autrement.md")
    assert (record.title, record.authors, record.marks) == ("Le vrai titre", ("A B",), ("anonymous",))


def test_a_moved_folder_takes_the_place_of_the_one_before(opened: Assistant, corpus: Path, tmp_path: Path) -> None:
    opened.library.correct("entretien.md", {"title": "Le vrai titre", "marks": ["not_for_quotation"]})
    moved = corpus.rename(tmp_path / "ailleurs")
    report = opened.ingest([str(moved)])
    assert (report.added, report.removed) == (2, 2)
    assert sorted(each.source for each in opened.documents()) == ["entretien.md", "foire.md"]
    record = opened.library.record("entretien.md")
    assert (record.title, record.marks) == ("Le vrai titre", ("not_for_quotation",))
    assert opened.ask(QUESTION).citations == ()
    assert opened.ingest([str(moved)]).unchanged == 2

"""What an exported file says is true, its quotes are exact in the text too, and what is not checked is told."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from assistant.errors import UsageError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.process.printing import LibreOfficePrinter
from assistant.ingest.process.worker import WorkerReader
from assistant.proposal_files import ProposalFiles
from assistant.proposal_files_wire import check_words
from assistant.types.proposal_files import FileCheck
from assistant.types.proposals import Block, PickedQuote, Proposal, Sentence
from drafted import Shelf, proposal, quote, record, section

pytestmark = pytest.mark.integration

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
QUOTED = "On l'a dit : l'étude « Favoriser la « marche » ; d'ici » dit \"l'air ; d'un lieu\" ; d'ailleurs : oui"
ENGLISH = "budget; the departments: it's 12 500 € ?"


@pytest.fixture(scope="module")
def reader() -> Iterator[WorkerReader]:
    made = WorkerReader(ReadLimits())
    yield made
    made.close()


@pytest.fixture
def files(reader: WorkerReader):
    def make(shelf: Shelf) -> ProposalFiles:
        return ProposalFiles(shelf, shelf, shelf, reader, LibreOfficePrinter(ReadLimits()), "annotate")

    return make


def shelf(made: Proposal, **states: str) -> Shelf:
    return Shelf(made, [record(), record("d2", "Visite du marché", kind="minutes")], **states)  # type: ignore[arg-type]


def page_of(content: bytes) -> str:
    return " ".join("".join(etree.HTML(content.decode()).itertext()).split())


def paragraphs(content: bytes, part: str = "word/document.xml") -> list[str]:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(part))
    return ["".join(each.text or "" for each in found.iter(f"{W}t")) for found in root.iter(f"{W}p")]


def rewritten(content: bytes, path: Path, part: str = "word/document.xml", **changes: str) -> Path:
    """A copy of a DOCX file in which some texts are others."""
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(path, "w") as archive:
        for name in given.namelist():
            held = given.read(name)
            if name == part:
                root = etree.fromstring(held)
                for run in root.iter(f"{W}t"):
                    for old, new in changes.items():
                        run.text = (run.text or "").replace(old, new)
                held = etree.tostring(root)
            archive.writestr(name, held)
    return path


def test_a_quote_is_the_same_in_the_text_and_in_its_note(files) -> None:
    quotes = [quote(1, text=QUOTED), quote(2, text=ENGLISH, language="en")]
    said = Block(
        "paragraph",
        (
            Sentence(f"L'avis : « {QUOTED} ».", ("q1",), "supported"),
            Sentence(f"D'après elle : “{ENGLISH}” ; oui.", ("q2",), "supported"),
            Sentence(f"D'après elle : {ENGLISH}", ("q2",), "supported"),
        ),
    )
    content = files(shelf(proposal(section("a", quotes, said)))).export("p1", "docx").content
    (text,) = [each for each in paragraphs(content) if "avis" in each]
    assert f"L’avis\u00a0: «\u00a0{QUOTED}\u00a0»." in text
    assert f"D’après elle\u00a0: “{ENGLISH}”\u202f; oui." in text
    assert f"D’après elle\u00a0: {ENGLISH}" in text
    noted = " ".join(paragraphs(content, "word/footnotes.xml"))
    assert QUOTED in noted
    assert noted.count(ENGLISH) == 2


def lost() -> Shelf:
    """A quote that holds, one that its document has no more, one that was erased with its document."""
    gone = replace(quote(3, "d3"), text="", before="", after="", title="document retiré", source="", content_hash="")
    said = Block(
        "paragraph",
        (
            Sentence("Un.", ("q1",), "supported"),
            Sentence("Deux.", ("q2",), "supported"),
            Sentence("« […]. »", ("q3",), "nothing_to_check"),
            Sentence("Faux.", ("q1", "q99"), "unsupported", "citation absente de la section\u00a0: q99"),
        ),
    )
    made = proposal(section("a", [quote(1), quote(2), gone, quote(4, "d2", paged=False)], said))
    return shelf(made, q2="changed", q3="gone")


def test_a_file_counts_as_the_page_and_the_command_line_do(files) -> None:
    made = files(lost())
    told, done = made.preview("p1"), made.export("p1", "html")
    page = page_of(done.content)
    assert (told.notes, told.holding) == (4, 2)
    assert told.marks == done.marks == 5  # Deux, its note, […], its note, Faux; the annex repeats that of Deux's note
    assert f"À vérifier avant diffusion : {done.marks} phrases" in page
    assert "Tiennent : 2, avec les mots exacts de la source et la page. Ne tiennent plus : 2 (document changé" in page


def test_a_quote_that_was_erased_is_marked_in_the_text_and_has_no_reference(files, tmp_path: Path) -> None:
    made = files(lost())
    page = page_of(made.export("p1", "html").content)
    assert re.search(r"« \[…\]\. »\d? ?\d? ?\[à vérifier : sa citation a été effacée avec son document\]", page)
    assert "document retiré" not in page
    assert "sans date" not in page
    assert "[à vérifier : citation absente de la section : q99]" in page
    path = tmp_path / "sortie.docx"
    path.write_bytes(made.export("p1", "docx").content)
    assert made.verify(path).counts == {"holds": 3, "gone": 1}


def test_the_annex_names_its_notes_and_the_bibliography_begins_with_capitals(files) -> None:
    one, two = quote(1), quote(2, "d2")
    said = Block("paragraph", (Sentence("Un.", ("q2", "q1"), "supported"), Sentence("Deux.", ("q2",), "supported")))
    page = page_of(files(shelf(proposal(section("a", [one, two, quote(3)], said)))).export("p1", "html").content)
    assert "[q1] note 2 : Rapport sur les halles, p. 1" in page
    assert "[q2] notes 1, 3 : Visite du marché, p. 2" in page
    assert "[q3] non employée dans le texte : Rapport sur les halles, p. 3" in page
    assert "Visite du marché. Compte rendu." in page


def drafted(files) -> tuple[ProposalFiles, bytes, FileCheck]:
    said = (
        Block("heading", (Sentence("Les freins", (), "nothing_to_check"),)),
        Block(
            "paragraph",
            (
                Sentence("Un.", ("q1",), "supported"),
                Sentence(
                    "Une hausse de 30 % est attendue.", (), "unsupported", "nombres absents des citations\u00a0: 30"
                ),
                Sentence("Rien encore.", ("q2",)),
            ),
        ),
    )
    made = files(shelf(proposal(section("a", [quote(1), quote(2)], *said))))
    content = made.export("p1", "docx").content
    return made, content, made.verify_bytes(content)


def test_what_is_not_checked_is_told(files, tmp_path: Path) -> None:
    made, content, before = drafted(files)
    assert before.unchecked is not None
    assert (before.unchecked.sentences, before.unchecked.headings) == (1, 3)
    assert (before.unchecked.marks, before.unchecked.gone) == (2, 0)
    changes = {"à vérifier": "", "pas encore vérifiée": "", "30": "70", "freins": "70 % de freins"}
    check = made.verify(rewritten(content, tmp_path / "modifie.docx", **changes))
    assert check.counts == {"holds": 2}
    assert check.unchecked is not None
    assert check.unchecked.gone == 2
    said = check_words(check, "fr")
    assert "Seules les notes et leurs phrases sont vérifiées" in said
    assert "ôtées depuis l'export\u00a0: 2 sur 2." in said


def test_a_bundle_whose_title_was_changed_says_why_it_does_not_hold(files) -> None:
    made, _, _ = drafted(files)
    bundle = json.loads(made.export("p1", "json").content)
    check = made.verify_bytes(json.dumps({**bundle, "title": "Autre"}).encode())
    assert (check.holds, check.counts) == (False, {"holds": 2})
    assert check_words(check, "fr").startswith("Ce fichier JSON n'est plus celui qui a été exporté")


def test_an_odt_of_ours_is_told_to_be_one(files) -> None:
    made, _, _ = drafted(files)
    with pytest.raises(UsageError) as caught:
        made.verify_bytes(made.export("p1", "odt").content)
    assert caught.value.code == "draft_file_not_word"
    assert "(ODT)" in caught.value.render("fr").reason
    assert "endommagé" not in caught.value.render("fr").reason


def test_refusals_are_sentences_that_fit(files, tmp_path: Path) -> None:
    made, content, _ = drafted(files)
    bomb = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in given.namelist():
            archive.writestr(name, b" " * 400_000_000 if name == "word/footnotes.xml" else given.read(name))
    broken = json.dumps({"format": "assistant-proposal", "version": 1, "notes": [{"key": 1}]}).encode()
    for wrong, said in (
        (bomb.getvalue(), "La lecture de ce fichier a été arrêtée"),
        (b"# Du texte", "(son texte n'est pas du JSON)"),
        (b"\xff\xfe\x00", "(ce n'est pas du texte)"),
        (b"{}", "(il vient d'un autre programme, ou d'une autre version)"),
        (broken, "(sa liste de notes est abîmée)"),
    ):
        with pytest.raises(UsageError) as caught:
            made.verify_bytes(wrong)
        told = caught.value.render("fr")
        assert said in told.reason
        assert "ingest" not in told.hint
        assert "impression" not in told.hint
    style = tmp_path / "faux.csl"
    for held, said in ((b"du texte", "(ce n'est pas du XML)"), (b"<html/>", "(ce n'est pas un style CSL)")):
        style.write_bytes(held)
        with pytest.raises(UsageError) as caught:
            made.export("p1", "docx", style)
        assert said in caught.value.render("fr").reason


def test_every_quote_that_no_longer_holds_is_named(reader: WorkerReader) -> None:
    def refusal(count: int) -> UsageError:
        quotes: list[PickedQuote] = [quote(number) for number in range(1, count + 1)]
        given = shelf(proposal(section("a", quotes)), **{each.id: "withheld" for each in quotes})
        with pytest.raises(UsageError) as caught:
            ProposalFiles(given, given, given, reader, LibreOfficePrinter(ReadLimits())).export("p1", "docx")
        return caught.value

    assert refusal(4).render("fr").reason == (
        "L'export est refusé. Citations qui ne tiennent plus (4)\u00a0: q1 (à ne plus citer), q2 (à ne plus citer), "
        "q3 (à ne plus citer), q4 (à ne plus citer)."
    )
    assert refusal(20).render("fr").reason.endswith("q12 (à ne plus citer) et 8 autres.")
    assert refusal(20).render("en").reason.endswith("q12 (withheld) and 8 more.")

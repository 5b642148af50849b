"""Proposals as files: pandoc, the reader of notes in its limited process, LibreOffice. And what edits do to notes."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from assistant.errors import UsageError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.office.docx_notes import NOTE_PLACE
from assistant.ingest.process.convert import find_converter
from assistant.ingest.process.printing import LibreOfficePrinter
from assistant.ingest.process.worker import WorkerReader
from assistant.proposal_files import ProposalFiles, file_name, format_of
from assistant.types.proposal_files import ExportFormat, FileCheck
from assistant.types.proposals import Block, Proposal, Sentence
from drafted import HOSTILE, Shelf, proposal, quote, record, section

pytestmark = pytest.mark.integration

needs_libreoffice = pytest.mark.skipif(find_converter() is None, reason="LibreOffice is not installed")
LIMITS = ReadLimits()
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Edit = Callable[[etree._Element], None]


@pytest.fixture(scope="module")
def reader() -> Iterator[WorkerReader]:
    made = WorkerReader(LIMITS)
    yield made
    made.close()


@pytest.fixture(scope="module")
def files(reader: WorkerReader) -> Callable[..., ProposalFiles]:
    def make(shelf: Shelf, **values: str) -> ProposalFiles:
        return ProposalFiles(shelf, shelf, shelf, reader, LibreOfficePrinter(LIMITS), **values)  # type: ignore[arg-type]

    return make


def shelf(made: Proposal | None = None, **states: str) -> Shelf:
    one, two = section("a", [quote(1), quote(2)]), section("b", [quote(3, "d2"), quote(4)])
    records = [record(), record("d2", "Étude sur les marchés")]
    return Shelf(made or proposal(one, two), records, **states)  # type: ignore[arg-type]


def exported(made: ProposalFiles, folder: Path, form: ExportFormat = "docx", style: str = "") -> Path:
    path = folder / f"sortie.{form}"
    path.write_bytes(made.export("p1", form, style).content)
    return path


def edited(path: Path, part: str, edit: Edit) -> Path:
    """A copy of a DOCX file with one part edited, as a word processor might."""
    result = path.with_name("modifie.docx")
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(result, "w") as archive:
        for name in given.namelist():
            content = given.read(name)
            if name == part:
                root = etree.fromstring(content)
                edit(root)
                content = etree.tostring(root)
            archive.writestr(name, content)
    return result


def part(path: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def text(element: etree._Element) -> str:
    return "".join(each.text or "" for each in element.iter(f"{W}t"))


def states(check: FileCheck) -> list[str]:
    return [each.state for each in check.findings]


def test_a_docx_has_native_notes_headings_contents_and_a_language(files, tmp_path: Path) -> None:
    path = exported(files(shelf()), tmp_path)
    body, notes = part(path, "word/document.xml"), part(path, "word/footnotes.xml")
    references = [each.get(f"{W}id") for each in body.iter(f"{W}footnoteReference")]
    by_id = {each.get(f"{W}id"): text(each).strip() for each in notes.iter(f"{W}footnote")}
    assert [by_id[each] for each in references] == [
        "(Martin 2021a, p.\u00a01)\u00a0: «\u00a0La commune n° 1 a réuni 41 habitants.\u00a0»",
        "(Martin 2021a, p.\u00a02)\u00a0: «\u00a0La commune n° 2 a réuni 42 habitants.\u00a0»",
        "(Martin 2021b, p.\u00a03)\u00a0: «\u00a0La commune n° 3 a réuni 43 habitants.\u00a0»",
        "(Martin 2021a, p.\u00a04)\u00a0: «\u00a0La commune n° 4 a réuni 44 habitants.\u00a0»",
    ]
    styled = [(each.get(f"{W}val"), text(each.getparent().getparent())) for each in body.iter(f"{W}pStyle")]
    assert ("Title", "Propositions 2026") in styled
    assert [said for style, said in styled if style == "Heading1"][:2] == ["Section a", "Section b"]
    assert [said for style, said in styled if style == "TOC1"][:2] == ["Section a", "Section b"]
    instructions = [each.text for each in body.iter(f"{W}instrText")]
    assert any('TOC \\o "1-2"' in each for each in instructions)
    language = part(path, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert language.get(f"{W}val") == "fr-FR"
    links = {each.get(f"{W}anchor") for each in body.iter(f"{W}hyperlink")}
    assert {each for each in links if each} <= {each.get(f"{W}name") for each in body.iter(f"{W}bookmarkStart")}


@pytest.mark.parametrize("style", ["iso690-author-date-fr", "iso690-note-fr", "apa", "chicago-notes-bibliography-fr"])
def test_notes_hold_when_read_back_in_every_style(files, tmp_path: Path, style: str) -> None:
    made = files(shelf())
    check = made.verify(exported(made, tmp_path, style=style))
    assert states(check) == ["holds"] * 4
    assert check.holds
    assert check.title == "Propositions 2026"


def test_a_style_without_pages_gets_them(files, tmp_path: Path) -> None:
    made = files(shelf())
    path = exported(made, tmp_path, style="nature")
    notes = [text(each).strip() for each in part(path, "word/footnotes.xml").iter(f"{W}footnote")]
    assert "1, p.\u00a02\u00a0: «\u00a0La commune n° 2 a réuni 42 habitants.\u00a0»" in notes
    assert made.verify(path).holds


def test_an_english_proposal_is_in_english(files, tmp_path: Path) -> None:
    quotes = [quote(1, text="The hall reopened.", language="en"), quote(2)]
    made = files(shelf(proposal(section("a", quotes), language="en", title="Proposals")))
    path = exported(made, tmp_path)
    notes = [text(each).strip() for each in part(path, "word/footnotes.xml").iter(f"{W}footnote")]
    assert any(each.endswith(": “The hall reopened.”") for each in notes)
    language = part(path, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert language.get(f"{W}val") == "en-GB"
    french = [each.get(f"{W}val") for each in part(path, "word/footnotes.xml").iter(f"{W}lang")]
    assert set(french) == {"fr-FR"}, "a quote in another language says so"
    assert made.verify(path).holds


def test_edits_to_notes_are_found(files, tmp_path: Path) -> None:
    made = files(shelf())
    path = exported(made, tmp_path)

    def edit(root: etree._Element) -> None:
        notes = [each for each in root.iter(f"{W}footnote") if text(each).strip()]
        for number, old, new in ((0, "41", "91"), (1, "2)", "7)"), (2, "Martin", "Durand")):
            for run in notes[number].iter(f"{W}t"):
                run.text = (run.text or "").replace(old, new)

    check = made.verify(edited(path, "word/footnotes.xml", edit))
    assert [(each.state, each.parts) for each in check.findings] == [
        ("altered", ("quote",)),
        ("altered", ("page",)),
        ("altered", ("reference",)),
        ("holds", ()),
    ]


def test_deleted_notes_and_changed_sentences_are_found(files, tmp_path: Path) -> None:
    made = files(shelf())
    path = exported(made, tmp_path)

    def edit(root: etree._Element) -> None:
        first, *_ = root.iter(f"{W}footnoteReference")
        first.getparent().getparent().remove(first.getparent())  # Word leaves the note itself where it was
        for run in root.iter(f"{W}t"):
            run.text = (run.text or "").replace("Phrase q3", "Phrase contraire")

    check = made.verify(edited(path, "word/document.xml", edit))
    assert states(check) == ["holds", "holds", "holds", "deleted"]
    assert [each.sentence_changed for each in check.findings] == [False, True, False, False]
    assert check.findings[-1].carried.quote_id == "q1"


def test_notes_that_tracked_changes_delete_are_gone(files, tmp_path: Path) -> None:
    made = files(shelf())

    def edit(root: etree._Element) -> None:
        run = next(root.iter(f"{W}footnoteReference")).getparent()
        deleted = etree.Element(f"{W}del")
        run.getparent().replace(run, deleted)
        deleted.append(run)

    check = made.verify(edited(exported(made, tmp_path), "word/document.xml", edit))
    assert states(check) == ["holds", "holds", "holds", "deleted"]


def test_notes_of_the_persons_own_are_foreign(files, tmp_path: Path) -> None:
    made = files(shelf())

    def edit(root: etree._Element) -> None:
        notes = [each for each in root.iter(f"{W}footnote") if text(each).strip()]
        for each in list(notes[0].iter(f"{W}bookmarkStart")):
            each.getparent().remove(each)
        for run in list(notes[0].iter(f"{W}t")):
            run.text = "Une note à moi."

    check = made.verify(edited(exported(made, tmp_path), "word/footnotes.xml", edit))
    assert states(check) == ["foreign", "holds", "holds", "holds", "deleted"]


@needs_libreoffice
def test_notes_survive_a_save_by_libreoffice(files, tmp_path: Path) -> None:
    made = files(shelf())
    path = exported(made, tmp_path)
    saved = saved_by_libreoffice(path, tmp_path)
    assert made.verify(saved).holds

    def edit(root: etree._Element) -> None:
        for run in root.iter(f"{W}t"):
            run.text = (run.text or "").replace("42", "24")

    assert states(made.verify(edited(saved, "word/footnotes.xml", edit))) == ["holds", "altered", "holds", "holds"]


def saved_by_libreoffice(path: Path, folder: Path) -> Path:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    into = folder / "saved"
    command = [str(find_converter()), profile, "--headless", "--convert-to", "docx", "--outdir", str(into), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return into / path.name


@needs_libreoffice
def test_a_pdf_has_pages_that_say_what_the_proposal_says(files, tmp_path: Path) -> None:
    import pypdfium2

    content = files(shelf()).export("p1", "pdf").content
    document = pypdfium2.PdfDocument(content)
    said = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert "La commune n° 3 a réuni 43 habitants." in " ".join(said.split())
    contents = [line for line in said.splitlines() if line.startswith("Section a.")]
    assert contents, "the table of contents has dots"
    assert contents[0].rstrip()[-1].isdigit(), "and pages"


def test_without_libreoffice_a_pdf_is_refused_in_a_sentence(files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.ingest.process.printing.find_converter", lambda: None)
    with pytest.raises(UsageError) as caught:
        files(shelf()).export("p1", "pdf")
    assert caught.value.code == "draft_no_converter"


@pytest.mark.parametrize("form", ["docx", "odt", "markdown", "html", "json"])
def test_markup_in_titles_and_texts_is_text(files, tmp_path: Path, form: ExportFormat) -> None:
    quoted = quote(1, text=HOSTILE, title=HOSTILE, before=HOSTILE)
    made = proposal(section("a", [quoted], title=HOSTILE, missing=(HOSTILE,)), title=HOSTILE)
    content = files(shelf(made)).export("p1", form).content
    if form in ("docx", "odt"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        main = etree.fromstring(archive.read("word/document.xml" if form == "docx" else "content.xml"))
        said = " ".join("".join(main.itertext()).split())
        assert "Agir <b>ici</b> *et* [là](javascript:alert(1)) $x^2$ `code` <script>alert(1)</script>" in said
        assert b"javascript" not in b"".join(archive.read(name) for name in archive.namelist() if name.endswith("rels"))
    if form == "html":
        page = etree.HTML(content.decode())
        assert page.findall(".//script") == []
        assert not [each for each in page.iter("a") if "javascript" in each.get("href", "")]
    if form == "markdown":
        again = subprocess.run(
            [pandoc(), "-f", "markdown", "-t", "json"], input=content, capture_output=True, check=True
        )
        kinds = {node["t"] for node in walk(json.loads(again.stdout)["blocks"])}
        assert not kinds & {"RawInline", "RawBlock", "Math", "Code", "Link", "Strikeout"}
        assert "Note" in kinds


def pandoc() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def walk(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        if "t" in value:
            yield value
        for each in value.values():
            yield from walk(each)
    elif isinstance(value, list):
        for each in value:
            yield from walk(each)


def test_what_nothing_establishes_is_marked_in_every_format(files) -> None:
    said = Block(
        "paragraph",
        (
            Sentence("Établie.", ("q1",), "supported"),
            Sentence("Inventée.", ("q1",), "unsupported"),
            Sentence("Contredite.", ("q1",), "contradicted"),
            Sentence("Changée.", ("q1",)),
            Sentence("Sans rien.", ()),
            Sentence("Question ?", (), "nothing_to_check"),
        ),
    )
    made = files(shelf(proposal(section("a", [quote(1)], said))))
    for form in ("docx", "odt", "markdown", "html"):
        done = made.export("p1", form)
        assert done.marks == 4, form
    page = " ".join("".join(etree.HTML(made.export("p1", "html").content.decode()).itertext()).split())
    assert "[à vérifier : ses citations ne l’établissent pas]" in page
    assert "À vérifier avant diffusion : 4 phrases, titres, citations" in page
    assert "Établie1 . Inventée" in page or "Établie1. Inventée" in page


def test_what_headings_and_titles_state_is_marked_where_nothing_establishes_it(files) -> None:
    head = Block("heading", (Sentence("Une hausse de 40 %", (), "unsupported", "nombres absents : 40"),))
    new = Block("heading", (Sentence("Les habitants réclament un budget"),))
    bare, said = (
        Block("heading", (Sentence("Les freins"),)),
        Block("paragraph", (Sentence("Oui.", ("q1",), "supported"),)),
    )
    made = proposal(
        section("a", [quote(1)], head, said, new, bare, title="Le budget de Trapval"), title="Les 900 labos"
    )
    done = files(shelf(made)).export("p1", "html")
    page = " ".join("".join(etree.HTML(done.content.decode()).itertext()).split())
    assert done.marks == 4
    for marked in (
        "nombres absents : 40",
        "noms absents des citations : Trapval",
        "nombres absents des citations : 900",
    ):
        assert f"[titre à vérifier : {marked}]" in page
    assert "Les habitants réclament un budget [titre pas encore vérifié]" in page
    assert page.count("[titre") == 4


def test_what_is_told_before_an_export_is_what_the_file_has(files) -> None:
    said = Block("paragraph", (Sentence("Inventée.", ("q1",), "unsupported"), Sentence("Autre.", ("q1", "q2"))))
    made = files(shelf(proposal(section("a", [quote(1), quote(2)], said), section("b", []), title="Agir : 900 cas")))
    told, done = made.preview("p1"), made.export("p1", "docx")
    assert (told.notes, told.marks, told.refused) == (done.notes, done.marks, False) == (3, 4, False)
    assert done.name == "Agir-900-cas.docx"
    bad = files(shelf(q1="gone")).preview("p1")
    assert ([(s.id, q.id, state) for s, q, state in bad.bad], bad.refused) == ([("a", "q1", "gone")], True)
    assert not files(shelf(q1="gone"), on_bad_quote="annotate").preview("p1").refused


@pytest.mark.parametrize(
    ("title", "name"),
    [("Été & <b>là</b>", "Été-b-là-b.odt"), ("…/../", "proposition.odt"), ("a" * 300, "a" * 80 + ".odt")],
)
def test_a_file_is_named_by_its_title(title: str, name: str) -> None:
    assert file_name(title, "odt") == name


def test_sections_without_evidence_or_text_say_so(files) -> None:
    made = proposal(
        section("a", []), section("b", [quote(1)], blocks=()), section("c", [], Block("item", (Sentence("Là."),)))
    )
    page = " ".join("".join(etree.HTML(files(shelf(made)).export("p1", "html").content.decode()).itertext()).split())
    assert page.count("[Section sans citation : rien ne l’appuie encore]") == 2
    assert "[Section à rédiger : 1 citation]" in page


@pytest.mark.parametrize("state", ["changed", "gone", "withheld"])
def test_bad_quotes_refuse_the_export_or_are_marked_by_setting(files, tmp_path: Path, state: str) -> None:
    given = shelf(q1=state)
    with pytest.raises(UsageError) as caught:
        files(given).export("p1", "docx")
    assert (caught.value.code, caught.value.params["quotes"]) == ("draft_quotes_bad", f"q1 ({state})")
    page = files(given, on_bad_quote="annotate").export("p1", "html").content.decode()
    if state == "withheld":
        assert "La commune n° 1" not in page
        assert "Phrase q1" not in page
        assert "[phrase retirée" in page
    else:
        assert "La commune n° 1" in page
        assert "document a changé" in page or "plus dans la bibliothèque" in page


def test_three_hundred_quotes_in_a_section(files, tmp_path: Path) -> None:
    made = files(shelf(proposal(section("a", [quote(number) for number in range(1, 301)]))))
    check = made.verify(exported(made, tmp_path))
    assert check.counts == {"holds": 300}


def test_a_bundle_is_checked_and_its_alterations_are_found(files, tmp_path: Path) -> None:
    made = files(shelf())
    path = exported(made, tmp_path, "json")
    assert made.verify(path).holds
    path.write_text(json.dumps(json.loads(path.read_text()), indent=4))
    assert made.verify(path).holds, "spaces change nothing"
    path.write_text(path.read_text().replace("43 habitants", "93 habitants"))
    check = made.verify(path)
    assert not check.whole
    assert states(check) == ["holds", "holds", "changed", "holds"]


def test_another_installation_knows_documents_by_their_content(files, tmp_path: Path) -> None:
    given = shelf()
    path = exported(files(given), tmp_path)
    elsewhere = shelf()
    elsewhere.documents_by_id = {"x1": replace(elsewhere.documents_by_id["d1"], id="x1")}
    elsewhere.pages = {("x1", page): said for (name, page), said in elsewhere.pages.items() if name == "d1"}
    assert states(files(elsewhere).verify(path)) == ["holds", "holds", "gone", "holds"]


def test_a_docx_that_lost_its_list_is_checked_with_the_bundle(files, tmp_path: Path) -> None:
    made = files(shelf())
    path, bundle = exported(made, tmp_path), exported(made, tmp_path, "json")
    bare = tmp_path / "bare.docx"
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(bare, "w") as archive:
        for name in given.namelist():
            if not name.startswith("customXml"):
                archive.writestr(name, given.read(name))
    with pytest.raises(UsageError) as caught:
        made.verify(bare)
    assert caught.value.code == "draft_file_no_notes"
    assert made.verify(bare, bundle).holds


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">'
    + b"".join(b'<!ENTITY b%d "%s">' % (n, (b"&b%d;" % (n - 1) if n else b"&b;") * 10) for n in range(8))
    + b"]><a>&b7;</a>"
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "draft_file_unreadable"),
        (b"\xff\xfe\x00", "draft_file_unreadable"),
        (b"{}", "draft_file_unreadable"),
        (b"PK\x03\x04 nothing", "draft_file_damaged"),
        (b"%PDF-1.7 nothing", "draft_file_not_word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "draft_file_locked"),
    ],
)
def test_files_that_are_none_are_refused(files, content: bytes, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        files(shelf()).verify_bytes(content)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word/other.xml": b"<a/>"}, "draft_file_not_word"),
        ({"word/document.xml": b"<a"}, "draft_file_damaged"),
        ({"word/document.xml": b"<a/>"}, "draft_file_damaged"),
        ({"word/document.xml": BOMB}, "draft_file_damaged"),
        ({"word/document.xml": b" " * 400_000_000}, "draft_file_too_large"),
    ],
)
def test_hostile_docx_files_are_refused(files, parts: dict[str, bytes], code: str) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(UsageError) as caught:
        files(shelf()).verify_bytes(made.getvalue())
    assert caught.value.code == code


def test_entities_in_a_docx_are_not_expanded(files, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    made = files(shelf())
    path = exported(made, tmp_path)
    content = (
        zipfile.ZipFile(path)
        .read("word/footnotes.xml")
        .replace(b"<w:footnotes", f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><w:footnotes'.encode(), 1)
        .replace("La commune n° 1".encode(), b"&e;")
    )
    hostile = tmp_path / "hostile.docx"
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(hostile, "w") as archive:
        for name in given.namelist():
            archive.writestr(name, content if name == "word/footnotes.xml" else given.read(name))
    check = made.verify(hostile)
    assert check.findings[0].state == "altered"
    assert "SECRET" not in repr(check)


def test_styles_that_are_none_are_refused(files, tmp_path: Path) -> None:
    made = files(shelf())
    for name in ("nosuch", "../apa", "/etc/passwd", "iso690\n"):
        with pytest.raises(UsageError) as caught:
            made.export("p1", "docx", name)
        assert caught.value.code == "unknown_style"
    wrong = {
        "none.csl": b"<html/>",
        "broken.csl": b"<style",
        "empty.csl": b'<style xmlns="http://purl.org/net/xbiblio/csl"/>',
        "odd.csl": b'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><citation/></style>',
    }
    for name, content in wrong.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(UsageError) as caught:
            made.export("p1", "docx", path)
        assert caught.value.code == "bad_style", name
    with pytest.raises(UsageError) as caught:
        made.export("p1", "docx", tmp_path / "missing.csl")
    assert caught.value.code == "not_found"


def test_a_style_of_ones_own_and_one_that_follows_another(files, tmp_path: Path) -> None:
    from assistant.bibliography.styles import style_file

    own = tmp_path / "mon-style.csl"
    own.write_bytes(style_file("apa").read_bytes())
    made = files(shelf())
    assert b"2021" in made.export("p1", "html", own).content
    dependent = style_file("zeitschrift-fur-aussen-und-sicherheitspolitik")
    assert dependent.name == "springer-socpsych-author-date.csl"
    assert b"2021" in made.export("p1", "html", "zeitschrift-fur-aussen-und-sicherheitspolitik").content


def test_formats_by_ending() -> None:
    assert format_of(Path("a/b.DOCX")) == "docx"
    assert format_of(Path("b.md")) == "markdown"
    with pytest.raises(UsageError) as caught:
        format_of(Path("b.rtf"))
    assert caught.value.code == "unknown_export_format"


def test_the_text_of_a_paragraph_shows_where_its_notes_are(reader: WorkerReader, files, tmp_path: Path) -> None:
    from assistant.drafting.export.docx_finish import CARRIED_SPACE

    found = reader.notes(exported(files(shelf()), tmp_path), CARRIED_SPACE)
    assert found.notes[0].paragraph == f"Phrase q1 de a{NOTE_PLACE}. Phrase q2 de a{NOTE_PLACE}."
    assert len(found.notes[0].keys) == 1

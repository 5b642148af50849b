"""`assistant draft export|verify` and the API's routes, on the real service: export, alter, remove, mark, verify."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.api.guards import BODY_BYTES
from assistant.build import build_assistant
from assistant.errors import UsageError
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from assistant.types import Editor, Pick, SectionPlan
from conftest import Finished
from conversation_files import hashed, make_index

pytestmark = pytest.mark.integration

ME = Editor("test", "Test")
LARGEST = 20_000_000  # bytes of a file that is verified
SAID = "Le budget de la phase test du laboratoire de Valombre est de 54 000 euros pour 2022."
Cli = Callable[..., Finished]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed(monkeypatch)


@pytest.fixture
def index(note_index: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(note_index, tmp_path / "index"))


@pytest.fixture
def settings(index: Path) -> Settings:
    return load_settings(overrides={"index": index})


@pytest.fixture
def assistant(settings: Settings) -> Iterator[Assistant]:
    with build_assistant(settings) as opened:
        yield opened


@pytest.fixture
def client(assistant: Assistant, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(assistant, settings), base_url="http://127.0.0.1:7860") as made:
        yield made


def drafted(assistant: Assistant) -> str:
    """A proposal with one section, one quote, one sentence; its id."""
    document = next(each for each in assistant.documents() if each.source.endswith("note.md"))
    page = assistant.page(document.id, 1)
    assert page is not None
    start = page.text.index(SAID)
    made = assistant.proposals.new("Propositions <b>2026</b>", "fr", [SectionPlan("Le budget")])
    (section,) = made.sections
    pick = Pick(document.id, 1, start, start + len(SAID))
    filled = assistant.proposals.pick(made.id, section.id, [pick], ME)
    text = f"La phase test a un budget [{filled.basket[0].id}]."
    assistant.proposals.save_text(made.id, section.id, text, filled.revision, ME)
    return made.id


def altered(content: bytes, old: str, new: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(made, "w") as archive:
        for name in given.namelist():
            part = given.read(name)
            archive.writestr(name, part.replace(old.encode(), new.encode()) if name == "word/footnotes.xml" else part)
    return made.getvalue()


def test_export_and_verify_on_the_command_line(index: Path, settings: Settings, cli: Cli, tmp_path: Path) -> None:
    with build_assistant(settings) as assistant:
        proposal = drafted(assistant)
    path = tmp_path / "sortie.docx"
    done = cli("draft", "export", proposal, "--to", path, "--index", index, "--json")
    assert (done.code, done.json) == (0, {"file": str(path), "format": "docx", "notes": 1, "to_check": 1})
    done = cli("draft", "verify", path, "--index", index, "--json")
    assert (done.code, done.json["holds"], done.json["counts"]) == (0, True, {"holds": 1})
    path.write_bytes(altered(path.read_bytes(), "54 000", "45 000"))
    done = cli("draft", "verify", path, "--index", index)
    assert done.code == 3
    assert "modifiée depuis l'export (la citation)" in done.out
    assert done.out.startswith("Notes qui tiennent\u00a0: 0 sur 1. Seules les notes")
    assert "note.md" in done.out


def test_an_export_replaces_no_file_unasked_and_leaves_nothing_beside_it(
    index: Path, settings: Settings, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with build_assistant(settings) as assistant:
        proposal = drafted(assistant)
    folder = tmp_path / "exports"
    folder.mkdir()
    path = folder / "sortie.md"
    path.write_text("mon fichier", encoding="utf-8")
    export = ("draft", "export", proposal, "--to", path, "--index", index, "--json")
    refused = cli(*export)
    assert refused.code == 2
    assert "draft_file_exists" in refused.out + refused.err
    assert path.read_text(encoding="utf-8") == "mon fichier"
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        assert cli(*export, "--replace").code == 2
    assert path.read_text(encoding="utf-8") == "mon fichier"
    assert cli(*export, "--replace").code == 0
    assert "54 000" in path.read_text(encoding="utf-8")
    assert [each.name for each in folder.iterdir()] == ["sortie.md"]


def test_wrong_usage_ends_with_2(index: Path, settings: Settings, cli: Cli, tmp_path: Path) -> None:
    with build_assistant(settings) as assistant:
        proposal = drafted(assistant)
    for arguments, code in (
        (("export", proposal, "--to", tmp_path / "a.rtf"), "unknown_export_format"),
        (("export", proposal, "--to", tmp_path / "a.docx", "--style", "nosuch"), "unknown_style"),
        (("export", proposal, "--to", tmp_path / "a.docx", "--style", tmp_path / "no.csl"), "not_found"),
        (("export", proposal, "--to", tmp_path / "no" / "a.docx"), "output_unwritable"),
        (("export", "nosuch", "--to", tmp_path / "a.docx"), "unknown_proposal"),
        (("verify", tmp_path / "no.docx"), "not_found"),
        (("verify", Path(__file__)), "draft_file_unreadable"),
    ):
        done = cli("draft", *arguments, "--index", index, "--json")
        assert (done.code, done.json["error"]["code"]) == (2, code)


@pytest.mark.parametrize("form", ["docx", "odt", "markdown", "html", "json"])
def test_the_api_gives_files_to_save(client: TestClient, assistant: Assistant, form: str) -> None:
    proposal = drafted(assistant)
    given = client.get(f"/api/proposals/{proposal}/export", params={"format": form})
    assert given.status_code == 200
    assert given.headers["content-disposition"].startswith('attachment; filename="Propositions')
    assert given.headers["x-notes"] == "1"
    if form in ("docx", "json"):
        check = client.post("/api/proposals/verify", content=given.content)
        assert (check.status_code, check.json()["counts"]) == (200, {"holds": 1})


def test_the_api_refuses_in_a_sentence(client: TestClient, assistant: Assistant) -> None:
    proposal = drafted(assistant)
    assert client.get("/api/proposals/nosuch/export").status_code == 404
    assert client.get(f"/api/proposals/{proposal}/export", params={"format": "rtf"}).status_code == 422
    bad = client.get(f"/api/proposals/{proposal}/export", params={"style": "../../etc/passwd"})
    assert (bad.status_code, bad.json()["error"]["code"]) == (422, "unknown_style")
    for content in (b"", b"PK\x03\x04", b"{}", b"\x00" * 100):
        assert 400 <= client.post("/api/proposals/verify", content=content).status_code < 500
    large = client.post("/api/proposals/verify", content=b"x" * (BODY_BYTES + 1))
    assert large.json()["error"]["code"] == "draft_file_unreadable", "files may be larger than questions"
    assert client.post("/api/proposals/verify", content=b"x" * (LARGEST + 1)).status_code == 413


def test_a_file_checked_on_another_index_names_the_documents_it_lacks(
    assistant: Assistant, cli: Cli, tmp_path: Path
) -> None:
    path = tmp_path / "sortie.docx"
    path.write_bytes(assistant.proposal_files.export(drafted(assistant), "docx").content)
    other = tmp_path / "ailleurs"
    (other / "corpus").mkdir(parents=True)
    (other / "corpus" / "autre.md").write_text("# Autre\n\nTout autre chose.\n", encoding="utf-8")
    with build_assistant(load_settings(overrides={"index": other / "index"}), create=True) as made:
        made.ingest([str(other / "corpus")])
    done = cli("draft", "verify", path, "--index", other / "index")
    assert done.code == 3
    assert "n'est pas dans cette installation" in done.out
    assert "note.md" in done.out


def test_a_removed_document_refuses_the_export_and_leaves_no_word(client: TestClient, assistant: Assistant) -> None:
    proposal = drafted(assistant)
    exported = client.get(f"/api/proposals/{proposal}/export").content
    assistant.library.remove(["note.md"])
    refused = client.get(f"/api/proposals/{proposal}/export")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "draft_quotes_bad")
    check = client.post("/api/proposals/verify", content=exported).json()
    assert check["counts"] == {"gone": 1}


@pytest.mark.parametrize("mark", ["not_for_quotation", "anonymous"])
def test_a_source_that_is_withheld_now(client: TestClient, assistant: Assistant, mark: str) -> None:
    proposal = drafted(assistant)
    exported = client.get(f"/api/proposals/{proposal}/export").content
    assistant.library.correct("note.md", {"marks": [mark]})
    refused = client.get(f"/api/proposals/{proposal}/export").json()["error"]
    assert refused["code"] == "draft_quotes_bad"
    assert "(à ne plus citer)" in refused["reason"]
    assert client.post("/api/proposals/verify", content=exported).json()["counts"] == {"withheld": 1}


@pytest.mark.parametrize("mark", ["not_for_quotation", "anonymous"])
def test_annotated_exports_say_no_word_of_withheld_sources(settings: Settings, mark: str) -> None:
    drafting = settings.drafting.model_copy(update={"on_bad_quote": "annotate"})
    with build_assistant(settings.model_copy(update={"drafting": drafting})) as assistant:
        proposal = drafted(assistant)
        assistant.library.correct("note.md", {"marks": [mark], "authors": ["Jeanne Durand"]})
        for form in ("html", "json", "markdown"):
            said = assistant.proposal_files.export(proposal, form).content.decode()
            assert "54" not in said or "54 000" not in said
            assert "Valombre" not in said
            assert "Durand" not in said
        page = assistant.proposal_files.export(proposal, "html").content.decode()
        assert "1 citation de sources qui ne sont plus à citer" in page


def test_a_quote_on_two_lines_leaves_no_piece_where_it_is_withheld(settings: Settings) -> None:
    drafting = settings.drafting.model_copy(update={"on_bad_quote": "annotate"})
    with build_assistant(settings.model_copy(update={"drafting": drafting})) as assistant:
        proposal = drafted(assistant)
        section = assistant.proposals.show(proposal).sections[0]
        start, end = SAID.split(" de Valombre ")
        text = f"«\u00a0{start}\u202f?\nde Valombre {end}\u00a0» [{section.basket[0].id}]."
        assistant.proposals.save_text(proposal, section.id, text, section.revision, ME)
        assistant.library.correct("note.md", {"marks": ["not_for_quotation"]})
        page = assistant.proposal_files.export(proposal, "markdown").content.decode()
        assert page.count("phrase retirée") == 1
        assert "[sans citation]" not in page.replace("\\", "")
        assert "[…]" not in page.replace("\\", "")


def test_a_quote_erased_with_its_document_is_marked_where_it_stood(settings: Settings) -> None:
    drafting = settings.drafting.model_copy(update={"on_bad_quote": "annotate"})
    with build_assistant(settings.model_copy(update={"drafting": drafting})) as assistant:
        proposal = drafted(assistant)
        section = assistant.proposals.show(proposal).sections[0]
        text = f"«\u00a0{SAID}\u00a0» [{section.basket[0].id}]"
        assistant.proposals.save_text(proposal, section.id, text, section.revision, ME)
        assistant.library.remove(["note.md"])
        told = assistant.proposal_files.preview(proposal)
        page = assistant.proposal_files.export(proposal, "markdown").content.decode().replace("\\", "")
        assert "[^1] **[à vérifier\u00a0: sa citation a été effacée avec son document]**" in page
        assert "document retiré," not in page
        assert (told.notes, told.holding) == (1, 0)
        assert f"avant diffusion\u00a0: {told.marks} phrases" in page


def test_a_document_that_changed(tmp_path: Path) -> None:
    settings = load_settings(overrides={"index": make_index(tmp_path)})
    path, source = tmp_path / "sortie.json", tmp_path / "corpus" / "note.md"
    with build_assistant(settings) as assistant:
        proposal = drafted(assistant)
        path.write_bytes(assistant.proposal_files.export(proposal, "json").content)
        assert json.loads(path.read_text())["proposal"]["title"] == "Propositions <b>2026</b>"
        source.write_text(f"# Note\n\nUn paragraphe de plus.\n\n{SAID}\n", encoding="utf-8")
        assistant.ingest([str(source.parent)])
        assert assistant.proposal_files.verify(path).counts == {"moved": 1}
        again = tmp_path / "encore.json"
        again.write_bytes(assistant.proposal_files.export(proposal, "json").content)
        assert assistant.proposal_files.verify(again).counts == {"holds": 1}, "it is given where it stands now"
        source.write_text("# Note\n\nTout autre chose.\n", encoding="utf-8")
        assistant.ingest([str(source.parent)])
        assert assistant.proposal_files.verify(path).counts == {"changed": 1}
        with pytest.raises(UsageError) as caught:
            assistant.proposal_files.export(proposal, "docx")
        assert caught.value.code == "draft_quotes_bad"

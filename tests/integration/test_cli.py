"""The command line on a real index: outputs, exit statuses, one clear sentence for what goes wrong."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from privileges import closed

pytestmark = pytest.mark.integration

FACT = "Quel est le budget de la phase test ?"


@pytest.fixture(scope="module")
def index(group_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small index, for this module alone."""
    return Path(shutil.copytree(group_index, tmp_path_factory.mktemp("cli") / "index"))


def test_ingest_again_changes_nothing_and_says_what_failed(cli, group_corpus: Path, index: Path) -> None:
    done = cli("ingest", group_corpus, "--index", index, "--json")
    assert done.code == 3
    assert done.json["unchanged"] == 4
    assert (done.json["added"], done.json["updated"], done.json["removed"]) == (0, 0, 0)
    (failed,) = done.json["failed"]
    assert set(failed) == {"source", "code", "reason", "hint"}
    assert failed["source"] == "vide.pdf"
    assert failed["code"] == "empty"


def test_web_addresses_are_refused_one_by_one(cli, index: Path) -> None:
    done = cli("ingest", "https://127.0.0.1/a", "file:///etc/passwd", "--index", index, "--json")
    assert done.code == 3
    assert [(each["source"], each["code"]) for each in done.json["failed"]] == [
        ("https://127.0.0.1/a", "web_private"),
        ("file:///etc/passwd", "web_address"),
    ]
    assert done.json["added"] + done.json["unchanged"] == 0  # the default folder is not ingested instead


def test_a_missing_target_is_wrong_usage(cli, index: Path, tmp_path: Path) -> None:
    done = cli("ingest", tmp_path / "absent", "--index", index, "--json")
    assert done.code == 2
    assert done.json["error"]["code"] == "not_found"
    assert "absent" in done.err
    assert "Traceback" not in done.err


def test_status(cli, index: Path) -> None:
    done = cli("status", "--index", index, "--json")
    assert done.code == 0
    assert set(done.json) == {
        "documents", "pages", "passages", "failures", "warnings", "stamp", "sizes", "by_document",
    }  # fmt: skip
    assert done.json["documents"] == len(done.json["by_document"]) == 4
    by_source = {each["source"]: each for each in done.json["by_document"]}
    minutes = by_source["cr-seance-inaugurale.pdf"]
    assert (minutes["format"], minutes["pages"], minutes["ocr_pages"], minutes["warnings"]) == ("pdf", 3, 0, [])
    assert sum(each["passages"] for each in by_source.values()) == done.json["passages"]
    assert [failure["source"] for failure in done.json["failures"]] == ["vide.pdf"]
    assert done.json["stamp"]["embedding_model"] == "embedded"
    assert sum(done.json["sizes"].values()) > 0
    text = cli("status", "--index", index).out
    assert text.startswith("4 documents")
    assert text.index("foire.txt") < text.index("vide.pdf"), "documents, then what could not be read"
    assert cli("status", "--documents", "--index", index).out == text


def test_search(cli, index: Path) -> None:
    done = cli("search", FACT, "-k", 3, "--index", index, "--json")
    assert done.code == 0
    assert [result["rank"] for result in done.json] == [1, 2, 3]
    first = done.json[0]
    assert first["source"] == "cr-seance-inaugurale.pdf"
    assert first["page_start"] == 2
    assert "54\u202f000" in first["text"]
    assert set(first["legs"]) <= {"lexical", "vector"}
    assert all(set(leg) == {"rank", "score"} for leg in first["legs"].values())
    unpaged = [result for result in done.json if not result["source"].endswith(".pdf")]
    assert all(result["page_start"] is None and result["page_end"] is None for result in unpaged)


def test_ask_gives_the_contract_answer(cli, index: Path) -> None:
    done = cli("ask", FACT, "--index", index, "--json")
    assert done.code == 0
    assert done.json["status"] == "answered"
    assert done.json["language"] == "fr"
    citation = done.json["citations"][0]
    assert citation["source"] == "cr-seance-inaugurale.pdf"
    assert citation["page"] == 2
    assert "54\u202f000" in citation["quote"]
    assert citation["end"] - citation["start"] == len(citation["quote"])
    assert "[1]" in done.json["answer"]


def test_ask_for_a_person_lists_sources(cli, index: Path) -> None:
    done = cli("ask", "How many people attended the first reading in Port Wenna?", "--index", index)
    assert done.code == 0
    assert done.out.startswith("Answered")
    assert "38 people" in done.out
    assert "[1] Failing in public, on purpose, Rosalind Achterby" in done.out
    assert "(failing-in-public.md)" in done.out
    assert "\\" not in done.out


def test_ask_says_when_the_corpus_does_not(cli, index: Path) -> None:
    done = cli("ask", "Quelle est la vitesse de rotation de Neptune ?", "--index", index, "--json")
    assert done.code == 0
    assert done.json["status"] == "no_evidence"
    assert done.json["citations"] == []


def test_question_from_standard_input_and_history(cli, index: Path, tmp_path: Path, monkeypatch) -> None:
    history = tmp_path / "h.json"
    history.write_text(json.dumps([FACT, "54 000 €."]), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO("Et qui assure le secrétariat ?"))
    done = cli("ask", "-", "--history", history, "--index", index, "--json")
    assert done.code == 0
    assert done.json["question"] == "Et qui assure le secrétariat ?"


@pytest.mark.parametrize("content", ['{"a": 1}', "[1, 2]", "pas du json", '[{"role": "system", "content": "x"}]'])
def test_a_bad_history_is_one_sentence(cli, tmp_path: Path, content: str) -> None:
    history = tmp_path / "h.json"
    history.write_text(content, encoding="utf-8")
    done = cli("ask", FACT, "--history", history, "--index", tmp_path / "none", "--json")
    assert done.code == 2
    assert done.json["error"]["code"] == "bad_history"
    assert len(done.err.strip().splitlines()) == 1


def test_a_batch_goes_on_after_bad_lines(cli, index: Path, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "a", "question": FACT}),
        json.dumps({"id": "b", "question": "   "}),
        "pas du json",
        "",
        json.dumps({"question": "x" * 100_000}),
        json.dumps({"id": "c", "question": "Et qui assure le secrétariat ?", "history": [FACT, "54 000 €"]}),
        json.dumps({"question": "Quoi ?", "history": 3}),
        '{"question": "Quel est le budget \\ud800 de la phase test ?"}',
    ]
    batch = tmp_path / "lot.jsonl"
    batch.write_text("\n".join(lines), encoding="utf-8")
    done = cli("ask", "--batch", batch, "--index", index)
    assert done.code == 3
    rows = done.lines
    assert [row.get("id") for row in rows] == ["a", "b", None, None, "c", None, None]
    assert [row["error"]["code"] if "error" in row else row["status"] for row in rows][:4] == [
        "answered",
        "empty_question",
        "bad_batch",
        "question_too_long",
    ]
    assert "citations" in rows[4]
    assert rows[5]["error"]["code"] == "bad_history"
    assert rows[1]["question"] == "   "
    assert rows[6]["question"] == "Quel est le budget ? de la phase test ?"


@pytest.mark.parametrize(
    ("arguments", "code", "status"),
    [
        (("ask", "", "--json"), "empty_question", 2),
        (("ask", "é" * 100_000, "--json"), "question_too_long", 2),
        (("search", " \n", "--json"), "empty_question", 2),
    ],
)
def test_bad_questions_are_one_sentence(cli, index: Path, arguments, code: str, status: int) -> None:
    done = cli(*arguments, "--index", index)
    assert done.code == status
    assert done.json["error"]["code"] == code
    assert done.err.strip() == f"{done.json['error']['reason']} {done.json['error']['hint']}"


def test_an_index_that_is_not_there_or_not_writable(cli, tmp_path: Path, group_corpus: Path) -> None:
    missing = cli("ask", FACT, "--index", tmp_path / "none", "--json")
    assert missing.code == 1
    assert missing.json["error"]["code"] == "index_missing"
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("x")
    unusable = cli("ingest", group_corpus, "--index", tmp_path / "file", "--json")
    assert unusable.code == 1
    assert unusable.json["error"]["code"] in ("index_unwritable", "index_missing")


def test_a_folder_that_cannot_be_listed_is_a_failure(cli, tmp_path: Path) -> None:
    notes = tmp_path / "corpus" / "notes"
    notes.mkdir(parents=True)
    (notes / "a.md").write_text("Le compost de la ville est gratuit.", encoding="utf-8")
    index = tmp_path / "i"
    assert cli("ingest", tmp_path / "corpus", "--index", index, "--json").code == 0
    with closed(notes):
        done = cli("ingest", tmp_path / "corpus", "--index", index, "--json")
    assert done.code == 3
    assert (done.json["unchanged"], done.json["removed"]) == (1, 0)
    (failed,) = done.json["failed"]
    assert (failed["source"], failed["code"]) == ("notes/", "folder_unreadable")
    assert failed["reason"]
    assert failed["hint"]
    status = cli("status", "--index", index, "--json")
    assert status.json["failures"] == [failed]
    assert status.json["documents"] == 1


def test_the_index_is_no_document(cli, index: Path) -> None:
    done = cli("ingest", index, "--index", index, "--json")
    assert done.code == 2
    assert done.json["error"]["code"] == "target_in_index"


def test_an_empty_corpus_is_said(cli, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    assert cli("ingest", tmp_path / "corpus", "--index", tmp_path / "i", "--json").code == 0
    done = cli("ask", FACT, "--index", tmp_path / "i", "--json")
    assert done.code == 2
    assert done.json["error"]["code"] == "empty_corpus"


def test_bad_settings_are_named(cli, tmp_path: Path) -> None:
    settings = tmp_path / "s.toml"
    settings.write_text("[server]\nprot = 3\n")
    done = cli("status", "--settings", settings, "--json")
    assert done.code == 2
    assert "server.prot" in done.json["error"]["reason"]
    assert cli("status", "--settings", tmp_path / "absent.toml").code == 2


@pytest.mark.parametrize(
    "arguments", [(), ("nope",), ("ask",), ("ask", "a", "b"), ("search", "a", "-k", "0"), ("ask", "q", "--batch", "f")]
)
def test_wrong_usage_ends_with_2(cli, arguments) -> None:
    done = cli(*arguments)
    assert done.code == 2
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("arguments", "french", "english"),
    [
        (("search", "a", "-k", "0"), "l'option -k ne peut pas avoir cette valeur\u00a0: au moins 1", "'-k'"),
        (("search", "a", "-k", "b"), "il faut un nombre entier", "valid integer"),
        (("search",), "il manque l'argument QUESTION", "Missing argument"),
        (("search", "a", "b"), "argument en trop\u00a0: b", "extra argument"),
        (("search", "a", "--nope"), "l'option --nope n'existe pas", "No such option: --nope"),
        (("search", "a", "--index"), "l'option --index veut une valeur", "requires an argument"),
        (("nope",), "la commande nope n'existe pas", "No such command 'nope'"),
        (("ask",), "donnez une question, ou un lot avec --batch", "one question"),
        (("ask", "q", "--history", "absent.json"), "fichier ou dossier introuvable", "No such file or directory"),
        (("search", "q", "--filter", "type"), "Le filtre type n'a pas de valeur", "filter type has no value"),
    ],
)
def test_what_is_wrong_with_a_command_is_said_in_either_language(
    cli, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], french: str, english: str
) -> None:
    for language, said in (("fr", french), ("en", english)):
        monkeypatch.setenv("ASSISTANT_LANGUAGE", language)
        done = cli(*arguments)
        assert done.code == 2
        assert said in done.err
        assert "Errno" not in done.err
        assert "Traceback" not in done.err


def test_help_is_light_and_quick() -> None:
    code = (
        "import sys, time; sys.argv = ['assistant', '--help']\n"
        "from assistant.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "heavy = {'torch', 'gradio', 'chromadb', 'sentence_transformers', 'llama_index', 'pydantic', 'numpy', 'fastapi'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "assert time.process_time() < 0.5, time.process_time()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    for command in ("ingest", "status", "search", "ask", "serve", "eval"):
        assert command in done.stdout


def test_a_closed_pipe_is_no_traceback(index: Path) -> None:
    code = (
        "import sys; sys.argv = ['assistant', 'status', '--json', '--index', sys.argv[1]]\n"
        "from assistant.cli import main; main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(index)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    error = process.stderr.read()
    process.wait(60)
    assert "Traceback" not in error
    assert "BrokenPipe" not in error

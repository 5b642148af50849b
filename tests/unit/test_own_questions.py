"""Question sets on documents that are not kept here: places instead of quotes, and quotes cut from one's own copy."""

import json
import sys
from pathlib import Path

import pytest

from assistant.evaluation.sets.cases import load_cases

sys.path.insert(0, str(Path(__file__).parents[2] / "evals"))
import own_questions
from own_questions import Documents, TextError, cut, place, placed, quoted

TEXT = (
    "# Le lavoir de Saint-Aubrac\n\nRouvert en 2021, le **lavoir** accueille 340 visi\u0002\r\nteurs par mois ;\n"
    "l’entrée coûte 2 €.\n\n## Suite\n\nLa mairie de Saint-Aubrac finance une ﬁche pour chaque visite.\n"
)
QUOTES = ["Rouvert en 2021, le lavoir accueille 340 visiteurs par mois", "l'entrée coûte 2 €", "finance une fiche"]


@pytest.fixture
def folder(tmp_path):
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "lavoir.md").write_text(TEXT, encoding="utf-8", newline="")
    (documents / "note.txt").write_text("Aucune visite en août. La visite guidée dure une heure.", encoding="utf-8")
    return documents


def case(*evidence):
    items = [
        {"doc": document, "page": None, "quote": quote, "group": n} for n, (document, quote) in enumerate(evidence)
    ]
    return {"id": "L-01", "question": "Combien de visiteurs ?", "kind": "fact", "answerable": True, "evidence": items}


def run(monkeypatch, *options):
    monkeypatch.setattr(sys, "argv", ["own_questions.py", *map(str, options)])
    return own_questions.main()


def test_a_place_counts_letters_and_digits():
    assert place("le lavoir", "Ici : le\n**lavoir** !") == (3, 11)
    assert cut("Ici : le\n**lavoir** !", 3, 11) == "le **lavoir"
    assert cut("trop court", 0, 40) == ""
    assert place("un moulin", "Ici : le lavoir") is None
    assert place("...", "Ici : le lavoir ...") is None


@pytest.mark.parametrize("quote", QUOTES)
def test_a_quote_comes_back_letter_by_letter(folder, quote):
    documents = Documents(folder)
    item = placed({"doc": "lavoir.md", "page": None, "quote": quote, "group": 1}, documents)
    assert set(item) == {"doc", "page", "group", "at", "digest"}
    assert len(item["digest"]) == 8
    back = quoted(item, documents)
    assert set(back) == {"doc", "page", "group", "quote"}
    assert own_questions.letters(back["quote"]) == own_questions.letters(quote)
    assert "\n" not in back["quote"]
    assert "\u0002" not in back["quote"]


@pytest.mark.parametrize(
    ("markdown", "quote"),
    [
        ("une **belle** fête", "une belle fête"),
        ("la *belle* fête de_la_rue", "la belle fête de_la_rue"),
        ("le prix* de 3 _petits_ pains", "le prix* de 3 petits pains"),  # a mark of a note is text
    ],
)
def test_emphasis_of_markdown_is_left_out(folder, markdown, quote):
    (folder / "lavoir.md").write_text(markdown, encoding="utf-8")
    assert (
        quoted(placed({"doc": "lavoir.md", "quote": markdown}, Documents(folder)), Documents(folder))["quote"] == quote
    )


def test_marks_and_line_ends_do_not_count_as_a_change(folder):
    item = placed({"doc": "lavoir.md", "quote": QUOTES[2]}, Documents(folder))
    (folder / "lavoir.md").write_text(TEXT.replace("**", "").replace("\n\n", "\n"), encoding="utf-8")
    assert quoted(item, Documents(folder))["quote"] == "finance une fiche"


@pytest.mark.parametrize("changed", [TEXT.replace("340", "430"), TEXT[20:], TEXT[:40]])
def test_a_changed_text_is_told(folder, changed):
    item = placed({"doc": "lavoir.md", "quote": QUOTES[0]}, Documents(folder))
    (folder / "lavoir.md").write_text(changed, encoding="utf-8", newline="")
    with pytest.raises(TextError, match=r"lavoir\.md has changed since its questions were written"):
        quoted(item, Documents(folder))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("moulin.md", "moulin.md is not in"),
        ("photo.xyz", "photo.xyz is of a format that is not read here"),
        ("faux.docx", "faux.docx can't be read"),
        ("faux.pdf", "faux.pdf can't be read"),
    ],
)
def test_a_document_that_is_missing_or_not_readable_is_told(folder, name, told):
    for other in ("photo.xyz", "faux.docx", "faux.pdf"):
        (folder / other).write_bytes(b"rien")
    with pytest.raises(TextError, match=told):
        quoted({"doc": name, "page": 1, "at": [0, 4], "digest": "00000000"}, Documents(folder))


def test_a_case_file_goes_to_a_set_and_back(folder, tmp_path, monkeypatch):
    cases, places, back = tmp_path / "cases.jsonl", tmp_path / "village.jsonl", tmp_path / "back.jsonl"
    written = case(("lavoir.md", QUOTES[0]), ("note.txt", "dure une heure"))
    cases.write_text(json.dumps(written) + "\n", encoding="utf-8")
    assert run(monkeypatch, "--documents", folder, "--place", cases, "--out", places) == 0
    assert "heure" not in places.read_text(encoding="utf-8")
    monkeypatch.setattr(own_questions, "SETS", tmp_path)
    assert run(monkeypatch, "--documents", folder, "--set", "village", "--out", back) == 0
    (loaded,) = load_cases(back)
    assert [item.quote for group in loaded.groups for item in group] == [
        "Rouvert en 2021, le lavoir accueille 340 visiteurs par mois",  # without the marks of its Markdown
        "dure une heure",
    ]


def test_what_is_missing_is_told_in_one_line_and_nothing_is_written(folder, tmp_path, monkeypatch, capsys):
    cases, out = tmp_path / "cases.jsonl", tmp_path / "set.jsonl"
    cases.write_text(json.dumps(case(("lavoir.md", "le lavoir est fermé"))) + "\n", encoding="utf-8")
    assert run(monkeypatch, "--documents", folder, "--place", cases, "--out", out) == 1
    assert capsys.readouterr().err.splitlines() == [
        "L-01: lavoir.md does not hold a quote of its questions: correct it in the case file."
    ]
    assert not out.exists()


def test_the_sets_kept_here_hold_places_and_no_quotes():
    for path in own_questions.SETS.glob("*.jsonl"):
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert len({record["id"] for record in records}) == len(records)
        for item in (item for record in records for item in record["evidence"]):
            assert set(item) == {"doc", "page", "group", "at", "digest"}
            assert 0 <= item["at"][0] < item["at"][1]
    assert {path.stem for path in own_questions.SETS.glob("*.jsonl")} == {"first", "second", "third"}

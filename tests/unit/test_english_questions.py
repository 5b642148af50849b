"""How English questions to French sections are made of documents in both languages."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "evals"))
from english_questions import SENTENCES, Section, Sections, key_of, questions, records, sentences_of, write

LONG = "Le lavoir de Sourgeac est un lieu que les habitants entretiennent eux-mêmes depuis plus de quarante ans déjà."
ENGLISH = "The washhouse of Sourgeac is a place that its people have kept up for forty years."


def document(*headings: str, level: int = 2, text: str = LONG) -> Sections:
    return Sections("Le lavoir", (Section(0, "", text), *(Section(level, each, text) for each in headings)))


def test_headings_and_sentences_are_asked_of_the_section_in_the_same_place() -> None:
    english = Sections("The washhouse", (Section(0, "", ENGLISH), Section(2, "Its people", ENGLISH)))
    asked = list(questions(english, document("Les habitants"), "lavoir"))
    assert asked == [
        ("headings", "The washhouse", "lavoir-0"),
        ("sentences", ENGLISH, "lavoir-0"),
        ("headings", "The washhouse: Its people", "lavoir-1"),
        ("sentences", ENGLISH, "lavoir-1"),
    ]


def test_nothing_is_asked_where_the_headings_differ_or_there_is_no_text_to_find() -> None:
    english = Sections("The washhouse", (Section(0, "", ENGLISH), Section(2, "Its people", ENGLISH)))
    assert list(questions(english, document("Les habitants", level=3), "lavoir")) == []
    assert list(questions(english, document("Les habitants", "Le toit"), "lavoir")) == []
    assert list(questions(english, document("Les habitants", text="Voir plus bas."), "lavoir")) == []


def test_sentences_are_spread_over_the_text() -> None:
    text = " ".join(f"Sentence number {number} of the text says something of its own." for number in range(12))
    chosen = sentences_of(text)
    assert len(chosen) == SENTENCES
    assert [each.split()[2] for each in chosen] == ["2", "6", "10"]
    assert sentences_of("Short.") == []


def test_files_of_one_text_have_one_key(tmp_path: Path) -> None:
    (tmp_path / "blog__en_the-roof.md").write_text("---\ntranslationKey: roof\n---\nText.", encoding="utf-8")
    (tmp_path / "blog__fr_le-toit.md").write_text("---\ntranslationKey: roof\n---\nTexte.", encoding="utf-8")
    (tmp_path / "blog__fr_lavoir.html").write_text("<p>Texte.</p>", encoding="utf-8")
    (tmp_path / "other.md").write_text("Texte.", encoding="utf-8")
    keys = {path.name: key_of(path) for path in tmp_path.iterdir()}
    assert keys == {
        "blog__en_the-roof.md": ("en", "roof"),
        "blog__fr_le-toit.md": ("fr", "roof"),
        "blog__fr_lavoir.html": ("fr", "lavoir"),
        "other.md": None,
    }


def test_only_french_sections_with_text_are_found(tmp_path: Path) -> None:
    assert [each["_id"] for each in records("lavoir", document("Les habitants"))] == ["lavoir-0", "lavoir-1"]
    assert list(records("washhouse", document("Its people", text=ENGLISH * 2))) == []
    write(tmp_path, list(records("lavoir", document())), [("Who keeps the washhouse?", "lavoir-0")])
    assert json.loads((tmp_path / "queries.jsonl").read_text("utf-8")) == {
        "_id": "q0",
        "text": "Who keeps the washhouse?",
    }
    assert (tmp_path / "qrels" / "test.tsv").read_text("utf-8").splitlines()[1:] == ["q0\tlavoir-0\t1"]

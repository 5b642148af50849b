"""What the corpus knows of a question's words: acronyms both ways, typing errors, the other language; and what is told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from assistant.answering.confidence import FITTED, WORDS_ALONE, Features
from assistant.build import build_assistant
from assistant.cli.explanation import explanation_text
from assistant.errors import UsageError
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.types import Turn
from conftest import Finished
from fakes import HashEmbedder

pytestmark = pytest.mark.integration

TEXTS = {
    "stations.md": "# Stations\n\nL'Agence des mobilités partagées de Sarrevigne (AMPS) a ouvert douze stations en mars.\n",
    "budget.md": "# Bilan\n\nEn 2023, l'agence des mobilités partagées de Sarrevigne a reçu 40 000 euros de la région.\n",
    "effectif.md": "# Effectif\n\nL'AMPS emploie neuf agents depuis le printemps.\n",
    "marche.md": "# Halles\n\nLe marché couvert de Valombre reçoit des producteurs locaux chaque samedi.\n",
    "housing.md": "# Housing\n\nThe town of Valombre gives housing to forty families in its former barracks.\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    with build_assistant(load_settings(overrides={"index": folder / "index"}), create=True) as assistant:
        assistant.ingest([str(folder / name) for name in TEXTS])
    return folder / "index"


@pytest.fixture(scope="module")
def assistant(index: Path) -> Iterator[Assistant]:
    with build_assistant(load_settings(overrides={"index": index})) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Combien d'euros a reçu l'AMPS ?", "40 000 euros"),
        ("Combien d'agents emploie l'agence des mobilités partagées de Sarrevigne ?", "neuf agents"),
        ("Combien de familles ont un logement à Valombre ?", "forty families"),
    ],
)
def test_an_answer_in_other_words_is_found(assistant: Assistant, question: str, said: str) -> None:
    answer = assistant.ask(question)
    assert answer.status != "no_evidence"
    assert said in answer.text
    assert answer.searched is None


def test_typing_errors_are_mended_and_told(assistant: Assistant) -> None:
    answer = assistant.ask("Que reçoit le marché couvret de Valombre ?")
    assert "producteurs locaux" in answer.text
    assert answer.question == "Que reçoit le marché couvret de Valombre ?"
    assert answer.searched == "Que reçoit le marché couvert de Valombre ?"


def test_a_true_word_that_the_corpus_lacks_is_not_mended(assistant: Assistant) -> None:
    answer = assistant.ask("Où est le tennis de Sarrevigne ?")
    assert answer.searched is None
    assert "tennis" in answer.text or answer.status != "answered"


def test_a_follow_up_is_told_as_it_was_searched(assistant: Assistant) -> None:
    history = (Turn("user", "Que fait l'AMPS ?"), Turn("assistant", "Elle ouvre des stations."))
    answer = assistant.ask("Et combien d'agents ?", history)
    assert answer.searched is not None
    assert "AMPS" in answer.searched
    assert "neuf agents" in answer.text


def test_typing_errors_of_the_question_before_are_mended_too(assistant: Assistant) -> None:
    history = (Turn("user", "Que reçoit le marché couvret ?"), Turn("assistant", "Des producteurs."))
    answer = assistant.ask("Et quel jour ?", history)
    assert answer.searched == "Que reçoit le marché couvert ? Et quel jour ?"
    assert "samedi" in assistant.search("Et quel jour ?", history=history)[0].passage.text


def test_the_question_as_understood_is_shown(index: Path, tmp_path: Path, cli: Callable[..., Finished]) -> None:
    own = shutil.copytree(index, tmp_path / "index", ignore=shutil.ignore_patterns("*.lock"))
    asked = "Que reçoit le marché couvret de Valombre ?"
    shown = cli("ask", asked, "--index", own).out
    assert "Question comprise\u00a0: «\u00a0Que reçoit le marché couvert de Valombre ?\u00a0»" in shown
    assert json.loads(cli("ask", asked, "--json", "--index", own).out)["searched"] is not None


def test_cosines_of_another_model_do_not_make_an_answer_sure(assistant: Assistant) -> None:
    assert assistant.corpus_facts.weights == FITTED
    assert WORDS_ALONE.features[[each.name for each in fields(Features)].index("vector")] == 0.0
    parts = replace(assistant._parts, embedder=HashEmbedder())
    assert Assistant(assistant.settings, parts).corpus_facts.weights == WORDS_ALONE


@pytest.mark.parametrize(
    "question", ["a", "le la les", "¿Dónde está la piscina municipal?", "Wo ist das Schwimmbad?", "游泳池在哪里"]
)
def test_odd_questions_are_searched_and_answered_all_the_same(assistant: Assistant, question: str) -> None:
    assert assistant.search(question) is not None
    assert assistant.ask(question).status in {"answered", "partial", "no_evidence"}


def test_a_question_of_very_many_words_is_refused_or_answered(assistant: Assistant) -> None:
    longest = assistant.settings.answering.question_characters
    assert assistant.ask(("mot qui n'existe zorglub " * longest)[:longest]).status == "no_evidence"
    with pytest.raises(UsageError):
        assistant.ask("mot " * 5000)


def test_a_phrase_in_quotation_marks_puts_those_that_hold_it_first(assistant: Assistant) -> None:
    loose = assistant.find("Que fait l'agence des mobilités de la région ?", limit=5).passages
    phrase = assistant.find("Que fait l'agence des mobilités avec des « producteurs locaux » ?", limit=5)
    assert loose[0].document.source != "marche.md"
    assert phrase.passages[0].document.source == "marche.md"
    assert (phrase.query.phrases, phrase.query.phrases_missing) == (("producteurs locaux",), ())


def test_a_phrase_that_no_passage_holds_is_searched_as_words_and_told(assistant: Assistant) -> None:
    found = assistant.find("Que vend le marché aux « producteurs couverts » ?", limit=5)
    assert found.passages[0].document.source == "marche.md"
    assert (found.query.phrases, found.query.phrases_missing) == ((), ("producteurs couverts",))
    explained = assistant.explain("Que vend le marché aux « producteurs couverts » ?", limit=5)
    assert explained.phrases == (("producteurs couverts", 0),)
    assert "aucun passage ne l'a tel quel" in explanation_text(explained)
    held = assistant.explain("Que vend le marché aux « producteurs locaux » ?", limit=5)
    assert held.phrases == (("producteurs locaux", 1),)


def test_a_date_is_found_however_it_is_written(tmp_path: Path) -> None:
    texts = {
        "a.md": "# Séances\n\nLa séance du 12 mars 2024 a réuni les membres du groupe de la halle.\n",
        "b.md": "# Séances\n\nLa séance du 3 décembre 2024 a réuni douze membres du groupe de la halle.\n",
        "c.md": "# Séances\n\nLa séance du 01/03/2023 a réuni les membres du groupe de la halle.\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with build_assistant(load_settings(overrides={"index": tmp_path / "index"}), create=True) as opened:
        opened.ingest([str(tmp_path / name) for name in texts])
        for written in ("12/03/2024", "2024-03-12", "12 mars 2024"):
            assert opened.find(f"Que dit la séance du {written} ?", limit=1).passages[0].document.source == "a.md"
        for written in ("1er mars 2023", "1/3/2023"):
            assert opened.find(f"Que dit la séance du {written} ?", limit=1).passages[0].document.source == "c.md"

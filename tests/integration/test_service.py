"""The service on the sample corpus: what it finds, what it quotes, what it refuses."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.build import build_assistant
from assistant.errors import UsageError
from assistant.llama_index import as_retriever
from assistant.retrieval.query import build_query
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.types import Answer, Turn

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    settings = load_settings(
        overrides={"index": tmp_path_factory.mktemp("service") / "index", "corpus": ROOT / "corpus"}
    )
    with build_assistant(settings, create=True) as built:
        report = built.ingest()
        assert report.failed == ()
        yield built


def check_exact(assistant: Assistant, answer: Answer) -> None:
    """Every quote stands in its page; every number in the text has its citation and its claim."""
    for citation in answer.citations:
        quote = citation.quote
        context = assistant.quote_context(quote.document_id, quote.page, quote.start, quote.end)
        assert context.quote == quote.text
        assert context.page == (quote.page if citation.document.paged else None)
    numbers = [number for claim in answer.claims for number in claim.citations]
    assert numbers == [citation.number for citation in answer.citations] == list(range(1, len(numbers) + 1))
    assert all(f"[{number}]" in answer.text for number in numbers)


def test_the_state_tells_of_each_document(assistant: Assistant) -> None:
    state = assistant.status()
    assert state.by_document == tuple(assistant.documents())
    assert state.documents == assistant.document_count == len(state.by_document)
    assert state.passages == sum(document.passage_count for document in state.by_document)


def test_a_fact_is_found_on_its_page(assistant: Assistant) -> None:
    answer = assistant.ask("Quel est le budget de la phase test ?")
    assert answer.status == "answered"
    first = answer.citations[0]
    assert first.document.source == "cr-seance-inaugurale.pdf"
    assert first.quote.page == 2
    assert "54\u202f000" in first.quote.text
    check_exact(assistant, answer)
    assert answer.coverage.documents_total == len(assistant.documents())
    assert answer.timings_ms["total"] >= answer.timings_ms["retrieval"] > 0


@pytest.mark.parametrize(
    "question",
    [
        "Qu'est-ce que l'innovation publique ?",
        "Quels freins et quels leviers pour le laboratoire ?",
        "When was the Lindholt city lab opened?",
        "combien de projets au budget participatif de sarrevigne",
    ],
)
def test_answers_are_exact_whatever_the_question(assistant: Assistant, question: str) -> None:
    check_exact(assistant, assistant.ask(question))


@pytest.mark.parametrize(
    "question",
    [
        "Quelle est la recette de la tarte aux pommes ?",
        "Qui a remporté la Coupe du monde de rugby en 2011 ?",
        "What is the boiling point of mercury?",
    ],
)
def test_what_the_corpus_does_not_contain_is_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "no_evidence"
    assert answer.citations == ()


def test_a_follow_up_is_understood_from_the_turn_before(assistant: Assistant) -> None:
    history = [
        Turn("user", "Quand le laboratoire La Passerelle de Valombre a-t-il été créé ?"),
        Turn("assistant", "En 2016."),
    ]
    found = assistant.search("Et combien d'agents compte-t-il ?", 5, history)
    assert any("Passerelle" in each.passage.text for each in found)


def test_stages_come_in_order_and_end_with_the_answer(assistant: Assistant) -> None:
    *stages, answer = assistant.ask_stream("Quel est le budget de la phase test ?")
    assert stages == ["searching", "reading", "checking"]
    assert isinstance(answer, Answer)


def test_search_gives_legs_and_order(assistant: Assistant) -> None:
    found = assistant.search("budget participatif de Sarrevigne", 5)
    assert len(found) == 5
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert set(found[0].legs) <= {"lexical", "vector"}
    assert found[0].legs["lexical"].rank >= 1


def test_a_stale_hit_is_never_shown_and_its_place_is_filled(tmp_path: Path) -> None:
    corpus, limit = tmp_path / "corpus", 3
    corpus.mkdir()
    for number in range(8):
        text = f"# Vélos {number}\n\nLa ville prête des vélos aux habitants du quartier {number}.\n"
        (corpus / f"velo-{number}.md").write_text(text, encoding="utf-8")
    question = "La ville prête-t-elle des vélos ?"
    with build_assistant(load_settings(overrides={"index": tmp_path / "index"}), create=True) as assistant:
        assistant.ingest([str(corpus)])
        before = assistant.search(question, 8)
        gone = {each.document.source for each in before[:limit]}
        stale = {each.passage.id for each in before[:limit]}
        for source in gone:  # from the truth alone, as where another thread removes them between the two looks
            assistant._parts.catalogue.remove_file(str(corpus), source)
        query = build_query(question, ())
        indexes = assistant._parts.folder
        vector = assistant._parts.embedder.embed_query(query.search_text)
        for hits in (indexes.lexical.search(query.weighted_terms, 8), indexes.vectors.search(vector, 8)):
            assert stale <= {hit.passage_id for hit in hits}
        found = assistant.search(question, limit)
        assert [each.passage.id for each in found] == [each.passage.id for each in before[limit : 2 * limit]]
        assert not gone & {each.document.source for each in assistant.evidence(question).passages}
        assert not gone & {each.document.source for each in assistant.ask(question).citations}


def test_questions_in_parallel_give_what_they_give_alone(assistant: Assistant) -> None:
    questions = ["Quel est le budget de la phase test ?", "When was the Lindholt city lab opened?"] * 4
    alone = {question: assistant.ask(question).text for question in set(questions)}
    together: list[tuple[str, str]] = []
    threads = [
        threading.Thread(target=lambda q=question: together.append((q, assistant.ask(q).text)))
        for question in questions
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(together) == len(questions)
    assert all(alone[question] == text for question, text in together)


def test_a_quote_that_is_nowhere_is_one_error(assistant: Assistant) -> None:
    document = assistant.documents()[0]
    for arguments in (
        ("absent", 1, 0, 5),
        (document.id, 999, 0, 5),
        (document.id, 1, 5, 5),
        (document.id, 1, 0, 10**9),
    ):
        with pytest.raises(UsageError) as caught:
            assistant.quote_context(*arguments)
        assert caught.value.code == "unknown_document"


def test_a_citation_of_a_version_that_is_gone_is_told(assistant: Assistant) -> None:
    document = assistant.documents()[0]
    assert assistant.quote_context(document.id, 1, 0, 5, content_hash=document.content_hash).quote
    assert assistant.original(document.id, document.content_hash).is_file()
    for outdated in (
        lambda: assistant.quote_context(document.id, 1, 0, 5, content_hash="0" * 64),
        lambda: assistant.original(document.id, "0" * 64),
    ):
        with pytest.raises(UsageError) as caught:
            outdated()
        assert (caught.value.code, dict(caught.value.params)) == ("citation_outdated", {"document": document.source})


def test_the_retriever_plugs_into_llama_index(assistant: Assistant) -> None:
    nodes = as_retriever(assistant, 3).retrieve("Quel est le budget de la phase test ?")
    assert len(nodes) == 3
    found = assistant.search("Quel est le budget de la phase test ?", 3)
    assert [node.node.node_id for node in nodes] == [each.passage.id for each in found]
    metadata = nodes[0].node.metadata
    context = assistant.quote_context(
        metadata["document_id"], metadata["page_start"], metadata["start"], metadata["start"] + 20
    )
    assert nodes[0].node.text.startswith(context.quote)


def test_each_time_that_a_question_lists_is_searched_and_told_by_itself(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    told = {
        2019: "Avec 91 membres actifs à la fin 2019, le réseau des marmiers essaime.",
        2023: "En 2023, le réseau a dépassé les 1200 membres actifs.",
        2025: "Le réseau des marmiers compte 1342 membres actifs en 2025.",
    }
    for year, sentence in told.items():
        text = f"# Bilan {year} du réseau des marmiers\n\n{sentence}\n\nLes rencontres de l'année ont eu lieu au printemps.\n"
        (corpus / f"bilan-{year}.md").write_text(text, encoding="utf-8")
    settings = load_settings(overrides={"index": tmp_path / "index", "corpus": corpus})

    with build_assistant(settings, create=True) as built:
        built.ingest()
        answer = built.ask("Réseau des marmiers : nombre de membres actifs fin 2019, en 2023 et en 2025 ?")

    assert answer.status == "answered"
    assert [each.quote.text for each in answer.citations] == list(told.values())

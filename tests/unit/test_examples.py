"""Questions to start with: drawn from what documents say, and shown only where the assistant answers them."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from assistant.errors import StoreError
from assistant.examples import WANTED, Examples, candidates
from assistant.types import Answer, Citation, Document, Passage, Quote, Span
from fakes import make_answer, make_document


def _passage(text: str = "Du texte.", *headings: str, language: str = "fr", of: str = "d1") -> Passage:
    return Passage("p", of, 0, (Span(1, 0, len(text)),), headings, text, language)


def _document(name: str = "d1", title: str = "Note", language: str = "fr", **changes: object) -> Document:
    return replace(make_document(name, ["x"]).document, title=title, language=language, **changes)


def test_headings_that_ask_become_questions() -> None:
    headings = (
        "Qui peut voter et quand ?",
        "2. Comment dépose-t-on une idée ?",
        "Vraiment ?",
        "Comment le finance-t-il ?",
    )
    asked, *_ = candidates(_document(), [_passage("x", heading) for heading in headings], "fr")
    assert asked == ["Qui peut voter et quand\u202f?", "Comment dépose-t-on une idée\u202f?"]


@pytest.mark.parametrize(
    ("sentence", "language", "question"),
    [
        ("L'innovation publique est une démarche. Suite.", "fr", "Qu'est-ce que l'innovation publique\u202f?"),
        ("Innover, c'est changer de regard.", "fr", "Qu'est-ce qu'innover\u202f?"),
        ("Un laboratoire public est un lieu.", "fr", "Qu'est-ce qu'un laboratoire public\u202f?"),
        ("A city lab is a team.", "en", "What is a city lab?"),
    ],
)
def test_definitions_become_questions(sentence: str, language: str, question: str) -> None:
    _, defined, *_ = candidates(_document(language=language), [_passage(sentence, language=language)], language)
    assert defined == [question]


@pytest.mark.parametrize(
    "text",
    [
        "C'est une chance.",
        "Elle est une ville.",
        "Ce projet est un succès.",
        "It is a risk.",
        "La mauvaise nouvelle, c'est que tout est à refaire.",
        "Le service, c'est qu'il a fermé.",
        "La mauvaise nouvelle est une chance.",
    ],
)
def test_what_leans_on_what_was_said_before_is_no_definition(text: str) -> None:
    assert candidates(_document(), [_passage(text)], "fr")[1] == []


def test_subjects_and_titles_become_questions_where_they_say_what_they_are_about() -> None:
    headings = ("Le coût caché de l'instruction", "La suite", "Le bilan", "Notre méthode de travail")
    _, _, subjects, about = candidates(_document(title="Le temps des agents"), [_passage("x", *headings)], "fr")
    assert subjects == ["Que disent les documents sur le coût caché de l'instruction\u202f?"]
    assert about == ["Que faut-il retenir de «\u00a0Le temps des agents\u00a0»\u202f?"]
    for title in ("rapport_final.pdf", "A", "Un <b>titre</b> bien long", "[x](javascript:y) z w"):
        assert candidates(_document(title=title), [], "fr")[3] == []


class _Service:
    """A catalogue whose documents each ask one question, some of which have no answer."""

    def __init__(self, documents: int, unanswered: int = 0) -> None:
        self.generation = 1
        self.asked: list[str] = []
        self.broken = False
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self._documents = [_document(f"d{number}", title="x") for number in range(documents)]
        self._unanswered = unanswered

    def documents(self) -> list[Document]:
        self.may_go_on.wait(30)
        if self.broken:
            raise StoreError("catalogue_damaged", path="x", detail="y")
        return self._documents

    def document_passages(self, document_id: str) -> list[Passage]:
        return [_passage("x", f"Comment va la ville numéro {document_id} ?", of=document_id)]

    def ask(self, question: str, *, written: bool) -> Answer:
        assert not written, "a model server would be asked for what nobody wants to read"
        self.asked.append(question)
        name = question.split()[-2] if question.endswith(" ?") else question.rstrip("\u202f?").split()[-1]
        if int(name[1:]) < self._unanswered:
            return replace(make_answer(question), status="no_evidence", citations=())
        cited = Citation(1, Quote(name, "p", 1, 0, 1, "x"), _document(name))
        return replace(make_answer(question), status="answered", citations=(cited,))


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.examples._PAUSE", 0)


def test_only_questions_that_are_answered_are_shown_the_same_each_time() -> None:
    service = _Service(9, unanswered=2)
    examples, again = Examples(service), Examples(service)
    for each in (examples, again):
        each.refresh()
    found, ready = examples.of("fr")
    assert ready
    assert [each.question[-4:-2] for each in found] == [f"d{number}" for number in range(2, 2 + WANTED)]
    assert again.of("fr") == (found, True)
    assert examples.of("en") == (found, True)  # there are none in English


def test_they_are_looked_for_again_when_the_catalogue_changes_and_never_while_it_has_not() -> None:
    service = _Service(5)
    service.may_go_on.clear()
    examples = Examples(service)
    assert examples.of("fr") == ((), False)
    service.may_go_on.set()
    examples._at_work.join()
    asked = len(service.asked)
    assert examples.of("fr")[1]
    assert len(service.asked) == asked
    service.generation = 2
    service.may_go_on.clear()
    before, ready = examples.of("fr")
    service.may_go_on.set()
    assert (len(before), ready) == (WANTED, False)
    examples.close()


def test_a_corpus_that_can_not_be_read_has_none_and_closing_stops_the_asking() -> None:
    service = _Service(9)
    service.broken = True
    examples = Examples(service)
    examples.refresh()
    assert examples.of("fr")[0] == ()
    service.broken = False
    examples.close()
    examples.refresh()
    assert service.asked == []


def test_what_is_not_to_be_quoted_gives_no_examples() -> None:
    service = _Service(3)
    service._documents = [replace(each, warnings=("not_for_quotation",)) for each in service._documents]
    Examples(service).refresh()
    assert service.asked == []


def test_those_of_the_language_asked_for_come_first_each_as_it_is_found() -> None:
    service, seen = _Service(3), []
    names = {"d0": "fr", "d1": "en", "d2": "en"}
    service._documents = [_document(name, title="x", language=names[name]) for name in names]
    headings = {"fr": "Comment va la ville numéro {} ?", "en": "What is said about the city number {} ?"}
    service.document_passages = lambda name: [
        _passage("x", headings[names[name]].format(name), language=names[name], of=name)
    ]
    examples, ask = Examples(service), service.ask

    def watched(question: str, *, written: bool) -> Answer:
        seen.append([each.question[-3:-1] for each in examples._found.get("en", ())])
        return ask(question.replace("\u202f", " ").replace("?", " ?").replace("  ", " "), written=written)

    service.ask = watched
    examples.refresh("en")
    assert seen == [[], ["d1"], ["d1", "d2"]]  # the French one last
    assert [len(examples.of(language)[0]) for language in ("en", "fr")] == [2, 1]

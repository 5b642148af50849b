"""Questions to start with, drawn from the documents themselves: each is one that the assistant answers from them.

They come from headings that ask, from sentences that define, and from headings that name a subject; the same corpus
gives the same ones. They are looked for anew, in the background, when what is in the catalogue has changed.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Protocol

from assistant.errors import AssistantError
from assistant.text.normalise import fold
from assistant.text.sentences import split_sentences
from assistant.types import Answer, Document, Language, Passage

WANTED = 4
_MOST_ASKED = 40  # questions tried for one language
_MOST_DOCUMENTS, _MOST_PASSAGES = 200, 60  # looked at for one language; of one document
_PAUSE = 0.2  # seconds between two, for people's questions to go first
_LANGUAGES: tuple[Language, ...] = ("fr", "en")
_QUESTION = re.compile(r"(?:[\dIVX]{1,4}[.)-]\s*)*(?P<question>\w[^?!<>\[\]{}|*_#/\\]{12,95}?)\s*\?")
_ASKS: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"(?:qu'|que |qui |quoi |quels? |quelles? |comment |pourquoi |combien |ou |quand |a qui |a quoi |de quoi |"
        r"est-ce que |faut-il |peut-on |doit-on )"
    ),
    "en": re.compile(r"(?:what |who |which |how |why |where |when |can |should |is |are |do |does )"),
}
_TERM = r"(?P<term>[^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*){0,3}?)"
_DEFINES: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"(?P<article>L['’]|Le |La |Les |Un |Une )?{_TERM},? "
        r"(?:est une? |sont des |c['’]est (?!que |qu['’]|de |d['’])|désigne(?:nt)? )"
    ),
    "en": re.compile(rf"(?P<article>The |An? )?{_TERM} (?:is an? |refers to |means )"),
}
_SUBJECT: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"(?:L['’]|Le |La |Les )[^\W\d_][\w'’ -]{3,50}"),
    "en": re.compile(r"The [^\W\d_][\w'’ -]{3,50}"),
}
_LEANS = frozenset(
    """
    ce cela ca ceci cet cette ces celui celle ceux celles il elle ils elles en y leur leurs nous notre nos vous votre
    vos je mon ma mes son sa ses this that these those it its they them their he she we our us you your i my here
    there
    """.split()  # noqa: SIM905 - words read better than a list of texts
)
"""Words that lean on what was said before."""
_GENERIC = frozenset(
    """
    point depart bilan suite suites debut debuts fin probleme proposition propositions conclusion introduction resume
    contexte methode annexe annexes partie chapitre prochaine premiere resultats points background summary results
    method methods context next steps
    """.split()  # noqa: SIM905 - words read better than a list of texts
)
_SUBJECT_WORDS = 2  # of four letters and more, that a subject must have to say what it is about
_NO_TERM = frozenset(
    """
    ce cela ceci c il elle ils elles on nous vous je qui que autre objectif but idee enjeu question resultat reste tout
    premier premiere second seconde dernier derniere plus moins fait chose exemple point y
    mauvais mauvaise meilleur meilleure pire
    this that it there here they we you i he she which what one first second last goal aim point result thing rest
    """.split()  # noqa: SIM905 - words read better than a list of texts
)
_VOWEL = re.compile(r"[aeiouyhàâéèêëîïôûùœ]", re.IGNORECASE)


class Asked(Protocol):
    """What is asked of the service."""

    @property
    def generation(self) -> int:
        """Changes whenever what is in the catalogue does."""
        ...

    def documents(self) -> Sequence[Document]:
        """The catalogue."""
        ...

    def document_passages(self, document_id: str) -> Sequence[Passage]:
        """The passages of a document."""
        ...

    def ask(self, question: str, *, written: bool) -> Answer:
        """An answer, by extracts where it is not to be written by a language model."""
        ...


@dataclass(frozen=True, slots=True)
class Example:
    """A question, and the language it is in."""

    question: str
    language: Language


class Examples:
    """The questions of a catalogue as it is. May be used from several threads."""

    def __init__(self, service: Asked) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._found: dict[Language, tuple[Example, ...]] = {}
        self._generation: int | None = None
        self._at_work: threading.Thread | None = None
        self._closed = threading.Event()

    def of(self, language: Language) -> tuple[tuple[Example, ...], bool]:
        """The questions in a language, or in the other where there are none; and whether they are those of today.

        Where they are not, they are looked for from now on, in the background.
        """
        ready = self._generation == self._service.generation
        if not ready:
            self._start(language)
        found = self._found
        return found.get(language) or next((found[each] for each in _LANGUAGES if found.get(each)), ()), ready

    def refresh(self, first: Language = "fr") -> None:
        """Look for the questions now, and come back when they are found. Those of the first language come first.

        Where there were none before, each is given as soon as it is found; else those of before, until all are.
        """
        with suppress(AssistantError):
            generation = self._service.generation
            for language in sorted(_LANGUAGES, key=lambda each: each != first):
                found: tuple[Example, ...] = ()
                begun = not self._found.get(language)
                for example in self._found_in(language):
                    found = (*found, example)
                    if begun and not self._closed.is_set():
                        self._found = {**self._found, language: found}
                if self._closed.is_set():
                    return
                self._found = {**self._found, language: found}
            self._generation = generation

    def close(self) -> None:
        """Ask no more questions; comes back once the one under way is answered."""
        self._closed.set()
        with self._lock:
            worker = self._at_work
        if worker is not None and worker is not threading.current_thread():
            worker.join()

    def _start(self, first: Language) -> None:
        with self._lock:
            if self._closed.is_set() or (self._at_work is not None and self._at_work.is_alive()):
                return
            self._at_work = threading.Thread(target=self.refresh, args=(first,), name="examples", daemon=True)
            self._at_work.start()

    def _found_in(self, language: Language) -> Iterator[Example]:
        """The first questions that are answered, each from other documents than those before it."""
        documents = [each for each in self._service.documents() if each.language == language and each.text_shown]
        documents = documents[:_MOST_DOCUMENTS]
        drawn = (candidates(each, self._service.document_passages(each.id), language) for each in documents)
        found = 0
        cited: set[str] = set()
        for asked, question in enumerate(_in_turns(drawn)):
            if asked == _MOST_ASKED or found == WANTED or self._closed.is_set():
                break
            self._closed.wait(_PAUSE)
            answer = self._service.ask(question, written=False)  # nobody asked: a model server may be slow, or paid for
            sources = {citation.quote.document_id for citation in answer.citations}
            if answer.status == "answered" and sources and not sources <= cited:
                found += 1
                cited |= sources
                yield Example(question, language)


def candidates(document: Document, passages: Iterable[Passage], language: Language) -> tuple[list[str], ...]:
    """Questions that a document may answer: those its headings ask, those its definitions answer, those of subjects."""
    asked: dict[str, None] = {}
    defined: dict[str, None] = {}
    subjects: dict[str, None] = {}
    for place, passage in enumerate(passages):
        if place == _MOST_PASSAGES:
            break
        for heading in passage.heading_path:
            if (question := _asked_by(heading, language)) is not None:
                asked[question] = None
            if (question := _on_subject(heading, language)) is not None:
                subjects[question] = None
        if passage.language == language:
            defined |= dict.fromkeys(_defined_in(passage.text, language))
    return list(asked), list(defined), list(subjects), _about(document, language)


def _asked_by(heading: str, language: Language) -> str | None:
    """The question that a heading asks, where it is one that can be understood by itself."""
    found = _QUESTION.fullmatch(" ".join(heading.split()))
    if found is None or not 4 <= len(found["question"].split()) <= 16:
        return None
    question = found["question"]
    if _LEANS & _words(question):
        return None
    if not _ASKS[language].match(fold(question)):
        return None
    return _sentence(question, language)


def _defined_in(text: str, language: Language) -> Iterator[str]:
    """Questions after the terms that sentences define."""
    for start, end in split_sentences(text):
        found = _DEFINES[language].match(" ".join(text[start:end].split()))
        if found is None:
            continue
        if len(found["term"]) >= 4 and not (_NO_TERM | _LEANS) & _words(found["term"]):
            yield _definition_asked(found["article"] or "", found["term"], language)


def _definition_asked(article: str, term: str, language: Language) -> str:
    term = term if term[1:2].isupper() else term[0].lower() + term[1:]
    if language == "en":
        return _sentence(f"What is {article.lower() or ''}{term}", language)
    elided = "'" if not article and _VOWEL.match(term) else "e "
    que = "qu'" if _VOWEL.match(article) else "que "
    return _sentence(f"Qu'est-ce {que}{article.lower()}{term}" if article else f"Qu'est-ce qu{elided}{term}", language)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", fold(text)))


def _on_subject(heading: str, language: Language) -> str | None:
    """A question after a heading that names its subject."""
    name = " ".join(heading.split())
    telling = {word for word in _words(name) - _GENERIC if len(word) >= 4}
    if not _SUBJECT[language].fullmatch(name) or len(telling) < _SUBJECT_WORDS or _LEANS & _words(name):
        return None
    name = name[0].lower() + name[1:]
    return _sentence(
        f"Que disent les documents sur {name}" if language == "fr" else f"What is said about {name}", language
    )


def _about(document: Document, language: Language) -> list[str]:
    """A question after what a document is called, where that names a subject in few words."""
    title = " ".join(document.title.split())
    if not 3 <= len(title.split()) <= 12 or re.search(r"[<>\[\]{}|*_#/\\?«»]|\.\w{2,4}$", title):
        return []
    if language == "fr":
        return [f"Que faut-il retenir de «\u00a0{title}\u00a0»\u202f?"]
    return [f"What is there to learn from “{title}”?"]


def _sentence(question: str, language: Language) -> str:
    shown = question[0].upper() + question[1:]
    return f"{shown}\u202f?" if language == "fr" else f"{shown}?"


def _in_turns(drawn: Iterable[tuple[list[str], ...]]) -> Iterator[str]:
    """Questions kind by kind, and of a kind one of each document in turn; each once."""
    by_document = list(drawn)
    seen: set[str] = set()
    kinds = [[each[kind] for each in by_document] for kind in range(len(by_document[0]))] if by_document else []
    for kind in kinds:
        for question in chain.from_iterable(zip_longest(*kind)):
            if question is not None and question not in seen:
                seen.add(question)
                yield question

"""The generative answerer: a language model picks quotes, writes from those that stand, and every claim is checked.

Read top to bottom: extracts under opaque keys -> the model's quotes -> those that stand on their page -> the model's
sentences, as they come -> their claims, checked -> the answer. Where any of it fails, the answer made of extracts is
given instead, and says why.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.answering.composition import Composition, Unverified, VerifiedQuote
from assistant.answering.extracts import Extract, Pick, extracts_of, fitting, picks_in, verified
from assistant.answering.lines import LineReader, Sentence, without_thinking
from assistant.answering.prompts import CHOICE_SCHEMA, REPAIR, Keyed, choose_request, write_request
from assistant.answering.verdicts import Checker
from assistant.answering.verification import PageText
from assistant.errors import ModelError
from assistant.model_ports import ChatMessage, ChatModel
from assistant.types import Answer, AnswerStage, Draft, Evidence, Generation, Language, Notice

MOST_QUOTES = 8
CHOICE_TOKENS = 1200
ANSWER_TOKENS = 900
ROOM = 4
"""An answer of the model may fill a quarter of its context at most: the rest is for what it reads."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be answered: the question as it was understood, the evidence, and the answer made of extracts."""

    question: str
    evidence: Evidence
    extracted: Answer
    page_of: PageText

    @property
    def language(self) -> Language:
        """Of the answer."""
        return self.extracted.language


@dataclass
class _Tally:
    """What happened on the way, for the answer to tell."""

    generation: Generation
    notices: list[Notice] = field(default_factory=list)

    def count(self, **more: int) -> None:
        added = {name: getattr(self.generation, name) + value for name, value in more.items()}
        self.generation = replace(self.generation, **added)


class _Unusable(Exception):
    """What the model wrote can't be used; the text is the code of the notice that says why."""


class Writer:
    """Answers with a chat model.

    Args:
        model: picks and writes.
        unverified: what becomes of sentences that their quotes do not establish.
        checker: checks claims.
        max_sentences: sentences asked for at most.
        new_key: makes keys: hexadecimal digits, as many as twice the number given.
    """

    def __init__(
        self,
        model: ChatModel,
        unverified: Unverified = "remove",
        checker: Checker | None = None,
        max_sentences: int = 6,
        new_key: Callable[[int], str] = secrets.token_hex,
    ) -> None:
        self._model = model
        self._unverified = unverified
        self._checker = checker or Checker()
        self._most = max_sentences
        self._new_key = new_key

    @property
    def model(self) -> ChatModel:
        """What writes."""
        return self._model

    @property
    def checker(self) -> Checker:
        """What checks."""
        return self._checker

    def warm_up(self) -> None:
        """Load what the first answer would wait for."""
        self._model.warm_up()

    def write(self, task: Task) -> Iterator[AnswerStage | Draft | Answer]:
        """Say when writing starts, then the answer as far as it is checked, then the whole one."""
        tally = _Tally(Generation(self._model.name))
        try:
            yield from self._written(task, tally)
        except _Unusable as why:
            yield _extracts(task, tally, Notice(str(why)))
        except ModelError as error:
            detail = error.render(task.language).reason.rstrip(".")
            yield _extracts(task, tally, Notice("extracts_instead_server", {"detail": detail, "code": error.code}))

    def _written(self, task: Task, tally: _Tally) -> Iterator[AnswerStage | Draft | Answer]:
        quotes = self._quotes(task, tally)
        yield "writing"
        composition = Composition(task.language, task.page_of, self._unverified)
        for sentence in self._sentences(task, quotes):
            if self._take(sentence, quotes, composition, task, tally):
                yield Draft(composition.answer(task.extracted, incomplete=True))
        tally.count(
            supported=composition.supported,
            unsupported=composition.unsupported,
            contradicted=composition.contradicted,
        )
        if not composition.is_worth_showing:
            raise _Unusable("extracts_instead_unverified")
        if composition.refused:
            code = "claims_struck" if self._unverified == "strike" else "claims_removed"
            tally.notices.append(Notice(code, {"count": str(composition.refused)}))
        answer = composition.answer(task.extracted)
        notices = (*task.extracted.notices, *tally.notices)
        yield replace(answer, notices=notices, generation=tally.generation)

    def _quotes(self, task: Task, tally: _Tally) -> dict[str, VerifiedQuote]:
        """The model's quotes that stand in the documents, by a new key each.

        Raises:
            _Unusable: it gives none, none stands, or what it gives can't be read.
            ModelError: the server fails.
        """
        extracts = extracts_of(task.evidence, self._keys())
        picks, read = self._picked(task, extracts, tally)
        if read < len(extracts):
            blanks = {"kept": str(read), "count": str(len(extracts))}
            tally.notices.append(Notice("evidence_reduced", blanks))
        if not picks:
            raise _Unusable("extracts_instead_refused")
        by_key = {each.key: each for each in extracts}
        found: dict[str, VerifiedQuote] = {}
        keys = self._keys()
        for pick in picks:
            if pick.key not in by_key:
                tally.count(keys_invented=1)
                continue
            quote = verified(pick, by_key[pick.key], next(keys), task.language, task.page_of)
            if quote is None:
                tally.count(quotes_refused=1)
            elif len(found) < MOST_QUOTES and all(quote.quotes != each.quotes for each in found.values()):
                found[quote.key] = quote
        tally.count(quotes=len(found))
        if not found:
            raise _Unusable("extracts_instead_unverified")
        return found

    def _picked(self, task: Task, extracts: Sequence[Extract], tally: _Tally) -> tuple[list[Pick], int]:
        """What the model picks, and how many extracts it was shown: fewer where it has no room for all."""
        shown = list(extracts)
        while True:
            messages = self._choice(task, shown)
            try:
                return self._read(messages, task.language), len(shown)
            except ModelError as error:
                if error.code != "model_server_context" or len(shown) < 2:
                    raise
                del shown[len(shown) // 2 :]  # the server has less room than the settings say

    def _choice(self, task: Task, shown: list[Extract]) -> list[ChatMessage]:
        """The request for quotes; extracts that do not fit are dropped, the last first."""
        block = self._new_key(8)

        def request(kept: Sequence[Extract]) -> list[ChatMessage]:
            keyed = [Keyed(each.key, each.text, each.source.document) for each in kept]
            return choose_request(task.question, keyed, MOST_QUOTES, task.language, block)

        del shown[fitting(shown, request, self._model.context_tokens - self._tokens(CHOICE_TOKENS)) :]
        return request(shown)

    def _read(self, messages: Sequence[ChatMessage], language: Language) -> list[Pick]:
        text = self._asked(messages)
        picks = picks_in(text)
        if picks is None:
            mend = [ChatMessage("assistant", text), ChatMessage("user", REPAIR[language])]
            picks = picks_in(self._asked([*messages, *mend]))
        if picks is None:
            raise _Unusable("extracts_instead_malformed")
        return picks

    def _asked(self, messages: Sequence[ChatMessage]) -> str:
        most = self._tokens(CHOICE_TOKENS)
        completion = self._model.complete(messages, max_tokens=most, json_schema=CHOICE_SCHEMA)
        return without_thinking(completion.text)

    def _sentences(self, task: Task, quotes: dict[str, VerifiedQuote]) -> Iterator[Sentence]:
        """What the model writes, sentence by sentence as it comes."""
        keyed = [Keyed(key, each.text, each.document) for key, each in quotes.items()]
        messages = write_request(task.question, keyed, self._most, task.language, self._new_key(8))
        reader = LineReader()
        for piece in self._model.stream(messages, max_tokens=self._tokens(ANSWER_TOKENS)):
            yield from reader.feed(piece)
        yield from reader.rest()

    def _take(
        self,
        sentence: Sentence,
        quotes: dict[str, VerifiedQuote],
        composition: Composition,
        task: Task,
        tally: _Tally,
    ) -> bool:
        """Check a sentence and put it into the answer; whether the answer shows more than before."""
        behind = [quotes[key] for key in sentence.keys if key in quotes]
        tally.count(keys_invented=len(sentence.keys) - len(behind))
        cited = [each.cited for each in behind]
        checked = self._checker.check_sentence(sentence.text, cited, task.language, task.question)
        return composition.add(sentence.text, checked, behind)

    def _tokens(self, wanted: int) -> int:
        return min(wanted, self._model.context_tokens // ROOM)

    def _keys(self) -> Iterator[str]:
        """Keys that differ, a letter first: a number would look like a citation."""
        given: set[str] = set()
        while True:
            key = "k" + self._new_key(3)
            if key not in given:
                given.add(key)
                yield key


def _extracts(task: Task, tally: _Tally, why: Notice) -> Answer:
    """The answer made of extracts, which says why it is one."""
    notices = (*task.extracted.notices, *tally.notices, why)
    return replace(task.extracted, notices=notices, generation=tally.generation)

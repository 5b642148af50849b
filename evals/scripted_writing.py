"""What the measurements of written answers share: the scripted server, the questions, sentences to write from."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # the scripted server is the tests' own

from assistant.answering.generative import Task, Writer  # noqa: E402
from assistant.models.chat import ModelServerOptions, OpenAIChatModel  # noqa: E402
from assistant.service import Assistant  # noqa: E402
from assistant.text.sentences import split_sentences  # noqa: E402
from assistant.types import Answer, Evidence  # noqa: E402
from assistant.wire import answer_dict  # noqa: E402
from model_server import ModelServer, Reply, Request  # noqa: E402
from scripted_models import Given, given, writes  # noqa: E402

__all__ = [
    "ROOT",
    "SEED",
    "Asked",
    "Given",
    "Reply",
    "Request",
    "Script",
    "asked_of",
    "given",
    "pick_sentences",
    "sample_cases",
    "sentences",
    "shown",
    "streaming",
    "writes",
    "writing",
]
SEED = 2031


@dataclass(frozen=True)
class Asked:
    """A question with its evidence and the answer made of extracts."""

    question: str
    evidence: Evidence
    extracted: Answer


Script = Callable[[Request], Reply]


@contextmanager
def writing(assistant: Assistant, script: Script) -> Iterator[Callable[[Asked], list[Any]]]:
    """What asks the scripted server."""
    with streaming(assistant, script) as ask:
        yield lambda asked: list(ask(asked))


@contextmanager
def streaming(assistant: Assistant, script: Script) -> Iterator[Callable[[Asked], Iterator[Any]]]:
    """The same, each stage and draft as it comes."""
    with ModelServer(script) as server:
        model = OpenAIChatModel(ModelServerOptions(server.url, "scripted", context_tokens=32_000))
        model.warm_up()
        writer = Writer(model)
        try:
            yield lambda asked: writer.write(Task(asked.question, asked.evidence, asked.extracted, assistant.page))
        finally:
            model.close()


def asked_of(assistant: Assistant, questions: Sequence[str]) -> list[Asked]:
    """The questions that the corpus answers."""
    found = []
    for question in questions:
        extracted = assistant.ask(question)
        if extracted.status != "no_evidence":
            found.append(Asked(question, assistant.evidence(question), extracted))
    return found


def sample_cases() -> list[dict[str, Any]]:
    """The questions on the sample corpus."""
    lines = (ROOT / "evals" / "cases" / "samples.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def sentences(text: str) -> list[str]:
    """The whole sentences of a text, on one line each."""
    found = [" ".join(text[start:end].split()) for start, end in split_sentences(text)]
    whole = (each for each in found if each[-1] in ".!?" and "[…]" not in each and not re.match(r"\d+\.", each))
    return [each for each in whole if 6 <= len(each.split()) <= 45]


def pick_sentences(told: Given, most: int = 6) -> list[tuple[str, str, str]]:
    """A sentence with a number of each extract where there is one, as a quote."""
    found = []
    for key, text in told.texts.items():
        of_text = sentences(text)
        chosen = [each for each in of_text if re.search(r"\d", each)] or of_text
        found += [(key, each, "") for each in chosen[:2]]
    return found[:most]


def shown(answer: Answer) -> str:
    """All that a member is shown or given of an answer, in one text."""
    return json.dumps({**answer_dict(answer), "question": ""}, ensure_ascii=False)

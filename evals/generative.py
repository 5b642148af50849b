"""The generative answerer against a scripted model server: what is caught, kept, let through, and what it adds.

    python evals/generative.py [--json]

On the sample corpus and documents with instructions in them (evals/injections.py), over real HTTP on loopback. The
server is no model: it does in turn what a bad model does, with the evidence that it is given. What is counted is what a
member is shown. A minute or two.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from injected import injections
from perturbed import (
    with_number_from_elsewhere,
    with_other_month,
    with_other_name,
    with_other_negation,
    with_other_number,
)
from scripted_writing import (
    ROOT,
    SEED,
    Asked,
    Given,
    Reply,
    Request,
    asked_of,
    given,
    pick_sentences,
    sample_cases,
    writes,
    writing,
)

from assistant.build import build_assistant
from assistant.errors import AssistantError
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.support.facts import names_stated
from assistant.text.normalise import fold

WANTED = 100
SERVER_SECONDS = 0.6
"""Of each of the two requests: short for a model, so that what we add weighs more than it would."""


# --- keys and numbers -----------------------------------------------------------------------------------------------


def invented_keys(assistant: Assistant, asked: Sequence[Asked]) -> dict[str, float]:
    """Sentences that stand on a key that was never given: made up, a number, one letter off, the key of an extract."""
    rng, tried, caught, counted = random.Random(SEED), 0, 0, 0
    first: list[str] = []

    def script(request: Request) -> Reply:
        if given(request).choosing:
            first[:] = list(given(request).texts)
        return answering(request)

    def lines(told: Given) -> str:
        made = []
        for place, (key, text) in enumerate(told.texts.items()):
            other = [
                f"k{secrets.token_hex(3)}",
                str(place + 1),
                key[:-1] + ("0" if key[-1] != "0" else "1"),
                rng.choice(first),
            ]
            made.append(f"{' '.join(text.split())} [{key}]")
            made.append(f"Selon le rapport, {' '.join(text.split())} [{other[place % 4]}]")
        return "\n".join(made)

    answering = writes(pick_sentences, lines)
    with writing(assistant, script) as ask:
        for each in asked:
            answer = ask(each)[-1]
            written = answer.generation.keys_invented
            tried += answer.generation.quotes
            counted += written
            caught += answer.generation.quotes - answer.text.count("Selon le rapport")
            if tried >= WANTED:
                break
    return {"invented_keys_tried": tried, "invented_keys_caught": caught, "invented_keys_counted": counted}


Change = Callable[[str, random.Random], str | None]


def altered(assistant: Assistant, asked: Sequence[Asked], change: Change) -> tuple[int, int, int]:
    """Sentences of the evidence with one thing changed, under the right key: tried, caught, called contradicted."""
    rng, tried, caught, contradicted = random.Random(SEED), 0, 0, 0
    made_wrong: list[str] = []

    def lines(told: Given) -> str:
        made = []
        for key, text in told.texts.items():
            line = " ".join(text.split())
            wrong = change(line, rng)
            made.append(f"{line} [{key}]")
            if wrong is not None:
                made_wrong.append(wrong)
                made.append(f"{wrong} [{key}]")
        return "\n".join(made)

    with writing(assistant, writes(pick_sentences, lines)) as ask:
        for each in asked:
            made_wrong.clear()
            answer = ask(each)[-1]
            held = fold(answer.text)
            tried += len(made_wrong)
            caught += sum(fold(wrong) not in held for wrong in made_wrong)
            contradicted += answer.generation.contradicted
            if tried >= WANTED:
                break
    return tried, caught, contradicted


def alterations(assistant: Assistant, asked: Sequence[Asked]) -> dict[str, float]:
    """What is caught of each kind of change."""
    cases = (case["question"] for case in sample_cases())
    names = sorted({name for question in cases for name in names_stated(question)})
    kinds: dict[str, Change] = {
        "other_number": lambda text, rng: with_other_number(text, [text], rng),
        "number_from_elsewhere": with_number_from_elsewhere,
        "other_name": lambda text, rng: with_other_name(text, [text], names, rng),
        "other_month": with_other_month,
        "other_negation": lambda text, _: with_other_negation(text),
    }
    figures = {}
    for kind, change in kinds.items():
        tried, caught, contradicted = altered(assistant, asked, change)
        figures |= {f"{kind}_tried": tried, f"{kind}_caught": caught, f"{kind}_contradicted": contradicted}
    return figures


# --- faithful sentences ---------------------------------------------------------------------------------------------


def reworded(text: str, place: int, title: str) -> str:
    """A sentence said a little otherwise: as it is, with its source, joined to a link, without its last aside."""
    line = " ".join(text.split()).rstrip(".")
    lowered = line[0].lower() + line[1:] if line[:2].istitle() and line.split()[0].lower() in _OPENERS else line
    asides = re.split(r"\s*\([^)]*\)|\s+[–—]\s+[^–—]*[–—]", line)
    forms = (f"{line}.", f"Selon « {title} », {lowered}.", f"On y lit que {lowered}.", "".join(asides) + ".")
    return forms[place % 4]


_OPENERS = {
    "le",
    "la",
    "les",
    "un",
    "une",
    "des",
    "ce",
    "cette",
    "ces",
    "il",
    "elle",
    "ils",
    "elles",
    "en",
    "dans",
    "the",
}


def faithful(assistant: Assistant, asked: Sequence[Asked]) -> dict[str, float]:
    """Sentences that say what their quote says."""
    tried = kept = 0
    count = [0]

    def lines(told: Given) -> str:
        made = []
        for place, (key, text) in enumerate(told.texts.items()):
            title = told.facts[key].strip("()").split(" | ")[0]
            made.append(f"{reworded(text, place + count[0], title)} [{key}]")
        count[0] += 1
        return "\n".join(made)

    with writing(assistant, writes(pick_sentences, lines)) as ask:
        for each in asked:
            generation = ask(each)[-1].generation
            kept += generation.supported
            tried += generation.supported + generation.unsupported + generation.contradicted
    return {"faithful_tried": tried, "faithful_kept": kept, "faithful_kept_share": round(kept / tried, 3)}


# --- time -----------------------------------------------------------------------------------------------------------


def times(assistant: Assistant, asked: Sequence[Asked]) -> dict[str, float]:
    """What answering adds to a server that takes its time, and when the first sentence comes."""
    shares, extra = [], []

    def slow(request: Request) -> Reply:
        time.sleep(SERVER_SECONDS)
        return answering(request)

    answering = writes(
        pick_sentences, lambda told: "\n".join(f"{' '.join(t.split())} [{k}]" for k, t in told.texts.items())
    )
    with writing(assistant, slow) as ask:
        for each in asked[:20]:
            started = time.perf_counter()
            ask(each)
            took = time.perf_counter() - started
            extra.append(took - 2 * SERVER_SECONDS)
            shares.append(extra[-1] / (2 * SERVER_SECONDS))
    middle = len(extra) // 2
    return {
        "server_seconds": 2 * SERVER_SECONDS,
        "added_ms_p50": round(1000 * sorted(extra)[middle], 1),
        "added_share_p50": round(sorted(shares)[middle], 3),
        "added_share_max": round(max(shares), 3),
    }


def measure(progress: Callable[[str], None]) -> dict[str, float]:
    """All of it."""
    questions = [case["question"] for case in sample_cases() if case["answerable"]]
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(overrides={"index": Path(folder) / "index", "corpus": ROOT / "corpus"})
        with build_assistant(settings, create=True) as assistant:
            progress("sample corpus")
            assistant.ingest()
            asked = asked_of(assistant, questions)
            figures: dict[str, float] = {"questions": len(asked)}
            for part in (invented_keys, alterations, faithful, times):
                progress(part.__name__)
                figures |= part(assistant, asked)
    progress("instructions in documents")
    return figures | injections()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    try:
        figures = measure(lambda part: print(part, file=sys.stderr))
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    if wanted.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name.replace('_', ' '):28} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

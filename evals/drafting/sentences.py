"""Sections written by a scripted model server: sentences that carry quotes, and planted sentences that are marked.

    python evals/drafting/sentences.py [--json]

A proposal on the sample corpus (corpus/), a section for each answerable question of evals/cases/samples.jsonl, its
basket filled from the suggestions. The server is no model, over real HTTP on loopback: for every quote it writes a
faithful sentence with its key, and plants a wrong one beside it, of seven kinds in turn. What is counted is the verdict
that the section keeps; a planted sentence that is not in it counts as missed. About two minutes.
Exit status: 0 every sentence carries its quotes and every planted one is marked, 1 one is not.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # beside what the other measurements share

from perturbed import with_other_month, with_other_name, with_other_negation, with_other_number
from scripted_writing import ROOT, SEED, Given, Reply, Request, given, sample_cases

from assistant.build import build_assistant
from assistant.errors import AssistantError
from assistant.proposal_wire import suggestion_pick
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from assistant.support.facts import names_stated
from assistant.text.abbreviations import STARTERS
from assistant.types import Editor, SectionPlan, Sentence
from model_server import ModelServer, says

WANTED = 100
PER_SECTION = 4
ME = Editor("eval")
FOREIGN = "Une piscine chauffée au bois a ouvert ses portes aux nageurs de la vallée"


def _wrong(kind: int, text: str, key: str, names: list[str], rng: random.Random) -> tuple[str, str] | None:
    """A wrong sentence of one kind (its text, and the line with its key), or None where the quote does not allow it."""
    changed: tuple[Callable[[], str | None], ...] = (
        lambda: with_other_number(text, [text], rng),
        lambda: with_other_name(text, [text], names, rng),
        lambda: with_other_month(text, rng),
        lambda: with_other_negation(text),
    )
    if kind < len(changed):
        other = changed[kind]()
        return None if other is None else (other, f"{other} [{key}]")
    bare = text.rstrip(" .")
    if kind == len(changed):
        said = f"D'après les sources, {bare}."
        return said, said  # no key
    if kind == len(changed) + 1:
        said = f"Nous retenons que {bare}."
        return said, f"{said} [k{rng.randrange(16**6):06x}]"  # a key that was never given
    said = f"{FOREIGN} numéro {rng.randrange(10, 99)}."
    return said, f"{said} [{key}]"


class Planter:
    """The script of the server; keeps what it planted, by text, with its kind."""

    def __init__(self) -> None:
        self.planted: dict[str, int] = {}
        self.faithful: set[str] = set()
        self.plant = True
        self._rng = random.Random(SEED)
        self._kind = 0
        questions = [case["question"] for case in sample_cases()]
        named = {name for each in questions for name in names_stated(each)}
        self._names = sorted(named - STARTERS)  # "La" is a name in no sentence

    def __call__(self, request: Request) -> Reply:
        """Write a section."""
        return says(self._lines(given(request)))

    def _lines(self, told: Given) -> str:
        lines = []
        for key, text in told.texts.items():
            line = " ".join(text.split())
            lines.append(f"{line} [{key}]")
            self.faithful.add(line)
            if self.plant:
                lines += self._one(line, key)
        return "\n".join(lines)

    def _one(self, line: str, key: str) -> list[str]:
        for step in range(7):
            kind = (self._kind + step) % 7
            made = _wrong(kind, line, key, self._names, self._rng)
            if made is not None and made[0] not in self.planted and made[0] not in self.faithful:
                self._kind = kind + 1
                self.planted[made[0]] = kind
                return [made[1]]
        return []


def _sentences(assistant: Assistant, proposal_id: str) -> list[Sentence]:
    sections = assistant.proposals.show(proposal_id).sections
    return [s for each in sections for block in each.blocks if block.kind != "heading" for s in block.sentences]


def measure(progress: Callable[[str], None]) -> Mapping[str, float]:
    """All of it."""
    planter = Planter()
    with tempfile.TemporaryDirectory() as folder, ModelServer(planter) as server:
        settings = load_settings(overrides={"index": Path(folder) / "index", "corpus": ROOT / "corpus"})
        with build_assistant(_with_server(settings, server.url), create=True) as assistant:
            progress("sample corpus")
            assistant.ingest()
            proposal_id = _filled(assistant, progress)
            figures: dict[str, float] = {"sections": len(assistant.proposals.show(proposal_id).sections)}
            for planter.plant in (False, True):
                progress("planted sentences" if planter.plant else "faithful sentences")
                _write_all(assistant, proposal_id)
                found = _sentences(assistant, proposal_id)
                figures |= _marked(found, planter) if planter.plant else _carried(found)
    return figures


def _with_server(settings: Settings, url: str) -> Settings:
    named = settings.model_server.model_copy(update={"base_url": url, "model": "scripted", "context_tokens": 32_000})
    return settings.model_copy(update={"model_server": named})


def _filled(assistant: Assistant, progress: Callable[[str], None]) -> str:
    made = assistant.proposals.new("Mesure", "fr")
    questions = [case["question"] for case in sample_cases() if case["answerable"] and not case.get("history")]
    quotes = 0
    for question in questions:
        section = assistant.proposals.add_section(made.id, SectionPlan(question[:150], question), ME)
        found = assistant.drafting.suggest(made.id, section.id, PER_SECTION).quotes
        french = [suggestion_pick(each) for each in found if each.quote.language == "fr"]
        assistant.proposals.pick(made.id, section.id, french, ME)
        quotes += len(french)
        if quotes >= 1.5 * WANTED:
            break
    progress(f"{quotes} quotes")
    return made.id


def _write_all(assistant: Assistant, proposal_id: str) -> None:
    for section in assistant.proposals.show(proposal_id).sections:
        if section.basket:
            assistant.drafting.write(proposal_id, section.id, ME, "model")


def _carried(found: list[Sentence]) -> dict[str, float]:
    return {
        "sentences": len(found),
        "sentences_with_quotes": sum(bool(each.quotes) for each in found),
        "sentences_supported": sum(each.verdict == "supported" for each in found),
    }


def _marked(found: list[Sentence], planter: Planter) -> dict[str, float]:
    """Of the planted sentences, those that are marked in the section; one that is not there is missed as well."""
    verdicts = {_bare(each.text): each.verdict for each in found}
    planted = list(planter.planted.items())[:WANTED]
    marked = 0
    for text, kind in planted:
        if verdicts.get(_bare(text)) in ("unsupported", "contradicted"):
            marked += 1
        else:
            print(f"missed ({kind}{'' if _bare(text) in verdicts else ', not there'}): {text}", file=sys.stderr)
    return {"planted": len(planted), "planted_marked": marked}


def _bare(text: str) -> str:
    return text.lstrip("–—- ").rstrip(" .")  # a stop is put where a sentence has none; a dash begins an item


def _met(figures: Mapping[str, float]) -> bool:
    """Whether every sentence carries its quotes, and as many planted ones as are wanted are all marked."""
    carried = figures["sentences"] == figures["sentences_with_quotes"]
    return carried and figures["planted"] == figures["planted_marked"] == WANTED


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
    return 0 if _met(figures) else 1


if __name__ == "__main__":
    sys.exit(main())

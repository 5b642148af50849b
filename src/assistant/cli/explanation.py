"""How a search came to what it found, as text for a terminal, in French or in English, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.cli.output import one_line
from assistant.messages.scopes import scope_text
from assistant.types import (
    ExplainedAbsence,
    ExplainedPassage,
    ExplainedTerm,
    ExplainedWord,
    Explanation,
    Language,
    LegScore,
    TermOrigin,
    WhyNot,
)

_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "question": "Question ({language})",
        "searched": "Cherché",
        "corrected": "Corrigé\u00a0: {typed} → {taken}",
        "scope": "Documents interrogés\u00a0: {documents}, de {passages} passages en tout.",
        "words": "Mots de la question (part, passages qui l'ont) et termes cherchés (poids, passages)\u00a0:",
        "others": "Autres termes\u00a0:",
        "named": "nom ou nombre",
        "carried": "de la question précédente",
        "unknown": "INCONNU DU CORPUS",
        "pairs": "Mots voisins\u00a0: {pairs}",
        "phrase": "Entre guillemets\u00a0: {phrase}\u00a0: les passages qui l'ont tel quel ({passages}) sont en tête.",
        "no_phrase": "Entre guillemets\u00a0: {phrase}\u00a0: aucun passage ne l'a tel quel\u202f; "
        "cherché comme des mots.",
        "covered": "Le meilleur passage par les mots couvre {covered} de la question\u202f; poids\u00a0: {weights}.",
        "leg": "{leg}\u00a0: {candidates} candidats, scores de {best} à {lowest}",
        "empty_leg": "{leg}\u00a0: aucun candidat",
        "reranker": "Réordonné par {reranker}.",
        "results": "Résultats (score = parts\u202f; rang et score bruts par index)\u00a0:",
        "nothing": "Aucun passage ne correspond.",
        "lacks": "sans\u00a0: {words}",
        "repeated": "{count} autres passages disent la même chose",
        "rank": "{leg} n°\u00a0{rank} ({score})",
        "below": "{leg} au-delà du {depth}e ({score})",
        "none": "{leg}\u00a0: rien",
        "absent": "Pourquoi pas {source}\u202f?",
        "best": "Son meilleur passage\u00a0: {place}\u202f; {legs}",
        "has": "Mots présents\u00a0: {found}. Absents\u00a0: {missing}. Couverture\u00a0: {covered}.",
        "ahead": "Le dernier résultat montré a de plus\u00a0: {words}.",
        "no_word": "aucun",
        "timings": "Temps (ms)\u00a0: {timings}",
        "lexical": "mots",
        "vector": "vecteurs",
        "second_look": "relecture",
    },
    "en": {
        "question": "Question ({language})",
        "searched": "Searched",
        "corrected": "Corrected: {typed} → {taken}",
        "scope": "Documents asked: {documents}, of {passages} passages in all.",
        "words": "Words of the question (share, passages that have it) and terms searched (weight, passages):",
        "others": "Other terms:",
        "named": "name or number",
        "carried": "of the question before",
        "unknown": "UNKNOWN TO THE CORPUS",
        "pairs": "Neighbouring words: {pairs}",
        "phrase": "In quotation marks: {phrase}: the passages that have it as it is ({passages}) come first.",
        "no_phrase": "In quotation marks: {phrase}: no passage has it as it is; searched as words.",
        "covered": "The best passage by words covers {covered} of the question; weights: {weights}.",
        "leg": "{leg}: {candidates} candidates, scores from {best} to {lowest}",
        "empty_leg": "{leg}: no candidate",
        "reranker": "Reordered by {reranker}.",
        "results": "Results (score = parts; raw rank and score by index):",
        "nothing": "No passage matches.",
        "lacks": "without: {words}",
        "repeated": "{count} other passages say the same",
        "rank": "{leg} no. {rank} ({score})",
        "below": "{leg} beyond no. {depth} ({score})",
        "none": "{leg}: nothing",
        "absent": "Why not {source}?",
        "best": "Its best passage: {place}; {legs}",
        "has": "Words it has: {found}. Lacks: {missing}. Coverage: {covered}.",
        "ahead": "The last result shown has besides: {words}.",
        "no_word": "none",
        "timings": "Times (ms): {timings}",
        "lexical": "words",
        "vector": "vectors",
        "second_look": "second look",
    },
}
_ORIGINS: dict[Language, dict[TermOrigin, str]] = {
    "fr": {
        "word": "racine",
        "other_language": "racine anglaise",
        "exact": "forme exacte",
        "translation": "traduction",
        "acronym": "sigle",
        "other": "autre",
    },
    "en": {
        "word": "stem",
        "other_language": "French stem",
        "exact": "exact form",
        "translation": "translation",
        "acronym": "acronym",
        "other": "other",
    },
}
_REASONS: dict[Language, dict[WhyNot, str]] = {
    "fr": {
        "shown": "Il est parmi les résultats, n°\u00a0{rank}.",
        "outside_scope": "Il est écarté par les filtres.",
        "folded": "Il dit la même chose qu'un meilleur passage, sous lequel il est rangé.",
        "restated": "Un autre fichier du même ouvrage, plus récent, mieux décrit ou de l'année demandée, le "
        "redit\u00a0: il est rangé sous lui.",
        "ranked_below": "Il est classé n°\u00a0{rank}, après les résultats montrés (-k en montre plus).",
        "not_a_candidate": "Aucun des deux index ne le met parmi ses candidats.",
    },
    "en": {
        "shown": "It is among the results, no. {rank}.",
        "outside_scope": "The filters leave it out.",
        "folded": "It says the same as a better passage, under which it is folded.",
        "restated": "Another file of the same work, newer, better described or of the year asked for, says it again: "
        "it is folded under that one.",
        "ranked_below": "It is ranked no. {rank}, after the results shown (-k shows more).",
        "not_a_candidate": "Neither index has it among its candidates.",
    },
}
_STAGES: dict[str, str] = {
    "analysis": "analyse",
    "embedding": "vecteur de la question",
    "lexical": "index des mots",
    "vector": "index des vecteurs",
    "catalogue": "catalogue",
    "reranking": "réordonnancement",
    "fusion": "fusion",
    "total": "total",
}


def explanation_text(explanation: Explanation) -> str:
    """An Explanation in the language of its question."""
    return "\n".join(_Text(explanation).lines())


class _Text:
    def __init__(self, explanation: Explanation) -> None:
        self._explained = explanation
        self._language = explanation.language
        self._words = _WORDS[explanation.language]
        self._semicolon = "\u202f;" if explanation.language == "fr" else ";"

    def lines(self) -> Iterator[str]:
        yield from self._asked()
        yield ""
        yield self._words["words"]
        for word in self._explained.words:
            yield from self._word(word)
        if self._explained.other_terms:
            yield self._words["others"]
            yield from map(self._term, self._explained.other_terms)
        if self._explained.pairs:
            pairs = ", ".join(f"{first} {second}" for first, second, _ in self._explained.pairs)
            yield self._words["pairs"].format(pairs=pairs)
        for phrase, passages in self._explained.phrases:
            said = self._words["phrase" if passages else "no_phrase"]
            yield said.format(phrase=one_line(phrase), passages=passages)
        yield ""
        yield from self._legs()
        yield ""
        yield from self._results()
        if self._explained.absence is not None:
            yield ""
            yield from self._absence(self._explained.absence)
        yield ""
        yield self._timings()

    def _asked(self) -> Iterator[str]:
        explained, words = self._explained, self._words
        colon = "\u00a0:" if self._language == "fr" else ":"
        yield f"{words['question'].format(language=self._language)}{colon} {one_line(explained.asked)}"
        if explained.searched != explained.asked:
            yield f"{words['searched']}{colon} {one_line(explained.searched)}"
        for typed, taken in explained.corrections:
            yield words["corrected"].format(typed=typed, taken=taken)
        yield words["scope"].format(documents=explained.documents, passages=explained.passages)
        scope = scope_text(explained.scope, self._language)
        if scope:
            yield scope

    def _word(self, word: ExplainedWord) -> Iterator[str]:
        known = word.passages or any(term.passages for term in word.terms if term.origin == "acronym")
        marks = {"named": word.named, "carried": word.carried, "unknown": not known}
        said = "".join(f", {self._words[mark]}" for mark, holds in marks.items() if holds)
        yield f"  {one_line(word.surface)} ({self._share(word.share)}, {word.passages}{said})"
        yield from map(self._term, word.terms)

    def _term(self, term: ExplainedTerm) -> str:
        of = f" ({one_line(term.of)})" if term.of else ""
        origin = _ORIGINS[self._language][term.origin]
        return f"    {term.term}  {self._number(term.weight)}  {term.passages}  {origin}{of}"

    def _legs(self) -> Iterator[str]:
        explained, words = self._explained, self._words
        weights = ", ".join(f"{words[name]} {self._number(leg.weight)}" for name, leg in explained.legs.items())
        yield words["covered"].format(covered=self._share(explained.covered), weights=weights)
        for name, leg in explained.legs.items():
            if leg.best is None or leg.lowest is None:
                yield words["empty_leg"].format(leg=words[name])
                continue
            best, lowest = self._number(leg.best), self._number(leg.lowest)
            yield words["leg"].format(leg=words[name], candidates=leg.candidates, best=best, lowest=lowest)
        if explained.reranker:
            yield words["reranker"].format(reranker=explained.reranker)

    def _results(self) -> Iterator[str]:
        if not self._explained.results:
            yield self._words["nothing"]
            return
        yield self._words["results"]
        for each in self._explained.results:
            yield from self._result(each)

    def _result(self, each: ExplainedPassage) -> Iterator[str]:
        words = self._words
        sums = " + ".join(f"{words[name]} {self._number(part)}" for name, part in each.parts.items())
        yield f"{each.rank}. {self._place(each.source, each.page, each.passage_id)}"
        yield f"   {self._number(each.score)} = {sums}{self._semicolon} {self._ranks(each.legs, 0)}"
        if each.missing:
            yield f"   {self._share(each.covered)}, {words['lacks'].format(words=self._list(each.missing))}"
        if each.repeated:
            yield f"   {words['repeated'].format(count=each.repeated)}"

    def _absence(self, absence: ExplainedAbsence) -> Iterator[str]:
        words = self._words
        yield words["absent"].format(source=one_line(absence.source))
        yield _REASONS[self._language][absence.reason].format(rank=absence.rank)
        if absence.passage_id is not None:
            place = self._place("", absence.page, absence.passage_id).strip()
            yield words["best"].format(place=place, legs=self._ranks(absence.legs, absence.depth))
        found, missing = self._list(absence.found), self._list(absence.missing)
        yield words["has"].format(found=found, missing=missing, covered=self._share(absence.covered))
        if absence.ahead:
            yield words["ahead"].format(words=self._list(absence.ahead))

    def _ranks(self, legs: Mapping[str, LegScore], depth: int) -> str:
        """Rank and score in each leg; a leg that has none says so where `depth` tells how far it was looked at."""
        said = []
        for name in self._explained.legs:
            leg, label = legs.get(name), self._words[name]
            if leg is None:
                said += [self._words["none"].format(leg=label)] if depth else []
            else:
                kind = "rank" if leg.rank else "below"
                score = self._number(leg.score)
                said.append(self._words[kind].format(leg=label, rank=leg.rank, depth=depth, score=score))
        return ", ".join(said)

    def _place(self, source: str, page: int | None, passage_id: str) -> str:
        parts = [one_line(source), "" if page is None else f"p. {page}", f"[{passage_id}]"]
        return " ".join(part for part in parts if part)

    def _timings(self) -> str:
        french = self._language == "fr"
        stages = self._explained.timings_ms.items()
        shown = ", ".join(f"{_STAGES[stage] if french else stage} {self._number(ms)}" for stage, ms in stages)
        return self._words["timings"].format(timings=shown)

    def _list(self, words: Sequence[str]) -> str:
        return ", ".join(map(one_line, words)) or self._words["no_word"]

    def _share(self, share: float) -> str:
        return f"{100 * share:.0f}" + ("\u00a0%" if self._language == "fr" else "%")

    def _number(self, value: float) -> str:
        shown = f"{value:.2f}"
        return shown.replace(".", ",") if self._language == "fr" else shown

"""Whether a sentence can hold what is asked for: the year that the question names, the kind of quantity. Pure.

Near misses have the right words and lack just that: a cost is asked for, and the text gives a surface; a figure of
2020 is, and the text has that of 2023. What can't answer is not quoted, however near it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answering.asked_quantity import ASKS, CLOCK, NO_NUMBER, NUMBER, PERCENT, quantity_asked
from assistant.answering.counted import counted_in, is_of_sample, without_samples
from assistant.answering.persons import FULL_NAME, names_a_person
from assistant.answering.question import FACT_TYPES, QuestionType, deed_asked, says_who_may
from assistant.answering.scoring import ScoredSentence
from assistant.answering.spans import years_spanned
from assistant.text.dates import MONTHS
from assistant.text.normalise import fold
from assistant.text.wordsets import word_set
from assistant.types import Query

_YEAR = re.compile(r"(?<![\d.,-])(?:19|20)\d\d(?!\d|[.,]\d|\s?%)")
_MEASURED = re.compile(
    r"\b(?:taux|montant|couts?|prix|budget|duree|superficie|surface|score|rate|cost|"
    r"price|amount|number) (?:moyen(?:ne)? |total(?:e)? )?(?:de la |de l'|de |du |des |d'|of (?:the )?)(?P<of>[\w-]+)"
)
_QUALIFIED = re.compile(
    r"\b(?:part|taux) (?P<of>(?!actuel|annuel|global)[^\W\d_]{3,}(?:al|aux|ire|if|iel)(?:le|e)?s?)\b"
)
_MEASURE_ASKED = re.compile(
    rf"{ASKS}(?P<of>budgets?|couts?|prix|montants?|tarifs?|durees?|superficie|surface|effectifs?|scores?|population|"
    r"salaires?|loyers?|dotations?|delais?|costs?|price|salary|fee|duration|score)\b"
)
WHEN = re.compile(
    rf"\d{{2,4}}(?![\d%€]|\s?%|[a-gi-z])|\b[xvi]+e\b|"
    rf"\b(?:{'|'.join(fold(name) for names in MONTHS.values() for name in names)})\b|"
    rf"\b(?:siecle|hier|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|printemps|ete|automne|hiver|noel|century|"
    r"moyen age|antiquite|renaissance|prehistoire|yesterday|spring|summer|autumn|winter)\b"
)
"""A date, in folded text; "ete" is one that a past participle may be, too."""
_THING_OF = re.compile(
    r"(?<!quel )(?<!quelle )\b(?P<thing>[\w-]{4,}) (?:de |du |d'|des |of )(?:la |l'|the )?(?P<name>[\w-]+)"
)
_TURN_OF = re.compile(r"\b(?:prochaine?|next) (?P<of>[^\W\d_]{4,})")
_DONE_ASKED = re.compile(
    r"\A\W*quel(?:le)?s? (?P<thing>[\w-]+)\b.*\b(?:a|ont)(?:-t)?(?:-(?:il|elle|ils|elles|on))? (?:ete )?"
    r"\w+(?:e|i|u|is|it|ert)e?s?\W*\Z"
    r"|\A\W*(?:which|what) (?P<item>[\w-]+)\b.*\b(?:did|has|have|was|were)\b"
)
_CHANGE_ASKED = re.compile(r"\A\W*(?:de combien|by how (?:much|many))\b")
_CHANGED = re.compile(
    r"\b(?:redui\w+|raccourci\w*|baiss\w+|diminu\w+|gagn\w+|perd\w+|economis\w+|augment\w+|progress\w+|hausse\w*|"
    r"accroi\w+|recul\w+|evolu\w+|passe\w* de|moins|plus|reduc\w+|cut|fell|fall\w*|rose|increas\w+|decreas\w+|"
    r"saved?|less|more|tomb\w+|chut\w+|(?:de|from) \d[\d .,]*(?:%|€)? ?(?:a|to) \d+)\b"
)
_UNTIL_ASKED = re.compile(r"\bjusqu'a (?:quand|quelle|quel)\b|\buntil when\b")
_UNTIL = re.compile(
    r"\b(?:jusqu\w*|until|till|fin(?:it|i|ira|ie)?|termin\w+|quitt\w+|depart|acheve\w*|clos|cloture\w*|expir\w+|"
    r"echeance|dernier\w*|end(?:s|ed)?|left|last|de \w+ a \w+ \d{4})\b"
)
# It goes on: that year is where it began.
_SINCE = re.compile(r"\b(?:depuis|since) (?:\w+ )?(?:19|20)\d\d\b", re.IGNORECASE)
_EXPECTED = re.compile(
    r"\b(?:attendue?s?|prevue?s?|a venir|rendr(?:a|ont)|ser(?:a|ont)|devr(?:a|ont|ait|aient)|expected|due in|will)\b"
)
_THING_ASKED = re.compile(r"\A\W*(?:et )?(?:quel(?:le)?s?|which|what) (?P<thing>[\w-]+)\b")
_EVOLVES = re.compile(
    r"\b(?:evolu\w+|(?:a|ont|avait)(?:-t)?(?:-(?:il|elle|ils|elles))? (?:augmente|progresse|baisse|diminue|change)"
    r"e?s?|varie\w*|evolve[ds]?|change[ds]?|grow[ns]?|grew)\b"
)
_TIMES = word_set("annee an date jour mois moment epoque siecle periode year day month century")
_STEM = 6
_ANYBODY = frozenset({"personnes", "gens", "monde", "fois", "temps", "people", "times"})
_WHO_IS_NAMED = re.compile(rf"^\W*(?i:qui (?:est|était)|who (?:is|was))\s(?P<name>{FULL_NAME})\W*$")
_WHO_IS = re.compile(
    r"^\W*(?:qui (?:est|etait) l(?:e |a |')|qui (?:dirige|preside|pilote|coordonne|a ecrit|a redige|a fonde)\b"
    r"|who (?:is|was) the\b|\bcomment (?:s'appel|se nomm)\w+ (?:le|la|l')|who (?:leads|runs|wrote|founded|chairs)\b)"
)
_SAID_OF = (
    r"{name}\s?(?:,|\(|–|:\s\w+\s(?:de|du)\b|(?:est|était|fut|a|dirige|préside|naît|is|was)\b)|"
    r"\b(?:direct\w+|maire|président\w*|chef\w*|responsable|élue?|juriste|chargée?|mayor|head|\w+er)\b[^.]{{0,40}}{name}"
)


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What an answer must hold: one of the question's years where it names some; a quantity of one kind.

    `figures` are the question's own. `counted` is the place among its words of what it wants the number of, `names` are
    those of what it names, where it asks for a fact. `things`: it asks the number of things, so that shares are none;
    `sampled`: of those who were questioned. `person` is whom it asks who that is, "" where it asks who
    somebody is that it does not name; `said` is what it names. `dated`: it asks for a date. `thing` is the place of
    what it asks for by name ("quel avis"), `word` that name; `done`: as something that has happened.
    `subject` is the place of what a time is asked of ("la piscine de Zorgloville").
    `evolves`: several figures are asked for, of one year after the other. `event`: the words that name nobody.
    `measure`: the place of what is asked for by the name of a measure ("quel est le budget"). `may`: it asks who may
    do something; `deed` is the place of that. `told_by`: words of which a sentence must have one.
    """

    years: frozenset[str]
    quantity: re.Pattern[str] | None
    figures: tuple[str, ...] = ()
    counted: int | None = None
    names: frozenset[int] = frozenset()
    person: str | None = None
    said: tuple[str, ...] = ()
    things: bool = False
    sampled: bool = False
    dated: bool = False
    thing: int | None = None
    done: bool = False
    word: str = ""
    evolves: bool = False
    event: frozenset[int] = frozenset()
    measure: int | None = None
    subject: int | None = None
    may: bool = False
    deed: int | None = None
    told_by: re.Pattern[str] | None = None

    @classmethod
    def of(cls, query: Query, kind: QuestionType) -> AskedFor:
        """What a question demands of a sentence."""
        question = fold(query.text)
        quantity = quantity_asked(question, kind)
        years = _years(question)
        evolves = quantity is None and bool(years) and _EVOLVES.search(question) is not None
        quantity = NUMBER if evolves else quantity
        named_thing = _THING_ASKED.search(question)
        figures = tuple(word.surface for word in query.words if word.named and word.surface[:1].isdigit())
        names = frozenset(
            place
            for place, word in enumerate(query.words)
            if kind in FACT_TYPES and word.named and not word.carried and word.surface[:1].isupper()
        )
        counted = None if quantity is None else _counted(query, question, things=quantity is NUMBER)
        said = tuple(query.words[place].surface for place in names)
        subject = _subject(query, question) if quantity is CLOCK else None
        if kind is QuestionType.WHEN and subject is None:
            subject = _place_of(query, _TURN_OF.search(question), "of")
        deed = deed_asked(query.text) if kind is QuestionType.WHO else None
        person = _person(query.text) if kind is QuestionType.WHO else None
        return cls(
            years,
            quantity,
            figures,
            counted,
            names,
            person,
            said,
            counted_in(query.text) is not None,
            is_of_sample(query.text),
            dated=kind is QuestionType.WHEN and "combien" not in question and "how long" not in question,
            thing=_place_of(query, named_thing, "thing") if kind is QuestionType.OTHER else None,
            done=_DONE_ASKED.search(question) is not None,
            word=named_thing["thing"] if named_thing else "",
            evolves=evolves,
            measure=_place_of(query, _MEASURE_ASKED.search(question), "of"),
            event=frozenset(
                place for place, word in enumerate(query.words) if not word.named and fold(word.surface) not in _TIMES
            ),
            subject=subject,
            may=deed is not None,
            deed=None if deed is None else _place_of_word(query, deed),
            told_by=_told_by(question),
        )

    @property
    def counts(self) -> bool:
        """Whether a number of things is asked for."""
        return self.quantity is NUMBER

    @property
    def demands(self) -> bool:
        """Whether there is anything that a sentence could lack."""
        named = bool(self.years or self.names) or self.person is not None or self.thing is not None
        return named or self.quantity is not None or self.dated or self.may or self.told_by is not None

    def held_by(self, sentence: ScoredSentence) -> bool:
        """Whether a sentence may answer: it has the kind of quantity, and is not of another year."""
        if any(place is not None and place not in sentence.near for place in (self.subject, self.deed)):
            return False
        if self.told_by is not None and not self.told_by.search(fold(sentence.sentence.text)):
            return False
        if self.may and not says_who_may(sentence.sentence.text):
            return False
        if self.quantity is not None and not self.quantity.search(self._without_figures(sentence.sentence.text)):
            return False
        return not self.years or not self._is_of_another_year(sentence)

    def is_at_it(self, sentence: ScoredSentence) -> bool:
        """Whether a sentence that may answer has the date, or speaks of the very thing, that is asked for."""
        if self.dated:
            return WHEN.search(fold(f"{sentence.head} {sentence.sentence.text}")) is not None
        return self.thing is None or self.thing in sentence.near

    def adds_to(self, first: ScoredSentence, sentence: ScoredSentence) -> bool:
        """Whether a sentence may stand beside one that has the measure that is asked for: it is told of that, too."""
        return self.measure is None or self.measure not in first.near or self.measure in sentence.near

    def tells_the_event(self, sentence: ScoredSentence) -> bool:
        """Whether a sentence that has a date is near to what happened then, not only to whom it happened."""
        return self.dated and bool(self.event & sentence.near)

    def is_to_come(self, sentence: ScoredSentence) -> bool:
        """Whether a question asks what came of something that a sentence only announces."""
        return (
            self.done
            and self.thing in sentence.near
            and _EXPECTED.search(fold(f"{sentence.head} {sentence.sentence.text}")) is not None
        )

    def says_it(self, sentence: ScoredSentence) -> bool:
        """Whether a sentence itself has the word of the thing that is asked for."""
        return self.word[:_STEM] in fold(sentence.sentence.text)

    def names_it(self, query: Query, sentence: ScoredSentence) -> bool:
        """Whether a sentence itself has the names of the question."""
        text = fold(f"{sentence.head} {sentence.sentence.text}")
        names = (fold(word.surface) for word in query.words if word.named and not word.surface[:1].isdigit())
        return all(name in text for name in names)

    def is_told_of_another_year(self, sentence: ScoredSentence) -> bool:
        """Whether a sentence has all that is asked for but the year."""
        if not self.years or self.quantity is None:
            return False
        return (
            (sentence.counts or self.counted in sentence.near)
            and self.quantity.search(self._without_figures(sentence.sentence.text)) is not None
            and self._is_of_another_year(sentence)
        )

    def says_its_year(self, sentence: ScoredSentence) -> bool:
        """Whether a sentence itself has a year of the question, and a number of the very thing that is counted."""
        own = set(_YEAR.findall(sentence.sentence.text))
        return bool(self.years & own) and (sentence.counts or self.counted in sentence.near)

    def named_with(self, sentence: ScoredSentence, in_document: frozenset[int]) -> bool:
        """Whether what is counted is named with a sentence, and what the question names in its document.

        `in_document`: which of the question's names its document has, as far as it was read.
        """
        if self.person is not None and not self._tells_of_person(sentence.sentence.text):
            return False
        return self.counted_with(sentence) and self.names <= in_document

    def counted_with(self, sentence: ScoredSentence) -> bool:
        """Whether what is counted, where anything is, is named with a sentence: "19 projets" is no number of ideas."""
        return self.counted is None or self.counted in sentence.near or sentence.counts

    def _tells_of_person(self, text: str) -> bool:
        """Whether a sentence names somebody whom the question does not name, or says who the one is that it names."""
        if self.person:
            return re.search(_SAID_OF.format(name=re.escape(self.person)), " ".join(text.split())) is not None
        return names_a_person(" ".join(text.split()), self.said)

    def _without_figures(self, text: str) -> str:
        """A sentence without what is not asked for: years, figures of the question, samples, shares of things."""
        for figure in self.figures:
            text = re.sub(rf"(?<![\d.,]){re.escape(figure)}(?![\d.,]?\d)", " ", text)
        bare = NO_NUMBER.sub(" ", _YEAR.sub(" ", fold(text)))
        if self.quantity is NUMBER and not self.sampled:
            bare = without_samples(bare)
        return PERCENT.sub(" ", bare) if self.things else bare

    def _is_of_another_year(self, sentence: ScoredSentence) -> bool:
        """Told by the years in the sentence, else by those of its headings and its document's title, or its date."""
        own = set(_YEAR.findall(sentence.sentence.text))
        if len(own) > 1 and self.quantity is None:
            return False  # "between 2019 and 2023" has 2020 in it
        passage, document = sentence.source.passage, sentence.source.document
        headed = set(_YEAR.findall(" ".join((document.title, *passage.heading_path))))
        if self.years & headed and not _YEAR.search(_SINCE.sub(" ", sentence.sentence.text)):
            return False
        if own:
            return self.years.isdisjoint(own)
        around = set(_YEAR.findall(passage.text))
        if self.years & around:
            return False
        if headed or (around and self.quantity is not None):
            return self.years.isdisjoint(headed)
        if document.date is None:
            return False
        written = document.date[:4]
        return written not in self.years if self.quantity is not None else written < min(self.years)


def _told_by(question: str) -> re.Pattern[str] | None:
    """Words of which an answer to a folded question must have one: a change, an end; None for most questions."""
    if _CHANGE_ASKED.search(question) and _CHANGED.search(question):
        return _CHANGED
    return _UNTIL if _UNTIL_ASKED.search(question) else None


def _person(question: str) -> str | None:
    """Whom a question asks who that is, "" for one it tells by a role or a deed; None where it asks no such thing."""
    named = _WHO_IS_NAMED.search(question)
    if named:
        return named["name"]
    return "" if _WHO_IS.search(fold(question)) else None


def _subject(query: Query, question: str) -> int | None:
    """Which of the question's words is the thing that it asks the time of, told by whose it is; None for none."""
    folded = [fold(word.surface) for word in query.words]
    for found in _THING_OF.finditer(question):
        if found["thing"] in folded and found["name"] in folded and query.words[folded.index(found["name"])].named:
            return folded.index(found["thing"])
    return None


def _years(question: str) -> frozenset[str]:
    """The years that a question names, and those between two that it goes from and to."""
    return frozenset(_YEAR.findall(question)) | years_spanned(question)


def _place_of(query: Query, found: re.Match[str] | None, group: str) -> int | None:
    """Which of the question's words a match has in a group; None where it has none of them."""
    return None if found is None or found[group] is None else _place_of_word(query, found[group])


def _place_of_word(query: Query, folded: str) -> int | None:
    """Which of the question's words is that one; None where none is."""
    words = [fold(word.surface) for word in query.words]
    return words.index(folded) if folded in words else None


def _counted(query: Query, question: str, *, things: bool) -> int | None:
    """Which of the question's words is what it asks the number of ("combien de votants"), or a measure of.

    `things`: a number is asked for, not money or a share.
    """
    asked = counted_in(query.text) if things else None
    counted = None if asked is None or asked.noun in _ANYBODY else _place_of_word(query, asked.noun)
    if counted is not None:
        return counted
    measured = _place_of(query, _QUALIFIED.search(question), "of")
    return _place_of(query, _MEASURED.search(question), "of") if measured is None else measured

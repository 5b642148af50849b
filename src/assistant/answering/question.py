"""What kind of thing a question asks for, and whether a sentence holds that kind of thing. Pure, French and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum

from assistant.types import Query


class QuestionType(Enum):
    """The kinds of question that change which sentences answer and how many are quoted."""

    HOW_MANY = "how_many"
    WHEN = "when"
    WHO = "who"
    WHERE = "where"
    DEFINITION = "definition"
    WHY = "why"
    OBSTACLES = "obstacles"
    BROAD = "broad"
    OTHER = "other"


# What is measured, dated or named. A question is matched in lower case, without accents except on "où".
_MEASURES = (
    r"(?:nombre|nb|montant|pourcentage|part|proportion|taux|budget(?! participatif)|prix|cout|surface|superficie|"
    r"population|taille|duree|age|distance|effectif|somme|score|dotation|tarif|fraction|longueur|hauteur|largeur|poids|"
    r"vitesse|temperature|densite|seuil|plafond|quota|depense|frequence|delai|salaire|chiffre d'affaires|"
    r"number|amount|percentage|share|rate|price|cost|area|size|length|height|weight|duration|budget|score|salary|fee|"
    r"speed|threshold)[sx]?\b"
)
_DATES = (
    r"(?:dates?|annees?|jours?|mois|epoques?|siecles?|periodes?|moments?|heure|echeances?|calendrier|"
    r"deadlines?|years?|days?|months?|century|time ?(?:line|table)?|schedule|due date)\b"
)
_NAMED = (
    r"(?:personnes?|auteure?s?|acteurs?|actrices?|organisations?|organismes?|responsables?|direct(?:eur|rice)s?|maire|"
    r"president(?:e|s)?|fonda(?:teur|trice)s?|partenaires?|porteurs?|ministre|nom|prenom|surnom|"
    r"person|people|authors?|organi[sz]ations?|directors?|founders?|mayor|president|partners?|name)\b"
)
_PLACES = (
    r"(?:ville|pays|lieu|region|commune|endroit|quartier|departement|adresse|"
    r"city|cities|town|country|countries|address)s?\b"
)
_BE = r"(?:est|sont|etait|etaient|fut|furent|sera|seront|serait|a ete|is|are|was|were|'s|will be)"
_THE = r"(?:le |la |les |l'|son |sa |ses |leurs? |the |its |their |your )"
_ADJECTIVES = r"(?:(?!d[eu]s?\b|of\b)[\w-]+ ){0,2}"
_ASKS = rf"(?:quel(?:le)?s?|c'est quoi|what|which)(?:(?: ?{_BE})? {_THE}{_ADJECTIVES}|(?: {_BE})? )"
# Before a question word: nothing, a pause, a link or a preposition. Elsewhere it is a relative or a conjunction.
_START = (
    r"(?:^\W*|[,:;.(!?–—-]\s*|\b(?:et|ou|mais|c'est|par|pour|a|de|d'|entre|avec|chez|selon|depuis|jusqu'a|sur|contre|est|"
    r"sont|and|or|but|by|for|with|to|from|since|until)\s?)"
)
_LAST = r"(?=\s*(?:[?,]|$))"
# The first question word tells; of those that start at the same place, the first of this table.
_QUESTIONS: tuple[tuple[QuestionType, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (QuestionType.BROAD, rf"\b{_ASKS}differences?\b"),
        (
            QuestionType.BROAD,
            r"\bqu'est[- ]ce qu'(?:il faut|on doit)|\bque (?:faut-il|doit-on)|"
            r"\bde quoi (?:a-t-on|avons-nous|ont-ils) besoin|\bwhat do (?:we|you|they) need\b",
        ),
        (
            QuestionType.WHEN,
            rf"\bdepuis (?:quand|combien)|{_START}(?:quand|when)\b|\bquand{_LAST}"
            rf"|\b(?:(?:en|a|de|depuis|jusqu'a|pour|in|by|on) )?{_ASKS}{_DATES}",
        ),
        (
            QuestionType.HOW_MANY,
            r"\b(?:(?:a |de )?combien|how (?:many|much|long|old|far|big|large|often|tall))\b"
            rf"|\b{_ASKS}{_MEASURES}|\bwhat {_BE} [^?]*?'s (?:[\w-]+ )?{_MEASURES}",
        ),
        (
            QuestionType.WHO,
            rf"{_START}(?:qui|who|whom|whose)\b|\bqui{_LAST}|\bcomment (?:s'appel|se nomm)\w+|\b{_ASKS}{_NAMED}",
        ),
        (
            QuestionType.WHERE,
            rf"{_START}(?:où|where)\b|^ou (?:se|est|sont|a|ont|trouver|peut|aller)\b|\boù{_LAST}"
            rf"|\b(?:(?:dans|a|en|de|in|at|from) )?{_ASKS}{_PLACES}",
        ),
        (
            QuestionType.WHY,
            r"\b(?:pourquoi|pour quelles? raisons?|dans quel (?:but|objectif)|a quoi (?:ca |cela )?ser(?:t|vent)|"
            r"qu'est-ce qui explique|comment (?:s'explique|expliquer)\w*|why|how come|what (?:explains|causes))\b"
            rf"|\b{_ASKS}(?:raison|cause|but|objectif|finalite|interet|purpose|goal|aim|reason)s?\b",
        ),
        (
            QuestionType.DEFINITION,
            r"\bqu'est[- ]ce qu(?!i\b|'(?:on|ils?|elles?)\b|e (?:je|nous|vous|tu)\b)|\bc'est quoi\b|"
            r"\bqu'(?:entend|appelle)|\bde quoi (?:parle|s'agit)|\bcomment (?:definir|definit|se definit)|"
            r"\b(?:en quoi|que) (?:ca )?(?:consiste|signifie|designe|recouvre)|\bque? (?:ca )?veu(?:t|lent) dire\b|"
            r"\bveu(?:t|lent) dire quoi\b|\bwhat does [^?]* mean\b|\bwhat(?:'s| is| are) (?:an? |meant by )|"
            r"\bwhat(?:'s| is| are) (?!the |this |that |it |its |your |their |there )[\w-]+(?: [\w-]+)?\s*\?*$"
            rf"|\b{_ASKS}(?:definition|sens|meaning)s?\b",
        ),
        (QuestionType.BROAD, r"\b(?:quel(?:le)?s|lesquel(?:le)?s|comment|how|which|what are)\b"),
        (QuestionType.OTHER, r"\bqu'|\b(?:que|quel(?:le)?|quoi|what)\b"),
    )
)
# Where no question word tells what is asked for, a noun may, these in order.
_NOUNS: tuple[tuple[QuestionType, re.Pattern[str]], ...] = (
    (QuestionType.BROAD, re.compile(r"\b(?:differences?|differ|compare[rz]?)\b")),
    (
        QuestionType.OBSTACLES,
        re.compile(
            r"\b(?:freins?|leviers?|obstacles?|difficultes?|blocages?|limites|risques?|frein(?:e|ent|er)|bloqu(?:e|ent|er)|"
            r"empech(?:e|ent|er)|coince(?:nt)?|entrave(?:s|r|nt)?|barrieres?|resistances?|reticences?|problemes|barriers?|levers?|"
            r"drivers?|risks?|challenges?|(?:qu'est-ce qui|quoi) (?:aide|facilite|favorise|permet|encourage)|"
            r"what (?:helps|enables|supports|encourages)|prevents?|hinders?|hurdles?|impedes?|enablers?|problems)\b"
        ),
    ),
    (QuestionType.DEFINITION, re.compile(r"\b(?:definitions?|definir|define|meaning)\b")),
)
_KEYWORDS: tuple[tuple[QuestionType, re.Pattern[str]], ...] = (
    (
        QuestionType.BROAD,
        re.compile(r"\b(?:listez?|citez?|citer|enjeux|resumez?|retracez?|list|summari[sz]e)\b"),
    ),
    (QuestionType.HOW_MANY, re.compile(rf"(?:^\W*|[:,]\s*|\bet (?:l[ea] |l')?){_MEASURES}")),
    (QuestionType.WHEN, re.compile(rf"(?:^\W*|[:,]\s*|\bet (?:l[ea] |l')?){_DATES}")),
    (
        QuestionType.HOW_MANY,
        re.compile(
            r"\b(?:nombre|nb|montant|pourcentage|taux|prix|couts?|chiffre d'affaires|duree|effectifs?|tarifs?|"
            r"superficie|salaires?|budgets?(?! participatif)|part (?:du|de|des)|price|cost|turnover|headcount|salary)\b"
        ),
    ),
)
_LAST_MEASURE = re.compile(rf"[:,]\s*{_MEASURES}[^:,]*$")  # "webinaire Géorisques, mai 2024 : nombre de participants"
_NAME = re.compile(  # "Géostandards Risques" is no question about risks, nor is "le GT Géostandards risques"
    r"(?<=[^\W_]\s)[A-ZÀ-Ý][a-zà-ÿ][\w'’-]+(?: risques\b)?"
)
_VAGUE = frozenset({QuestionType.BROAD, QuestionType.OTHER})
# "Retrace le calendrier du groupe Risques": told what to do first, whatever nouns follow.
_TOLD_TO = re.compile(
    r"\W*(?:retrace[rz]?|resume[rz]?|liste[rz]|liste(?= (?:les|des|nous|moi)\b)|cite[rz]?|compare[rz]?|enumere[rz]?|"
    r"recense[rz]?|summari[sz]e|list|compare|trace)\b"
)
# "Quand un maire démissionne, qui le remplace ?" asks who.
_WHILE = re.compile(
    r"^\W*(?:quand|lorsqu\w*|si|when|if|where)['\s][^,?]+,\s*(?=(?:qu|com|pour|où|fau|peut|do|who|wh|how|can|is))"
)

_MONTHS = (
    r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    r"january|february|march|april|may|june|july|august|october|november|december"
)
NUMBER_WORDS = (
    r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|"
    r"soixante|cent|mille|millions?|milliards?|dizaines?|centaines?|milliers?|moitié|tiers|quart|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|third|quarter"
)
_NOT_A_YEAR = r"(?<![\d.,])(?!(?:19|20)\d\d(?![\d \u00a0\u202f.,]?\d))\d"
_CUES: dict[QuestionType, re.Pattern[str]] = {
    QuestionType.HOW_MANY: re.compile(rf"{_NOT_A_YEAR}|\b({NUMBER_WORDS})\b", re.IGNORECASE),
    QuestionType.WHEN: re.compile(
        rf"\b(1\d|20)\d\d\b|\b\d{{1,2}}(er)? ({_MONTHS})\b|\b({_MONTHS})\b|\bsiècle\b", re.IGNORECASE
    ),
    QuestionType.WHO: re.compile(r"(?<![.!?»\n] )(?<!^)\b[A-ZÉÈÀÂÎÔÇ][\w'’-]+"),
    QuestionType.WHERE: re.compile(
        r"\b(à|au|aux|en|dans|sur|près de|in|at|near) (la |le |les |l['’]|the )?[A-ZÉÈÀÂÎÔÇ]"
    ),
    QuestionType.DEFINITION: re.compile(
        r"\b(est|sont|était) (une?|le|la|l['’]|des|les|définie?|avant tout|d['’]abord)|\b(désigne|consiste|signifie|"
        r"correspond|définit|définie?|entend|appelle|recouvre|renvoie|vise à)\b|\bc['’]est\b|\b(is|are) (an?|the)\b|"
        r"\b(means|refers|defined)\b",
        re.IGNORECASE,
    ),
    QuestionType.WHY: re.compile(
        r"\b(parce|car|afin|puisque|pour|raison|raisons|cause|faute de|grâce|permet\w*|vise|éviter|because|since"
        r"|so that|in order|due|reason)\b",
        re.IGNORECASE,
    ),
    QuestionType.OBSTACLES: re.compile(
        r"\b(freins?|obstacles?|difficult\w+|manqu\w+|absence|risqu\w+|blocage\w*|résistance\w*|peur|crainte|défiance|"
        r"concurrence|limit\w+|complex\w+|trop|insuffisan\w+|leviers?|facilit\w+|favoris\w+|permet\w*|condition\w*|"
        r"réussite|soutien|appui|essentiel\w*|nécessaire\w*|clé|lack|barrier\w*|risk\w*|enabl\w+|support)\b",
        re.IGNORECASE,
    ),
}

_GENERAL_CUES = frozenset({"frein", "freins", "obstac", "levier", "permet", "condit", "suppor"})  # announce, name none

_PRONOUN = re.compile(
    r"\W*(il|elle|ils|elles|ce|cet|cette|ces|cela|celui-ci|celle-ci|ceux-ci|on y|son|sa|ses|leur|leurs|"
    r"it|he|she|they|this|these|that|those|its|his|her|their)\b",
    re.IGNORECASE,
)
_IMPERSONAL = re.compile(
    r"\W*(?:il (?:a fallu|faut|fallait|faudra\w*|n?['’]?y a|n?['’]?y avait|convient|reste|suffi\w+|manque|semble|"
    r"est (?:temps|tôt|possible|difficile|nécessaire|important|rare|vrai|clair))|it is (?:possible|hard|difficult))\b",
    re.IGNORECASE,
)
_POSITIONS = re.compile(
    r"\b(?:positions?|points? de vue|avis|opinions?|que pense(?:nt)?|qu'en pense(?:nt)?|"
    r"qui (?:defend|soutient|critique|s'oppose|est (?:pour|contre))(?:ent)?|pour ou contre|reproche(?:nt)?|critiquent?|"
    r"views?|what do(?:es)? .{1,60} think|"
    r"who (?:supports|opposes|criticises|defends))\b"
)
_MAY_ASKED = re.compile(
    r"(?:^|\W)(?:qui (?:peut|peuvent|pourra|pourront|pouvait|a le droit d['e]|ont le droit d['e]|est autorise a)|"
    r"who (?:can|could|may|is (?:allowed|entitled|eligible) to))\s?(?:se |s')?(?P<deed>[\w-]+)"
)
_MAY = re.compile(
    r"\b(?:peu(?:t|vent)|pour(?:ra|ront|raient)|pouvai(?:t|ent)|ouverte?s? (?:a|aux?|des)\b|reservee?s?|droits?|"
    r"autorise\w*|admis\w*|habilit\w+|accessibles?|eligib\w+|toute personne|tou(?:s|tes) les|condition\w*|"
    r"can|may|open to|entitled|allowed|eligible|anyone|everyone)\b"
)
_SOURCES = (
    r"(?:billets?|articles?|sources?|documents?|textes?|auteure?s?|autrices?|membres|entretiens|rapports?|etudes|"
    r"intervenants|participants|personnes interrogees|posts?|papers?|authors?|members|interviews|reports?)"
)
_CHRONOLOGY = re.compile(
    r"\b(?:retrace[rz]?|chronologi\w+|historique (?:de|du|des)|frise|calendrier|grandes (?:dates|etapes)|dates (?:cles|"
    r"principales)|time ?line|history of|trace (?:the|how))\b"
)
_ACROSS = re.compile(rf"\b(?:les|des|plusieurs|ces|differents|the|these|several) (?:differents |autres )?{_SOURCES}\b")
CUED_TYPES = frozenset(_CUES)
WIDE_TYPES = frozenset({QuestionType.OBSTACLES, QuestionType.BROAD})
"""Kinds that ask for several answers, from several documents where there are."""
FACT_TYPES = frozenset({QuestionType.HOW_MANY, QuestionType.WHEN, QuestionType.WHO, QuestionType.WHERE})
BROAD_TYPES = frozenset({QuestionType.OBSTACLES, QuestionType.BROAD, QuestionType.DEFINITION, QuestionType.WHY})
MANY_SIDED_TYPES = BROAD_TYPES - {QuestionType.DEFINITION}
"""Kinds whose answer is seldom in one place, or from one source."""


def query_type(query: Query) -> QuestionType:
    """What a query asks for; a follow-up without a question word ("Et à Lyon ?") asks what the turn before it did."""
    own = _asked_type(query.text)
    if own is not None or not query.search_text.endswith(query.text):  # made whole: "Non, à Lyon"
        return own or question_type(query.search_text)
    carried = re.split(r"(?<=\?)\s", query.search_text[: -len(query.text)].strip())
    before = (_asked_type(question) for question in reversed(carried))
    return next((kind for kind in before if kind is not None), QuestionType.OTHER)


def question_type(question: str) -> QuestionType:
    """What a question asks for: as its first question word says, or, where that says little, as its nouns do."""
    return _asked_type(question) or QuestionType.OTHER


def _asked_type(question: str) -> QuestionType | None:
    """The same; None where neither a question word nor a noun tells."""
    text = _WHILE.sub("", _folded(question))
    if _TOLD_TO.match(text):
        return QuestionType.BROAD
    found = ((match.start(), order, kind) for order, (kind, match) in enumerate(_matches(text)))
    kind = min(found, default=(0, 0, None))[2]
    if kind is not None and kind not in _VAGUE:
        return kind
    if kind is None and _LAST_MEASURE.search(text):
        return QuestionType.HOW_MANY
    nouns = _NOUNS if kind else (*_NOUNS, *_KEYWORDS)
    unnamed = _folded(_NAME.sub(" ", question))
    return next((noun for noun, pattern in nouns if pattern.search(unnamed)), kind)


def _matches(text: str) -> Iterator[tuple[QuestionType, re.Match[str]]]:
    for kind, pattern in _QUESTIONS:
        match = pattern.search(text)
        if match:
            yield kind, match


def _folded(question: str) -> str:
    """In lower case, without accents (people type without), "où" excepted, which is another word than "ou"."""
    lowered = unicodedata.normalize("NFC", question).lower().replace("’", "'").strip()
    marked = re.sub(r"\boù\b", "\0", lowered)
    bare = "".join(c for c in unicodedata.normalize("NFD", marked) if not unicodedata.combining(c))
    return bare.replace("\0", "où")


def asks_positions(question: str) -> bool:
    """Whether a question asks who holds what: then whose words they are, and of when, stands above each quote."""
    return _POSITIONS.search(_folded(question)) is not None


def deed_asked(question: str) -> str | None:
    """What a question asks who may do it ("Qui peut voter ?"); None where it asks no such thing."""
    found = _MAY_ASKED.search(_folded(question))
    return found["deed"] if found else None


def says_who_may(sentence: str) -> bool:
    """Whether a sentence says that somebody may do something, or what it takes."""
    return _MAY.search(_folded(sentence)) is not None


def asks_across(question: str) -> bool:
    """Whether a question asks what several sources hold of something ("Que reprochent les billets à...")."""
    return asks_positions(question) and _ACROSS.search(_folded(question)) is not None


def asks_chronology(question: str) -> bool:
    """Whether a question asks what happened one after the other."""
    return _CHRONOLOGY.search(_folded(question)) is not None


def opens_on_pronoun(sentence: str) -> bool:
    """Whether a sentence starts by pointing at the one before it."""
    return _PRONOUN.match(sentence) is not None and _IMPERSONAL.match(sentence) is None


def holds_cue(kind: QuestionType, sentence: str) -> bool:
    """Whether a sentence holds the kind of thing asked for (a number, a date, a name, a defining verb...)."""
    pattern = _CUES.get(kind)
    return pattern is not None and pattern.search(sentence) is not None


def cues(kind: QuestionType, sentence: str) -> int:
    """One more than the different obstacles and levers that a sentence names, where these are asked for; else 1."""
    if kind is not QuestionType.OBSTACLES:
        return 1
    return 1 + len({match[0].casefold()[:6] for match in _CUES[kind].finditer(sentence)} - _GENERAL_CUES)

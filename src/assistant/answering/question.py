"""What kind of thing a question asks for, and whether a sentence holds that kind of thing. Pure, French and English."""

from __future__ import annotations

import re
from enum import Enum


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


_QUESTIONS: tuple[tuple[QuestionType, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            QuestionType.OBSTACLES,
            r"\b(freins?|leviers?|obstacles?|difficultés?|blocages?|limites?|risques?|barriers?|levers?|drivers?)\b",
        ),
        (
            QuestionType.HOW_MANY,
            r"\b(combien|quel(le)?s? (est |était |sont )?(le |la |les )?(nombre|montant|pourcentage|part|proportion|"
            r"taux|budget|prix|coût|surface|superficie|population|taille|durée|âge|distance|effectif|somme|score)|"
            r"how (many|much|long|old|far|big)|what (percentage|share|number|amount|proportion))\b",
        ),
        (
            QuestionType.WHEN,
            r"\b(quand|(en |à |de |depuis |jusqu'à )?quel(le)?s? (date|année|jour|mois|époque|siècle|période)|"
            r"depuis combien|when|what (year|date|day|month)|which year)\b",
        ),
        (QuestionType.WHO, r"\b(qui|quel(le)?s? (personnes?|auteurs?|acteurs?|organisations?)|who|whom|whose)\b"),
        (
            QuestionType.WHERE,
            r"(\boù\b|\b(dans|à|en|de) quel(le)?s? (ville|pays|lieu|région|commune|endroit)|\bwhere\b)",
        ),
        (
            QuestionType.DEFINITION,
            r"(\bqu['’]est[- ]ce qu|\bc['’]est quoi\b|\bcomment (définir|définit|se définit)|\bdéfinition"
            r"|\bque signifie"
            r"|\bque veut dire|\bqu['’]entend|\bqu['’]appelle|\bwhat (is|are) (a|an|the)?\b|\bdefine\b|\bmeaning of\b)",
        ),
        (QuestionType.WHY, r"\b(pourquoi|pour quelles? raisons?|à cause de quoi|dans quel but|why|what for)\b"),
        (
            QuestionType.BROAD,
            r"(\b(quels|quelles|lesquels|lesquelles|comment|compare|comparer|différences?|liste|citer|enjeux|how|"
            r"which|list|what are)\b)",
        ),
    )
)

_MONTHS = (
    r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    r"january|february|march|april|may|june|july|august|october|november|december"
)
_NUMBER_WORDS = (
    r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante|soixante|cent|"
    r"mille|millions?|milliards?|dizaines?|centaines?|milliers?|moitié|tiers|quart|two|three|four|five|seven|eight|"
    r"nine|ten|hundred|thousand|half|third|quarter"
)
_NOT_A_YEAR = r"(?<![\d.,])(?!(?:19|20)\d\d(?![\d \u00a0\u202f.,]?\d))\d"
_CUES: dict[QuestionType, re.Pattern[str]] = {
    QuestionType.HOW_MANY: re.compile(rf"{_NOT_A_YEAR}|\b({_NUMBER_WORDS})\b", re.IGNORECASE),
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
        r"\b(parce|car|afin|puisque|pour|raison|raisons|cause|grâce|permet\w*|vise|éviter|because|since|so that|in "
        r"order|due|reason)\b",
        re.IGNORECASE,
    ),
    QuestionType.OBSTACLES: re.compile(
        r"\b(freins?|obstacles?|difficult\w+|manqu\w+|absence|risqu\w+|blocage\w*|résistance\w*|peur|crainte|défiance|"
        r"concurrence|limit\w+|complex\w+|trop|insuffisan\w+|leviers?|facilit\w+|favoris\w+|permet\w*|condition\w*|"
        r"réussite|soutien|appui|essentiel\w*|nécessaire\w*|clé|lack|barrier\w*|risk\w*|enabl\w+|support)\b",
        re.IGNORECASE,
    ),
}

_PRONOUN = re.compile(
    r"\W*(il|elle|ils|elles|ce|cet|cette|ces|cela|celui-ci|celle-ci|ceux-ci|on y|son|sa|ses|leur|leurs|"
    r"it|he|she|they|this|these|that|those|its|his|her|their)\b",
    re.IGNORECASE,
)
CUED_TYPES = frozenset(_CUES)
BROAD_TYPES = frozenset({QuestionType.OBSTACLES, QuestionType.BROAD, QuestionType.DEFINITION, QuestionType.WHY})


def question_type(question: str) -> QuestionType:
    """The first kind, in order of precision, whose words the question holds."""
    return next((kind for kind, pattern in _QUESTIONS if pattern.search(question)), QuestionType.OTHER)


def opens_on_pronoun(sentence: str) -> bool:
    """Whether a sentence starts by pointing at the one before it."""
    return _PRONOUN.match(sentence) is not None


def holds_cue(kind: QuestionType, sentence: str) -> bool:
    """Whether a sentence holds the kind of thing asked for (a number, a date, a name, a defining verb...)."""
    pattern = _CUES.get(kind)
    return pattern is not None and pattern.search(sentence) is not None

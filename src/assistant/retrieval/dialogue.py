"""Whether a question leans on the turns before it. Pure, French and English.

A follow-up opens on a link word ("Et à Lyon ?"), names no subject of its own ("Quel budget ?"), or points at something
that it does not name itself ("Qui l'a créé ?"). A pronoun alone tells little: "Combien y a-t-il de laboratoires ?",
"Est-il possible de...?" point at nothing, and in "Comment les villes financent-elles leur labo ?" the question itself
names what its pronouns stand for. So a pointer counts only where no noun that it may stand for comes before it. These
are rules of grammar without a parser: they err on unusual sentences, and lean towards taking a question as complete.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.text.analysis import analyse
from assistant.text.wordsets import word_set
from assistant.types import Language, QueryWord

_OPENING = re.compile(r"\s*(?:et|mais|non|oui|and|but|what about|how about|so)\b(?!-)", re.IGNORECASE)
# "Which one?" of things named before, unless the question gives the choice: "Lequel des labos...?", "..., A ou B ?"
_WHICH = re.compile(
    r"^(?:\W*(?:\w+\s)?|.*\bc'est\s)(?:(?:les?|la|du|des|aux?)quel(?:le)?s?|which\sones?)\b"
    r"(?!\s(?:des?|du|d'(?!entre)|parmi|entre|of|among|between|in)|.*\s(?:ou|or)\s)",
    re.IGNORECASE,
)

# What may be asked of a subject without naming one: alone, these words make no complete question.
_ASPECTS: dict[Language, frozenset[str]] = {
    "fr": word_set(
        """
        année date jour jours mois semaine siècle époque période durée délai moment heure fois calendrier
        nombre montant total part pourcentage proportion taux prix coût budget somme taille surface âge score
        nom titre auteur auteurs source lieu endroit adresse raison raisons cause but objectif objectifs rôle fonction
        principe définition sens différence intérêt avantage avantages inconvénient inconvénients frein freins levier
        leviers obstacle obstacles risque risques limite limites difficulté difficultés problème problèmes enjeu enjeux
        résultat résultats effet effets impact bilan suite conséquence conséquences exemple exemples étape étapes
        condition conditions critère critères moyen moyens manière façon type types sorte résumé détail public cible
        partenaire partenaires acteur acteurs équipe directeur directrice responsable fondateur pilote pilotes
        coûter coûte durer dure compter compte marcher marche fonctionner fonctionne servir sert exister existe
        commencer commence commencé finir fini terminé ouvrir ouvert fermé fermée trouver trouve passer passe
        consister consiste dire dit signifier signifie penser donner donne dater situer situé voter falloir faut
        participer participe décider décide décidée financer finance financé financée piloter diriger dirige
        créer crée créé créée lancer lance lancé lancée payer paie payé payée évaluer évalué évaluée
        évoluer évolué changer changé arrêter arrêté arrêtée
        annuel annuelle annuels mensuel mensuelle initial initiale final finale global globale actuel actuelle
        exact exacte moyenne totale principal principale principaux principales concret concrets concrète concrètes
        peux pouvez préciser détailler expliquer développer résumer
        """
    ),
    "en": word_set(
        """
        year date day month week century period duration deadline time moment schedule long old big far many much
        number amount total share percentage proportion rate price cost budget size age score
        name title author authors source place address reason reasons cause purpose goal goals role function
        principle definition meaning difference benefit benefits advantage advantages drawback drawbacks barrier
        barriers lever levers obstacle obstacles risk risks limit limits difficulty difficulties problem problems
        result results effect effects impact outcome outcomes consequence consequences example examples step steps
        condition conditions way kind type summary detail details partner partners team director founder
        start started begin began begun end ended last lasted open opened stop stopped change changed
        work works happen happens happened mean means pay pays paid run runs lead leads led fund funds funded
        decide decides create created launch launched found founded invented evaluate evaluated
        give explain elaborate
        """
    ),
}
# A question about one word names its subject all the same: "C'est quoi un commun ?", "Combien y a-t-il de labos ?"
_SUBJECT_FRAME = re.compile(
    r"\bqu'est[- ]ce qu|\bc'est quoi\b|\bque (?:signifie|veut dire)\b|\bqu'(?:entend|appelle)|\bdéfini"
    r"|\ben quoi consistent?\b|\bà quoi (?:ça )?ser(?:t|vent)\b"
    r"|\bwhat(?: is|'s| are| was| were)\b|\bdefine\b|\bmeaning of\b",
    re.IGNORECASE,
)
_EXISTS = re.compile(  # "Depuis quand existe-t-il ?" asks it of something; "Existe-t-il une charte ?" does not
    r"\by a[- ]t[- ]il\b|\bexiste[- ]t[- ]il\b(?=.*\b(?:une?|des?|plusieurs|d')\b)|\bare there\b|\bis there\b",
    re.IGNORECASE,
)
_INDEFINITE = re.compile(r"\b(?:une?|des|an?)\b", re.IGNORECASE)

# Words that look like pointers and point at nothing; they are taken out before pointers are looked for.
_OF_ONE = r"(?:plus|moins|aussi|capable|chargé|tenu|prêt|censé|obligé|responsable|en)\b"  # somebody is
_EMPTY: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"""
        \bil\s(?:n'|ne\s|s')?(?:[mv]e\s|nous\s|vous\s)?(?:y|faut|faud\w+|fallait|existe|agit|suffit|vaut|convient|reste|manque
              |semble|peut\sy|doit\sy)\b
        | \bil\s(?:n')?(?:est|était|serait|sera)\s(?!{_OF_ONE})(?:\w+\s)?\w+\s(?:d'|de\s\w+(?:er|ir|re)\b|qu)
        | \b(?:est|était|serait|sera)[-\s](?:t[-\s])?il\s(?!{_OF_ONE})(?:\w+\s)?\w+\s(?:d'|de\s\w+(?:er|ir|re)\b|qu)
        | \by\s(?:a|ait|aura|aurait|avait|eut)[-\s](?:t[-\s])?il\b | \by\s(?:a|compris)\b
        | \bexiste[-\s](?:t[-\s])?il\b(?=.*\b(?:une?|des?|plusieurs|d')\b)
        | \b(?:combien|quel(?:le)?s?)(?:\s[\w'-]+){{0,6}}?\sexiste[-\s](?:t[-\s])?il\b
        | \bqu'existe[-\s](?:t[-\s])?il\b
        | \b(?:faut|faudra\w*|fallait|agit|suffit|vaut|convient|reste|manque)[-\s](?:t[-\s])?il\b
        | \b(?:peut|doit)[-\s]il\sy\savoir\b | \b(?:se|s'est)[-\s](?:t[-\s])?(?:il\s)?pass\w+(?:[-\s]t)?(?:[-\s]il)?\b
        | \bs'y\s(?:prend|prennent|prit|pris)\w* | \bs'en\s(?:sort|tir|tien|ten)\w* | \boù\sen\s(?:est|sont)\s
        | \bqu'en\sest-il\s(?:de\b|d'|du\b|des\b)
        """,
        re.VERBOSE | re.IGNORECASE,
    ),
    "en": re.compile(
        r"""
        \bit\s(?:is|was|be)\s(?:\w+\s)?\w+\s(?:to|that|for)\b | \b(?:is|was)\sit\s(?:\w+\s)?\w+\s(?:to|that|for)\b
        | \b(?:does|did|would|will)\sit\s(?:take|cost|mean)\s(?:to|for)\b | \bit\s(?:takes?|costs?)\s(?:to|for)\b
        """,
        re.VERBOSE | re.IGNORECASE,
    ),
}

# Subjects and possessives: what they stand for may come anywhere before them, of their own number.
_NEAR: dict[Language, tuple[str, str]] = {
    "fr": (
        r"il|elle|(?<!\ble\s)(?<!\bdu\s)(?<!\bun\s)son|sa|ses"
        r"|ça(?!\s(?:sert|marche|fonctionne|coûte|donne|veut\sdire)(?:\sà\squoi|\squoi)?,?\s(?:une?|le|la|les|des|l'))",
        r"ils|elles|leurs?",
    ),
    "en": (r"it|its|he|she|his|her", r"they|their"),
}
# Objects, places and demonstratives: what they stand for comes in a clause before theirs.
_FAR: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"""
        \b(?:lui|eux|cela|celui-\w+|celle-\w+|ceux-\w+|celles-\w+|là-(?:bas|dessus|dedans))\b
        | \bl'(?:a|ont|avai\w+|aura\w*)\b | \bles\s(?:a|ont|avai\w+|(?!quatre)\w+(?:er|ir|re))\b
        | \by\s(?!avoir)\w
        | \ben\s(?:est|sont|étai\w+|a|ont|existe\w*|fai\w+\spartie|font\spartie|pens\w+|parle\w*|résulte\w*|bénéfici\w+
              |profite\w*|dispos\w+|retenir|tire\w*|découle\w*|sait|savent|comptent)\b
        | \b(?:on|faut|peut|doit|pour|comment)\sen\s\w+(?:er|ir|re)\b
        | (?<!-)\b(?:ce|cet|cette|ces)\s(?!qu|dont|sont|ser|fu|à|n'|ne|jour|mois|année|moment|corpus|document|texte
              |source|derni|group)\w+
        | \bdifférences?\s(?:y\sa-t-il\s)?avec\b
        """,
        re.VERBOSE | re.IGNORECASE,
    ),
    "en": re.compile(
        r"""
        \b(?:them|him)\b | \b(?:this|these|those)\b(?!\s(?:year|month|day|corpus|document|text|source|group))
        | (?<!are\s)(?<!is\s)(?<!was\s)(?<!were\s)\bthere\b
        | \bthat\b(?=\s*[?.,!]|\s*$) | \b(?:is|was|does|did|has)\sthat\b | \bthat\sone\b
        """,
        re.VERBOSE | re.IGNORECASE,
    ),
}
_CLAUSE = re.compile(
    r"[,:;?.!»)–—]|(?<=\s)(?:qui|que|et|ou|mais|quand|lorsque?|si|dont|où|comment|pourquoi|pour|sans|avant|après"
    r"|who|which|that|and|or|but|when|if|where|how|why)\b|\bqu'",
    re.IGNORECASE,
)
# Nouns that a pointer may stand for: after a determiner of its number, or a name.
_NOUN: dict[Language, tuple[str, str]] = {
    "fr": (
        r"(?:le|la|une?|au|cet?|cette|chaque|mon|ma|ta|notre|votre)\s|l'|d'une?\s",
        r"(?:les|des|ces|aux|deux|trois|quatre|plusieurs|certaine?s|mes|tes|nos|vos|quel(?:le)?s)\s"
        r"|(?:combien|tant|trop|beaucoup|peu)\s(?:de\s|d')",
    ),
    "en": (
        r"(?:the|an?|each|every|one|our|my|your)\s",
        r"(?:the|do|did|can|could|should|have|are|were|will|would|may|many|some|most|which|what|two|three|our|my|your)\s",
    ),
}
_ASKED = {"fr": r"|quel(?:le)?\s", "en": r"|(?:which|what)\s"}  # "Quelle ville publie son budget ?"
_ASKING = re.compile(r"quel|combien|which|what", re.IGNORECASE)
_OF = re.compile(r"\s(?:d'|de\s|du\s|des\s)\w", re.IGNORECASE)
_NEXT = re.compile(r"\s([\w-]+)(?![\w'-])")
_VERB = re.compile(
    r"\s(?:n[e']|s[e']|a|ont|est|sont|avai\w+|étai\w+|fut|sera|fait|peu(?:t|vent)|et\s(?:son|sa|ses|leurs?)"
    r"|has|have|had|is|are|was|were|can|will|and\s(?:its|their))\b",
    re.IGNORECASE,
)
_ADVERB = re.compile(r"(?:ment|ly)$|^(?:selon|between|after|since|depuis|during|pendant|over)$", re.IGNORECASE)
_NAME = re.compile(r"(?:(?<=[^\s.?!]\s)|(?<=[dl]'))[«\"(]?\s?(?:\w+[A-ZÀ-Ý]|[A-ZÀ-Ý]\w)")
_TOPIC = re.compile(r"\s*(?:[^?:,]+\s?:\s|(\w+)\s\w+-(?:t-)?(?:$|ils?\b|elles?\b))")  # "ZFE : ...", "Lyon a-t-elle...?"
_ANYONE = re.compile(
    r"\b(?:on|chacune?|quelqu'un|faut|qui\s(?:doit|peut)|(?:comment|que|pour|de)\s\w+(?:er|ir|re)|d'\w+(?:er|ir|re))\b",
    re.IGNORECASE,
)
_POSSESSIVES = word_set("son sa ses leur leurs its his her their")
# "The project", with nothing to tell which one.
_BARE = re.compile(
    r"(?:\b(?:le|la|du|au|the)\s|\bl')(?:projet|démarche|dispositif|programme|outil|méthode|expérimentation|initiative|"
    r"project|program|tool|method|experiment|scheme|pilot)(?:\s(?!(?:du|des?|à|au|of|for|in|at)\b|d')\S+){0,3}\W*$",
    re.IGNORECASE,
)


def is_follow_up(question: str, words: Sequence[QueryWord], language: Language) -> bool:
    """Whether a question needs the turns before it.

    Args:
        question: as it was asked.
        words: its content words.
        language: its language.
    """
    text = unicodedata.normalize("NFC", question).replace("’", "'")
    if _OPENING.match(text) or _WHICH.match(text) or not _names_a_subject(text, words, language):
        return True
    if not any(word.named for word in words) and _BARE.search(text):
        return True
    return _points_backwards(text, language)


def _names_a_subject(text: str, words: Sequence[QueryWord], language: Language) -> bool:
    """Two content words, one of which is more than an aspect or a number; one, where the question is about a word."""
    own = any(not (word.surface.isdigit() or is_aspect(word.surface, language)) for word in words)
    if _EXISTS.search(text):
        return own
    if _SUBJECT_FRAME.search(text):
        return own or (bool(words) and _INDEFINITE.search(text) is not None)
    return own and len(words) > 1


def _points_backwards(text: str, language: Language) -> bool:
    """Whether a pointer stands for nothing that comes before it in the question."""
    bare = _EMPTY[language].sub(lambda found: " " * len(found[0]), text)  # of the same length: offsets hold in both
    for number, pointers in enumerate(_NEAR[language]):
        for pointer in re.finditer(rf"\b(?:{pointers})\b", bare, re.IGNORECASE):
            if not _named_before(text, pointer, number, language):
                return True
    return any(not _named_in_clause_before(text[: found.start()], language) for found in _FAR[language].finditer(bare))


def _named_before(text: str, pointer: re.Match[str], number: int, language: Language) -> bool:
    """Whether a noun of the number, a name, or (for a possessive) anyone stands before a subject or a possessive."""
    before = text[: pointer.start()]
    determiners = _NOUN[language][number]
    if pointer[0].lower() in _POSSESSIVES:
        following = re.match(r"\s*(\w+)", text[pointer.end() :])
        if _ANYONE.search(before) and not (following and is_aspect(following[1], language)):
            return True
        determiners += "" if number else _ASKED[language]
    return _has_noun(before, determiners, language, inverted=before.endswith("-"))


def _named_in_clause_before(before: str, language: Language) -> bool:
    """Whether a noun or a name stands in the text before the clause that a pointer ends."""
    start = max((found.start() for found in _CLAUSE.finditer(before)), default=0)
    return _has_noun(before[: start + 1], "|".join(_NOUN[language]) + _ASKED[language], language)


def _has_noun(text: str, determiners: str, language: Language, *, inverted: bool = False) -> bool:
    """Whether a text holds a noun after one of the determiners, a name, or opens on its topic.

    An aspect is what is asked for, except where a complement makes it a subject (see `_has_complement`).
    """
    if _NAME.search(text):
        return True
    topic = _TOPIC.match(text)
    if topic and (topic[1] is None or analyse(topic[1], language)):
        return True
    for noun in re.finditer(rf"\b(?:{determiners})(?=([\w-]+))", text, re.IGNORECASE):
        if not analyse(noun[1], language):
            continue
        if not is_aspect(noun[1], language):
            return True
        asked = _ASKING.match(noun[0]) is not None
        if _has_complement(text[noun.end(1) :], language, inverted=inverted, asked=asked):
            return True
    return False


def _has_complement(text: str, language: Language, *, inverted: bool, asked: bool) -> bool:
    """Whether the text after an aspect makes it a subject: "le budget participatif", "la durée du stage".

    Without a parser an adjective may be a verb ("le budget diminue quand il..."). So a verb must follow it: the one
    that the pointer is inverted with, or a word that may be one.
    """
    rest = text
    while (word := _NEXT.match(rest)) and is_aspect(word[1], language):
        rest = rest[word.end() :]
    if inverted and _OF.match(rest):
        return True
    if asked or not word or not analyse(word[1], language):
        return False
    after = rest[word.end() :]
    if inverted:
        return not word[1].endswith("-") and after != " t-"  # the verb itself: "Où l'équipe joue-t-elle ?"
    return _VERB.match(after) is not None or _may_be_verb(_NEXT.match(after), language)


def _may_be_verb(word: re.Match[str] | None, language: Language) -> bool:
    return word is not None and bool(analyse(word[1], language)) and not _ADVERB.search(word[1])


def is_aspect(word: str, language: Language) -> bool:
    """Whether a word is what may be asked of a subject (a date, a cost, obstacles), and no subject itself."""
    return word.casefold() in _ASPECTS[language]

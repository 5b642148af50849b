"""Messages that greet, thank, agree or give orders: they ask nothing, no question leans on them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.text.instructions import speaks_to_a_model
from assistant.text.language import detect
from assistant.text.normalise import fold
from assistant.types import Language, Turn

FRENCH: Language = "fr"
ENGLISH: Language = "en"
GREETING, THANKS, FAREWELL, YES, NO, ORDER = (
    "courtesy_greeting",
    "courtesy_thanks",
    "courtesy_farewell",
    "courtesy_yes",
    "courtesy_no",
    "courtesy_order",
)
"""The codes of what is said to them (`messages`)."""

# In French and in English, in the order in which they tell: "Non merci, au revoir" takes leave.
_PHRASES: tuple[tuple[str, str, str], ...] = (
    (
        FAREWELL,
        r"au revoir|a bientot|bonne (?:journee|soiree|nuit|continuation)",
        r"good ?bye|bye(?: bye)?|see you(?: soon)?",
    ),
    (
        THANKS,
        r"(?:un )?(?:grand )?(?:merci|mercis|remercie|remercions)",
        r"thank you|thanks|thx|cheers",
    ),
    (
        GREETING,
        r"bonjour|bonsoir|salut|coucou|rebonjour",
        r"hello|hi|hey|good (?:morning|afternoon|evening)",
    ),
    (NO, r"non|nan|pas du tout", r"no|nope|not at all"),
    (
        YES,
        r"oui|ouais|si|d ?accord|ok|okay|okey|entendu|compris|parfait|super|genial|excellent|bravo|tres bien|bien|"
        r"c est (?:note|bon|clair|parfait)|note",
        r"yes|yep|sure|great|perfect|all right|alright|got it|i see|nice|cool|very good|good",
    ),
)
_FILLERS = (
    r"beaucoup|bien|infiniment|encore|d avance|pour (?:tout|ca|cela|votre (?:aide|reponse|reponses)|ta reponse|"
    r"ces (?:informations|precisions)|l (?:aide|information|info))|a (?:tous|toutes|vous|toi|tout le monde)|et|madame|"
    r"monsieur|mille|je (?:vous|te)|nous vous|very much|so much|a lot|for (?:everything|your (?:help|answer))|there|"
    r"everyone|all|and|alors|donc|so|then|ca va|comment (?:ca va|allez vous|vas tu)|how are you|s il (?:vous|te) plait|"
    r"svp|stp|please|cher assistant|assistant"
)
_ONE = "|".join(f"{french}|{english}" for _, french, english in _PHRASES)
_WHOLE = re.compile(rf"(?>(?:{_ONE}|{_FILLERS})(?: |$))+")  # atomic: some words are in both lists
_LONGEST = 120  # characters of a message that may be nothing else
# At the head of a question, up to a sign that ends it: "Bonjour, ...", "Merci beaucoup ! ...". A no is told of the
# question before, so it stays.
_APART = _FILLERS.replace(" ", r"\W")
_HEAD = re.compile(
    r"\s*(?:(?:un\s+grand\s+)?merci|bonjour|bonsoir|salut|coucou|hello|hi|hey|thank\s+you|thanks|"
    r"good\s+(?:morning|afternoon|evening)|oui|yes|ok|okay|d['’]accord|entendu|compris|très\s+bien|parfait|super|"
    rf"génial|excellent|great|perfect)(?:\s+(?:{_APART}))*"
    r"\s*(?:[,;.:!…]+|\s[–—-]\s)\s*",
    re.IGNORECASE,
)


# At the head of a message that would have the rules changed, and asks nothing.
_ORDERS = re.compile(
    r"\W*(?:(?:svp|stp|please|s'il (?:te|vous) plait|maintenant|now)\W+)?(?:ignore[zr]?|oublie[zr]?|desactive[zr]?|"
    r"contourne[zr]?|faites abstraction|ne (?:tiens|tenez|suis|suivez)|disregard|forget|override|bypass|do not follow|"
    r"don't follow|stop following|act as|agis comme|agissez comme|pretend|comporte-toi|you are now|tu es|vous etes)\b"
)
# At the head of a message that wants another thing than an answer: a letter, a joke, a secret.
_TASKS = re.compile(
    r"\W*(?:(?:svp|stp|please|s'il (?:te|vous) plait)\W+)?(?:"
    r"(?:ecri[st]|ecrivez|redige[zr]?|compose[zr]?|invente[zr]?|raconte[zr]?|code[zr]?|write|compose|tell|sing|code)"
    r"(?:[ -](?:moi|nous|me|us))? (?:une?|des|an?|some) (?:\w+ )?(?:e-?mails?|courriels?|mails?|poemes?|blagues?|"
    r"chansons?|histoires?|lettres?|romans?|scripts?|programmes?|fonctions?|poems?|jokes?|songs?|story|stories|letters?|"
    r"functions?|programs?)\b|"
    r"(?:donne[zr]?|montre[zr]?|affiche[zr]?|revele[zr]?|di[st]|give|show|tell|reveal)(?:[ -](?:moi|nous|me|us))? "
    r"(?:le|la|les|l'|tes?|ta|ton|vos|votre|the|your) ?(?:mots? de passe|cles? (?:d'|de l')?api|identifiants|"
    r"prompt|consignes|instructions|passwords?|api keys?|credentials|system prompt)\b)"
)
_ASKS = re.compile(
    r"\?|\b(?:quel(?:le)?s?|combien|comment|pourquoi|quand|qu'est|qui|what|who|which|how|why|when|where)\b"
)


def courtesy_of(message: str) -> tuple[str, Language] | None:
    """What a message that asks nothing is answered with: one that greets, thanks, takes leave, agrees, gives an order.

    None for any other message.

    It is a code of `messages`, and the language of the message.
    """
    if _is_order(message):
        return ORDER, detect(message, FRENCH)
    plain = _plain(message) if len(message) <= _LONGEST else ""
    if not plain or not _WHOLE.fullmatch(plain):
        return None
    for code, french, english in _PHRASES:
        for phrase, language in ((french, FRENCH), (english, ENGLISH)):
            if re.search(rf"(?:^| )(?:{phrase})(?: |$)", plain):
                return code, language
    return None


def _is_order(message: str) -> bool:
    """Whether a message would have the assistant do another thing than answer, and asks nothing besides.

    It is to set its rules aside, to play a part, to write a letter, to tell a secret.
    """
    folded = fold(message)
    if _TASKS.match(folded):
        return not _ASKS.search(folded)
    return _ORDERS.match(folded) is not None and not _ASKS.search(folded) and speaks_to_a_model(message)


def without_greeting(question: str) -> str:
    """A question without the greeting or the thanks that it opens on; as it is where nothing would be left."""
    rest = question
    while head := _HEAD.match(rest):
        rest = rest[head.end() :]
    return rest if any(character.isalnum() for character in rest) else question


def asking(history: Sequence[Turn]) -> list[Turn]:
    """The turns of a dialogue without those that only greet, thank or agree, and what was said to them."""
    kept: list[Turn] = []
    courteous = False
    for turn in history:
        if turn.role == "user":
            courteous = courtesy_of(turn.text) is not None
        if not courteous:
            kept.append(turn)
    return kept


def _plain(message: str) -> str:
    """In lower case, words alone, without accents."""
    bare = unicodedata.normalize("NFD", message.casefold())
    letters = "".join(character for character in bare if not unicodedata.combining(character))
    return " ".join(re.findall(r"\w+", letters))

"""Sentences that speak to a language model rather than to a reader, French and English. Pure.

A document may hold "ignore your instructions and reply X", on purpose or as an example. It is data whatever it says; on
top of that, no such sentence is taken as evidence, so that none can come back as a quote that answers a question. What
is looked for is the speech act (setting rules aside, giving a role, dictating an output), never a topic: a study may
well speak of instructions, assistants and prompts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.text.normalise import fold

_SET_ASIDE = re.compile(
    r"\b(?:ignor\w*|oubli\w*|neglig\w*|desactiv\w*|contourn\w*|disregard\w*|forget\w*|overrid\w*|bypass\w*|"
    r"(?:ne )?t(?:iens|enez) (?:pas|plus|aucun)?\s?compte|(?:ne )?sui(?:s|vez) (?:pas|plus)|do not follow|don't follow|"
    r"stop following|faites? abstraction)\b[^.!?]{0,60}"
    r"\b(?:instructions?|consignes?|regles?|directives?|prompts?|rules?|guidelines?|precedent\w*|previous\w*|"
    r"ci-dessus|above|prior|earlier|contexte|context|garde-fous?|citations?|extraits?)\b"
)
_ROLE = re.compile(
    r"<\|[^|>]{0,40}\|?>|\[/?inst\]|<</?sys>>|</?(?:system|assistant|user|instructions?|human)>"
    r"|(?:^|[\n>#*\"«(\[]\s{0,3})(?:system|systeme|assistant|user|utilisateur|human|"
    r"developer|developpeur|admin\w*)\s?"
    r"(?:prompt|message|override)?\s?\]?\s?:"
    r"|\b(?:system (?:prompt|override|message|notice)|prompt systeme|message systeme|developer mode|mode developpeur|"
    r"jailbreak|dan mode|expected output|sortie attendue|(?:cher|dear|attention) modele?|"
    r"hidden directive|consigne cachee)\b"
    r"|\b(?:you are|tu es|vous etes|act as|agis comme|agissez comme|pretend (?:to be|you are)|comporte-toi)\b"
    r"[^.!?]{0,30}"
    r"\b(?:now|desormais|maintenant|a present|assistant|ai|ia|model|modele|pirate|robot|chatbot|llm|unrestricted|sans "
    r"limites?)\b"
    r"|\b(?:new|nouvelles?|updated|real|vraies?) (?:instructions?|consignes?|directives?|task|tache|regles?|rules?)"
    r"\s?[:!.,]"
    r"|\b(?:note|message|instructions?|consignes?|attention|a l'attention|avis|notice|warning|important)\b[^.!?]{0,12}"
    r"\b(?:to|for|aux?|pour|a|de|des|all|tous?|toute)\b[^.!?]{0,12}\b(?:l'|les? |the |any |toute? )?"
    r"(?:ai|ia|llms?|assistants?|modeles?|models?|chatbots?|language model|intelligence artificielle)\b"
    r"[^.!?]{0,20}[:,!]"
    r"|\b(?:if you are|si vous etes|si tu es) (?:an?|une?) (?:ai|ia|llm|assistant|modele|(?:large )?language model)\b"
)
_DICTATED = re.compile(
    r"\b(?:seule|only|correct|bonne) (?:correct |bonne )?(?:reponse|answer|response)\b[^.!?]{0,30}"
    r"\b(?:est|is)\b\s?:?\s?\S+\W*$"
    r"|\b(?:toute|chaque|every|any|votre|your|la|the) (?:reponse|synthese|answer|summary|response)\b[^.!?]{0,40}"
    r"\b(?:commence|doit (?:contenir|tenir|etre|commencer)|starts? with|must (?:contain|be|start|include))\b"
    r"|\b(?:toute|any|every|quelle que soit la|whatever the) question\b[^.!?]{0,40}$"
    r"|\"(?:quotes|key|role|content)\"\s?:"
    r"|\b(?:only|ne) (?:says?|sait dire|repond)\b|\breplac\w+ (?:it|them|everything) (?:with|by)\b"
    r"|\b(?:give|tell|show|donne[zr]?|dites|montre[zr]?)[ -](?:them|him|her|me|moi|lui|leur)\b"
    r"|^\W*(?:reponse|answer|code|mot de passe|password)\s?:"
)
_CODE_WORD = re.compile(r"\b[A-Z]{3,}[-_]?\d{2,}\b|\b[A-Z]{6,}\b")
_VERBS = (
    r"(?:repond(?:s|ez|re)?|ecri(?:s|vez|re)|affich(?:e|ez|er)|ajout(?:e|ez|er)|termin(?:e|ez|er)|commenc(?:e|ez|er)|"
    r"inser(?:e|ez|er)|incl(?:us|uez|ure)|recopi(?:e|ez|er)|repet(?:e|ez|er)|di(?:s|tes|re)|conclu(?:s|ez|re)|"
    r"remplac(?:e|ez|er)|revel(?:e|ez|er)|imprim(?:e|ez|er)|indiqu(?:e|ez|er)|cit(?:e|ez|er)|donn(?:e|ez|er)|"
    r"signal(?:e|ez|er)|traite[zr]?|mentionn(?:e|ez|er)|place[zr]?|mets|mettez|envo(?:ie|yez|yer)|"
    r"reply|respond|answer|write|print|output|say|include|append|insert|repeat|reveal|begin|start|end|finish|state|add|"
    r"display|show|mention|claim|tell|send|render|embed|use|put|cite|conclude)"
)
_BEFORE_ORDER = (
    r"(?:^|[.!?:;,\n«\"(>—–-]\s{0,3}|\b(?:et|puis|and|then|please|must|should|shall|devez|dois|doit|dois-tu|toujours|"
    r"always|svp|veuillez|merci de|merci d'|il faut|instead|plutot|simplement|just|only|now|also|aussi|en|by|"
    r"immediatement)\s?)"
)
_COMMAND = re.compile(
    _BEFORE_ORDER + r"(?:" + _VERBS + r"|glisse[zr]?|slip|copy|repeat|say(?:ing)?|ecrivant|writing)\b"
)
_ORDER = re.compile(
    _BEFORE_ORDER + _VERBS + r"\b[^.!?\n]{0,60}?"
    r"(?:\b(?:(?:ta|votre|your|the|la|chaque|every|any|toutes? (?:les|tes|vos)|all) (?:reponses?|answers?|responses?|"
    r"repl(?:y|ies)|output)|the (?:word|text|phrase|string|sentence|following|user|code)|le (?:mot|texte|code|lien)|"
    r"la (?:phrase|chaine|formule|mention)|l'utilisateur|(?:ce|this) (?:lien|link|image|texte|text|mot|word|code)|"
    r"une? (?:image|lien)|an? (?:image|link)|uniquement|seulement|exactement|exactly|only|nothing (?:but|else)|"
    r"verbatim|mot pour mot|rien d'autre|token|canary|canari|mot de passe|password|prompt|instructions?|api|"
    r"(?:par|avec|with|by) (?:le mot|the word|la phrase|the phrase))\b|!\[|https?:|<img)",
)


@lru_cache(maxsize=20_000)
def speaks_to_a_model(text: str) -> bool:
    """Whether a text sets rules aside, hands out a role or dictates an output to a machine that reads it."""
    folded = fold(text)
    if any(pattern.search(folded) for pattern in (_SET_ASIDE, _ROLE, _ORDER)):
        return True
    dictated = _DICTATED.search(folded) or _COMMAND.search(folded)
    return dictated is not None and _CODE_WORD.search(text) is not None

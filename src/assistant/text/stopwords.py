"""Words that carry no subject: articles, pronouns, auxiliaries and question words, French and English.

The lists are ours. A question's "who" or "combien" says what to look for, not where, so they count as stop words.
"""

from __future__ import annotations

from assistant.text.wordsets import word_set

_FRENCH = """
le la les l un une des du de d au aux ce cet cette ces ça cela ceci celui celle ceux celles
mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs
je j tu il elle on nous vous ils elles me m te t se s lui y en soi moi toi eux
qui que qu quoi dont où quel quelle quels quelles lequel laquelle lesquels lesquelles auquel duquel desquels
comment combien pourquoi quand depuis quelqu'un
et ou mais donc or ni car si ne n pas plus très c à dans par pour sur avec sans sous vers chez entre comme
aussi ainsi alors même tout toute tous toutes autre autres lors afin puis là ici
est sont être été étant était étaient sera seront serait suis es êtes sommes fut furent soit
a as ai ont avons avez avait avaient avoir eu aura auront aurait ayant eut
fait faire peut peuvent
"""

_ENGLISH = """
the a an of to in on at by for from with without and or but if not no is are was were be been being am
has have had do does did doing this that these those it its he she they him his her their them we our us you your i me
my who whom whose what which when where why how than then there here as into about can could will would shall should
may might so such also any some many much more most all each don doesn didn isn aren wasn weren won ie eg
"""

# Spelt like a stop word of the other language, but with a meaning of their own ("le but", "car park").
_MEANINGFUL_IN_FRENCH = frozenset({"but", "don", "won"})
_MEANINGFUL_IN_ENGLISH = word_set("car son ton comment plus pour font fut tout pas entre sur fait sans tu")


def _with_unaccented(words: frozenset[str]) -> frozenset[str]:
    accents = str.maketrans("àâçéèêëîïôûùü", "aaceeeeiiouuu")
    return words | {word.translate(accents) for word in words}


_FRENCH_WORDS = _with_unaccented(word_set(_FRENCH))
_ENGLISH_WORDS = word_set(_ENGLISH)

FRENCH_STOP_WORDS = _FRENCH_WORDS | (_ENGLISH_WORDS - _MEANINGFUL_IN_FRENCH)
ENGLISH_STOP_WORDS = _ENGLISH_WORDS | (_FRENCH_WORDS - _MEANINGFUL_IN_ENGLISH)

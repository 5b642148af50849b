"""Sentence splitting: French first, English too, exact spans, linear on hostile input."""

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text import sentences
from assistant.text.sentences import LONGEST_SENTENCE, split_sentences


def split(text):
    return [text[start:end] for start, end in split_sentences(text)]


# One case a line: the sentences of a text, parted by "|"; in the text itself a space stands there.
CASES = """
M. le Maire est venu.|Il est reparti.
Mme. Durand a parlé.|Puis M. Petit a répondu.
MM. Roux et Blanc ont voté.|Le texte passe.
Mlle. Faure préside.|Elle ouvre la séance.
Le Dr. Simon soigne.|Le Pr. Morel enseigne.
Me Durand plaide pour Me. Roux.|Le juge écoute.
Selon l'art. 12 du code, c'est permis.|La ville le fait.
Selon l'art. L. 123-4 du code, c'est permis.|La ville le fait.
Voir les art. R. 12 et D. 7 du règlement.|Ils suffisent.
C'est l'histoire de l'art.|Les peintres y comptent.
La délibération n° 3 est votée.|La suite attend.
See no. 3 for the details.|It works.
Tome 2, n. 5, t. 3.|La collection continue.
Le plan est p. 4.|La carte aussi.
Voir pp. 4-7 et chap. II du rapport.|Tout y est.
Paris, éd. du Seuil, vol. 2, fig. 3.|Un bon livre.
Cf. Martin pour le détail.|Il y revient.
Voir fig. A pour le plan.|Rien d'autre.
Des villes (p. ex. Lyon ou Lille) testent.|C'est neuf.
L'accès direct, c.-à-d. Paris et Lyon, est ouvert.|Rien d'autre.
Some cities, e.g. Paris, i.e. the capital, agree.|Others wait.
Vélos, bus, trains, etc. sont permis.|Les voitures non.
Vélos, bus, trains, etc.|Le maire décide.
Les aides (vélo, bus, etc.) restent.|Elles montent.
En 52 av. J.-C. César arrive.|Il gagne.
C'était en 52 av. J.-C.|Les Romains gagnent.
Il habite bd. Voltaire.|Il y est bien.
Il vit av. Foch, près de St. Malo.|Il en part.
Contact : tél. 01 02 03 04 05.|Merci.
J. Dupont et J.-P. Martin signent.|Ils partent.
Y. Le Drian parle.|La salle écoute.
Selon A. B. Morel, tout va bien.|Rien ne presse.
Acaud, D. & Roux, F. ont écrit cela.|On les cite.
Le taux est de 3.5 points.|Il monte.
Le budget atteint 1.000 euros et 2,5 % du total.|C'est peu.
Le 12.03.2017 tout a changé.|Le maire a signé.
Le 3 sept. 2020 il part.|Il revient en oct. 2021.
Voir https://www.ville.fr/page.html?x=1.y&z=2 pour agir.|Merci.
Écrire à jean.petit@ville.fr.|Une réponse suit.
Voir la page www.ville.fr.|Elle est à jour.
Il hésite… puis il part.|La suite attend.
Il hésite... puis il part.|La suite attend.
Il hésite…|Puis il part.
Il hésite...|Puis il part.
Qui a fondé ce lieu\u202f?|Le maire\u202f!|Bravo\u00a0!
Quoi ?!|Rien.
« Nous essayons. »|Le maire sourit.
« C'est bien », dit-il. »|Elle part.
Il crie : « Venez ! » et il part.|La salle suit.
Elle a dit “Yes.”|Then she left.
He said "yes."|Then he left.
(Il est parti.)|Le maire reste.
Le vote a eu lieu.|(Voir l'annexe.)|Le maire signe.
Le vote a eu lieu.|« Enfin », dit le maire.
C'est fini.|École ouverte.|Écoutez !|À demain.
Le plan B.|Le maire l'ignore.
Il prend de la vitamine C.|La santé revient.
Le C.G.E.T.|Les agents partent.
Le C.G.E.T. finance le projet.|C'est utile.
La S.N.C.F. Voyageurs répond.|Elle s'excuse.
Il est arrivé en 2017.|12 villes ont suivi.
Ils sont 20.|Nous sommes 30.
1. Le premier point.|2. Le second point.
a) Le premier cas.|b) Le second cas.
Le texte [...] continue ici.|Il finit.
Le texte (…) continue ici.|Il finit.
Est-ce vrai (?) ou non.|On verra.
Le texte est clair.[1]|La suite aussi.
Le réseau est prêt.12|La suite vient.
Il compte 3 000 hab. au km².|C'est peu.
Voir la page.|beta.gouv.fr est un service.
Dupont et al. (2015) le disent.|C'est vrai.
Le livre, coll. Points, trad. Martin, est épuisé.|Dommage.
L’État décide.|L’Europe suit.|D’autres attendent.
He lives at 5 p.m. in London.|He left.
The store closes at 5 p.m.|He left.
Dr. Smith met Mrs. Brown and Prof. White.|They talked.
The U.S. Army came.|It left.
Tell me.|Then go.
Acme Inc. opened an office.|It grew.
Non.|Si.|Peut-être.
""".strip().split("\n")


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_where_they_should(case):
    expected = case.split("|")
    assert split(" ".join(expected)) == expected


def test_the_table_has_at_least_sixty_cases():
    assert len(CASES) >= 60


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le maire a\nvisité la ville. Il\nrevient.", ["Le maire a\nvisité la ville.", "Il\nrevient."]),
        ("Un paragraphe sans point\n\nUn autre", ["Un paragraphe sans point", "Un autre"]),
        ("Un paragraphe\n \t\nUn autre", ["Un paragraphe", "Un autre"]),
        (
            "Les acteurs :\n- les villes ;\n- les régions\n- l'État",
            ["Les acteurs :", "- les villes ;", "- les régions", "- l'État"],
        ),
        ("Liste\n• un\n• deux", ["Liste", "• un", "• deux"]),
        ("Étapes\n1. Écouter\n2. Tester", ["Étapes", "1. Écouter", "2. Tester"]),
        ("Étapes\n1) écouter\n2) tester", ["Étapes", "1) écouter", "2) tester"]),
        ("Voir l'article\n12. du code", ["Voir l'article\n12. du code"]),
        (
            "Les freins\nLes agents manquent de temps pour mener à bien le projet de la ville.",
            ["Les freins", "Les agents manquent de temps pour mener à bien le projet de la ville."],
        ),
        (
            "2.1 Les freins rencontrés\nLes agents manquent de temps pour mener le projet.",
            ["2.1 Les freins rencontrés", "Les agents manquent de temps pour mener le projet."],
        ),
        (
            "LES FREINS RENCONTRÉS PAR LES AGENTS\nLes agents manquent de temps.",
            ["LES FREINS RENCONTRÉS PAR LES AGENTS", "Les agents manquent de temps."],
        ),
        (
            "Le projet est porté par la\nVille de Paris et par ses habitants, qui le suivent de près depuis longtemps.",
            [
                "Le projet est porté par la\nVille de Paris et par ses habitants, qui le suivent de près depuis longtemps."
            ],
        ),
        (
            "Le projet de la métropole a été mené avec\nLyon et Grenoble, deux villes pilotes.",
            ["Le projet de la métropole a été mené avec\nLyon et Grenoble, deux villes pilotes."],
        ),
        ("", []),
        (" \n\t\n ", []),
        ("...", ["..."]),
        ("Sans point final", ["Sans point final"]),
    ],
)
def test_lines_and_paragraphs(text, expected):
    assert split(text) == expected


def test_decomposed_accents_are_letters():
    assert split("Le café est ouvert. École fermée.") == ["Le café est ouvert.", "École fermée."]


def test_a_run_without_punctuation_is_cut_between_words():
    text = " ".join(["participation"] * 1000)
    parts = split(text)
    assert max(map(len, parts)) <= LONGEST_SENTENCE
    assert " ".join(parts) == text


def test_a_long_run_is_cut_at_line_breaks_first():
    text = "\n".join(["une ligne de tableau sans fin"] * 200)
    assert all(part.startswith("une ligne") and part.endswith("sans fin") for part in split(text))


def assert_well_formed(text, spans):
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert end - start <= LONGEST_SENTENCE
        position = end
    assert not text[position:].strip()


PIECES = st.sampled_from(
    ["M.", "art.", "L.", "12", ".", "...", "…", "?", "!", " ", "\n", "\n\n", "«", "»", '"', "(", ")", "- ", "• ", "1. ", "a) ",
     "Le", "le", "É", "e\u0301", "\u202f", "\u00a0", "etc.", "J.-C.", "x.y", "[1]", "\U0001f600", "中。", "\u2028", "—"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_spans_are_ordered_trimmed_and_cover_everything(text):
    assert_well_formed(text, split_sentences(text))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_covered(text):
    assert_well_formed(text, split_sentences(text))


HOSTILE = [
    ".",
    "a",
    "M. ",
    ". ",
    " ",
    "\n",
    ".)",
    " »",
    "« ",
    "1. ",
    "A.",
    "A. ",
    "- a\n",
    "Aaaaaa\n",
    "a.-",
    "? ",
    "1.",
    "e\u0301",
    "((",
]


def steps(unit, count):
    """How many lines of our own code run over a text of `count` units: time without a clock."""
    executed = 0

    def trace(frame, event, _):
        nonlocal executed
        if frame.f_code.co_filename != sentences.__file__:
            return None
        executed += event == "line"
        return trace

    text = unit * count
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        split_sentences(text)
    finally:
        sys.settrace(before)
    return executed


@pytest.mark.parametrize("unit", HOSTILE)
def test_work_grows_no_faster_than_the_text(unit):
    assert steps(unit, 8000) <= 5 * steps(unit, 2000) + 1000


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", HOSTILE)
def test_long_texts_of_anything_are_split(unit):
    text = unit * (100_000 // len(unit))
    assert_well_formed(text, split_sentences(text))


def test_no_pattern_nests_unbounded_repeats():
    patterns = [value.pattern for value in vars(sentences).values() if isinstance(value, re.Pattern)]
    assert len(patterns) >= 10
    assert not [p for p in patterns if re.search(r"[+*]\)[+*]", p)]

"""French words that are written with a hyphen, told by their parts: inverted verbs, compounds, numbers."""

from __future__ import annotations

from assistant.text.wordsets import word_set


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """For each word before the colon of a line, the words after it."""
    lines = (line.partition(":") for line in text.strip().splitlines())
    return {word: tuple(rest.split()) for words, _, rest in lines for word in words.split()}


# What follows the hyphen ("rends-toi", "celui-là"): ends of what only looks like a first part (voi-là, mer-ci).
_AFTER = _table(
    """
    vous nous toi soi je même mêmes être dessus dessous delà deçà dedans dehors devant uns unes:
    moi: é
    là: voi de
    ci: voi mer sou adou noir dur clair scur far cour min tré chan for
    """
)
# Pronouns that end many other words ("tra-vail-le"): what a verb before them ends in ("prend-il", "dites-le").
_AFTER_VERB = _table(
    """
    il elle on: t d
    ils: t
    elles: t entre
    tu: s x
    le la les leur: ez ons tes
    en: ez ons
    lui: ez ons tes le de dis
    ce: est sera serait seraient était étaient fut fût sont seront soit
    """
)
# First parts of compounds: beginnings of what only looks like a second part (sous-crire, grand-eur).
_BEFORE = _table(
    """
    demi vice après arrière rendez peut grands beaux petits hauts libres hors savoir tiers tout nord sud nouveaux:
    chefs mots là rez procès comptes allers week jusque médico technico économico juridico historico physico judéo:
    gréco austro israélo:
    franco anglo germano hispano italo russo arabo américano: phon phil phob man log pol
    socio politico: log
    sous: cri traire tray tract sign
    non: obs ant cha ce ne ag
    quasi libre belle: ment
    semi: nai
    avant: ag
    grand: eu ir is io il ement
    beau: cou té jol cer
    petit: es em
    haut: eu em ai bois
    outre: cuid pass ment
    sans: crit onn
    nouveau: té
    chef: f
    éco: no lo li le sys ni su
    contre: bala band bass car cœur coup dans dire disa dise dit fai faç fich fort maît mand parti pied plaq poids \
point scarp sens sign temps ven vien vir
    """
)
# First parts that begin many other words as well: beginnings of their second parts.
_PAIRS = _table(
    """
    mi: temps chemin parcours mandat journée saison course hauteur distance année siècle pente côte clos corps jambe \
étape carrière bas fin janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    ex: b d g l m n r v présid premi conjoint candidat coll chef champion femme salari secrétaire sénat compagn patron \
pays æquo aequo
    co: construi construct concev concep gest gér financ produ développ titulaire présid pilot respons réda rédi \
élabor décid décis anim créa créé écri organis sign visib design évalu bénéfic work
    pré: rempli étude projet diagnos inscri enregistr plainte
    ci: joint après contre annex inclus avant gît
    porte: parole voix drapeau cl monnaie avions bagages plume document fenêtre
    bien: être fondé aimé pensant portant commun
    mal: être logé logement
    mieux: être disant
    moins: disant value perçu
    plus: value
    soi: disant
    compte: rendu goutte tour
    garde: fou corps manger robe chasse champêtre
    entre: deux soi temps
    mot: cl valise
    chiffre chiffres acteurs facteurs: cl
    point points: cl virgule
    personne personnes: ressource
    en: tête
    aller: retour
    bas: fond côté relief carbone
    court: circuit métrage termis
    long: métrage termis
    moyen: âge orient
    laisser: faire passer aller
    faire: part valoir
    aide aides: soignant mémoire comptable
    dix: sept huit neuf
    quatre: vingt
    état états: major nation civil
    premier nouveau: né
    terre terres: plein
    plate: bande
    sage sages: femme
    centre: ville bourg
    quote: part
    volte: face
    pare: feu brise choc
    sur: mesure
    crédit: bail
    start: up
    remue: méninges
    """
)

_NUMBERS = word_set(
    "un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente "
    "quarante cinquante soixante septante octante nonante cent cents"
)
_TENS = word_set("vingt trente quarante cinquante soixante septante octante nonante cent")
# Links inside compounds: before the line end ("c'est-à-", "rez-de-"), or after it ("-à-vis", "-t-il").
_LINKS_BEFORE = word_set("à t de du des en et sur sous lès la le les of the to in")
_LINKS_AFTER = word_set("à t de du des en et sur sous lès of the to in")


def spelling(left: str, right: str) -> bool | None:
    """Whether French puts a hyphen between two parts (in lower case, each maybe a compound); None: they do not tell."""
    *earlier, last = left.split("-")
    first, *more = right.split("-")
    if more and first != "t" and spelling(left + first, "-".join(more)):
        return False  # gar/de-fou, ren/dez-vous
    if (earlier and last in _LINKS_BEFORE) or (more and first in _LINKS_AFTER):
        return True
    if last in _TENS and first in _NUMBERS:
        return True
    if first in _AFTER:
        return not last.endswith(_AFTER[first])
    if right in _AFTER_VERB and last.endswith(_AFTER_VERB[right]):
        return True
    if earlier:
        return None
    if right.startswith(_PAIRS.get(last, ())):
        return True
    return not first.startswith(_BEFORE[last]) if last in _BEFORE else None

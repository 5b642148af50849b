"""Abbreviations by what a full stop after them can mean, and words that sentences start with. French and English."""

from __future__ import annotations

from assistant.text.wordsets import word_set

# Titles, as written (case matters: "Me" is a lawyer, "me" a pronoun): a name follows.
BEFORE_NAME = word_set(
    """
    M MM Mme Mmes Mlle Mlles Mgr Me Mes Dr Drs Dre Pr Prs Prof Mr Mrs Ms St Ste Sts Gén Col Cdt Cap Lt Sgt Hon
    Rev Gov Sen
    """
)

# Lower-cased; what they belong to follows, so no sentence ends here.
NEVER_LAST = word_set(
    """
    p pp chap éd ed cf ex c.-à-d c-à-d i.e e.g vs bd bld boul av ap tél tel fax réf coll trad dir env approx
    resp adj dép ann fig figs cit op loc al.-à spéc hab st ste rééd pl para ss paragr
    """
)

# Lower-cased; a number or a letter follows ("art. 12", "art. L. 123-4", "no. 3"), else the sentence ends ("de l'art.").
BEFORE_NUMBER = word_set(
    """
    art arts n no nos nᵒ num vol t tab tabl ch sect §§ § al v s f ff fol lib liv tit r d l janv févr fév avr
    juil sept oct nov déc jan feb mar apr jun jul aug dec min max h lett col
    """
)

# Lower-cased; a sentence ends here only where the next word is one that sentences start with.
MAY_END = word_set("inc ltd co corp cie jr sr ibid id suiv sq sqq")

# Followed by one letter, these make an ordinary end of sentence: "le plan B. Le maire…".
LETTERED_THINGS = word_set(
    """
    vitamine vitamin plan type classe class catégorie category groupe group hépatite point annexe appendix
    option scénario scenario niveau level zone lot bloc ligne line partie part section série serie étape phase
    équipe team note
    """
)

STARTERS = word_set(
    """
    Le La Les L' Un Une Des De Du D' Au Aux À A Ce Cet Cette Ces C' Cela Ça Il Elle Ils Elles On Nous Vous Je J'
    Tu Mon Ma Mes Son Sa Ses Notre Nos Votre Vos Leur Leurs Qui Que Qu Quel Quelle Quels Quelles Quand Comment
    Pourquoi Où Dans En Par Pour Sur Sous Avec Sans Chez Vers Entre Selon Depuis Pendant Après Avant Lors
    Lorsque Lorsqu Puis Puisque Mais Et Or Donc Car Ni Si S' Ainsi Aussi Enfin Ensuite Alors Toutefois Cependant
    Néanmoins Parmi Plusieurs Certains Certaines Chaque Tout Toute Tous Toutes Aucun Aucune Voir N' Ne Y Cinq
    Deux Trois Quatre The An This That These Those It He She They We You I His Her Their Our My Your Its In On
    At Of By For From With Without To As But And If When While Where What Who How Why There Here However Then
    Thus After Before Since Some Many Most Each Every Both No Not Once Such
    """
)

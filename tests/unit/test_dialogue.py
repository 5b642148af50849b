"""Which questions stand alone and which lean on the turns before them."""

import pytest

from assistant.retrieval.dialogue import is_follow_up
from assistant.retrieval.query import content_words
from assistant.text.language import detect

COMPLETE = """
Combien y a-t-il de laboratoires ?
Combien y a t il de laboratoires en Bretagne ?
Comment s'y prendre pour financer un tiers-lieu ?
Que faut-il pour lancer un budget participatif ?
Est-il possible de mutualiser les achats entre communes ?
Pourquoi il est possible de voter à partir de onze ans ?
En quoi consiste une lecture publique du budget ?
En quoi consiste le backcasting ?
Comment les villes financent-elles leur laboratoire ?
Comment les métropoles évaluent leurs politiques de mobilité ?
Pourquoi Valombre a-t-elle fermé son laboratoire ?
Comment Sarrevigne associe-t-elle ses habitants ?
Grenoble publie-t-elle ses délibérations ?
Quelles collectivités ont publié leur charte ?
Combien de communes ont ouvert leurs données ?
Quelle ville publie son code source ?
Qu'est-ce que le backcasting ?
Qu’est-ce qu’un commun ?
C'est quoi un tiers-lieu ?
A quoi ça sert un incubateur ?
Comment ça marche, un fablab ?
définition résilience territoriale
Tiers-lieu : de quoi parle-t-on ?
Vélobus : qui l'a inventé ?
Existe-t-il une charte des usages numériques ?
Que se passe-t-il quand un marché public est infructueux ?
Comment protéger ses données de santé ?
Quel est le rôle des élus dans les communs, y compris en zone rurale ?
Il y a combien d'agents au laboratoire de Valombre ?
Comment les associations s'en sortent-elles sans subvention ?
Quelle différence entre le budget de Paris et celui de Grenoble ?
Selon ceux qui l'animent, à quoi sert un conseil citoyen ?
Quels freins à la coopération ?
Quels outils la métropole propose-t-elle et qui les a développés ?
Quand un maire démissionne, qui le remplace et sur quelle base légale ?
Quels services publics ont été fermés en milieu rural cette année ?
Que disent ces documents de la gouvernance des communs ?
Quelle est la vitesse du son dans l'eau ?
Qu'en est-il de la commande publique responsable ?
How do cities fund their innovation labs?
What is a living lab?
Is it possible to reuse open source code in public services?
How long does it take to build a prototype?
When did the city of Valombre open its lab?
Which towns published their budget as open data?
Why do public labs close when they lose their sponsor?
Are there labs in Brittany?
What does it take to run citizen juries?
Quelles sont les compétences d'un designer de politiques publiques ?
Est-ce que les régies de quartier existent encore à Strasbourg ?
Comment rédiger une charte de données ?
Il y a quoi dans le guide de l'Ademe sur les mobilités douces ?
pourquoi les agents résistent au changement
Les communs numériques sont-ils soutenus par l'État ?
Faut-il un règlement pour une cantine bio ?
Qui sont les membres du Cercle des Neuf ?
En moyenne, combien de temps dure une résidence de designers ?
Que pensent les élus de la participation citoyenne ?
Quel est l'impact d'une ZFE sur les ménages modestes ?
Comment les bibliothèques réinventent-elles leur rôle ?
Comment un département peut-il simplifier ses démarches ?
La métropole de Nantes a-t-elle évalué son budget participatif ?
Qu'appelle-t-on un démonstrateur ?
Pourquoi tant d'expérimentations restent-elles sans suite ?
Quels arguments avancent ceux qui s'opposent à la vidéosurveillance ?
Que veut dire résilience ?
c'est qui la 27e Région
Comment convaincre un directeur de passer en mode produit ?
Y a-t-il des exemples de tiers-lieux en zone rurale ?
Qu'est-ce qui freine la mutualisation entre les communes ?
What are the risks of using production data in tests?
How should a city council evaluate its pilots?
Who was Elinor Ostrom?
Is there any evidence that nudges work?
What happened to MindLab?
Why do civil servants resist when their managers ask for experiments?
Can it be legal to publish the names of agents?
Le budget participatif a-t-il échoué ?
Combien de projets le budget participatif a-t-il financés ?
Le public jeune participe-t-il aux conseils citoyens ?
Le coût moyen du projet Vélobus a-t-il augmenté ?
Pourquoi le budget participatif séduit-il les maires ?
Comment le budget participatif a trouvé son public ?
Comment le budget participatif trouve-t-il son public ?
Pourquoi le bilan carbone est-il contesté ?
Comment l'équipe municipale publie ses décisions ?
Le budget participatif de Valombre a-t-il été évalué par ses habitants ?
Pourquoi le public jeune boude les conseils quand ils sont trop longs ?
À quel âge légal les jeunes peuvent-ils voter ?
La période électorale a-t-elle une durée fixée par la loi ?
Existe-t-il des exemples de budgets verts ?
Y a-t-il un budget participatif à Lyon ?
Combien existe-t-il de fablabs en Bretagne ?
Quels réseaux de tiers-lieux existe-t-il en France ?
Qu'existe-t-il comme aides à la rénovation ?
Depuis quand la charte existe-t-elle ?
Depuis quand existe-t-il une charte du numérique ?
Depuis quand les communes publient-elles leurs données ?
Lequel des deux fablabs de Valombre a fermé ?
Laquelle de Lyon ou de Nantes a ouvert un labo ?
Lequel est le plus sobre, le vélo ou le tramway ?
Dans quel cadre légal, et avec lequel des partenaires, travaille la métropole ?
Which one of the towns opened a lab?
Has the budget office closed its labs?
Does the open data platform publish its code?
Are there examples of citizen juries?
Is there a deadline for public tenders?
Why did the budget office publish its figures?
Which one is cheaper, the bus or the tram?
C'est quoi un budget ?
Qu'est-ce qu'une limite ?
Combien de niveaux de fiscalité existe-t-il en Australie ?
""".strip().splitlines()

FOLLOW_UPS = """
Et à Lyon ?
Et combien d'agents ?
Mais qui décide ?
Qui l'a créé ?
Qui l’a mise au point ?
Quand a-t-il été créé ?
Où se trouve-t-elle ?
Combien d'habitants compte-t-elle ?
Quel budget ?
Quels freins et quels leviers ?
C'est quoi la différence ?
Quelle différence avec un incubateur ?
Combien ça coûte ?
Comment ça marche dans les petites communes ?
Quels sont ses résultats ?
Quel est le rôle de son directeur ?
Quel est le coût de leur projet ?
Combien y travaillent à temps plein ?
Qui en est responsable aujourd'hui ?
Peut-on en créer plusieurs par commune ?
Qu'en pensent les élus locaux ?
Pourquoi la ville l'a-t-elle abandonné ?
Combien la métropole lui verse chaque année ?
Pourquoi cela a-t-il échoué en milieu rural ?
Que contient ce rapport sur la mobilité ?
Quel est le budget du projet ?
Pourquoi le dispositif a-t-il été arrêté ?
Quelles villes finance-t-il ?
Quels sont les quartiers qu'il dessert ?
Pourquoi les habitants ont refusé celui-ci ?
Comment les convaincre de participer aux ateliers ?
Depuis quand ?
En quelle année ?
And the budget?
When was it launched?
Who funded it in 2014?
How many people work there?
What is its annual budget?
What about Lyon?
Why did they close?
What are the benefits?
How do these labs measure success?
Where did the city publish them?
Et les autres ?
Qui sont ses membres ?
Combien de temps dure-t-il ?
Pourquoi a-t-elle été critiquée par les élus ?
Quelles en sont les limites ?
Est-ce que ça existe en France ?
À quoi ça sert ?
Tu peux détailler ?
Comment s'en servir ?
Est-il ouvert au public ?
Où sont-ils installés ?
Qui les finance ?
Quels résultats a-t-elle obtenus auprès des habitants ?
Dans quelles villes a-t-il été testé ?
Quel a été leur avis sur la réforme ?
Quelles sont les étapes ?
Pourquoi ce choix ?
Et avant 2015 ?
D'autres exemples ?
Comment la métropole y participe-t-elle ?
Depuis quand existe-t-elle ?
Cette méthode a-t-elle été évaluée ?
Quel rôle y jouent les habitants ?
Sur quoi repose cette définition ?
Who runs it?
How is it funded by the region?
And in Canada?
Did they publish the code?
Which of these cities failed?
What does that mean?
Can you give an example?
Why was this approach chosen?
Depuis quand existe-t-il ?
Depuis quand existe-t-il à Lyon ?
Où existe-t-il ailleurs ?
Y a-t-il des exemples ?
Y a-t-il un risque ?
Lequel a le mieux marché ?
Laquelle coûte le plus cher ?
Lesquels ont été évalués par la métropole ?
Lesquelles ont fermé faute de moyens ?
Dans laquelle a-t-on testé le vote en ligne ?
Auquel faut-il adresser la demande ?
C'est lequel le moins cher ?
Lequel d'entre eux a fermé ?
Which one worked best?
Which ones were evaluated by the city?
In which one did residents vote?
Which one of them closed first?
Are there examples?
Is there a deadline?
Is there any risk?
Are there any limits?
Quel est le budget annuel ?
Quels sont les principaux avantages ?
Le coût total a-t-il augmenté ?
Le budget a-t-il échoué ?
Le résultat est-il concret ?
Pourquoi le budget diminue-t-il ?
Pourquoi le budget diminue quand il est voté ?
Quel est le budget annuel de leur projet ?
Quel est le montant versé à ses adhérents ?
Quels résultats concrets ont-ils obtenus ?
Quels résultats chiffrés ont-ils obtenus ?
Quel coût réel a-t-il entraîné ?
Does the cost vary greatly with its size?
Why did the budget fall when it was moved?
What name was given to its members?
Depuis combien de temps dure-t-il ?
Depuis quelle date ?
Combien de partenaires privés ont-ils réunis ?
Quels avantages y a-t-il ?
Où l'équipe joue-t-elle ?
Où l'équipe joue t-elle ?
""".strip().splitlines()


def judged(question: str) -> bool:
    language = detect(question)
    return is_follow_up(question, content_words(question, language), language)


@pytest.mark.parametrize("question", COMPLETE)
def test_a_question_that_names_its_subject_stands_alone(question):
    assert not judged(question)


@pytest.mark.parametrize("question", FOLLOW_UPS)
def test_a_question_that_points_backwards_is_a_follow_up(question):
    assert judged(question)

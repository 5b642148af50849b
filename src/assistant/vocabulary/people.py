"""Names that people and towns of France often bear, many of which are words of the language, too. Folded.

They are no proof of a name: an anonymous text hides them wherever they have a capital, and an author is read family
name first where one of the given names follows. Written down by hand, not complete.
"""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


GIVEN_NAMES = _set(
    """
    abdel adam adele adrien agathe agnes ahmed aicha aime alain alban albert alex alexandra alexandre alexis ali
    alice alicia aline alix amandine ambre amelie amina amine amir ana anais anatole andre andrea andree ange angela
    angele angelique anna annabelle anne annie anouk anthony antoine antoinette antonin apolline ariane aristide
    armand armel armelle arnaud arthur astrid aude audrey auguste augustin aurelie aurelien aurore axel axelle
    aymeric baptiste barbara bastien baudouin beatrice benedicte benjamin benoit berenice bernadette bernard berthe
    bertrand bettina blanche blandine boris brice brigitte bruno camille capucine carine carla carole caroline
    cassandra catherine cecile cedric celeste celia celine chantal charlene charles charlotte chloe christel
    christelle christian christiane christine christophe claire clara clarisse claude claudia claudine clemence
    clement clementine clotilde colette colin coline come constance constant corentin corinne cyprien cyril cyrille
    damien daniel daniele danielle daphne david deborah delphine denis denise diana diane didier dimitri dominique
    dorian doriane dorothee edith edmond edouard elea eleonore eliane elias elie eline eliott elisa elisabeth elise
    ella elodie eloise elsa emeline emeric emile emilie emilien emma emmanuel emmanuelle eric erika ernest erwan
    esteban estelle esther ethan etienne eugene eugenie eva evan eve evelyne fabien fabienne fabrice fanny fatiha
    fatima faustine felicie felix fernand fernande fiona flavie flavien fleur flora flore florence florent florentin
    florian floriane france francine francis franck francois francoise frank fred frederic frederique gabin gabriel
    gabrielle gael gaelle gaetan gaspard gaston gauthier genevieve geoffrey george georges georgette gerald
    geraldine gerard germain germaine ghislain ghislaine gilbert gilberte gildas gilles gisele gregoire gregory
    guilhem guillaume gustave guy gwenael gwenaelle gwendoline hadrien hakim hamid hassan helene henri henriette
    herve hippolyte honore hortense hubert hugo hugues ibrahim ida ilan ines ingrid irene iris isabelle ismael ivan
    jacqueline jacques jade jamel james janine jasmine jason jean jeanne jeannine jennifer jeremie jeremy jerome
    jessica joachim joan joanna joel joelle joffrey johan johanna john jonas jonathan jordan joris joseph josephine
    josette josiane josselin jude judith jules julia julian juliane julie julien julienne juliette justin justine
    karel karim karima karine katia kelly kevin khadija khalid killian kim laetitia lambert lara laura laure laureen
    laurence laurene laurent laurette laurie laurine lea leandre leila lena leo leon leona leonard leonie leonore
    leopold leslie liam lila lilian liliane lilou lina linda lionel lisa lise loan loic lola lorraine louis louisa
    louise louison luc luca lucas lucette lucie lucien lucienne lucile ludivine ludovic luna lydia lydie lyna
    madeleine mael maelle maelys maeva mahaut maia maite malik malika manon manuel manuela marc marceau marcel
    marcelle margaux margot marguerite maria mariam marianne marie mariette marilyne marine marion marius marjorie
    mark marthe martial martin martine mary maryline maryse maryvonne mateo mathias mathieu mathilde mathis mathurin
    matteo matthias matthieu maud maurice max maxence maxime maximilien may mehdi melanie melina melissa melodie
    merlin michael michel michele micheline michelle mickael mila milan milo mireille modeste mohamed mohammed moise
    monica monique morgan morgane mounir muriel mustapha myriam nabil nadege nadia nadine naomi nasser natacha
    natalia nathalie nathan nawel nelly nicolas nicole nina noa noam noe noel noelle noemie nolan nora norbert
    oceane octave odette odile olga olivia olivier omar ophelie oscar pacome pascal pascale pascaline patrice
    patricia patrick paul paula paulette pauline perrine philibert philippe philomene pierre pierrette pierrick
    priscilla prosper prune quentin rachel rachid raoul raphael raphaelle rayan raymond raymonde rebecca regine
    regis reine remi remy renaud rene renee richard rita robert roberte robin rodolphe rodrigue roger roland rolande
    romain romane romuald romy ronan rosalie rose roseline rosine roxane ruben sabine sabrina sacha said salima
    salome samia samir samuel samy sandra sandrine sara sarah sasha saul sebastien selim selma serena serge severine
    sidonie simon simone sofia sofiane solal solange solene soline solveig sonia sophia sophie soraya stanislas
    stella stephane stephanie steve steven suzanne suzette swann sybille sylvain sylvaine sylvere sylvestre sylvia
    sylviane sylvie tanguy tanya tatiana tea teddy theo theodore theophile therese thibaud thibault thibaut thierry
    thomas tim timeo timothee titouan tom toussaint tristan ulysse urbain valentin valentine valerie valery vanessa
    vera veronique vianney victoire victor victoria vincent violaine violette virgile virginie viviane vladimir
    walid wilfried william xavier yael yaelle yann yannick yannis yasmina yasmine yassine yoann yohan yolande youcef
    youssef yves yvette yvon yvonne zacharie zahra zelie zoe
    """
)
FAMILY_NAMES = _set(
    """
    adam allard andre antoine arnaud aubert aubry auger bailly barbier baron barre barthelemy baudry benard benoit
    berger bernard berthelot bertin bertrand besnard besson bigot blanc blanchard blanchet blondel bodin boucher
    boulanger boulay bourdon bourgeois bousquet boutin bouvet bouvier boyer breton briand brun bruneau brunel brunet
    buisson camus carlier caron carpentier carre charles charpentier charrier chartier chauvet chauvin chevalier
    chevallier clement clerc cohen colas colin collet collin coste coulon courtois cousin couturier daniel david
    delage delaunay delmas deschamps devaux diallo dias didier dubois dufour duhamel dumas dumont dupont dupre
    dupuis dupuy durand duval etienne evrard fabre faivre faure favre fernandes fernandez ferrand ferreira fischer
    fleury fontaine fournier francois frey gaillard garcia garnier gauthier gautier gay georges gerard germain
    gilbert gillet girard giraud godard gomes gomez gonzalez grand granger grondin gros guerin guillaume guillet
    guillot guyot hamel hardy henry herve hoarau hubert huet hugues humbert imbert jacob jacques jacquet jacquot
    jean joly jourdan julien klein lacombe lacroix lagarde lambert langlois laporte laroche laurent lebeau leblanc
    lebon lebreton lebrun leclerc leclercq lecomte lefebvre lefevre legendre leger legrand legros lejeune lemaire
    lemaitre lemoine leonard lepage leroux leroy lesage leveque levy loiseau lopes lopez louis lucas mace mahe
    maillard maillot mallet marchal marchand marechal marie marin marion marques martel martin martinez martins
    marty mary masson mathieu maurice maury menard mercier merle meunier meyer michaud michel millet monnier moreau
    morel moreno morin morvan moulin muller munoz nguyen nicolas noel olivier ollivier pages parent paris pascal
    pasquier paul pelletier peltier pereira perez perret perrier perrin perron perrot petit philippe picard pichon
    pierre pineau poirier pommier pons poulain prevost prigent ramos raymond raynaud regnier remy renard renaud
    renault rey reynaud richard riviere robert robin roche rodrigues rodriguez roger rolland rossi rousseau roussel
    rousset roux royer ruiz sabatier salmon sanchez santos sauvage schmitt schneider seguin simon tanguy tessier
    thibault thierry thomas tison tournier toussaint tran valentin valet vallee vasseur verdier verrier vidal
    vigneron vincent voisin wagner weber weiss
    """
)
TOWNS = _set(
    """
    aix ajaccio albi amiens angers angouleme annecy antibes arles arras aubervilliers aurillac auxerre avignon
    bastia bayonne beauvais belfort besancon beziers blois bobigny bordeaux boulogne bourges brest brive caen calais
    cannes carcassonne chambery chartres cherbourg cholet clermont colmar compiegne creteil dax dieppe dijon douai
    dunkerque epinal evreux evry foix gap grenoble gueret lannion laon laval lens lille limoges lorient lyon macon
    marseille massy meaux melun mende metz montauban montlucon montpellier montreuil mulhouse nancy nanterre nantes
    narbonne nevers nice nimes niort orleans paris pau perigueux perpignan poitiers privas quimper reims rennes
    roanne rodez roubaix rouen saintes sete strasbourg tarbes toulon toulouse tourcoing tours troyes tulle valence
    valenciennes vannes versailles vesoul vichy vienne villeurbanne vitry
    """
)
NAMES = GIVEN_NAMES | FAMILY_NAMES | TOWNS

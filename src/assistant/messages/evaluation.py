"""What is said of question sets, reports and judgements that can not be used as given."""

from __future__ import annotations

from assistant.types import Language

EVALUATION: dict[str, dict[Language, tuple[str, str]]] = {
    "bad_beir": {
        "fr": (
            "Le dossier d'évaluation {path} n'est pas utilisable, rien n'a été mesuré.",
            "Il faut corpus.jsonl, queries.jsonl et qrels/test.tsv.",
        ),
        "en": (
            "The evaluation folder {path} can't be used, nothing was measured.",
            "It must hold corpus.jsonl, queries.jsonl and qrels/test.tsv.",
        ),
    },
    "bad_cases": {
        "fr": (
            "Le fichier de cas {path} n'est pas utilisable tel quel, rien n'a été mesuré.",
            "Le banc d'essai montre ce qu'il y a à corriger\u202f; «\u00a0assistant eval cases\u00a0» aussi.",
        ),
        "en": (
            "The case file {path} can't be used as it is, nothing was measured.",
            'The bench shows what there is to mend, and so does "assistant eval cases".',
        ),
    },
    "cases_not_in_index": {
        "fr": (
            "Le fichier de cas {path} ne correspond pas à cet index\u00a0: rien n'a été mesuré, pour ne pas remplacer "
            "une mesure antérieure.",
            "Corrigez ces cas, ou donnez d'autres fichiers de sortie pour mesurer quand même (ce qui manque compte "
            "comme non trouvé).",
        ),
        "en": (
            "The case file {path} does not match this index: nothing was measured, so as not to replace an earlier "
            "measurement.",
            "Correct these cases, or give other output files to measure all the same (what is missing counts as not "
            "found).",
        ),
    },
    "output_in_use": {
        "fr": (
            "Le résultat ne peut pas aller dans {path}\u00a0: ce fichier est lu, appartient à un index ou à un jeu de "
            "questions, ou reçoit déjà un autre résultat.",
            "Donnez un autre fichier de sortie.",
        ),
        "en": (
            "The result can't go to {path}: this file is read, belongs to an index or to a set of questions, or takes "
            "another result already.",
            "Give another output file.",
        ),
    },
    "unknown_run": {
        "fr": ("Il n'y a pas de mesure «\u00a0{name}\u00a0».", "Donnez une ou plusieurs de\u00a0: {known}."),
        "en": ('There is no run "{name}".', "Give one or more of: {known}."),
    },
    "no_run": {
        "fr": (
            "Aucune question ne peut entrer dans la mesure demandée ({names})\u00a0: l'index ne contient de preuve "
            "pour aucune.",
            "Vérifiez que les documents des cas sont dans la bibliothèque, ou demandez une autre mesure.",
        ),
        "en": (
            "No question can take part in the run asked for ({names}): the index holds evidence for none.",
            "Check that the documents of the cases are in the library, or ask for another run.",
        ),
    },
    "cases_unreadable": {
        "fr": ("Le fichier {path} ne peut pas être lu\u00a0: {detail}.", "Vérifiez son chemin et ses droits."),
        "en": ("The file {path} can't be read: {detail}.", "Check its path and its permissions."),
    },
    "no_cases": {
        "fr": (
            "Le fichier de cas {path} ne contient que des propositions ({proposals}), que personne n'a acceptées.",
            "Relisez-les et retirez «\u00a0proposed\u00a0» de celles que vous gardez.",
        ),
        "en": (
            "The case file {path} holds proposals only ({proposals}), which no person has accepted.",
            'Read them and take "proposed" away from those you keep.',
        ),
    },
    "nothing_to_judge": {
        "fr": (
            "Rien à juger\u00a0: le corpus ne répond à aucune des {questions} questions, la recherche n'a donc pas de "
            "bonne réponse à trouver.",
            "Donnez un jeu qui a des questions avec réponse\u202f; les refus se mesurent avec «\u00a0assistant eval "
            "answers\u00a0».",
        ),
        "en": (
            "Nothing to judge: the corpus answers none of the {questions} questions, there is nothing right to find.",
            'Give a set that has answerable questions; refusals are measured by "assistant eval answers".',
        ),
    },
    "unknown_leg": {
        "fr": (
            "La recherche n'a pas de voie nommée {leg} avec ces réglages.",
            "Voies mesurables\u00a0: {legs} («\u00a0reranked\u00a0» demande retrieval.reranker).",
        ),
        "en": (
            "The search has no leg called {leg} with these settings.",
            'Legs that can be measured: {legs} ("reranked" wants retrieval.reranker).',
        ),
    },
    "foreign_index": {
        "fr": (
            "Cet index contient autre chose que le jeu {path}, par exemple {document}\u00a0: rien n'y a été changé.",
            "Donnez avec --index un dossier vide, ou l'index fait pour ce jeu.",
        ),
        "en": (
            "This index holds something else than the set {path}, for instance {document}: nothing in it was changed.",
            "Give an empty folder with --index, or the index made for this set.",
        ),
    },
    "bad_report": {
        "fr": (
            "{path} n'est pas un rapport de mesure lisible\u00a0: {detail}.",
            "Donnez un fichier écrit par «\u00a0assistant eval\u00a0» de cette version, ou refaites la mesure.",
        ),
        "en": (
            "{path} is not a report that can be read: {detail}.",
            'Give a file that this version\'s "assistant eval" wrote, or measure again.',
        ),
    },
    "reports_differ": {
        "fr": (
            "Ces rapports ne portent pas sur les mêmes données\u00a0: {before} et {after}.",
            "Mesurez les deux sur le même jeu de questions, puis comparez.",
        ),
        "en": (
            "These reports do not measure the same data: {before} and {after}.",
            "Measure both on the same set of questions, then compare.",
        ),
    },
    "reports_differ_kind": {
        "fr": (
            "Ces rapports ne mesurent pas la même chose\u00a0: {before} et {after}.",
            "Comparez deux mesures de la recherche, ou deux mesures des réponses.",
        ),
        "en": (
            "These reports do not measure the same thing: {before} and {after}.",
            "Compare two measurements of the retrieval, or two of the answers.",
        ),
    },
    "reports_differ_questions": {
        "fr": (
            "Les questions de {run} ne sont pas les mêmes dans les deux rapports\u00a0: {count} d'un seul côté, "
            "par exemple {question}.",
            "Mesurez les deux sur les mêmes questions (même --limit-queries), puis comparez.",
        ),
        "en": (
            "The questions of {run} are not the same in both reports: {count} on one side only, "
            "for instance {question}.",
            "Measure both on the same questions (same --limit-queries), then compare.",
        ),
    },
    "reports_differ_runs": {
        "fr": (
            "Les deux rapports n'ont pas en commun la mesure demandée ({run})\u00a0: l'un a {before}, l'autre {after}.",
            "Donnez avec --run un nom qui est dans les deux.",
        ),
        "en": (
            "The two reports do not share the run asked for ({run}): one has {before}, the other {after}.",
            "Give with --run a name that is in both.",
        ),
    },
    "no_passages": {
        "fr": (
            "Il n'y a aucun passage à interroger\u00a0: aucun document de l'index ne correspond à {pattern}, "
            "ou leurs passages sont trop courts.",
            "Vérifiez --documents\u202f; «\u00a0assistant status\u00a0» dit ce que contient l'index.",
        ),
        "en": (
            "There is no passage to ask about: no document of the index matches {pattern}, "
            "or their passages are too short.",
            'Check --documents; "assistant status" says what the index holds.',
        ),
    },
    "proposals_exist": {
        "fr": ("Le fichier {path} existe déjà\u00a0: il n'est pas remplacé.", "Donnez un autre nom avec --out."),
        "en": ("The file {path} is there already: it is not replaced.", "Give another name with --out."),
    },
    "proposals_choice": {
        "fr": (
            "Il faut dire quelles propositions sont acceptées.",
            "Donnez --ids avec leurs identifiants séparés par des virgules, ou --all\u202f; pas les deux.",
        ),
        "en": (
            "Which proposals are accepted must be said.",
            "Give --ids with their identifiers separated by commas, or --all; not both.",
        ),
    },
    "proposals_unknown": {
        "fr": (
            "Le fichier {path} n'a pas ces propositions\u00a0: {ids}.",
            "Vérifiez les identifiants, et que «\u00a0proposed\u00a0» y est encore.",
        ),
        "en": (
            "The file {path} does not hold these proposals: {ids}.",
            'Check the identifiers, and that "proposed" is still there.',
        ),
    },
    "proposals_taken": {
        "fr": (
            "Le fichier de cas {path} a déjà des cas de ces identifiants\u00a0: {ids}. Rien n'a été déplacé.",
            "Retirez-les de la liste, ou changez leur identifiant dans le fichier de propositions.",
        ),
        "en": (
            "The case file {path} has cases with these identifiers already: {ids}. Nothing was moved.",
            "Leave them out, or change their identifiers in the file of proposals.",
        ),
    },
    "unknown_judge": {
        "fr": ("Il n'y a pas de juge {name}.", "Donnez l'un de\u00a0: {known}."),
        "en": ("There is no judge {name}.", "Give one of: {known}."),
    },
    "judge_without_model": {
        "fr": (
            "Le juge nli a besoin d'un modèle d'inférence.",
            "Donnez avec --model son dossier, ou son nom sur le hub.",
        ),
        "en": ("The nli judge needs an inference model.", "Give its folder, or its name on the hub, with --model."),
    },
    "bad_labels": {
        "fr": (
            "Le fichier de phrases jugées {path} n'est pas utilisable tel quel, rien n'a été mesuré.",
            "Corrigez ces {count} points.",
        ),
        "en": (
            "The file of judged claims {path} can't be used as it is, nothing was measured.",
            "Mend these {count} points.",
        ),
    },
    "labels_unreadable": {
        "fr": ("Le fichier {path} ne peut pas être lu\u00a0: {detail}.", "Vérifiez son chemin et ses droits."),
        "en": ("The file {path} can't be read: {detail}.", "Check its path and its permissions."),
    },
    "no_labels": {
        "fr": (
            "Aucune phrase du fichier {path} n'a d'avis majoritaire ({count} sans majorité).",
            "Donnez un fichier où des personnes disent «\u00a0Supported\u00a0» ou «\u00a0Not Supported\u00a0».",
        ),
        "en": (
            "No claim of the file {path} has a majority label ({count} without).",
            'Give a file in which people say "Supported" or "Not Supported".',
        ),
    },
    "too_few_labels": {
        "fr": (
            "Un calage demande {least} phrases étayées et autant de non étayées\u202f; des unes ou des autres, il y "
            "en a {count}.",
            "Donnez un fichier avec plus de phrases jugées.",
        ),
        "en": (
            "A calibration takes {least} supported claims and as many unsupported ones; of one kind there are {count}.",
            "Give a file with more judged claims.",
        ),
    },
    "measured_unreadable": {
        "fr": (
            "Le relevé de l'exactitude des juges {path} n'est pas lisible.",
            "Supprimez-le, puis mesurez les juges à nouveau.",
        ),
        "en": ("The record of the judges' accuracy {path} can't be read.", "Delete it, then measure the judges again."),
    },
    "judge_fitted_here": {
        "fr": (
            "Le juge {name} a été réglé sur ces phrases mêmes\u00a0: ce chiffre flatteur n'est pas enregistré.",
            "Donnez d'autres phrases\u202f; evals/fit_judge.py --save enregistre le chiffre validé par croisement.",
        ),
        "en": (
            "The judge {name} was fitted on these very claims: this flattering figure is not recorded.",
            "Give other claims; evals/fit_judge.py --save records the cross-validated figure.",
        ),
    },
}

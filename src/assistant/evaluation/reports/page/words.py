"""Words of the page in French and in English, for people who are no programmers."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.evaluation.reports.page.wording import Both

TITLES: Mapping[str, Both] = {
    "answers": Both("L'assistant répond-il bien\u202f?", "Does the assistant answer well?"),
    "retrieval": Both(
        "L'assistant trouve-t-il les bons documents\u202f?", "Does the assistant find the right documents?"
    ),
}

WORDS: Mapping[str, Both] = {
    "language": Both("Langue", "Language"),
    "set": Both("Jeu de questions", "Set of questions"),
    "made_at": Both("Mesuré le", "Measured on"),
    "questions": Both("questions", "questions"),
    "data": Both("Empreinte des données", "Data hash"),
    "settings": Both("Empreinte des réglages", "Settings hash"),
    "judge": Both("Juge", "Judge"),
    "judge_note": Both(
        "Ce programme, et non une personne, dit si une affirmation est soutenue par ses sources. Ses chiffres valent "
        "ce que vaut son accord avec des personnes\u00a0: à 50\u202f%, il jugerait au hasard.",
        "This program, not a person, says whether a claim is supported by its sources. Its figures are worth what its "
        "agreement with people is worth: at 50%, it would judge at random.",
    ),
    "no_judge_accuracy": Both("exactitude non mesurée", "accuracy not measured"),
    "auroc": Both("AUROC", "AUROC"),
    "balanced_accuracy": Both("verdicts justes", "right verdicts"),
    "judged_on": Both("mesuré sur", "measured on"),
    "claims": Both("affirmations", "claims"),
    "cross_validated": Both("validation croisée", "cross-validated"),
    "baseline": Both("Comparé à", "Compared with"),
    "promises": Both("Les promesses", "The promises"),
    "promises_note": Both(
        "Ce qui doit toujours être vrai, quelles que soient les questions.", "What must always hold, whatever is asked."
    ),
    "kept": Both("tenue", "kept"),
    "broken": Both("rompue", "broken"),
    "figures": Both("Les mesures", "The figures"),
    "figures_note": Both(
        "Chaque mesure est calculée sur les questions jugées. L'intervalle dit entre quelles valeurs elle se "
        "trouverait, 19 fois sur 20, avec d'autres questions du même genre\u00a0: peu de questions, large intervalle.",
        "Each figure is computed on the questions judged. The interval says between which values it would lie, 19 "
        "times in 20, with other questions of the same sort: few questions, wide interval.",
    ),
    "deltas_note": Both(
        "Un écart n'est dit «\u00a0mieux\u00a0» ou «\u00a0moins bien\u00a0» que si son propre intervalle exclut zéro. "
        "Il porte sur les questions jugées des deux côtés.",
        "A difference is called better or worse only where its own interval excludes zero. It is taken over the "
        "questions judged on both sides.",
    ),
    "metric": Both("Mesure", "Figure"),
    "value": Both("Valeur", "Value"),
    "interval": Both("Intervalle à 95\u202f%", "95% interval"),
    "judged": Both("Questions jugées", "Questions judged"),
    "gap": Both("Écart avec la référence", "Difference from the baseline"),
    "detectable": Both("Plus petit écart décelable", "Smallest detectable difference"),
    "higher": Both("plus haut = mieux", "higher = better"),
    "lower": Both("plus bas = mieux", "lower = better"),
    "neither": Both("pour information", "for information"),
    "better": Both("mieux", "better"),
    "worse": Both("moins bien", "worse"),
    "moved": Both("changé", "moved"),
    "same": Both("identique", "same"),
    "unclear": Both("non prouvé", "not proven"),
    "nothing_judged": Both("rien à juger", "nothing to judge"),
    "was": Both("avant\u00a0:", "before:"),
    "runs": Both("Côte à côte", "Side by side"),
    "runs_note": Both(
        "Les mêmes questions, posées de plusieurs façons, pour savoir d'où viennent les chiffres.",
        "The same questions, asked in several ways, to know where the figures come from.",
    ),
    "kinds": Both("Par type de question", "By kind of question"),
    "kinds_note": Both(
        "Peu de questions par type\u00a0: lisez ces chiffres comme des indices. Entre parenthèses, le nombre de "
        "questions.",
        "Few questions of each kind: take these figures as hints. In brackets, the number of questions.",
    ),
    "kind": Both("Type", "Kind"),
    "risk": Both("Quand il est sûr de lui, a-t-il raison\u202f?", "When it is sure, is it right?"),
    "risk_note": Both(
        "De gauche à droite, on laisse passer des réponses de moins en moins sûres. Une bonne confiance donne une "
        "courbe qui part du bas\u00a0: les réponses les plus sûres sont les plus justes. Une confiance sans valeur "
        "suivrait la ligne pointillée.",
        "From left to right, ever less sure answers are let through. A good confidence gives a curve that starts low: "
        "the surest answers are the rightest. A worthless confidence would follow the dotted line.",
    ),
    "coverage_axis": Both("part des questions auxquelles il répond", "share of the questions it answers"),
    "risk_axis": Both("part de réponses fausses", "share of wrong answers"),
    "curve": Both("ce rapport", "this report"),
    "curve_before": Both("référence", "baseline"),
    "curve_flat": Both("confiance sans valeur", "worthless confidence"),
    "today": Both("seuil actuel", "current threshold"),
    "told_today": Both("Au seuil actuel,", "At the current threshold,"),
    "unjudged": Both("Rien à juger dans ce jeu pour", "Nothing to judge in this set for"),
    "colon": Both("\u00a0: ", ": "),
    "if_answered": Both("S'il ne répondait qu'à", "If it answered only"),
    "then_wrong": Both("réponses fausses", "wrong answers"),
    "of_questions": Both("des questions", "of the questions"),
    "worst": Both("Les questions à regarder d'abord", "The questions to look at first"),
    "worst_note": Both(
        "Les moins bien traitées de ce rapport, dix au plus\u00a0: les chiffres disent combien, elles disent pourquoi.",
        "The worst of this report, ten at most: figures say how much, these say why.",
    ),
    "no_worst": Both("Aucune question n'a posé de difficulté.", "No question was a problem."),
    "answered": Both("Sa réponse", "Its answer"),
    "status": Both("Issue", "Outcome"),
    "reference": Both("Réponse attendue", "Expected answer"),
    "citations": Both("Citations", "Quotes"),
    "nuggets": Both("Éléments attendus", "Expected facts"),
    "vital": Both("indispensable", "vital"),
    "reasons": Both("Ce que le juge a relevé", "What the judge found"),
    "found": Both("Ce qui a été trouvé", "What was found"),
    "first_right": Both("Rang du premier bon document", "Rank of the first right document"),
    "nothing_found": Both("Rien n'a été trouvé.", "Nothing was found."),
    "relevant": Both("attendu", "expected"),
    "page": Both("p.", "p."),
    "supported": Both("soutient la phrase", "supports the sentence"),
    "not_supported": Both("ne soutient pas la phrase", "does not support the sentence"),
    "present": Both("présent", "present"),
    "partly": Both("en partie", "in part"),
    "absent": Both("absent", "absent"),
    "reading": Both("Comment lire cette page", "How to read this page"),
    "reading_1": Both(
        "Une mesure n'est pas une vérité\u00a0: elle vaut pour ce jeu de questions. L'intervalle dit son imprécision.",
        "A figure is no truth: it holds for this set of questions. The interval says how imprecise it is.",
    ),
    "reading_2": Both(
        "«\u00a0Rien à juger\u00a0» n'est pas zéro\u00a0: la mesure n'avait pas d'objet pour ces questions.",
        "“Nothing to judge” is not zero: the figure had no object for these questions.",
    ),
    "reading_3": Both(
        "Le plus petit écart décelable est celui que ce jeu montrerait quatre fois sur cinq. Un progrès plus "
        "petit peut être réel et ne pas se voir\u00a0: il faut alors plus de questions.",
        "The smallest detectable difference is the one this set would show four times in five. A smaller gain may be "
        "real and not be seen: then more questions are needed.",
    ),
    "reading_4": Both(
        "Les intervalles viennent de 10\u202f000 tirages des questions au hasard (bootstrap), ceux des écarts des "
        "mêmes tirages des deux côtés.",
        "Intervals come from 10,000 random drawings of the questions (bootstrap), those of differences from the same "
        "drawings on both sides.",
    ),
    "reading_one_run": Both(
        "Sans référence, cet écart est estimé d'après cette seule mesure, en supposant que la suivante lui ressemble "
        "(corrélation de 0,5 par question).",
        "With no baseline, that difference is estimated from this measurement alone, supposing that the next one "
        "resembles it (a correlation of 0.5 by question).",
    ),
    "technical": Both("Fiche technique", "Technical details"),
    "changed": Both("Réglages qui ont changé depuis la référence", "Settings changed since the baseline"),
    "configuration": Both("Réglages", "Settings"),
    "stamp": Both("Index", "Index"),
    "extra": Both("Autres relevés", "Also noted"),
    "not_comparable": Both(
        "La référence donnée ne porte pas sur les mêmes questions ou les mêmes documents\u00a0: aucun écart n'est "
        "montré.",
        "The baseline given is not about the same questions or documents: no difference is shown.",
    ),
}

GROUPS: Mapping[str, tuple[Both, tuple[str, ...]]] = {
    "quotes": (
        Both("Les citations tiennent-elles\u202f?", "Do the quotes hold?"),
        (
            "quote_fidelity",
            "locators",
            "dangling",
            "citation_recall",
            "citation_precision",
            "document_right",
            "page_right",
            "groups_cited",
        ),
    ),
    "faith": (
        Both("Invente-t-il\u202f?", "Does it make things up?"),
        ("faithfulness", "unsupported_answers"),
    ),
    "content": (
        Both("La réponse est-elle juste et complète\u202f?", "Is the answer right and whole?"),
        (
            "correct",
            "vital_strict",
            "vital_strict@50",
            "weighted_strict",
            "weighted",
            "contains_gold",
            "contains_gold@50",
            "token_f1",
            "words",
        ),
    ),
    "refusal": (
        Both("Sait-il se taire\u202f?", "Does it know when to be silent?"),
        ("answered_unanswerable", "over_refusal", "f1_refusing", "f1_answering"),
    ),
    "confidence": (
        Both("Sait-il quand il a raison\u202f?", "Does it know when it is right?"),
        ("aurc", "auroc_answerable", "auroc_correct"),
    ),
    "documents": (Both("Trouve-t-il les bons documents\u202f?", "Does it find the right documents?"), ()),
    "passages": (Both("Et les bons passages\u202f?", "And the right passages?"), ()),
}

PROMISES: Mapping[str, Both] = {
    "quote_fidelity": Both("chaque citation est mot pour mot à sa place", "every quote is verbatim in its place"),
    "locators": Both(
        "chaque citation désigne le bon document et la bonne page", "every quote names the right document and page"
    ),
    "dangling": Both("aucun renvoi sans citation", "no number without a citation"),
    "abstention_on_empty": Both(
        "sans rien de trouvé, l'assistant s'abstient", "with nothing found, the assistant abstains"
    ),
}

STATUSES: Mapping[str, Both] = {
    "answered": Both("a répondu", "answered"),
    "partial": Both("a répondu en partie", "answered in part"),
    "no_evidence": Both("a dit que le corpus ne répond pas", "said that the corpus does not answer"),
    "error": Both("erreur", "error"),
}

BADGES: Mapping[str, Both] = {
    "unsupported": Both("affirmation non soutenue", "unsupported claim"),
    "invented": Both("a répondu alors que le corpus ne dit rien", "answered although the corpus does not say"),
    "wrong": Both("réponse fausse ou trop incomplète", "wrong or too incomplete"),
    "refused": Both("a refusé alors que le corpus répond", "refused although the corpus answers"),
    "incomplete": Both("éléments attendus manquants", "expected facts missing"),
    "failed": Both("erreur", "error"),
    "not_found": Both("rien de bon dans les 100 premiers", "nothing right in the first 100"),
    "far": Both("rien de bon dans les 10 premiers", "nothing right in the first 10"),
    "badly_ranked": Both("mal classé", "badly ranked"),
}

RUNS: Mapping[str, Both] = {
    "assistant": Both("l'assistant tel quel", "the assistant as it is"),
    "oracle": Both("si on lui donne les bons passages", "given the right passages"),
    "empty": Both("si on ne lui donne rien\u00a0: il doit refuser", "given nothing: it must refuse"),
    "copy-top-passage": Both(
        "recopier le premier passage\u00a0: ce que vaut la facilité",
        "copying the first passage: what the easy way is worth",
    ),
    "lexical": Both("recherche par mots seule", "search by words alone"),
    "vector": Both("recherche par sens seule", "search by meaning alone"),
    "fused": Both("les deux ensemble", "both together"),
    "reranked": Both("les deux, puis reclassés", "both, then ranked again"),
}

KINDS: Mapping[str, Both] = {
    "fact": Both("fait précis", "fact"),
    "definition": Both("définition", "definition"),
    "freins-leviers": Both("freins et leviers", "obstacles and levers"),
    "multi": Both("plusieurs documents", "several documents"),
    "paraphrase": Both("dit avec d'autres mots", "in other words"),
    "followup": Both("suite d'un dialogue", "follow-up"),
    "crosslingual": Both("dans l'autre langue", "in the other language"),
    "unanswerable": Both("sans réponse dans le corpus", "not answered by the corpus"),
    "other": Both("autre", "other"),
}

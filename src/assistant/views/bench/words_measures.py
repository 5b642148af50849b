"""Words of the part that measures: (French, English) by key."""

from __future__ import annotations

MEASURES: dict[str, tuple[str, str]] = {
    "measures_title": ("Mesurer", "Measure"),
    "measures_lead": (
        "Posez toutes les questions d'un jeu à l'assistant et voyez ce qu'il en fait. La mesure tourne en "
        "arrière-plan\u00a0: vous pouvez quitter la page.",
        "Put all questions of a set to the assistant and see what it makes of them. Measuring goes on in the "
        "background: you may leave the page.",
    ),
    "what_sets": ("Jeux de questions", "Sets of questions"),
    "what": ("Que mesurer\u202f?", "What is measured?"),
    "what_retrieval": (
        "La recherche\u00a0: les bons passages sont-ils trouvés\u202f?",
        "The search: are the right passages found?",
    ),
    "what_answers": (
        "Les réponses\u00a0: sont-elles justes, citées, prudentes\u202f?",
        "The answers: are they right, cited, careful?",
    ),
    "judge": ("Qui juge si une citation soutient une phrase", "Who judges whether a quote supports a sentence"),
    "judge_lexical": ("Les mots (sans modèle)", "The words (no model)"),
    "judge_nli": ("Le modèle d'inférence des réglages", "The inference model of the settings"),
    "judge_llm": ("Le serveur de modèle", "The model server"),
    "limit": ("Seulement les premières questions (vide\u00a0: toutes)", "Only the first questions (empty: all)"),
    "run": ("Lancer la mesure", "Measure"),
    "run_started": ("La mesure est lancée.", "Measuring has begun."),
    "run_done": ("La mesure est terminée.", "Measuring is done."),
    "run_cancelled": (
        "La mesure est arrêtée\u202f; les rapports déjà finis sont gardés.",
        "Measuring was stopped; the reports that were done are kept.",
    ),
    "run_retrieval": ("recherche", "search"),
    "run_answers": ("réponses", "answers"),
    "run_assistant": ("réponses de l'assistant", "answers of the assistant"),
    "run_oracle": ("témoin\u00a0: avec les bons passages", "control: with the right passages"),
    "run_empty": ("témoin\u00a0: sans aucun passage", "control: without any passage"),
    "run_copy-top-passage": ("témoin\u00a0: premier passage recopié", "control: first passage copied"),
    "run_bench_series": ("passages réunis", "passages gathered"),
    "run_lexical": ("par les mots", "by words"),
    "run_vector": ("par le sens", "by meaning"),
    "run_fused": ("les deux ensemble", "both together"),
    "run_reranked": ("relus par le modèle", "read again by the model"),
    "run_problems": (
        "Ces questions ne correspondent pas tout à fait aux documents d'aujourd'hui\u202f; ce qui manque "
        "compte comme non trouvé.",
        "These questions do not quite match the documents of today; what is missing counts as not found.",
    ),
    "reports": ("Rapports", "Reports"),
    "reports_help": (
        "La couleur dit si la mesure est moins bonne que la mesure de référence du même jeu. Rouge\u00a0: "
        "une promesse est rompue ou c'est prouvé moins bon\u202f; orange\u00a0: à regarder\u202f; "
        "vert\u00a0: rien ne s'est dégradé.",
        "The colour says whether a measurement is worse than the reference of the same set. Red: a promise "
        "is broken, or it is proven worse; amber: have a look; green: nothing got worse.",
    ),
    "reports_caption": ("Les mesures, de la plus récente à la plus ancienne", "The measurements, the latest first"),
    "no_reports": ("Aucune mesure pour l'instant.", "No measurement so far."),
    "made_at": ("Mesuré le", "Measured on"),
    "measured": ("Mesure", "Measured"),
    "figures": ("Chiffres", "Figures"),
    "colour": ("Couleur", "Colour"),
    "actions": ("Actions", "Actions"),
    "colour_red": ("rouge", "red"),
    "colour_amber": ("orange", "amber"),
    "colour_green": ("vert", "green"),
    "no_findings": ("Rien à signaler.", "Nothing to report."),
    "promises": (
        "Promesses vérifiées\u00a0: {invariants}. Chiffres comparés à la référence\u00a0: {compared}.",
        "Promises checked: {invariants}. Figures compared with the reference: {compared}.",
    ),
    "is_reference": ("référence", "reference"),
    "read_report": ("Lire le rapport", "Read the report"),
    "new_tab": ("(nouvel onglet)", "(new tab)"),
    "make_reference": ("Prendre comme référence", "Make it the reference"),
    "reference_sure": (
        "Les prochaines mesures de «\u00a0{set}\u00a0» seront comparées à celle-ci. La référence actuelle "
        "sera remplacée.",
        'Later measurements of "{set}" will be held against this one. The present reference will be replaced.',
    ),
    "reference_made": ("Cette mesure est la référence.", "This measurement is the reference."),
    "remove_report": ("Supprimer", "Delete"),
    "remove_report_sure": (
        "Supprimer ce rapport\u202f? Les chiffres ne pourront plus être relus.",
        "Delete this report? Its figures can not be read again.",
    ),
    "report_removed": ("Le rapport est supprimé.", "The report is deleted."),
    "compare": ("Comparer deux mesures", "Compare two measurements"),
    "compare_help": (
        "Deux mesures du même jeu et du même genre, par exemple avant et après un changement.",
        "Two measurements of the same set and kind, for instance before and after a change.",
    ),
    "before": ("Avant", "Before"),
    "after": ("Après", "After"),
    "do_compare": ("Comparer", "Compare"),
    "choose_two": ("Choisissez deux mesures différentes.", "Choose two different measurements."),
    "compare_caption": ("{run}\u00a0: {questions} questions", "{run}: {questions} questions"),
    "metric": ("Ce qui est mesuré", "What is measured"),
    "difference": ("Écart", "Difference"),
    "interval": ("Intervalle à 95\u00a0%", "95% interval"),
    "verdict": ("Verdict", "Verdict"),
    "verdict_better": ("mieux", "better"),
    "verdict_worse": ("moins bien", "worse"),
    "verdict_moved": ("a changé", "has moved"),
    "verdict_same": ("identique", "same"),
    "verdict_unclear": ("rien de prouvé", "nothing proven"),
    "compare_reading": (
        "L'intervalle dit entre quelles bornes se trouve l'écart vrai. S'il contient 0, la différence peut "
        "venir du hasard des questions.",
        "The interval says between which bounds the true difference lies. Where it holds 0, the difference "
        "may come from the chance of the questions.",
    ),
    "compare_page": (
        "Voir la page du second rapport avec les écarts",
        "See the page of the second report with the differences",
    ),
    "trial_run": (
        "Mesurer avec d'autres réglages que les réglages en vigueur",
        "Measure with other settings than those in force",
    ),
    "setting_vector_weight": ("part du sens {value}", "share of meaning {value}"),
    "setting_candidates": ("{value} passages examinés", "{value} passages looked at"),
    "setting_evidence": ("{value} passages pour la réponse", "{value} passages for the answer"),
    "questions_n": ("{count} questions", "{count} questions"),
    "question_one": ("{count} question", "{count} question"),
    "all_reports": ("Détail des constats", "Details of the findings"),
}

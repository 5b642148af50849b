"""Words of the part where passages are graded: (French, English) by key."""

from __future__ import annotations

GRADING: dict[str, tuple[str, str]] = {
    "grading_title": ("Noter des passages", "Grade passages"),
    "grading_lead": (
        "Une série réunit, pour chaque question d'un jeu, les meilleurs passages de chaque recherche, mêlés "
        "et sans dire d'où ils viennent. Notez ce que vaut chacun pour la question. À deux, vous pouvez "
        "ensuite comparer vos notes.",
        "A series holds, for each question of a set, the best passages of each search, shuffled, without "
        "saying where they come from. Grade what each is worth for the question. With two people, you can "
        "compare your grades afterwards.",
    ),
    "your_name": ("Votre nom de juge", "Your name as a judge"),
    "your_name_help": (
        "Des initiales suffisent. Vos notes sont gardées sous ce nom, et vous ne voyez pas celles des autres "
        "pendant que vous notez.",
        "Initials will do. Your grades are kept under that name, and you do not see those of others while you grade.",
    ),
    "new_series": ("Nouvelle série", "New series"),
    "depth": ("Passages pris de chaque recherche", "Passages taken of each search"),
    "gather": ("Réunir les passages", "Gather the passages"),
    "gathered": (
        "Passages à noter\u00a0: {passages}. Questions\u00a0: {cases}.",
        "Passages to grade: {passages}. Questions: {cases}.",
    ),
    "series_caption": ("Les séries à noter", "The series to grade"),
    "series": ("Série", "Series"),
    "made_of": ("Jeu", "Set"),
    "passages": ("Passages", "Passages"),
    "judges": ("Juges", "Judges"),
    "judged_share": ("{judge}\u00a0: {graded} sur {total}", "{judge}: {graded} of {total}"),
    "grade_series": ("Noter", "Grade"),
    "compare_judges": ("Comparer et adopter", "Compare and adopt"),
    "no_series": ("Aucune série pour l'instant.", "No series so far."),
    "name_first": ("Écrivez d'abord votre nom de juge.", "Write your name as a judge first."),
    "back_series": ("Toutes les séries", "All series"),
    "grading_as": ("Vous notez sous le nom «\u00a0{judge}\u00a0».", 'You grade as "{judge}".'),
    "question_of": ("Question {number} sur {total}", "Question {number} of {total}"),
    "graded_of": ("Passages notés\u00a0: {graded} sur {total}", "Passages graded: {graded} of {total}"),
    "previous_question": ("Question précédente", "Previous question"),
    "next_question": ("Question suivante", "Next question"),
    "next_ungraded": ("Aller à la première question non terminée", "Go to the first question that is not finished"),
    "passage_number": ("Passage {number}", "Passage {number}"),
    "passage_withheld": ("Passage qui n'est plus montré", "Passage that is not shown any more"),
    "passage_withheld_why": (
        "Son document n'est plus dans la bibliothèque, ou ne doit plus être montré. Laissez-le sans note.",
        "Its document is not in the library any more, or must not be shown any more. Leave it without a grade.",
    ),
    "no_grade": ("Pas encore de note", "No grade yet"),
    "grade_saved": ("Note enregistrée.", "Grade saved."),
    "grading_done": (
        "Tous les passages de cette série sont notés. Merci.",
        "All passages of this series are graded. Thank you.",
    ),
    "scale": ("L'échelle", "The scale"),
    "scale_0": ("Hors sujet\u00a0: n'aide pas à répondre.", "Not relevant: does not help to answer."),
    "scale_1": ("Utile\u00a0: éclaire le sujet sans répondre.", "Useful: sheds light without answering."),
    "scale_2": ("Répond en partie\u00a0: il manque quelque chose.", "Answers in part: something is missing."),
    "scale_3": ("Répond\u00a0: ce passage seul suffit.", "Answers: this passage alone is enough."),
    "first_judge": ("Premier juge", "First judge"),
    "second_judge": ("Second juge (facultatif)", "Second judge (optional)"),
    "nobody": ("Personne", "Nobody"),
    "compare_grades": ("Comparer les notes", "Compare the grades"),
    "agreement_title": ("Accord entre {first} et {second}", "Agreement between {first} and {second}"),
    "agreed_share": ("Même note", "Same grade"),
    "kappa": ("Accord au-delà du hasard (kappa)", "Agreement beyond chance (kappa)"),
    "weighted": (
        "Le même, un petit écart comptant moins (kappa pondéré)",
        "The same, where a small gap counts less (weighted kappa)",
    ),
    "kappa_help": (
        "1\u00a0: accord parfait\u202f; 0\u00a0: pas mieux que le hasard. Au-dessus de 0,6, les notes sont fiables.",
        "1: full agreement; 0: no better than chance. Above 0.6, grades can be relied on.",
    ),
    "both_graded": ("Passages notés par les deux", "Passages graded by both"),
    "alone_graded": ("Par un seul", "By one alone"),
    "nothing_compared": (
        "Aucun passage n'a deux notes\u00a0: rien à comparer.",
        "No passage has two grades: nothing to compare.",
    ),
    "disagreements": ("À relire ensemble", "To read together"),
    "disagreements_help": (
        "Deux points d'écart ou plus\u00a0: donnez la note sur laquelle vous vous accordez.",
        "Two grades apart or more: give the grade that you agree on.",
    ),
    "no_disagreements": ("Aucun écart de deux points ou plus.", "No gap of two grades or more."),
    "said_both": ("{first}\u00a0: {one}\u202f; {second}\u00a0: {other}", "{first}: {one}; {second}: {other}"),
    "settled": ("Note retenue", "Grade agreed on"),
    "adopt": ("Adopter les notes dans le jeu", "Adopt the grades into the set"),
    "adopt_help": (
        "Les notes entrent dans les questions du jeu et comptent dans les mesures. À deux\u00a0: la note "
        "commune, la plus basse à un point d'écart.",
        "The grades go into the questions of the set, and count when measuring. With two people: the grade "
        "they share, the lower one where they are one apart.",
    ),
    "adopted": (
        "Notes adoptées\u00a0: {grades}. Questions complétées\u00a0: {cases}. Passages sans note\u00a0: {ungraded}.",
        "Grades adopted: {grades}. Questions completed: {cases}. Passages without a grade: {ungraded}.",
    ),
    "no_judges": ("Personne n'a encore noté cette série.", "Nobody has graded this series yet."),
}

"""What is said of the facilitators' bench: names, cases that changed, grades, reports."""

from __future__ import annotations

from assistant.types import Language

BENCH: dict[str, dict[Language, tuple[str, str]]] = {
    "bench_name": {
        "fr": (
            "«\u00a0{name}\u00a0» ne convient pas comme nom.",
            "Prenez des lettres, des chiffres, des tirets et des points, 60 au plus, sans espace ni double tiret.",
        ),
        "en": (
            '"{name}" will not do as a name.',
            "Use letters, digits, hyphens and dots, 60 at most, without spaces or double hyphens.",
        ),
    },
    "unknown_case_file": {
        "fr": ("Il n'y a pas de jeu de questions «\u00a0{name}\u00a0».", "Choisissez-en un dans la liste."),
        "en": ('There is no set of questions "{name}".', "Choose one of the list."),
    },
    "unknown_case": {
        "fr": ("Le jeu n'a pas de question «\u00a0{case}\u00a0».", "Rechargez la page\u00a0: elle a pu être retirée."),
        "en": ('The set has no question "{case}".', "Load the page again: it may have been removed."),
    },
    "case_taken": {
        "fr": (
            "La question «\u00a0{case}\u00a0» est déjà dans ce jeu.",
            "Modifiez-la, ou donnez un autre identifiant à la nouvelle.",
        ),
        "en": ('The question "{case}" is in this set already.', "Edit it, or give the new one another identifier."),
    },
    "case_changed": {
        "fr": (
            "Quelqu'un a modifié la question «\u00a0{case}\u00a0» depuis que vous l'avez ouverte\u00a0: "
            "rien n'est enregistré.",
            "Rouvrez-la, puis refaites votre changement.",
        ),
        "en": (
            'Somebody has changed the question "{case}" since you opened it: nothing was saved.',
            "Open it again, then make your change again.",
        ),
    },
    "bad_case": {
        "fr": ("Cette question ne peut pas être enregistrée.", "Corrigez-la, puis enregistrez de nouveau."),
        "en": ("This question can't be saved.", "Correct it, then save again."),
    },
    "unknown_turn": {
        "fr": (
            "Cette question n'est plus parmi les conversations gardées.",
            "Rechargez la page\u00a0: la conversation a pu être effacée.",
        ),
        "en": (
            "That question is no longer among the conversations that are kept.",
            "Load the page again: the conversation may have been erased.",
        ),
    },
    "unknown_series": {
        "fr": ("Il n'y a pas de série «\u00a0{name}\u00a0».", "Choisissez-en une dans la liste."),
        "en": ('There is no series "{name}".', "Choose one of the list."),
    },
    "series_empty": {
        "fr": (
            "La recherche n'a trouvé aucun passage pour ces questions\u00a0: il n'y a rien à noter.",
            "Vérifiez que les documents sont dans la bibliothèque.",
        ),
        "en": (
            "The search found no passage for these questions: there is nothing to grade.",
            "Check that the documents are in the library.",
        ),
    },
    "unknown_passage": {
        "fr": ("Cette série n'a pas de tel passage.", "Rechargez la page."),
        "en": ("This series has no such passage.", "Load the page again."),
    },
    "unknown_judge_of_series": {
        "fr": (
            "«\u00a0{name}\u00a0» n'a encore rien noté dans cette série.",
            "Notez d'abord des passages sous ce nom.",
        ),
        "en": ('"{name}" has graded nothing in this series yet.', "Grade passages under that name first."),
    },
    "unknown_report": {
        "fr": ("Il n'y a pas de rapport «\u00a0{name}\u00a0».", "Choisissez-en un dans la liste."),
        "en": ('There is no report "{name}".', "Choose one of the list."),
    },
    "reference_broken": {
        "fr": (
            "Cette mesure rompt une promesse (une citation inexacte, par exemple)\u00a0: elle ne peut pas servir de "
            "référence.",
            "Lisez le rapport, corrigez, puis mesurez de nouveau.",
        ),
        "en": (
            "This measurement breaks a promise (a quote that is not exact, for instance): it can't be the reference.",
            "Read the report, mend what it shows, then measure again.",
        ),
    },
    "nothing_to_run": {
        "fr": (
            "Rien n'est choisi à mesurer.",
            "Cochez au moins un jeu de questions, et la recherche, les réponses, ou les deux.",
        ),
        "en": (
            "Nothing is chosen to measure.",
            "Tick at least one set of questions, and the search, answers, or both.",
        ),
    },
}

"""What is said of questions, commands and settings that can not be used as given."""

from __future__ import annotations

from assistant.types import Language

USAGE: dict[str, dict[Language, tuple[str, str]]] = {
    "not_first_run": {
        "fr": (
            "Il y a déjà des documents, ou il n'y a pas de documents d'exemple ici.",
            "Rechargez la page\u202f; pour ajouter des documents, passez par la bibliothèque.",
        ),
        "en": (
            "There are documents already, or there are no sample documents here.",
            "Load the page again; to add documents, use the library.",
        ),
    },
    "empty_question": {
        "fr": ("La question ne contient aucun mot.", "Écrivez une question."),
        "en": ("There is no word in the question.", "Write a question."),
    },
    "question_too_long": {
        "fr": (
            "La question est trop longue ({length} caractères\u202f; la limite est de {limit}).",
            "Raccourcissez-la.",
        ),
        "en": ("The question is too long ({length} characters; the limit is {limit}).", "Shorten it."),
    },
    "empty_corpus": {
        "fr": (
            "Le corpus est vide\u00a0: il n'y a encore aucun document à interroger.",
            "Déposez des documents depuis la page, ou dans le dossier corpus/ puis lancez «\u00a0assistant "
            "ingest\u00a0».",
        ),
        "en": (
            "The corpus is empty: there is no document to ask yet.",
            'Put documents in the folder corpus/ and run "assistant ingest".',
        ),
    },
    "bad_history": {
        "fr": (
            "L'historique {path} n'est pas lisible\u00a0: {detail}.",
            'Il faut une liste JSON de textes (question, réponse, question…) ou d\'objets {{"role", "content"}}.',
        ),
        "en": (
            "The history {path} can't be read: {detail}.",
            'It must be a JSON list of texts (question, answer, question…) or of {{"role", "content"}} objects.',
        ),
    },
    "bad_batch": {
        "fr": (
            "Le lot {path} n'est pas lisible, ligne {line}\u00a0: {detail}.",
            "Chaque ligne doit être un objet JSON avec «\u00a0question\u00a0».",
        ),
        "en": (
            "The batch {path} can't be read, line {line}: {detail}.",
            'Each line must be a JSON object with "question".',
        ),
    },
    "password_without_files": {
        "fr": (
            "Un mot de passe n'ouvre que les fichiers nommés, et aucun ne l'est (ou un dossier l'est).",
            "Nommez les fichiers protégés\u00a0: «\u00a0assistant ingest FICHIER --password\u00a0».",
        ),
        "en": (
            "A password opens the files named alone, and none is named (or a folder is).",
            'Name the protected files: "assistant ingest FILE --password".',
        ),
    },
    "password_missing": {
        "fr": ("Aucun mot de passe n'a été donné.", "Tapez-le, ou donnez-le sur une ligne de l'entrée standard."),
        "en": ("No password was given.", "Type it, or give it on a line of standard input."),
    },
    "port_taken": {
        "fr": (
            "Le port {port} est déjà utilisé.",
            "Fermez l'autre programme, ou choisissez un autre port\u00a0: --port.",
        ),
        "en": ("Port {port} is already in use.", "Close the other program, or choose another port: --port."),
    },
    "bad_address": {
        "fr": ("L'adresse {host} ne peut pas être utilisée\u00a0: {detail}.", "Utilisez --host 127.0.0.1."),
        "en": ("The address {host} can't be used: {detail}.", "Use --host 127.0.0.1."),
    },
    "unknown_filter": {
        "fr": ("Il n'y a pas de filtre {name}.", "Les filtres sont\u00a0: {names}."),
        "en": ("There is no filter {name}.", "The filters are, in French or in English: {names}."),
    },
    "filter_without_value": {
        "fr": ("Le filtre {name} n'a pas de valeur.", "Écrivez NOM=VALEUR, par exemple type=entretien."),
        "en": ("The filter {name} has no value.", "Write NAME=VALUE, for example type=interview."),
    },
    "bad_filter_value": {
        "fr": (
            "Le filtre «\u00a0{name}\u00a0» ne peut pas valoir «\u00a0{value}\u00a0».",
            "Valeurs attendues\u00a0: {expected}.",
        ),
        "en": ("The filter “{name}” can't be “{value}”.", "Values expected: {expected}."),
    },
    "filter_document_unknown": {
        "fr": (
            "Aucun document ne s'appelle «\u00a0{name}\u00a0».",
            "Donnez l'identifiant, ou une partie de la source ou du titre d'un des {count}\u00a0: {choices}.",
        ),
        "en": (
            "No document is called “{name}”.",
            "Give the identifier, or a part of the source or title of one of the {count}: {choices}.",
        ),
    },
    "filter_document_ambiguous": {
        "fr": (
            "«\u00a0{name}\u00a0» désigne {count} documents.",
            "Précisez lequel\u00a0: {choices}.",
        ),
        "en": ("“{name}” names {count} documents.", "Say which one: {choices}."),
    },
    "filter_author_unknown": {
        "fr": (
            "Filtre «\u00a0auteur\u00a0»\u00a0: aucun document n'est de «\u00a0{name}\u00a0».",
            "Retirez ce filtre, ou donnez un nom (ou une partie) que des documents ont\u00a0: {choices}.",
        ),
        "en": (
            "Filter “author”: no document is by “{name}”.",
            "Leave this filter out, or give a name (or a part of one) that documents have: {choices}.",
        ),
    },
    "filter_place_unknown": {
        "fr": (
            "Filtre «\u00a0lieu\u00a0»\u00a0: aucun document ne porte sur «\u00a0{name}\u00a0».",
            "Retirez ce filtre, ou donnez un lieu dont parlent des documents\u00a0: {choices}.",
        ),
        "en": (
            "Filter “place”: no document is about “{name}”.",
            "Leave this filter out, or give a place that documents are about: {choices}.",
        ),
    },
    "filter_theme_unknown": {
        "fr": (
            "Filtre «\u00a0thème\u00a0»\u00a0: aucun document ne revient sur «\u00a0{name}\u00a0».",
            "Retirez ce filtre, ou donnez un mot, ou quelques mots qui se suivent, que des documents emploient.",
        ),
        "en": (
            "Filter “theme”: no document comes back to “{name}”.",
            "Leave this filter out, or give a word, or some words in a row, that documents use.",
        ),
    },
    "same_document": {
        "fr": (
            "Ces deux noms désignent le même document\u00a0: {document}.",
            "Nommez deux documents différents\u202f; la bibliothèque en donne la liste (ou «\u00a0assistant status "
            "--documents\u00a0»).",
        ),
        "en": (
            "These two names are of the same document: {document}.",
            'Name two different documents; the library lists them (or "assistant status --documents").',
        ),
    },
    "unknown_document": {
        "fr": ("Ce document n'est pas dans le catalogue\u00a0: {document}.", "Vérifiez l'identifiant."),
        "en": ("This document is not in the catalogue: {document}.", "Check the identifier."),
    },
    "citation_outdated": {
        "fr": (
            "Le document «\u00a0{document}\u00a0» a changé depuis cette citation.",
            "Posez à nouveau la question\u00a0: la réponse citera la version actuelle.",
        ),
        "en": (
            "The document “{document}” has changed since it was cited.",
            "Ask the question again: the answer will cite the present version.",
        ),
    },
    "no_page_image": {
        "fr": (
            "Le document «\u00a0{document}\u00a0» n'est pas un PDF\u00a0: il n'y a pas d'image de ses pages.",
            "Lisez la citation dans son contexte, ou ouvrez le document.",
        ),
        "en": (
            "The document “{document}” is no PDF: there are no pictures of its pages.",
            "Read the quote in its context, or open the document.",
        ),
    },
    "no_such_span": {
        "fr": (
            "Le document «\u00a0{document}\u00a0» n'a pas de page {page}, ou pas de caractères {start} à {end}.",
            "Reprenez la page et les positions d'une citation.",
        ),
        "en": (
            "The document “{document}” has no page {page}, or no characters {start} to {end} on it.",
            "Take the page and the offsets of a citation.",
        ),
    },
    "page_not_drawn": {
        "fr": (
            "L'image de la page {page} de «\u00a0{document}\u00a0» n'a pas pu être faite (fichier protégé ou "
            "endommagé, ou page trop lourde).",
            "Ouvrez le document lui-même, à cette page.",
        ),
        "en": (
            "The picture of page {page} of “{document}” could not be made (a protected or damaged file, or too heavy a "
            "page).",
            "Open the document itself, at this page.",
        ),
    },
    "busy": {
        "fr": ("Trop de questions attendent déjà.", "Réessayez dans quelques instants."),
        "en": ("Too many questions are waiting already.", "Try again in a moment."),
    },
    "request_too_large": {
        "fr": (
            "La demande est trop grosse (la limite est de {limit} Ko).",
            "Raccourcissez la question ou l'historique.",
        ),
        "en": ("The request is too large (the limit is {limit} kB).", "Shorten the question or the history."),
    },
    "bad_request": {
        "fr": ("La demande n'est pas valable\u00a0: {detail}.", "Corrigez-la\u00a0: voir /api/openapi.json."),
        "en": ("The request is not valid: {detail}.", "Correct it: see /api/openapi.json."),
    },
    "unknown_address": {
        "fr": ("Il n'y a rien à cette adresse\u00a0: {path}.", "La page est à l'adresse /, l'API sous /api."),
        "en": ("There is nothing at this address: {path}.", "The page is at /, the API under /api."),
    },
    "host_refused": {
        "fr": ("Ce serveur ne répond pas sous ce nom.", "Utilisez l'adresse affichée à son démarrage."),
        "en": ("This server does not answer to this name.", "Use the address shown when it started."),
    },
    "origin_refused": {
        "fr": ("La demande vient d'une page d'un autre site.", "Posez la question dans la page de l'assistant."),
        "en": ("The request comes from a page of another site.", "Ask in the assistant's own page."),
    },
    "output_unwritable": {
        "fr": ("Le fichier {path} ne peut pas être écrit\u00a0: {detail}.", "Choisissez un autre chemin."),
        "en": ("The file {path} can't be written: {detail}.", "Choose another path."),
    },
}

SETTINGS: dict[str, dict[Language, tuple[str, str]]] = {
    "settings_file": {
        "fr": ("Le fichier de réglages {path} n'est pas lisible\u00a0: {detail}.", "Corrigez-le (format TOML)."),
        "en": ("The settings file {path} can't be read: {detail}.", "Correct it (TOML format)."),
    },
    "bad_place_line": {
        "fr": (
            "La ligne {line} de la liste de lieux n'est pas comprise\u00a0: «\u00a0{text}\u00a0». "
            "Les autres sont prises.",
            "Écrivez «\u00a0Nom\u00a0», «\u00a0Nom @ Collectivité = autre nom\u202f; autre nom\u00a0» "
            "ou «\u00a0- Nom\u00a0».",
        ),
        "en": (
            'Line {line} of the list of places is not understood: "{text}". The others are taken.',
            'Write "Name", "Name @ Authority = other name; other name" or "- Name".',
        ),
    },
    "places_file": {
        "fr": (
            "La liste de lieux {path} n'est pas lisible\u00a0: {detail}.",
            "Enregistrez-la en texte UTF-8, un lieu par ligne, ou corrigez le réglage places.file.",
        ),
        "en": (
            "The list of places {path} can't be read: {detail}.",
            "Save it as UTF-8 text, a place a line, or correct the setting places.file.",
        ),
    },
    "settings_value": {
        "fr": (
            "Le réglage {name} n'est pas valable\u00a0: {detail}.",
            "Corrigez-le dans le fichier ou l'environnement.",
        ),
        "en": ("The setting {name} is not valid: {detail}.", "Correct it in the file or the environment."),
    },
}

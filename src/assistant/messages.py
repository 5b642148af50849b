"""Every sentence the assistant says about what went wrong, in French and in English, by code.

A message has a reason (what happened, to what) and a hint (what to do next). Blanks are `{name}`; a missing
parameter shows as its name, never as a crash. Interface words that are not errors live with their front.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.types import Language


@dataclass(frozen=True, slots=True)
class Message:
    """What happened, and what to do next."""

    reason: str
    hint: str


_DOCUMENTS: dict[str, dict[Language, tuple[str, str]]] = {
    "unreadable": {
        "fr": (
            "Le fichier est endommagé : aucun lecteur n'y trouve de texte.",
            "Ouvrez-le dans son logiciel, enregistrez-le à nouveau et redéposez-le.",
        ),
        "en": (
            "The file is damaged: no reader finds text in it.",
            "Open it in its own program, save it again and put it back.",
        ),
    },
    "truncated": {
        "fr": ("Le fichier est incomplet : sa fin manque.", "Téléchargez-le ou copiez-le à nouveau."),
        "en": ("The file is incomplete: its end is missing.", "Download or copy it again."),
    },
    "encrypted": {
        "fr": ("Le document est protégé par un mot de passe.", "Déposez une copie enregistrée sans mot de passe."),
        "en": ("The document is protected by a password.", "Put in a copy saved without the password."),
    },
    "empty": {
        "fr": ("Le fichier est vide.", "Vérifiez la copie, ou retirez le fichier."),
        "en": ("The file is empty.", "Check the copy, or take the file away."),
    },
    "no_text": {
        "fr": ("Le document ne contient pas de texte.", "Vérifiez qu'il s'agit du bon fichier."),
        "en": ("The document holds no text.", "Check that it is the right file."),
    },
    "no_pages": {
        "fr": ("Le document n'a aucune page lisible.", "Exportez-le à nouveau en PDF et redéposez-le."),
        "en": ("The document has no readable page.", "Export it to PDF again and put it back."),
    },
    "image_only": {
        "fr": (
            "Le document ne contient que des images ({pages} pages) : il n'y a pas de texte à citer.",
            "Passez-le à la reconnaissance de caractères (OCR) et déposez le résultat.",
        ),
        "en": (
            "The document holds only images ({pages} pages): there is no text to cite.",
            "Run character recognition (OCR) on it and put in the result.",
        ),
    },
    "garbled": {
        "fr": (
            "Le texte extrait est illisible (police sans correspondance de caractères).",
            "Passez le document à la reconnaissance de caractères (OCR) et déposez le résultat.",
        ),
        "en": (
            "The extracted text is unreadable (a font without a character map).",
            "Run character recognition (OCR) on it and put in the result.",
        ),
    },
    "unsupported_format": {
        "fr": (
            "Ce type de fichier n'est pas pris en charge ({found}).",
            "Formats lus : PDF, HTML, Markdown, texte, DOCX, ODT, JSON Lines. Convertissez le fichier.",
        ),
        "en": (
            "This type of file is not supported ({found}).",
            "Formats read: PDF, HTML, Markdown, text, DOCX, ODT, JSON Lines. Convert the file.",
        ),
    },
    "bad_encoding": {
        "fr": (
            "Le texte n'est pas lisible : son codage de caractères n'est pas reconnu.",
            "Enregistrez le fichier en UTF-8 et redéposez-le.",
        ),
        "en": (
            "The text is not readable: its character encoding is not recognised.",
            "Save the file as UTF-8 and put it back.",
        ),
    },
    "bad_record": {
        "fr": (
            "La ligne {line} n'est pas un enregistrement valable : {detail}.",
            "Chaque ligne doit être un objet JSON avec « _id » et « text » (et, si possible, « title »).",
        ),
        "en": (
            "Line {line} is not a valid record: {detail}.",
            'Each line must be a JSON object with "_id" and "text" (and, if possible, "title").',
        ),
    },
    "too_large": {
        "fr": (
            "Le fichier est trop gros ({size} Mo ; la limite est de {limit} Mo).",
            "Découpez le document, ou relevez le réglage limits.file_mb.",
        ),
        "en": (
            "The file is too large ({size} MB; the limit is {limit} MB).",
            "Split the document, or raise the setting limits.file_mb.",
        ),
    },
    "too_many_pages": {
        "fr": (
            "Le document a trop de pages ({pages} ; la limite est de {limit}).",
            "Découpez le document, ou relevez le réglage limits.pages.",
        ),
        "en": (
            "The document has too many pages ({pages}; the limit is {limit}).",
            "Split the document, or raise the setting limits.pages.",
        ),
    },
    "too_much_text": {
        "fr": (
            "Le document contient trop de texte (la limite est de {limit} caractères).",
            "Découpez le document, ou relevez le réglage limits.characters.",
        ),
        "en": (
            "The document holds too much text (the limit is {limit} characters).",
            "Split the document, or raise the setting limits.characters.",
        ),
    },
    "too_slow": {
        "fr": (
            "La lecture a été arrêtée : elle dépassait {limit} secondes.",
            "Enregistrez le document à nouveau (impression PDF), ou relevez limits.cpu_seconds et limits.wall_seconds.",
        ),
        "en": (
            "Reading was stopped: it took more than {limit} seconds.",
            "Save the document again (print to PDF), or raise limits.cpu_seconds and limits.wall_seconds.",
        ),
    },
    "too_much_memory": {
        "fr": (
            "La lecture a été arrêtée : elle dépassait {limit} Mo de mémoire.",
            "Enregistrez le document à nouveau (impression PDF), ou relevez limits.memory_mb.",
        ),
        "en": (
            "Reading was stopped: it needed more than {limit} MB of memory.",
            "Save the document again (print to PDF), or raise limits.memory_mb.",
        ),
    },
    "reader_crashed": {
        "fr": (
            "Le lecteur s'est arrêté brutalement sur ce fichier.",
            "Le fichier est sans doute endommagé : enregistrez-le à nouveau et redéposez-le.",
        ),
        "en": (
            "The reader stopped abruptly on this file.",
            "The file is probably damaged: save it again and put it back.",
        ),
    },
    "changed_while_read": {
        "fr": ("Le fichier a changé pendant sa lecture.", "Relancez « assistant ingest » quand il est enregistré."),
        "en": ("The file changed while it was read.", 'Run "assistant ingest" again once it is saved.'),
    },
    "not_found": {
        "fr": ("Ce fichier ou dossier n'existe pas : {path}.", "Vérifiez le chemin."),
        "en": ("This file or folder does not exist: {path}.", "Check the path."),
    },
    "not_a_file": {
        "fr": ("Ce n'est pas un fichier ordinaire (lien, tube ou périphérique).", "Déposez une copie du fichier."),
        "en": ("This is not an ordinary file (link, pipe or device).", "Put in a copy of the file."),
    },
    "permission": {
        "fr": ("Le fichier ne peut pas être ouvert : droits insuffisants.", "Corrigez les droits du fichier."),
        "en": ("The file can't be opened: permission denied.", "Mend the file's permissions."),
    },
    "web_not_supported": {
        "fr": (
            "Les adresses web ne sont pas encore lues : {path}.",
            "Enregistrez la page (HTML ou PDF) et déposez le fichier.",
        ),
        "en": ("Web addresses are not read yet: {path}.", "Save the page (HTML or PDF) and put in the file."),
    },
}

_WARNINGS: dict[str, dict[Language, tuple[str, str]]] = {
    "wrong_extension": {
        "fr": (
            "L'extension du fichier ne correspond pas à son contenu : il a été lu d'après son contenu.",
            "Renommez le fichier avec la bonne extension.",
        ),
        "en": (
            "The file's extension does not fit its content: it was read by its content.",
            "Rename the file with the right extension.",
        ),
    },
    "pages_without_text": {
        "fr": (
            "Certaines pages ne contiennent que des images : elles ne peuvent pas être citées.",
            "Passez le document à la reconnaissance de caractères (OCR) et déposez le résultat.",
        ),
        "en": (
            "Some pages hold only images: they can't be cited.",
            "Run character recognition (OCR) on the document and put in the result.",
        ),
    },
    "pages_garbled": {
        "fr": (
            "Le texte de certaines pages est illisible (police sans correspondance de caractères).",
            "Passez le document à la reconnaissance de caractères (OCR) et déposez le résultat.",
        ),
        "en": (
            "The text of some pages is unreadable (a font without a character map).",
            "Run character recognition (OCR) on the document and put in the result.",
        ),
    },
    "pages_unreadable": {
        "fr": (
            "Certaines pages sont endommagées et n'ont pas pu être lues.",
            "Ouvrez le document dans son logiciel, enregistrez-le à nouveau et redéposez-le.",
        ),
        "en": (
            "Some pages are damaged and could not be read.",
            "Open the document in its own program, save it again and put it back.",
        ),
    },
    "replaced_characters": {
        "fr": (
            "Quelques caractères n'ont pas pu être lus (ils apparaissent comme \N{REPLACEMENT CHARACTER}).",
            "Enregistrez le fichier en UTF-8 et redéposez-le.",
        ),
        "en": (
            "A few characters could not be read (they show as \N{REPLACEMENT CHARACTER}).",
            "Save the file as UTF-8 and put it back.",
        ),
    },
}

_USAGE: dict[str, dict[Language, tuple[str, str]]] = {
    "empty_question": {
        "fr": ("La question est vide.", "Écrivez une question."),
        "en": ("The question is empty.", "Write a question."),
    },
    "question_too_long": {
        "fr": ("La question est trop longue ({length} caractères ; la limite est de {limit}).", "Raccourcissez-la."),
        "en": ("The question is too long ({length} characters; the limit is {limit}).", "Shorten it."),
    },
    "empty_corpus": {
        "fr": (
            "Le corpus est vide : il n'y a encore aucun document à interroger.",
            "Déposez des documents dans le dossier corpus/ puis lancez « assistant ingest ».",
        ),
        "en": (
            "The corpus is empty: there is no document to ask yet.",
            'Put documents in the folder corpus/ and run "assistant ingest".',
        ),
    },
    "bad_history": {
        "fr": (
            "L'historique {path} n'est pas lisible : {detail}.",
            'Il faut une liste JSON de textes (question, réponse, question…) ou d\'objets {{"role", "content"}}.',
        ),
        "en": (
            "The history {path} can't be read: {detail}.",
            'It must be a JSON list of texts (question, answer, question…) or of {{"role", "content"}} objects.',
        ),
    },
    "bad_batch": {
        "fr": (
            "Le lot {path} n'est pas lisible, ligne {line} : {detail}.",
            "Chaque ligne doit être un objet JSON avec « question ».",
        ),
        "en": (
            "The batch {path} can't be read, line {line}: {detail}.",
            'Each line must be a JSON object with "question".',
        ),
    },
    "bad_beir": {
        "fr": (
            "Le dossier d'évaluation {path} n'est pas utilisable : {detail}.",
            "Il faut corpus.jsonl, queries.jsonl et qrels/test.tsv.",
        ),
        "en": (
            "The evaluation folder {path} can't be used: {detail}.",
            "It must hold corpus.jsonl, queries.jsonl and qrels/test.tsv.",
        ),
    },
    "bad_cases": {
        "fr": ("Le fichier de cas {path} n'est pas lisible, ligne {line} : {detail}.", "Corrigez cette ligne."),
        "en": ("The case file {path} can't be read, line {line}: {detail}.", "Correct that line."),
    },
    "foreign_index": {
        "fr": (
            "Cet index contient autre chose que le jeu {path}, par exemple {document} : rien n'y a été changé.",
            "Donnez avec --index un dossier vide, ou l'index fait pour ce jeu.",
        ),
        "en": (
            "This index holds something else than the set {path}, for instance {document}: nothing in it was changed.",
            "Give an empty folder with --index, or the index made for this set.",
        ),
    },
    "port_taken": {
        "fr": ("Le port {port} est déjà utilisé.", "Fermez l'autre programme, ou choisissez un autre port : --port."),
        "en": ("Port {port} is already in use.", "Close the other program, or choose another port: --port."),
    },
    "bad_address": {
        "fr": ("L'adresse {host} ne peut pas être utilisée : {detail}.", "Utilisez --host 127.0.0.1."),
        "en": ("The address {host} can't be used: {detail}.", "Use --host 127.0.0.1."),
    },
    "unknown_document": {
        "fr": ("Ce document n'est pas dans le catalogue : {document}.", "Vérifiez l'identifiant."),
        "en": ("This document is not in the catalogue: {document}.", "Check the identifier."),
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
        "fr": ("La demande n'est pas valable : {detail}.", "Corrigez-la : voir /api/openapi.json."),
        "en": ("The request is not valid: {detail}.", "Correct it: see /api/openapi.json."),
    },
    "unknown_address": {
        "fr": ("Il n'y a rien à cette adresse : {path}.", "La page est à l'adresse /, l'API sous /api."),
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
        "fr": ("Le fichier {path} ne peut pas être écrit : {detail}.", "Choisissez un autre chemin."),
        "en": ("The file {path} can't be written: {detail}.", "Choose another path."),
    },
}

_STORE: dict[str, dict[Language, tuple[str, str]]] = {
    "index_locked": {
        "fr": (
            "L'index {path} est utilisé par un autre programme (PID {pid}).",
            "Attendez qu'il finisse, arrêtez-le, ou posez la question dans la page qu'il sert.",
        ),
        "en": (
            "The index {path} is in use by another program (PID {pid}).",
            "Wait until it ends, stop it, or ask in the page it serves.",
        ),
    },
    "index_missing": {
        "fr": ("Il n'y a pas d'index dans {path}.", "Lancez « assistant ingest » d'abord, ou vérifiez --index."),
        "en": ("There is no index in {path}.", 'Run "assistant ingest" first, or check --index.'),
    },
    "index_unwritable": {
        "fr": (
            "Le dossier d'index {path} ne peut pas être écrit : {detail}.",
            "Choisissez un autre dossier avec --index, ou corrigez ses droits.",
        ),
        "en": (
            "The index folder {path} can't be written: {detail}.",
            "Choose another folder with --index, or mend its permissions.",
        ),
    },
    "disk_full": {
        "fr": (
            "Il n'y a plus de place sur le disque de {path}.",
            "Libérez de la place et relancez : rien n'est perdu.",
        ),
        "en": ("The disk of {path} is full.", "Free some space and run again: nothing is lost."),
    },
    "catalogue_damaged": {
        "fr": (
            "Le catalogue {path} est endommagé : {detail}.",
            "Restaurez une copie, ou supprimez le dossier d'index et relancez « assistant ingest ».",
        ),
        "en": (
            "The catalogue {path} is damaged: {detail}.",
            'Restore a copy, or delete the index folder and run "assistant ingest" again.',
        ),
    },
    "catalogue_newer": {
        "fr": ("Le catalogue {path} vient d'une version plus récente de l'assistant.", "Mettez l'assistant à jour."),
        "en": ("The catalogue {path} comes from a newer version of the assistant.", "Update the assistant."),
    },
}

_MODELS: dict[str, dict[Language, tuple[str, str]]] = {
    "model_not_found": {
        "fr": (
            "Le modèle {model} est introuvable : {detail}.",
            "Donnez le chemin d'un dossier de modèle sentence-transformers, ou revenez au modèle embarqué.",
        ),
        "en": (
            "The model {model} can't be found: {detail}.",
            "Give the path of a sentence-transformers model folder, or go back to the embedded model.",
        ),
    },
    "model_unusable": {
        "fr": (
            "Le modèle {model} ne peut pas être chargé : {detail}.",
            "Vérifiez le dossier du modèle, ou revenez au modèle embarqué.",
        ),
        "en": (
            "The model {model} can't be loaded: {detail}.",
            "Check the model's folder, or go back to the embedded model.",
        ),
    },
    "model_mismatch": {
        "fr": (
            "L'index {path} a été fait avec le modèle {stamped}, les réglages demandent {wanted}.",
            "Remettez le modèle d'origine dans les réglages, ou refaites l'index dans un autre dossier.",
        ),
        "en": (
            "The index {path} was made with the model {stamped}, the settings ask for {wanted}.",
            "Put the original model back in the settings, or make the index again in another folder.",
        ),
    },
}

_SETTINGS: dict[str, dict[Language, tuple[str, str]]] = {
    "settings_file": {
        "fr": ("Le fichier de réglages {path} n'est pas lisible : {detail}.", "Corrigez-le (format TOML)."),
        "en": ("The settings file {path} can't be read: {detail}.", "Correct it (TOML format)."),
    },
    "settings_value": {
        "fr": ("Le réglage {name} n'est pas valable : {detail}.", "Corrigez-le dans le fichier ou l'environnement."),
        "en": ("The setting {name} is not valid: {detail}.", "Correct it in the file or the environment."),
    },
}

_NOTICES: dict[str, dict[Language, tuple[str, str]]] = {
    "cache_missing": {
        "fr": ("Il n'y a pas d'index {cache} : il est fait à partir du catalogue.", ""),
        "en": ("There is no {cache} index: it is made from the catalogue.", ""),
    },
    "cache_interrupted": {
        "fr": ("L'écriture de l'index {cache} a été interrompue : il est refait à partir du catalogue.", ""),
        "en": ("Writing the {cache} index was interrupted: it is made again from the catalogue.", ""),
    },
    "cache_foreign": {
        "fr": (
            "L'index {cache} vient d'un autre modèle ou d'une autre version : il est refait à partir du catalogue.",
            "",
        ),
        "en": ("The {cache} index comes from another model or version: it is made again from the catalogue.", ""),
    },
    "cache_stale": {
        "fr": ("L'index {cache} n'est pas à jour : il est refait à partir du catalogue.", ""),
        "en": ("The {cache} index is out of date: it is made again from the catalogue.", ""),
    },
    "cache_damaged": {
        "fr": ("L'index {cache} est endommagé : il est refait à partir du catalogue.", ""),
        "en": ("The {cache} index is damaged: it is made again from the catalogue.", ""),
    },
}

MESSAGES: dict[str, dict[Language, tuple[str, str]]] = {
    **_DOCUMENTS,
    **_WARNINGS,
    **_USAGE,
    **_STORE,
    **_MODELS,
    **_SETTINGS,
    **_NOTICES,
}
DOCUMENT_CODES: frozenset[str] = frozenset(_DOCUMENTS)


def render(code: str, params: Mapping[str, str], language: Language) -> Message:
    """The message of a code, its blanks filled.

    Raises:
        KeyError: the code has no message (a defect: a test keeps every raised code in the tables above).
    """
    reason, hint = MESSAGES[code][language]
    blanks: defaultdict[str, str] = defaultdict(lambda: "?", params)
    return Message(reason.format_map(blanks), hint.format_map(blanks))

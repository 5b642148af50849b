"""What stands above every page while there is no document: what the assistant needs, and how to begin in one click."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.first_run import first_steps, sample_count
from assistant.service import Assistant
from assistant.types import Language
from assistant.views.words import FRAME

_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "title": "Pour commencer",
        "lead": "Il n'y a encore aucun document. L'assistant répond à partir des seuls documents que vous lui donnez.",
        "corpus": "Lire le fichier qui attend dans le dossier",
        "corpora": "Lire les {count} fichiers qui attendent dans le dossier",
        "samples": "Essayer avec les documents d'exemple",
        "samples_note": "Les documents d'exemple ({count}) parlent de lieux et de personnes inventés\u202f; on peut "
        "les retirer ensuite. Les lire prend une minute ou deux.",
        "library": "Déposer mes documents",
        "folder": "Dossier des documents sur cette machine\u00a0: {path}",
        "starting": "Préparation…",
        "reading": "Lecture des documents\u00a0: {done} sur {total}",
        "indexing": "Mise à jour de la recherche",
        "since": " · depuis {seconds} s",
        "left": " · reste environ {minutes} min",
        "soon": " · reste moins d'une minute",
        "nothing": "Aucun document n'a pu être lu ({count} en échec). La page Administration en donne les raisons, et "
        "que faire.",
        "cancelled": "La lecture a été arrêtée.",
    },
    "en": {
        "title": "To begin",
        "lead": "There is no document yet. The assistant answers from the documents that you give it, and from nothing "
        "else.",
        "corpus": "Read the file that waits in the folder",
        "corpora": "Read the {count} files that wait in the folder",
        "samples": "Try with the sample documents",
        "samples_note": "The sample documents ({count}) are about invented places and people; you can remove them "
        "afterwards. Reading them takes a minute or two.",
        "library": "Add my documents",
        "folder": "Folder of documents on this machine: {path}",
        "starting": "Getting ready…",
        "reading": "Reading documents: {done} of {total}",
        "indexing": "Updating the search",
        "since": " · for {seconds} s",
        "left": " · about {minutes} min left",
        "soon": " · less than a minute left",
        "nothing": "No document could be read ({count} failed). The page Administration tells why, and what to do.",
        "cancelled": "The reading was stopped.",
    },
}


def first_run_html(assistant: Assistant, language: Language, paths: Sequence[str]) -> str:
    """The beginning, as HTML; nothing where there are documents.

    Args:
        assistant: is asked how many documents there are.
        language: of the words.
        paths: addresses of the pages that there are.
    """
    if assistant.document_count:
        return ""
    from assistant.views.shell import address, environment

    words, steps = _WORDS[language], first_steps(assistant.settings)
    running = [job.id for job in assistant.jobs.recent() if job.kind == "ingest" and not job.ended]
    return (
        environment()
        .get_template("first_run.html.jinja")
        .render(
            words={**words, "unreachable": FRAME[language]["unreachable"]},
            steps=steps,
            job=running[-1] if running else "",
            waiting=words["corpus" if steps.files == 1 else "corpora"].format(count=steps.files),
            samples_note=words["samples_note"].format(count=sample_count() if steps.samples else 0),
            folder_note=words["folder"].format(path=steps.corpus.absolute()),
            library="/library?view=add" if "/library" in paths else "",
            address=address,
        )
    )

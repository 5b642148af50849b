"""What is said of how an answer was made, where it is not as one would expect."""

from __future__ import annotations

from assistant.types import Language

ANSWERS: dict[str, dict[Language, tuple[str, str]]] = {
    "question_third_language": {
        "fr": (
            "La question semble être dans une langue que l'assistant ne connaît pas\u00a0: elle a été cherchée telle "
            "quelle\u202f; posez-la plutôt en français ou en anglais.",
            "Si un document est dans cette langue, employez ses propres mots.",
        ),
        "en": (
            "The question seems to be in a language that the assistant does not know: it was searched as it is; better "
            "ask it in French or in English.",
            "If a document is in that language, use its own words.",
        ),
    },
    "single_source": {
        "fr": (
            "Un seul document est cité, pour une question qui en appelle plusieurs\u00a0: {title}.",
            "Cherchez d'autres points de vue avant de généraliser.",
        ),
        "en": (
            "A single document is cited, for a question that calls for several: {title}.",
            "Look for other points of view before you generalise.",
        ),
    },
    "old_sources": {
        "fr": (
            "Les documents cités sont anciens ({years})\u00a0: le plus récent du corpus est de {newest}.",
            "Vérifiez que ce qu'ils disent vaut encore.",
        ),
        "en": (
            "The documents cited are old ({years}): the latest of the corpus is of {newest}.",
            "Check that what they say still holds.",
        ),
    },
    "latest_of_years": {
        "fr": (
            "La question ne dit pas l'année\u00a0: la réponse est celle de {year}, la plus récente. Autres années "
            "trouvées\u00a0: {others}.",
            "Précisez l'année pour en avoir une autre.",
        ),
        "en": (
            "The question names no year: the answer is that of {year}, the latest. Other years found: {others}.",
            "Name the year for another one.",
        ),
    },
    "one_of_years": {
        "fr": (
            "La question ne dit pas l'année\u00a0: la réponse est celle de {year}. Le corpus a aussi, sans que le "
            "chiffre y ait été trouvé\u00a0: {others}.",
            "Précisez l'année pour en avoir une autre.",
        ),
        "en": (
            "The question names no year: the answer is that of {year}. The corpus also has, though the figure was not "
            "found there: {others}.",
            "Name the year for another one.",
        ),
    },
    "side_not_told": {
        "fr": (
            "La réponse ne cite rien sur\u00a0: {names}. Les documents trouvés n'en disent rien d'assez précis.",
            "Interrogez ce point seul, ou ajoutez un document qui en traite.",
        ),
        "en": (
            "The answer quotes nothing about: {names}. The documents found say nothing precise enough of it.",
            "Ask about it alone, or add a document that treats of it.",
        ),
    },
    "phrase_not_found": {
        "fr": (
            "Aucun document ne contient tel quel\u00a0: {phrases}. Ses mots ont été cherchés un à un.",
            "Vérifiez l'orthographe, ou ôtez les guillemets.",
        ),
        "en": (
            "No document holds as it stands: {phrases}. Its words were searched one by one.",
            "Check the spelling, or drop the quotation marks.",
        ),
    },
    "withheld_documents": {
        "fr": (
            "Marqué «\u00a0ne pas citer\u00a0», donc non cité, mais sur le même sujet\u00a0: {titles}.",
            "Demandez à l'auteur si l'on peut s'y référer.",
        ),
        "en": (
            "Marked as not for quotation, so not quoted, but on the same subject: {titles}.",
            "Ask the author whether it may be referred to.",
        ),
    },
    "withheld_anonymous": {
        "fr": (
            "Marqué «\u00a0anonyme\u00a0», donc non cité là où quelqu'un ou un lieu est nommé, mais sur le même sujet"
            "\u00a0: {titles}.",
            "Demandez à qui l'a déposé ce que l'on peut en reprendre.",
        ),
        "en": (
            "Marked as anonymous, so not quoted where somebody or a place is named, but on the same subject: {titles}.",
            "Ask whoever put it in what may be taken from it.",
        ),
    },
    "extracts_instead_disagreement": {
        "fr": (
            "Les sources diffèrent\u00a0: elles sont montrées telles quelles, sans que le modèle rédige.",
            "Comparez leurs dates et leurs auteurs.",
        ),
        "en": (
            "The sources differ: they are shown as they stand, and the model does not write.",
            "Compare their dates and their authors.",
        ),
    },
    "extracts_instead_server": {
        "fr": (
            "La réponse est faite d'extraits, faute de modèle pour la rédiger\u00a0: {detail}.",
            'Pour toujours répondre par extraits\u00a0: answering.mode = "extractive".',
        ),
        "en": (
            "The answer is made of extracts, for want of a model to write it: {detail}.",
            'To always answer by extracts: answering.mode = "extractive".',
        ),
    },
    "extracts_instead_no_server": {
        "fr": (
            "Le serveur de modèle n'est pas réglé, ou à moitié\u00a0: la réponse est faite d'extraits.",
            "Donnez model_server.base_url et model_server.model dans les réglages.",
        ),
        "en": (
            "The model server is not set, or only half: the answer is made of extracts.",
            "Give model_server.base_url and model_server.model in the settings.",
        ),
    },
    "extracts_instead_refused": {
        "fr": (
            "Le modèle n'a relevé aucun passage qui réponde\u00a0: voici les extraits les plus proches.",
            "Vérifiez qu'ils répondent, ou reformulez la question.",
        ),
        "en": (
            "The model picked no passage that answers: these are the nearest extracts.",
            "Check that they answer, or put the question in other words.",
        ),
    },
    "extracts_instead_malformed": {
        "fr": (
            "Ce que le modèle a écrit n'a pas pu être lu\u00a0: la réponse est faite d'extraits.",
            "Si cela dure, prenez un modèle qui sait répondre en JSON.",
        ),
        "en": (
            "What the model wrote could not be read: the answer is made of extracts.",
            "If it goes on, take a model that can answer in JSON.",
        ),
    },
    "extracts_instead_unverified": {
        "fr": (
            "Trop peu de ce que le modèle a écrit a pu être vérifié\u00a0: la réponse est faite d'extraits.",
            "Rien de ce qui n'a pas été vérifié n'est montré.",
        ),
        "en": (
            "Too little of what the model wrote could be verified: the answer is made of extracts.",
            "Nothing that was not verified is shown.",
        ),
    },
    "claims_removed": {
        "fr": (
            "Phrases du modèle retirées, parce que leurs citations ne les établissent pas\u00a0: {count}.",
            'Pour les voir barrées\u00a0: answering.unverified = "strike".',
        ),
        "en": (
            "Sentences of the model that were removed, because their quotes do not establish them: {count}.",
            'To see them struck out: answering.unverified = "strike".',
        ),
    },
    "claims_struck": {
        "fr": (
            "Phrases du modèle barrées, parce que leurs citations ne les établissent pas\u00a0: {count}.",
            "Ne les reprenez pas.",
        ),
        "en": (
            "Sentences of the model that are struck out, because their quotes do not establish them: {count}.",
            "Do not use them.",
        ),
    },
    "evidence_reduced": {
        "fr": (
            "Le modèle n'a lu que les {kept} premiers passages sur {count}\u00a0: son contexte est trop court.",
            "Augmentez model_server.context_tokens si le modèle le permet.",
        ),
        "en": (
            "The model read only the first {kept} passages of {count}: its context is too short.",
            "Raise model_server.context_tokens if the model allows.",
        ),
    },
}

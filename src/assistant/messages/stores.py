"""What is said of the index folder, its caches and the embedding models."""

from __future__ import annotations

from assistant.types import Language

STORE: dict[str, dict[Language, tuple[str, str]]] = {
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
        "fr": (
            "Il n'y a pas d'index dans {path}.",
            "Lancez «\u00a0assistant ingest\u00a0» d'abord, ou vérifiez --index.",
        ),
        "en": ("There is no index in {path}.", 'Run "assistant ingest" first, or check --index.'),
    },
    "index_unwritable": {
        "fr": (
            "Le dossier d'index {path} ne peut pas être écrit\u00a0: {detail}.",
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
            "Libérez de la place et relancez\u00a0: rien n'est perdu.",
        ),
        "en": ("The disk of {path} is full.", "Free some space and run again: nothing is lost."),
    },
    "catalogue_damaged": {
        "fr": (
            "Le catalogue {path} est endommagé\u00a0: {detail}.",
            "Restaurez une copie, ou supprimez le dossier d'index et relancez «\u00a0assistant ingest\u00a0».",
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
    "target_in_index": {
        "fr": (
            "{path} est dans le dossier d'index ({index})\u00a0: ce qu'il contient n'est pas lu comme documents.",
            "Donnez le dossier de vos documents, ou placez l'index ailleurs avec --index.",
        ),
        "en": (
            "{path} is in the index folder ({index}): what that holds is not read as documents.",
            "Give the folder of your documents, or put the index elsewhere with --index.",
        ),
    },
}

MODELS: dict[str, dict[Language, tuple[str, str]]] = {
    "model_not_found": {
        "fr": (
            "Le modèle {model} est introuvable\u00a0: {detail}.",
            "Donnez le chemin d'un dossier de modèle sentence-transformers, ou revenez au modèle embarqué.",
        ),
        "en": (
            "The model {model} can't be found: {detail}.",
            "Give the path of a sentence-transformers model folder, or go back to the embedded model.",
        ),
    },
    "model_unusable": {
        "fr": (
            "Le modèle {model} ne peut pas être utilisé\u00a0: {detail}.",
            "Vérifiez le dossier du modèle, ou revenez au modèle embarqué.",
        ),
        "en": (
            "The model {model} can't be used: {detail}.",
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
    "reranker_outputs": {
        "fr": (
            "Le modèle {model} n'est pas un modèle de reclassement\u00a0: ses sorties sont {labels}.",
            "Il faut un cross-encodeur à une seule sortie\u202f; ou laissez retrieval.reranker vide.",
        ),
        "en": (
            "The model {model} is no reranker: its outputs are {labels}.",
            "It takes a cross-encoder with a single output; or leave retrieval.reranker empty.",
        ),
    },
    "entailment_outputs": {
        "fr": (
            "Le modèle {model} ne dit pas laquelle de ses sorties est l'implication\u00a0: {labels}.",
            "Prenez un modèle NLI, ou nommez «\u00a0entailment\u00a0» l'une d'elles dans config.json (id2label).",
        ),
        "en": (
            "The model {model} does not say which of its outputs is entailment: {labels}.",
            'Take an inference (NLI) model, or name one output "entailment" in its config.json (id2label).',
        ),
    },
    "no_model_server": {
        "fr": (
            "Aucun serveur de modèle n'est réglé.",
            "Donnez model_server.base_url et model_server.model dans les réglages.",
        ),
        "en": ("No model server is set.", "Give model_server.base_url and model_server.model in the settings."),
    },
    "model_server_unreachable": {
        "fr": (
            "Le serveur de modèle {server} ne peut pas être joint\u00a0: {detail}.",
            "Vérifiez qu'il est démarré et que model_server.base_url est son adresse.",
        ),
        "en": (
            "The model server {server} can't be reached: {detail}.",
            "Check that it is running and that model_server.base_url is its address.",
        ),
    },
    "model_server_timeout": {
        "fr": (
            "Le serveur de modèle {server} n'a pas fini sa réponse en {seconds}\u00a0s.",
            "Réessayez, ou augmentez model_server.timeout_seconds.",
        ),
        "en": (
            "The model server {server} did not finish its answer within {seconds} s.",
            "Try again, or raise model_server.timeout_seconds.",
        ),
    },
    "model_server_busy": {
        "fr": (
            "Le serveur de modèle {server} refuse pour l'instant\u00a0: trop de demandes.",
            "Réessayez dans quelques minutes, ou vérifiez le quota de la clé.",
        ),
        "en": (
            "The model server {server} refuses for now: too many requests.",
            "Try again in a few minutes, or check the quota of the key.",
        ),
    },
    "model_server_failed": {
        "fr": (
            "Le serveur de modèle {server} est en panne (état {status}).",
            "Réessayez plus tard, ou regardez son journal.",
        ),
        "en": ("The model server {server} fails (status {status}).", "Try again later, or look at its log."),
    },
    "model_server_key": {
        "fr": (
            "Le serveur de modèle {server} n'accepte pas la clé (état {status}).",
            "Corrigez model_server.api_key\u202f; rien d'autre n'est à changer.",
        ),
        "en": (
            "The model server {server} does not accept the key (status {status}).",
            "Correct model_server.api_key; nothing else needs changing.",
        ),
    },
    "model_server_model": {
        "fr": (
            "Le serveur {server} n'a pas de modèle {model}, ou ne sert pas l'API à cette adresse.",
            "Corrigez model_server.model, ou model_server.base_url (souvent terminée par /v1).",
        ),
        "en": (
            "The server {server} has no model {model}, or does not serve the API at this address.",
            "Correct model_server.model, or model_server.base_url (most often ending in /v1).",
        ),
    },
    "model_server_context": {
        "fr": (
            "La demande est trop longue pour le modèle {model} du serveur {server}.",
            "Prenez un modèle au contexte plus long, et mettez model_server.context_tokens à sa valeur.",
        ),
        "en": (
            "The request is too long for the model {model} of the server {server}.",
            "Take a model with a longer context, and set model_server.context_tokens to it.",
        ),
    },
    "model_server_refused": {
        "fr": (
            "Le serveur de modèle {server} refuse la demande (état {status})\u00a0: {detail}.",
            "Vérifiez que ce serveur et ce modèle parlent le protocole d'OpenAI (chat completions).",
        ),
        "en": (
            "The model server {server} refuses the request (status {status}): {detail}.",
            "Check that this server and model speak OpenAI's protocol (chat completions).",
        ),
    },
    "model_server_bad_reply": {
        "fr": (
            "Ce que le serveur {server} renvoie n'est pas une réponse de modèle\u00a0: {detail}.",
            "Vérifiez model_server.base_url (souvent terminée par /v1), et ce qui se trouve entre le serveur et vous.",
        ),
        "en": (
            "What the server {server} sends is no answer of a model: {detail}.",
            "Check model_server.base_url (most often ending in /v1), and what stands between the server and you.",
        ),
    },
    "model_server_cut": {
        "fr": (
            "La réponse du serveur de modèle {server} est coupée ({detail})\u00a0: elle n'est pas utilisée.",
            "Réessayez\u202f; si cela dure, augmentez la longueur permise sur le serveur.",
        ),
        "en": (
            "The answer of the model server {server} is cut ({detail}): it is not used.",
            "Try again; if it goes on, raise the length allowed on the server.",
        ),
    },
}

NOTICES: dict[str, dict[Language, tuple[str, str]]] = {
    "cache_missing": {
        "fr": ("Il n'y a pas d'index {cache}\u00a0: il est fait à partir du catalogue.", ""),
        "en": ("There is no {cache} index: it is made from the catalogue.", ""),
    },
    "cache_interrupted": {
        "fr": ("L'écriture de l'index {cache} a été interrompue\u00a0: il est refait à partir du catalogue.", ""),
        "en": ("Writing the {cache} index was interrupted: it is made again from the catalogue.", ""),
    },
    "cache_foreign": {
        "fr": (
            "L'index {cache} vient d'un autre modèle ou d'une autre version\u00a0: "
            "il est refait à partir du catalogue.",
            "",
        ),
        "en": ("The {cache} index comes from another model or version: it is made again from the catalogue.", ""),
    },
    "cache_stale": {
        "fr": ("L'index {cache} n'est pas à jour\u00a0: il est refait à partir du catalogue.", ""),
        "en": ("The {cache} index is out of date: it is made again from the catalogue.", ""),
    },
    "cache_damaged": {
        "fr": ("L'index {cache} est endommagé\u00a0: il est refait à partir du catalogue.", ""),
        "en": ("The {cache} index is damaged: it is made again from the catalogue.", ""),
    },
}

"""What is said of models: of embeddings, rerankers, inference, and those behind a server."""

from __future__ import annotations

from assistant.types import Language

MODELS: dict[str, dict[Language, tuple[str, str]]] = {
    "model_not_found": {
        "fr": (
            "Le modèle {model} est introuvable\u00a0: {detail}.",
            "Donnez le chemin d'un dossier de modèle sentence-transformers, ou revenez au modèle embarqué "
            "(«\u00a0assistant models use embedded\u00a0»).",
        ),
        "en": (
            "The model {model} can't be found: {detail}.",
            "Give the path of a sentence-transformers model folder, or go back to the embedded model "
            '("assistant models use embedded").',
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
            "L'index {path} a été fait avec le modèle {stamped}, les réglages demandent {wanted} "
            "(un autre modèle, ou d'autres consignes ou une autre longueur).",
            "Lancez «\u00a0assistant models use {wanted}\u00a0» pour en changer, ou retirez embedding.model et ses "
            "consignes des réglages.",
        ),
        "en": (
            "The index {path} was made with the model {stamped}, the settings ask for {wanted} (another model, or "
            "other prompts or another length).",
            'Run "assistant models use {wanted}" to change it, or take embedding.model and its prompts out of the '
            "settings.",
        ),
    },
    "model_named_elsewhere": {
        "fr": (
            "Les réglages nomment le modèle {named}\u00a0: passer à {wanted} rendrait l'index inutilisable avec eux.",
            "Retirez embedding.model (et ses consignes) des réglages, puis relancez\u00a0: rien n'a été changé.",
        ),
        "en": (
            "The settings name the model {named}: changing to {wanted} would make the index unusable with them.",
            "Take embedding.model (and its prompts) out of the settings and run again: nothing was changed.",
        ),
    },
    "model_not_listed": {
        "fr": (
            "Le modèle {model} n'est pas de ceux que la page propose.",
            "Choisissez-en un dans le tableau, ou passez par «\u00a0assistant models use\u00a0» l'assistant arrêté.",
        ),
        "en": (
            "The model {model} is not one of those that the page offers.",
            'Choose one of the table, or use "assistant models use" with the assistant stopped.',
        ),
    },
    "model_before_missing": {
        "fr": (
            "L'index {path} ne garde pas de modèle précédent.",
            "Choisissez-en un avec «\u00a0assistant models use\u00a0».",
        ),
        "en": ("The index {path} keeps no model before this one.", 'Choose one with "assistant models use".'),
    },
    "model_own_code": {
        "fr": (
            "Le modèle {model} apporte son propre programme, que l'assistant n'exécute pas.",
            "Choisissez un autre modèle\u00a0: «\u00a0assistant models list\u00a0» en donne.",
        ),
        "en": (
            "The model {model} brings program code of its own, which the assistant does not run.",
            'Choose another model: "assistant models list" has some.',
        ),
    },
    "llama_index_unusable": {
        "fr": (
            "Le modèle {model} ne peut pas être utilisé\u00a0: {detail}.",
            "Vérifiez le nom de la classe, ses arguments, et que son paquet est installé.",
        ),
        "en": (
            "The model {model} can't be used: {detail}.",
            "Check the name (llama-index:MODULE.CLASS), its arguments, and that its package is installed.",
        ),
    },
    "llama_index_failed": {
        "fr": (
            "Le modèle {model} a échoué\u00a0: {detail}.",
            "Vérifiez ses arguments, et le serveur auquel il s'adresse s'il en a un.",
        ),
        "en": (
            "The model {model} failed: {detail}.",
            "Check its arguments, and the server that it asks, if there is one.",
        ),
    },
    "reranker_failed": {
        "fr": (
            "Le modèle de reclassement {model} a échoué ({detail})\u00a0: les passages restent dans l'ordre de la "
            "recherche.",
            "Vérifiez retrieval.reranker, ou laissez-le vide.",
        ),
        "en": (
            "The reranker {model} failed ({detail}): passages stay in the order of the search.",
            "Check retrieval.reranker, or leave it empty.",
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

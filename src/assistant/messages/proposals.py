"""What is said of proposals that can not be kept, changed or written."""

from __future__ import annotations

from assistant.types import Language

PROPOSALS: dict[str, dict[Language, tuple[str, str]]] = {
    "unknown_proposal": {
        "fr": ("Cette proposition n'existe pas, ou n'existe plus.", "Choisissez-en une dans la liste."),
        "en": ("There is no such proposal, or no longer.", "Choose one of the list."),
    },
    "unknown_section": {
        "fr": ("La proposition n'a pas de section {section}.", "Choisissez-en une de son plan."),
        "en": ("The proposal has no section {section}.", "Choose one of its outline."),
    },
    "section_ambiguous": {
        "fr": (
            "«\u00a0{name}\u00a0» désigne {count} éléments\u00a0: {choices}.",
            "Donnez l'identifiant de l'un d'eux.",
        ),
        "en": ("“{name}” stands for {count} items: {choices}.", "Give the identifier of one of them."),
    },
    "unknown_quote": {
        "fr": ("La section n'a pas de citation {quote}.", "Choisissez-en une de son panier."),
        "en": ("The section has no quote {quote}.", "Choose one of its basket."),
    },
    "unknown_suggestion": {
        "fr": (
            "Il n'y a pas de proposition {number}\u00a0: suggest en donne {count}.",
            "Choisissez un numéro de cette liste.",
        ),
        "en": ("There is no suggestion {number}: suggest gives {count}.", "Choose a number of that list."),
    },
    "unknown_version": {
        "fr": ("La section n'a pas de version {number}.", "Choisissez-en une dans la liste de ses versions."),
        "en": ("The section has no version {number}.", "Choose one of the list of its versions."),
    },
    "too_many_proposals": {
        "fr": ("Il y a déjà {limit} propositions.", "Effacez-en, ou relevez drafting.proposals."),
        "en": ("There are {limit} proposals already.", "Remove some, or raise drafting.proposals."),
    },
    "too_many_sections": {
        "fr": ("Cette proposition a déjà {limit} sections.", "Réunissez-en, ou relevez drafting.sections."),
        "en": ("This proposal has {limit} sections already.", "Join some, or raise drafting.sections."),
    },
    "too_many_quotes": {
        "fr": (
            "La section «\u00a0{section}\u00a0» aurait {count} citations\u202f; la limite est de {limit}.",
            "Retirez-en, ou faites une autre section.",
        ),
        "en": (
            "The section “{section}” would have {count} quotes; the limit is {limit}.",
            "Take some out, or make another section.",
        ),
    },
    "field_too_long": {
        "fr": ("Ce texte est trop long ({length} caractères\u202f; la limite est de {limit}).", "Raccourcissez-le."),
        "en": ("This text is too long ({length} characters; the limit is {limit}).", "Shorten it."),
    },
    "quote_too_long": {
        "fr": (
            "La citation est trop longue ({length} caractères\u202f; la limite est de {limit}).",
            "Choisissez-en les phrases utiles.",
        ),
        "en": (
            "The quote is too long ({length} characters; the limit is {limit}).",
            "Choose the sentences that are needed.",
        ),
    },
    "quote_withheld": {
        "fr": (
            "{document} ne peut pas être cité\u00a0: il est anonyme, ou marqué «\u00a0ne pas citer\u00a0».",
            "Choisissez une autre source.",
        ),
        "en": (
            "{document} can't be quoted: it is anonymous, or marked as not for quotation.",
            "Choose another source.",
        ),
    },
    "quote_not_there": {
        "fr": (
            "Cette citation n'est pas, mot pour mot, à la page {page} de {document}.",
            "Reprenez-la depuis le document ou depuis une recherche.",
        ),
        "en": (
            "This quote does not stand, word for word, on page {page} of {document}.",
            "Take it again from the document or from a search.",
        ),
    },
    "no_such_sentence": {
        "fr": (
            "Phrases de ce passage\u00a0: {count}\u202f; celles de {first} à {last} n'y sont pas.",
            "Donnez des numéros dès 1.",
        ),
        "en": ("Sentences of this passage: {count}; {first} to {last} are not in it.", "Give numbers from 1."),
    },
    "pick_what": {
        "fr": (
            "Il n'est pas dit quelle citation prendre.",
            "Donnez une conversation et des citations, un passage et ses phrases, ou un document et un texte.",
        ),
        "en": (
            "It is not said which quote to take.",
            "Give a conversation and its citation numbers, a passage and its sentences, or a document and a text.",
        ),
    },
    "order_wrong": {
        "fr": ("L'ordre donné ne nomme pas chaque élément une fois.", "Donnez tous les identifiants, chacun une fois."),
        "en": ("The order given does not name each item once.", "Give all the identifiers, each once."),
    },
    "section_locked": {
        "fr": (
            "La section «\u00a0{section}\u00a0» est en train d'être modifiée par {editor}.",
            "Réessayez quand ce sera fini\u202f; un verrou qui n'est pas renouvelé tombe en {seconds} s.",
        ),
        "en": (
            "The section “{section}” is being edited by {editor} at the moment.",
            "Try again when that is done; a lock that is not renewed falls in {seconds} s.",
        ),
    },
    "section_changed": {
        "fr": (
            "La section «\u00a0{section}\u00a0» a changé entre-temps ({editor})\u00a0: votre texte n'a pas pris sa "
            "place.",
            "Rien n'est perdu\u00a0: il est gardé parmi les versions, sous le numéro {version}. Regardez la section "
            "telle qu'elle est, ou enregistrez quand même.",
        ),
        "en": (
            "The section “{section}” has changed meanwhile ({editor}): your text has not taken its place.",
            "Nothing is lost: it is kept among the versions, as number {version}. See the section as it is, or save "
            "all the same.",
        ),
    },
    "section_erased": {
        "fr": (
            "Un document que la section «\u00a0{section}\u00a0» citait a été effacé entre-temps\u00a0: votre texte "
            "n'est pas gardé, il peut en donner des mots.",
            "Rechargez la section, puis reprenez vos changements sans ces mots.",
        ),
        "en": (
            "A document that the section “{section}” quoted was erased meanwhile: your text is not kept, for it may "
            "have words of it.",
            "Reload the section, then make your changes again without those words.",
        ),
    },
    "section_edited": {
        "fr": (
            "Le texte de la section «\u00a0{section}\u00a0» a été écrit ou modifié par une personne.",
            "Confirmez (replace, --replace) pour en écrire un autre\u202f; celui-ci reste parmi les versions.",
        ),
        "en": (
            "The text of the section “{section}” was written or edited by a person.",
            "Confirm (replace, --replace) to have another one written; this one stays among the versions.",
        ),
    },
    "section_without_evidence": {
        "fr": (
            "La section «\u00a0{section}\u00a0» n'a aucune citation qui tienne\u00a0: rien ne peut être écrit.",
            "Remplissez d'abord son panier, par exemple avec les propositions.",
        ),
        "en": (
            "The section “{section}” has no quote that holds: nothing can be written.",
            "Fill its basket first, for instance from the suggestions.",
        ),
    },
    "section_without_text": {
        "fr": ("La section «\u00a0{section}\u00a0» n'a pas de texte à vérifier.", "Écrivez-la d'abord."),
        "en": ("The section “{section}” has no text to check.", "Write it first."),
    },
    "section_model_silent": {
        "fr": (
            "Le modèle n'a rien écrit d'utilisable pour la section «\u00a0{section}\u00a0».",
            "Réessayez, ou demandez un relevé de citations (brief).",
        ),
        "en": (
            "The model wrote nothing usable for the section “{section}”.",
            "Try again, or ask for a brief.",
        ),
    },
    "remove_unconfirmed": {
        "fr": (
            "Rien n'a été effacé\u00a0: effacer une proposition ne se défait pas et n'a pas été confirmé.",
            "Ajoutez --yes.",
        ),
        "en": ("Nothing was erased: removing a proposal can't be undone, and was not confirmed.", "Add --yes."),
    },
}

WRITING: dict[str, dict[Language, tuple[str, str]]] = {
    "brief_instead_server": {
        "fr": (
            "Le serveur de modèle n'a pas pu écrire\u00a0: {detail}.",
            "La section est un relevé de citations\u202f; réessayez plus tard.",
        ),
        "en": ("The model server could not write: {detail}.", "The section is a brief; try again later."),
    },
    "quotes_left_out": {
        "fr": (
            "Citations qui n'ont pas été données au modèle\u00a0: {count}. Elles ne tiennent plus, s'adressent à une "
            "machine, ou n'avaient pas la place.",
            "Elles restent dans le panier.",
        ),
        "en": (
            "Quotes that were not given to the model: {count}. They no longer hold, speak to a machine, or found no "
            "room.",
            "They stay in the basket.",
        ),
    },
    "sentences_unsupported": {
        "fr": (
            "Phrases et titres que leurs citations n'établissent pas\u00a0: {count}. Ils sont marqués.",
            "Corrigez-les ou retirez-les avant d'exporter.",
        ),
        "en": (
            "Sentences and headings that are not established by their quotes: {count}. They are marked.",
            "Correct or remove them before exporting.",
        ),
    },
}

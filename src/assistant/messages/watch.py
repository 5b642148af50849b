"""What is said of the feeds that are watched, their items, and lists of addresses."""

from __future__ import annotations

from assistant.types import Language

WATCH: dict[str, dict[Language, tuple[str, str]]] = {
    "feed_known": {
        "fr": (
            "Ce flux est déjà suivi\u00a0: {url}.",
            "La liste des flux suivis est dans la bibliothèque (ou «\u00a0assistant watch list\u00a0»).",
        ),
        "en": (
            "This feed is watched already: {url}.",
            'The feeds that are watched are listed in the library (or by "assistant watch list").',
        ),
    },
    "unknown_feed": {
        "fr": (
            "Aucun flux suivi ne s'appelle {feed}.",
            "Rechargez la page, ou donnez l'adresse ou le numéro d'un flux suivi («\u00a0assistant watch list\u00a0»).",
        ),
        "en": (
            "No feed that is watched is called {feed}.",
            'Load the page again, or give the address or the number of a feed ("assistant watch list").',
        ),
    },
    "unknown_item": {
        "fr": (
            "Il n'y a pas de proposition {item}.",
            "Rechargez la page, ou donnez des numéros de «\u00a0assistant watch proposals\u00a0».",
        ),
        "en": (
            "There is no proposal {item}.",
            'Load the page again, or give numbers of "assistant watch proposals".',
        ),
    },
    "items_which": {
        "fr": (
            "Il n'est pas dit quelles propositions.",
            "Donnez leurs numéros, ou --all.",
        ),
        "en": (
            "It is not said which proposals.",
            "Give their numbers, or --all.",
        ),
    },
    "bad_since": {
        "fr": (
            "«\u00a0{since}\u00a0» n'est pas une date.",
            "Écrivez-la ainsi\u00a0: 2026-11-01.",
        ),
        "en": (
            "“{since}” is not a date.",
            "Write it like this: 2026-11-01.",
        ),
    },
    "url_list_unreadable": {
        "fr": (
            "La liste d'adresses {path} n'est pas lisible\u00a0: {detail}.",
            "Donnez un fichier de texte, une adresse par ligne.",
        ),
        "en": (
            "The list of addresses {path} can't be read: {detail}.",
            "Give a text file, one address a line.",
        ),
    },
}

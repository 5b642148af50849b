"""What is said of web addresses that could not be read, and of what feeds and sitemaps hold."""

from __future__ import annotations

from assistant.types import Language

WEB: dict[str, dict[Language, tuple[str, str]]] = {
    "web_address": {
        "fr": (
            "Cette adresse n'est pas celle d'une page web, ou ne peut pas être lue\u00a0: {url}.",
            "Donnez une adresse http ou https complète, sans nom d'utilisateur ni mot de passe.",
        ),
        "en": (
            "This is not the address of a web page, or can't be read: {url}.",
            "Give a whole http or https address, with no user name or password.",
        ),
    },
    "web_private": {
        "fr": (
            "{url} mène à une adresse privée ou de cette machine ({address})\u00a0: rien n'y a été demandé.",
            "Si c'est un site de votre réseau, réglez web.allow_private sur true.",
        ),
        "en": (
            "{url} leads to a private address or to this machine ({address}): nothing was asked there.",
            "If it is a site of your own network, set web.allow_private to true.",
        ),
    },
    "web_never": {
        "fr": (
            "{url} mène à une adresse qui n'est celle d'aucun site ({address})\u00a0: rien n'y a été demandé.",
            "Donnez l'adresse d'un site\u202f; celles-ci ne sont jamais lues, quel que soit le réglage.",
        ),
        "en": (
            "{url} leads to an address that is no site's ({address}): nothing was asked there.",
            "Give the address of a site; these are never read, whatever the settings.",
        ),
    },
    "web_unreachable": {
        "fr": (
            "{url} ne répond pas\u00a0: {detail}.",
            "Vérifiez l'adresse et la connexion, puis recommencez.",
        ),
        "en": (
            "{url} does not answer: {detail}.",
            "Check the address and the connection, then try again.",
        ),
    },
    "web_timeout": {
        "fr": (
            "{url} n'a pas répondu en entier en {seconds}\u00a0s.",
            "Recommencez plus tard, ou relevez web.timeout_seconds.",
        ),
        "en": (
            "{url} did not answer wholly within {seconds} s.",
            "Try again later, or raise web.timeout_seconds.",
        ),
    },
    "web_too_large": {
        "fr": (
            "{url} dépasse {limit}\u00a0Mo\u00a0: la lecture a été arrêtée.",
            "Relevez web.max_mb, ou enregistrez le fichier et déposez-le.",
        ),
        "en": (
            "{url} is larger than {limit} MB: reading was stopped.",
            "Raise web.max_mb, or save the file and put it in.",
        ),
    },
    "web_redirects": {
        "fr": (
            "{url} renvoie d'adresse en adresse (plus de {limit} fois).",
            "Donnez l'adresse finale de la page.",
        ),
        "en": (
            "{url} leads from address to address (more than {limit} times).",
            "Give the final address of the page.",
        ),
    },
    "web_status": {
        "fr": (
            "Le site refuse {url} ou ne l'a pas (réponse {status}).",
            "Vérifiez l'adresse dans un navigateur\u202f; enregistrez la page et déposez le fichier si elle "
            "demande une connexion.",
        ),
        "en": (
            "The site refuses {url} or does not have it (answer {status}).",
            "Check the address in a browser; save the page and put in the file if it asks to sign in.",
        ),
    },
    "web_later": {
        "fr": (
            "Le site ne peut pas donner {url} pour l'instant (réponse {status}).",
            "Recommencez plus tard.",
        ),
        "en": ("The site can't give {url} just now (answer {status}).", "Try again later."),
    },
    "web_redirect_nowhere": {
        "fr": (
            "{url} renvoie à une autre adresse, sans dire laquelle (réponse {status}).",
            "Cherchez la page dans un navigateur, et donnez son adresse.",
        ),
        "en": (
            "{url} leads to another address, and does not say which (answer {status}).",
            "Look for the page in a browser, and give its address.",
        ),
    },
    "web_empty": {
        "fr": (
            "{url} a répondu par une page vide.",
            "Ouvrez l'adresse dans un navigateur\u202f; enregistrez la page s'il y a quelque chose.",
        ),
        "en": (
            "{url} answered with an empty page.",
            "Open the address in a browser; save the page if there is something.",
        ),
    },
    "web_encoding": {
        "fr": (
            "La réponse de {url} est compressée d'une façon qui ne peut pas être lue, ou abîmée ({encoding}).",
            "Enregistrez la page depuis un navigateur et déposez le fichier.",
        ),
        "en": (
            "The answer of {url} is compressed in a way that can't be read, or damaged ({encoding}).",
            "Save the page from a browser and put in the file.",
        ),
    },
    "web_robots": {
        "fr": (
            "Le site demande aux programmes de ne pas lire {url} (robots.txt).",
            "Demandez l'accord du site, ou enregistrez la page vous-même et déposez le fichier.",
        ),
        "en": (
            "The site asks programs not to read {url} (robots.txt).",
            "Ask the site for its consent, or save the page yourself and put in the file.",
        ),
    },
    "web_robots_unavailable": {
        "fr": (
            "{url} ne dit pas ce que les programmes peuvent y lire (robots.txt, réponse {status})\u00a0: rien "
            "d'autre n'y a été demandé.",
            "Recommencez plus tard.",
        ),
        "en": (
            "{url} does not say what programs may read there (robots.txt, answer {status}): nothing else was asked.",
            "Try again later.",
        ),
    },
    "web_given_up": {
        "fr": (
            "Ce site n'a pas répondu {count} fois de suite\u00a0: {url} ne lui a plus été demandé.",
            "Recommencez plus tard.",
        ),
        "en": (
            "This site has not answered {count} times in a row: {url} was not asked for any more.",
            "Try again later.",
        ),
    },
    "web_wrong_type": {
        "fr": (
            "{url} annonce un fichier {announced} et envoie autre chose ({found}), souvent une page "
            "d'erreur ou de connexion.",
            "Ouvrez l'adresse dans un navigateur, enregistrez le fichier et déposez-le.",
        ),
        "en": (
            "{url} announces a {announced} file and sends something else ({found}), often a page that says "
            "an error or asks to sign in.",
            "Open the address in a browser, save the file and put it in.",
        ),
    },
    "web_not_kept": {
        "fr": (
            "La copie de la page ne peut pas être écrite dans {path}\u00a0: {detail}.",
            "Vérifiez les droits et la place sur le disque, ou réglez web.folder.",
        ),
        "en": (
            "The copy of the page can't be written to {path}: {detail}.",
            "Check permissions and room on the disk, or set web.folder.",
        ),
    },
    "web_not_deleted": {
        "fr": (
            "La copie de la page, {path}, ne peut pas être supprimée\u00a0: {detail}. Le document reste.",
            "Vérifiez les droits, puis recommencez.",
        ),
        "en": (
            "The copy of the page, {path}, can't be deleted: {detail}. The document stays.",
            "Check permissions, then try again.",
        ),
    },
    "bad_list_line": {
        "fr": (
            "La ligne {line} de la liste n'est pas une adresse web\u00a0: «\u00a0{text}\u00a0». Les autres sont lues.",
            "Écrivez une adresse complète par ligne\u00a0: https://…",
        ),
        "en": (
            'Line {line} of the list is no web address: "{text}". The others are read.',
            "Write one whole address a line: https://…",
        ),
    },
    "web_is_feed": {
        "fr": (
            "{url} est un flux, pas une page.",
            "Suivez-le parmi les flux de la bibliothèque, ou avec «\u00a0assistant watch add\u00a0».",
        ),
        "en": (
            "{url} is a feed, not a page.",
            'Watch it among the feeds of the library, or with "assistant watch add".',
        ),
    },
    "bad_sitemap": {
        "fr": (
            "Le plan de site {url} n'est pas lisible.",
            "Donnez les adresses des pages, une par ligne.",
        ),
        "en": (
            "The sitemap {url} can't be read.",
            "Give the addresses of the pages, one a line.",
        ),
    },
    "web_too_many": {
        "fr": (
            "{left} adresses de plus n'ont pas été lues\u00a0: {limit} à la fois au plus.",
            "Relevez web.max_pages, ou donnez-les par parties.",
        ),
        "en": (
            "{left} more addresses were not read: {limit} at most at a time.",
            "Raise web.max_pages, or give them in parts.",
        ),
    },
    "feed_cut": {
        "fr": (
            "Ce flux a plus de {limit} articles\u00a0: les {limit} premiers sont pris, pas les autres ({count}).",
            "Donnez vous-même les adresses de ceux qui manquent (une liste d'adresses se lit d'un coup).",
        ),
        "en": (
            "This feed has more than {limit} items: the first {limit} are taken, not the others ({count}).",
            "Give the addresses of those that are missing yourself (a list of addresses is read in one go).",
        ),
    },
    "feed_without_address": {
        "fr": (
            "Articles de ce flux sans adresse http ou https, laissés de côté\u00a0: {count}.",
            "Rien à faire, si les articles attendus sont là\u202f; sinon, signalez-le à qui tient le flux.",
        ),
        "en": (
            "Items of this feed without an http or https address, left out: {count}.",
            "Nothing to do where the items that you expect are there; else tell who keeps the feed.",
        ),
    },
    "feed_dates": {
        "fr": (
            "Articles de ce flux dont la date, à plus d'un an d'aujourd'hui, n'est pas retenue\u00a0: {count}.",
            "Donnez leur date dans leur notice, si la page ne la dit pas.",
        ),
        "en": (
            "Items of this feed whose date, more than a year ahead, is not kept: {count}.",
            "Give their date in their record, where the page does not say it.",
        ),
    },
    "sitemap_left_out": {
        "fr": (
            "Adresses de ce plan de site qui ne sont pas des pages de ce site, et n'ont pas été lues\u00a0: {count}.",
            "Si vous les voulez, donnez-les vous-même.",
        ),
        "en": (
            "Addresses of this sitemap that are no pages of its own site, and were not read: {count}.",
            "Give them yourself, if you want them.",
        ),
    },
    "page_of_a_feed": {
        "fr": (
            "{url} est une page web\u202f; son flux est à l'adresse {feed}.",
            "Donnez cette adresse-là.",
        ),
        "en": (
            "{url} is a web page; its feed is at {feed}.",
            "Give that address.",
        ),
    },
    "not_a_feed": {
        "fr": (
            "{url} n'est pas un flux RSS ou Atom lisible.",
            "Donnez l'adresse du flux lui-même (souvent «\u00a0RSS\u00a0» au bas des pages du site).",
        ),
        "en": (
            "{url} is not an RSS or Atom feed that can be read.",
            "Give the address of the feed itself (often called “RSS” at the bottom of the site's pages).",
        ),
    },
}

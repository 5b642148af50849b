"""Words of the frame around every page, French and English."""

from __future__ import annotations

from assistant.types import Language

FRAME: dict[Language, dict[str, str]] = {
    "fr": {
        "product": "Assistant documentaire",
        "skip": "Aller au contenu",
        "navigation": "Navigation principale",
        "preferences": "Langue et thème",
        "other_language": "English",
        "other_language_code": "en",
        "theme": "Thème",
        "theme_system": "Thème du système",
        "theme_light": "Thème clair",
        "theme_dark": "Thème sombre",
        "no_script": "Cette page a besoin de JavaScript.",
        "unreachable": "L'assistant ne répond pas. Vérifiez qu'il est lancé, puis réessayez.",
        "working": "En cours…",
        "close": "Fermer",
        "cancel": "Annuler",
        "save": "Enregistrer",
    },
    "en": {
        "product": "Document assistant",
        "skip": "Skip to the content",
        "navigation": "Main navigation",
        "preferences": "Language and theme",
        "other_language": "Français",
        "other_language_code": "fr",
        "theme": "Theme",
        "theme_system": "Theme of the system",
        "theme_light": "Light theme",
        "theme_dark": "Dark theme",
        "no_script": "This page needs JavaScript.",
        "unreachable": "The assistant does not answer. Check that it is running, then try again.",
        "working": "Working…",
        "close": "Close",
        "cancel": "Cancel",
        "save": "Save",
    },
}

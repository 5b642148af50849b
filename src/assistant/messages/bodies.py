"""What is wrong with the fields of a request, in two languages: the library that checks them speaks English alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.types import Language

_FRENCH: Mapping[str, str] = {
    "missing": "ce champ manque",
    "extra_forbidden": "ce champ n'est pas connu",
    "json_invalid": "ce n'est pas du JSON",
    "string_type": "un texte est attendu",
    "string_too_long": "{max_length} caractères au plus",
    "string_too_short": "{min_length} caractère au moins",
    "string_pattern_mismatch": "le texte n'a pas la forme attendue",
    "int_type": "un nombre entier est attendu",
    "int_parsing": "un nombre entier est attendu",
    "int_from_float": "un nombre entier est attendu",
    "int_parsing_size": "le nombre est trop grand",
    "float_type": "un nombre est attendu",
    "float_parsing": "un nombre est attendu",
    "finite_number": "un nombre est attendu",
    "bool_type": "vrai ou faux est attendu (true, false)",
    "bool_parsing": "vrai ou faux est attendu (true, false)",
    "list_type": "une liste est attendue",
    "dict_type": "un objet est attendu",
    "model_type": "un objet est attendu",
    "model_attributes_type": "un objet est attendu",
    "too_long": "{max_length} éléments au plus",
    "too_short": "{min_length} élément au moins",
    "greater_than_equal": "{ge} au moins",
    "greater_than": "plus de {gt}",
    "less_than_equal": "{le} au plus",
    "less_than": "moins de {lt}",
    "literal_error": "une de ces valeurs est attendue\u00a0: {expected}",
    "enum": "une de ces valeurs est attendue\u00a0: {expected}",
}
_OTHER = "la valeur n'est pas valable"


def problems_text(problems: Sequence[Mapping[str, Any]], language: Language) -> str:
    """The problems that pydantic found in a request, each with the field it is in.

    Args:
        problems: its errors (`type`, `loc`, `msg`, `ctx`). The values given are not told: they may hold a question.
        language: of what is said; the names of fields and values stay those of the API.
    """
    parted = "\u202f; " if language == "fr" else "; "
    return parted.join(_problem(each, language) for each in problems)


def _problem(problem: Mapping[str, Any], language: Language) -> str:
    kind = problem["type"]
    where = "JSON" if kind == "json_invalid" else ".".join(map(str, problem["loc"][1:])) or "JSON"
    if language == "en":
        return f"{where}: {problem['msg']}"
    blanks = {name: str(value).replace(" or ", " ou ") for name, value in problem.get("ctx", {}).items()}
    try:
        said = _FRENCH.get(kind, _OTHER).format_map(blanks)
    except KeyError:
        said = _OTHER
    return f"{where}\u00a0: {said}"

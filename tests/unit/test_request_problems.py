"""What is wrong with a request, in the language it asks for, and nothing of what was sent."""

from __future__ import annotations

import re

import pytest
from pydantic import TypeAdapter, ValidationError

from assistant.api.conversation_models import FeedbackRequest
from assistant.api.models import AskRequest, SearchRequest
from assistant.api.uploads import IngestionRequest
from assistant.messages.bodies import problems_text
from assistant.types import Language


def _told(model: type, body: object, language: Language) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(model).validate_python(body)
    found = [{**each, "loc": ("body", *each["loc"])} for each in caught.value.errors()]
    return problems_text(found, language)


@pytest.mark.parametrize(
    ("model", "body", "french"),
    [
        (AskRequest, {"question": 3}, "question\u00a0: un texte est attendu"),
        (AskRequest, {}, "question\u00a0: ce champ manque"),
        (AskRequest, {"question": "q", "other": 1}, "other\u00a0: ce champ n'est pas connu"),
        (SearchRequest, {"question": "q", "k": 0}, "k\u00a0: 1 au moins"),
        (SearchRequest, {"question": "q", "k": "x"}, "k\u00a0: un nombre entier est attendu"),
        (SearchRequest, {"question": "q", "k": 5000}, "k\u00a0: 1000 au plus"),
        (IngestionRequest, {"corpus": []}, "corpus\u00a0: vrai ou faux est attendu (true, false)"),
        (IngestionRequest, {"files": "x"}, "files\u00a0: une liste est attendue"),
        (IngestionRequest, {"marks": ["a", "b", "c"]}, "marks\u00a0: 2 éléments au plus"),
        (
            FeedbackRequest,
            {"conversation": "x", "turn": 1, "target": "none", "rating": None},
            "target\u00a0: une de ces valeurs est attendue\u00a0: 'answer', 'claim' ou 'citation'",
        ),
    ],
)
def test_problems_are_told_in_french(model: type, body: object, french: str) -> None:
    assert _told(model, body, "fr") == french
    assert re.search(r"field|input|should|not permitted", _told(model, body, "en"), re.I)


def test_a_problem_that_is_not_known_is_told_in_french_all_the_same() -> None:
    strange = {"type": "some_new_type", "loc": ("body", "field"), "msg": "Input is strange"}
    short = {"type": "string_too_long", "loc": ("body", "field"), "msg": "Too long"}
    assert problems_text([strange, short], "fr").split("\u202f; ") == ["field\u00a0: la valeur n'est pas valable"] * 2

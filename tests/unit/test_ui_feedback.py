"""The buttons by which answers are judged: what was said before is marked, what people wrote is text."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from assistant.types import Claim, Feedback, KeptPlace
from assistant.ui.feedback import answer_buttons, citation_buttons
from fakes import make_answer

PLACE = KeptPlace("c1", 2)
HOSTILE = '"><img src=x onerror=alert(1)> ${d} {{e}} <script>c</script>'


def pressed(markup: str) -> list[str]:
    return re.findall(r'data-rating="(\w+)" aria-pressed="true"', markup)


def test_an_answer_and_a_citation_carry_their_place() -> None:
    answer = answer_buttons(make_answer("q"), PLACE, (), "fr")
    assert 'data-conversation="c1" data-turn="2" data-target="answer" data-number="0"' in answer
    assert re.findall(r'data-rating="(\w+)"', answer) == ["right", "wrong_passage", "missing_source"]
    citation = citation_buttons(3, PLACE, (), "en")
    assert 'data-target="citation" data-number="3"' in citation
    assert re.findall(r'data-rating="(\w+)"', citation) == ["right", "wrong_passage"]
    assert pressed(answer + citation) == []


def test_what_was_said_before_is_marked_with_its_comment() -> None:
    given = (Feedback("citation", 1, "wrong_passage", "p. 3"), Feedback("citation", 2, "right"))
    first, second = (citation_buttons(number, PLACE, given, "fr") for number in (1, 2))
    assert (pressed(first), pressed(second)) == (["wrong_passage"], ["right"])
    assert 'class="more" hidden' not in first
    assert 'class="more" hidden' in second
    assert 'value="p&#46; 3"' in first


def test_claims_are_judged_where_a_model_wrote_them() -> None:
    answer = make_answer("q")
    assert "claim" not in answer_buttons(answer, PLACE, (), "fr")
    written = replace(answer, mode="generative", claims=(Claim(HOSTILE, (1,), "supported", ""),))
    markup = answer_buttons(written, PLACE, (), "fr")
    assert 'data-target="claim" data-number="1"' in markup
    assert set(re.findall(r"<\s*/?\s*([a-z]+)", markup)) == {
        "div",
        "p",
        "span",
        "button",
        "input",
        "details",
        "summary",
        "ol",
        "li",
    }
    assert HOSTILE in html.unescape(re.sub(r"<[^>]*>", "", markup))


def test_a_comment_can_not_leave_its_attribute() -> None:
    markup = citation_buttons(1, PLACE, (Feedback("citation", 1, "wrong_passage", HOSTILE),), "fr")
    assert "<img" not in markup
    assert "<script" not in markup
    assert "${" not in markup
    assert "{{" not in markup

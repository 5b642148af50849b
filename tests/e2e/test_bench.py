"""The test bench in a real browser, in both languages: searches explained, the gold set, grades, measurements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.e2e

ARTEFACTS = Path(__file__).resolve().parents[2] / "test-artefacts"

HOSTILE = "<b onclick=x>Quel</b> est \u202el'âge du capitaine du navire ?"
BUDGET = "Budget de la phase test du groupe et part de chaque collectivité ?"
QUOTE = "Le budget de la phase test est de 54 000 €, financé à parts égales, soit 6 000 € par collectivité."
CASE = {
    "id": "S-F10",
    "question": BUDGET,
    "kind": "fact",
    "nuggets": [{"text": "54 000 €"}],
    "evidence": [{"doc": "cr-seance-inaugurale.pdf", "page": 2, "quote": QUOTE}],
}


class Bench:
    """A visitor's page of the bench, and what went wrong in it."""

    def __init__(self, page: Any, url: str) -> None:
        self.page = page
        self.url = url
        self.faults: list[str] = []
        self.elsewhere: list[str] = []
        page.on("dialog", lambda dialog: (self.faults.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: request.url.startswith(url) or self.elsewhere.append(request.url))

    def open(self, **values: str) -> None:
        """A part of the bench."""
        self.page.goto(f"{self.url}/bench?" + "&".join(f"{name}={value}" for name, value in values.items()))

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """What the visitor's browser would send to the API."""
        reply = self.page.request.post(f"{self.url}/api{path}", data=body)
        assert reply.ok, reply.text()
        return reply.json() if reply.body() else None

    def make_set(self, name: str, *cases: dict[str, Any]) -> None:
        """A set of questions."""
        self.post("/bench/cases", {"name": name})
        for case in cases:
            self.post(f"/bench/cases/{name}/case", {"record": case})

    def button(self, name: str) -> Any:
        """A button by its words."""
        return self.page.get_by_role("button", name=name, exact=True)

    def said(self, words: str) -> None:
        """Wait until the page says something."""
        self.page.locator("#said", has_text=words).wait_for()

    def save(self, name: str) -> None:
        """A screenshot for people."""
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


@pytest.fixture
def visitor(chrome: Any, server: Any) -> Iterator[Callable[..., Bench]]:
    """Opens a browser of its own on the bench; at the end nothing went wrong in it, and nobody else was asked."""
    contexts, opened = [], []

    def visit(locale: str = "fr-FR", width: int = 1280) -> Bench:
        context = chrome.new_context(locale=locale, viewport={"width": width, "height": 900})
        context.set_default_timeout(120_000)
        contexts.append(context)
        opened.append(Bench(context.new_page(), server.url))
        return opened[-1]

    yield visit
    for bench in opened:
        assert bench.faults == []
        assert bench.elsewhere == []
    for context in contexts:
        context.close()


WORDS = {
    "fr-FR": ("Banc d'essai", "Expliquer", "Passages trouvés", "Chaque recherche à part", "d'habitude"),
    "en-GB": ("Test bench", "Explain", "Passages found", "Each search by itself", "usual"),
}


@pytest.mark.parametrize("locale", WORDS)
def test_a_search_is_explained_and_settings_are_tried(visitor, locale):
    title, explain, found, legs, usual = WORDS[locale]
    bench = visitor(locale)
    bench.open(part="search")
    page = bench.page
    assert page.get_by_role("heading", level=1).inner_text() == title
    page.locator("#question").fill(BUDGET)
    page.locator("#missed").fill("failing-in-public.md")
    bench.button(explain).click()
    page.get_by_role("heading", name=found).wait_for()
    assert "Cercle des Neuf" in page.locator("ol.results > li").first.inner_text()
    assert "failing-in-public.md" in page.locator("#absence").inner_text()
    page.get_by_role("heading", name=legs).click()
    assert page.locator(".legs > section").count() == 3
    page.locator("#trial > summary").click()
    page.locator("#weight-usual").uncheck()
    page.locator("#weight").fill("100")
    bench.button(explain).click()
    page.locator("ol.results .tag", has_text=usual).first.wait_for()
    bench.save(f"bench-search-{locale[:2]}")


@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_and_documents_that_attack_are_text(visitor, width):
    bench = visitor(width=width)
    bench.make_set(f"large-{width}", CASE)
    page = bench.page
    bench.open(part="search")
    page.locator("#question").fill("foire <b>annuelle</b>")
    bench.button("Expliquer").click()
    page.locator("ol.results").wait_for()
    assert page.locator("#content script, #content img, #content b, #content iframe").count() == 0
    for part in ("search", "turns", "cases", "grading", "measures"):
        bench.open(part=part)
        page.locator("#content > *").first.wait_for() if part != "search" else None
        assert page.evaluate("document.documentElement.scrollWidth") <= width, part


@pytest.mark.parametrize(
    ("locale", "make", "save", "see", "proposed", "accepted", "keep", "kept", "measured"),
    [
        ("fr-FR", "En faire une question de référence", "Enregistrer", "Voir et compléter la question", "est proposée",
         "Acceptée", "Enregistrer la question", "est enregistrée", "mesurée"),
        ("en-GB", "Make it a reference question", "Save", "See and complete the question", "is proposed",
         "Accepted", "Save the question", "is saved", "measured"),
    ],
)  # fmt: skip
def test_a_question_without_an_answer_becomes_a_case(
    visitor, locale, make, save, see, proposed, accepted, keep, kept, measured
):
    bench, member = visitor(locale), visitor(locale)
    name = f"sans-reponse-{locale[:2]}"
    bench.make_set(name)
    member.post("/ask", {"question": HOSTILE, "conversation": "new"})
    bench.open(part="turns")
    page = bench.page
    card = page.locator("#unanswered li", has_text="capitaine")
    assert "<b onclick=x>Quel</b> est l'âge" in card.inner_text()
    assert page.locator("#own li").count() == 0
    card.get_by_role("button", name=make).click()
    dialog = page.locator("dialog")
    dialog.locator("select").select_option(name)
    dialog.locator("input[type=checkbox]").check()
    dialog.get_by_role("button", name=save, exact=True).click()
    bench.said(proposed)
    page.get_by_role("link", name=see).click()
    page.get_by_label(accepted).check()
    bench.button(keep).click()
    bench.said(kept)
    bench.open(part="cases", set=name)
    row = page.locator("tbody tr")
    assert measured in row.inner_text()
    assert "onclick" in row.inner_text()
    bench.save(f"bench-cases-{locale[:2]}")


def test_what_a_good_answer_holds_is_edited_and_two_people_do_not_overwrite_each_other(visitor):
    first, second = visitor(), visitor("en-GB")
    first.make_set("edition", CASE)
    for bench in (first, second):
        bench.open(part="cases", set="edition", case="S-F10")
        bench.page.get_by_role("button", name="Ajouter un élément").or_(
            bench.page.get_by_role("button", name="Add a fact")
        ).click()
        bench.page.keyboard.type("6 000 € <b>chacune</b>")
    first.button("Enregistrer la question").click()
    first.said("est enregistrée")
    second.button("Save the question").click()
    second.said("Somebody has changed")
    first.open(part="cases", set="edition", case="S-F10")
    first.page.get_by_role("button", name="Enregistrer la question").wait_for()
    values = [each.input_value() for each in first.page.get_by_label("Élément", exact=True).all()]
    assert values == ["54 000 €", "6 000 € <b>chacune</b>"]


GRADING = {
    "fr-FR": (
        "Noter les passages de cette question", "Votre nom de juge", "Noter notes-fr--", "Répond", "Note enregistrée",
        "Merci", "Accord entre AB et CD", "Répond en partie", "Adopter les notes dans le jeu", "Notes adoptées",
    ),
    "en-GB": (
        "Grade passages for this question", "Your name as a judge", "Grade notes-en--", "Answers", "Grade saved",
        "Thank you", "Agreement between AB and CD", "Answers in part", "Adopt the grades into the set", "Grades adopted",
    ),
}  # fmt: skip


@pytest.mark.parametrize("locale", ["fr-FR", pytest.param("en-GB", marks=pytest.mark.extended)])
def test_passages_are_graded_blind_by_two_and_adopted(visitor, locale):
    grade, judge, begin, answers, saved, thanks, agreement, partly, adopt, adopted = GRADING[locale]
    name = f"notes-{locale[:2]}"
    bench = visitor(locale)
    bench.make_set(name, CASE)
    bench.open(part="cases", set=name, case="S-F10")
    page = bench.page
    bench.button(grade).click()
    page.wait_for_url("**part=grading**")
    page.get_by_label(judge).fill("AB")
    page.get_by_role("button", name=begin).first.click()
    page.locator("ol.results").wait_for()
    shown = page.locator("#content").inner_text()
    assert not [word for word in ("Par les mots", "Par le sens", "By words", "By meaning", "Score") if word in shown]
    cards = page.locator("ol.results > li")
    for number in range(cards.count()):
        cards.nth(number).get_by_role("radio", name=answers, exact=True).check()
        bench.said(saved if number + 1 < cards.count() else thanks)
        page.locator("#said").evaluate("line => { line.textContent = ''; }")
    series = page.url.split("series=")[1].split("&")[0]
    for number in range(cards.count()):
        body = {"judge": "CD", "number": number, "grade": 3 if number else 0}
        assert page.request.patch(f"{bench.url}/api/bench/series/{series}/passages", data=body).ok
    bench.open(part="grading", series=series, compare="1", first="AB", second="CD")
    page.get_by_role("heading", name=agreement).wait_for()
    bench.save(f"bench-agreement-{locale[:2]}")
    page.locator("ol.results > li").get_by_role("radio", name=partly).check()
    bench.said(saved)
    bench.button(adopt).click()
    bench.said(adopted)
    case = page.request.get(f"{bench.url}/api/bench/cases/{name}/case?id=S-F10").json()["record"]
    assert sorted({each["grade"] for each in case["passages"]}) == [2, 3]


SUITE = {
    "en-GB": (
        "Measure", "Make it the reference", "Confirm", "is the reference", "green", "Compare", "same",
        "Read the report", "Does the assistant answer well?",
    ),
    "fr-FR": (
        "Lancer la mesure", "Prendre comme référence", "Confirmer", "est la référence", "vert", "Comparer", "identique",
        "Lire le rapport", "L'assistant répond-il bien ?",
    ),
}  # fmt: skip


@pytest.mark.parametrize("locale", ["en-GB", pytest.param("fr-FR", marks=pytest.mark.extended)])
def test_the_suite_runs_with_progress_and_is_read_compared_and_held_to_a_reference(visitor, locale):
    measure, take, confirm, taken, green, compare, same, read, title = SUITE[locale]
    name = f"suite-{locale[:2]}"
    bench = visitor(locale)
    bench.make_set(name, CASE, {"id": "none", "question": HOSTILE, "answerable": False})
    bench.open(part="measures")
    page = bench.page
    reports = page.locator("#reports tbody tr", has_text=name)
    for run in (1, 2):
        page.get_by_label(f"{name} (2 questions)").check()
        bench.button(measure).click()
        page.get_by_role("progressbar").wait_for()
        reports.nth(2 * run - 1).wait_for()
        page.get_by_role("progressbar").wait_for(state="detached")
        if run == 1:
            reports.first.get_by_role("button", name=take).click()
            bench.button(confirm).click()
            bench.said(taken)
    assert green in reports.first.inner_text()
    names = page.locator("#reports select").first.locator("option").all_inner_texts()
    assert len(names) == len(set(names)) >= 4
    bench.button(compare).click()
    page.locator("#compared table").first.wait_for()
    assert same in page.locator("#compared").inner_text()
    bench.save(f"bench-measures-{locale[:2]}")
    with page.expect_popup() as opened:
        reports.first.get_by_role("link", name=read).click()
    report = opened.value
    assert report.get_by_role("heading", level=1).inner_text().replace("\u202f", " ") == title
    assert report.locator("main script, main img").count() == 0

"""Filters: names and values in two languages, and which documents fit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from assistant.errors import UsageError
from assistant.messages.scopes import scope_text
from assistant.retrieval.filters import parse_assignments, parse_filters
from assistant.retrieval.scope import scope_of
from assistant.types import Document, Filters, Scope
from assistant.wire import parse_wanted

NONE = Filters()


def document(name: str, **about: Any) -> Document:
    base = Document(
        name, f"{name}.pdf", "pdf", "0" * 64, f"Titre de {name}", (), None, "article", "fr", 1, 1, 10, "2026-01-01"
    )
    return replace(base, **about)


CORPUS = (
    document("velo", kind="interview", date="2021-05", authors=("Zoé Lemaître",)),
    document("budget", kind="study", date="2019", language="en", title="Le budget de Trapval"),
    document("foire", kind="interview"),
    document("notes", source="notes.jsonl#1", record_id="1", date="2022-03-01"),
    document("notes2", source="notes.jsonl#2", record_id="2", date="2022-11-30"),
)


def fitting(filters: Filters, read: Filters = NONE) -> set[str]:
    scope = scope_of(CORPUS, filters, read)
    assert scope is not None
    assert scope.document_ids is not None
    return set(scope.document_ids)


def test_names_and_values_are_french_or_english() -> None:
    french = parse_filters(
        {"Type": "entretiens", "auteur": "Lemaitre", "depuis": 2020, "Jusqu'au": "31/12/2021", "langue": "français"}
    )
    english = parse_assignments(
        ["kind=interview", "author=Lemaitre", "since=2020", "until=2021-12-31", "language=French"]
    )
    assert french == english
    assert french == Filters((), ("interview",), "2020", "2021-12-31", ("Lemaitre",), ("fr",))
    assert parse_filters({"date": "03/2021"}) == Filters(since="2021-03", until="2021-03")
    assert parse_filters({"type": ["étude", "Littérature grise", "comptes-rendus"]}).kinds == (
        "study",
        "grey_literature",
        "minutes",
    )
    assert parse_assignments(["document=a", "document=b"]).documents == ("a", "b")


class Names:
    """Knows one place by two names, and which authority is called after it."""

    def canonical(self, name: str) -> str:
        return "Trapval" if name.lower() == "la trappe" else name

    def covering(self, name: str) -> tuple[str, ...]:
        return ("Trapval", "Trapval Métropole") if name == "Trapval" else (name,)

    def at(self, text: str, start: int) -> None:
        return None


def test_places_fit_by_any_of_their_names_and_by_their_authority() -> None:
    places = [("Trapval",), ("Trapval Métropole",), ("Ormeval",), (), ()]
    placed = [replace(each, places=names) for each, names in zip(CORPUS, places, strict=True)]
    asked = parse_filters({"lieu": "La Trappe"})
    assert asked == parse_assignments(["place=La Trappe"]) == Filters(places=("La Trappe",))
    scope = scope_of(placed, asked, NONE, Names())
    assert scope is not None
    assert (scope.document_ids, scope.filters.places) == ({"velo", "budget"}, ("Trapval",))
    assert scope_text(scope, "fr") == "Recherché dans\u00a0: sur Trapval (2 documents)."
    assert scope_text(scope, "en") == "Searched in: about Trapval (2 documents)."
    without_names = scope_of(placed, Filters(kinds=("interview",), places=("trapval",)), NONE)
    assert without_names is not None
    assert without_names.document_ids == {"velo"}


def test_a_place_read_in_a_question_is_ignored_where_no_document_is_about_it() -> None:
    placed = (replace(CORPUS[0], places=("Trapval",)), *CORPUS[1:])
    assert scope_of(placed, NONE, Filters(places=("Ormeval",))) == Scope(NONE, ignored=Filters(places=("Ormeval",)))
    scope = scope_of(placed, Filters(places=("Trapval",)), Filters(kinds=("study",)))
    assert scope == Scope(Filters(places=("Trapval",)), frozenset({"velo"}), 0, Filters(kinds=("study",)))


@pytest.mark.parametrize(
    ("given", "code", "named"),
    [
        ({"couleur": "x"}, "unknown_filter", "couleur"),
        ({"type": "roman"}, "bad_filter_value", "roman"),
        ({"type": None}, "bad_filter_value", "null"),
        ({"langue": "de"}, "bad_filter_value", "langue"),
        ({"depuis": "l'an dernier"}, "bad_filter_value", "depuis"),
        ({"depuis": "2021-13"}, "bad_filter_value", "2021-13"),
        ({"depuis": ["2020", "2021"]}, "bad_filter_value", "depuis"),
        ({"depuis": "2021", "jusqu'au": "2020"}, "bad_filter_value", "jusqu'au"),
        ({"auteur": ""}, "bad_filter_value", "auteur"),
        ({"auteur": {"a": 1}}, "bad_filter_value", "auteur"),
        ({"auteur": []}, "bad_filter_value", "auteur"),
        ({"auteur": True}, "bad_filter_value", "auteur"),
    ],
)
def test_what_is_not_understood_is_named(given: Any, code: str, named: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_filters(given)
    assert refused.value.code == code
    assert all(named in refused.value.render(language).reason for language in ("fr", "en"))


def test_a_filter_is_an_assignment_or_an_object() -> None:
    with pytest.raises(UsageError, match="entretien") as refused:
        parse_assignments(["entretien"])
    assert refused.value.code == "unknown_filter"
    with pytest.raises(UsageError, match="type=interview") as refused:
        parse_assignments(["Type"])
    assert refused.value.code == "filter_without_value"
    with pytest.raises(UsageError, match="filters"):
        parse_wanted("type=entretien")
    assert parse_wanted(None) is None
    assert parse_wanted({}) is None
    assert parse_wanted([], recent_first=True) == Filters(recent_first=True)
    assert parse_wanted({"author": "\ud800"}) == Filters(authors=("?",))


def test_documents_fit_every_field_by_any_value() -> None:
    assert fitting(Filters(kinds=("interview",))) == {"velo", "foire"}
    assert fitting(Filters(kinds=("interview", "study"))) == {"velo", "foire", "budget"}
    assert fitting(Filters(kinds=("interview", "minutes"), authors=("lemaitre", "zoe"))) == {"velo"}
    assert fitting(Filters(languages=("en",))) == {"budget"}
    assert fitting(Filters(kinds=("visit",))) == set()


@pytest.mark.parametrize(
    ("since", "until", "fit"),
    [
        ("2021", None, {"velo", "notes", "notes2"}),
        ("2021-05-20", None, {"velo", "notes", "notes2"}),  # dated May 2021: some of its days are not before
        ("2021-06", None, {"notes", "notes2"}),
        (None, "2021-05", {"budget", "velo"}),
        ("2019-07", "2019-08", {"budget"}),  # dated 2019
        ("2022-03", "2022-03", {"notes"}),
    ],
)
def test_a_date_holds_all_its_days_and_the_undated_are_left_out_and_counted(
    since: str | None, until: str | None, fit: set[str]
) -> None:
    scope = scope_of(CORPUS, Filters(since=since, until=until), NONE)
    assert scope is not None
    assert scope.document_ids == fit
    assert scope.undated == 1


def test_a_document_is_named_by_id_source_title_or_a_part_of_one() -> None:
    for name in ("velo", "VÉLO.pdf", "Titre de velo", "velo.p"):
        assert fitting(Filters(documents=(name,))) == {"velo"}
    assert fitting(Filters(documents=("trapval", "foire"))) == {"budget", "foire"}
    assert fitting(Filters(documents=("notes.jsonl",))) == {"notes", "notes2"}  # one file's records
    with pytest.raises(UsageError) as several:
        scope_of(CORPUS, Filters(documents=("titre",)), NONE)
    assert several.value.code == "filter_document_ambiguous"
    assert "velo.pdf" in str(several.value)
    with pytest.raises(UsageError) as unknown:
        scope_of(CORPUS, Filters(documents=("absent",)), NONE)
    assert unknown.value.code == "filter_document_unknown"
    assert "foire.pdf" in str(unknown.value)


@pytest.mark.parametrize(
    ("filters", "code", "told"),
    [
        (Filters(kinds=("roman",)), "bad_filter_value", ("roman", "Type", "compte rendu")),  # type: ignore[arg-type]
        (Filters(languages=("zz",)), "bad_filter_value", ("zz", "Langue", "français")),  # type: ignore[arg-type]
        (Filters(since="20x4"), "bad_filter_value", ("20x4", "Depuis", "2024-03")),
        (Filters(since="2021", until="2020"), "bad_filter_value", ("2020", "Jusqu'au", "2021 ou plus tard")),
        (Filters(authors=("Zoé", "Lemettre")), "filter_author_unknown", ("Lemettre", "auteur", "Zoé Lemaître")),
        (Filters(places=("Trapvall",)), "filter_place_unknown", ("Trapvall", "lieu", "Trapval")),
        (Filters(places=("Nulleville",)), "filter_place_unknown", ("Nulleville", "Trapval, Ormeval")),
    ],
)
def test_a_value_that_none_can_have_or_no_document_has_is_told(
    filters: Filters, code: str, told: tuple[str, ...]
) -> None:
    placed = (replace(CORPUS[0], places=("Trapval",)), replace(CORPUS[1], places=("Trapval", "Ormeval")), *CORPUS[2:])
    with pytest.raises(UsageError) as refused:
        scope_of(placed, filters, NONE, Names())
    assert refused.value.code == code
    message = refused.value.render("fr")
    assert all(each in f"{message.reason} {message.hint}" for each in told)


def test_a_place_where_no_document_is_about_any_says_so() -> None:
    with pytest.raises(UsageError, match="no document has any"):
        scope_of(CORPUS, Filters(places=("Trapval",)), NONE)


def test_values_that_a_program_set_are_read_like_those_of_people() -> None:
    wanted = Filters(kinds=("entretiens",), languages=("français",), since="05/2021")  # type: ignore[arg-type]
    scope = scope_of(CORPUS, replace(wanted, recent_first=True), NONE)
    assert scope is not None
    assert scope.filters == Filters(kinds=("interview",), languages=("fr",), since="2021-05", recent_first=True)
    assert scope.document_ids == {"velo"}


def test_what_is_asked_for_goes_before_what_is_read_in_the_question() -> None:
    assert fitting(Filters(kinds=("study",)), Filters(kinds=("interview",))) == {"budget"}
    assert fitting(Filters(languages=("fr",)), Filters(kinds=("interview",), since="2020")) == {"velo"}
    assert fitting(Filters(since="2022"), Filters(since="2019", until="2019")) == {"notes", "notes2"}


def test_what_is_read_in_the_question_and_fits_no_document_is_ignored_and_told() -> None:
    read = Filters(kinds=("visit",))
    scope = scope_of(CORPUS, NONE, read)
    assert scope == Scope(ignored=read)
    assert scope_text(scope, "fr") == "Filtre ignoré, car aucun document n'y répond\u00a0: notes de visite."
    scope = scope_of(CORPUS, Filters(languages=("en",)), read)
    assert scope is not None
    assert (scope.document_ids, scope.ignored) == ({"budget"}, read)
    asked = scope_of(CORPUS, read, NONE)
    assert asked is not None
    assert asked.document_ids == frozenset()
    assert scope_text(asked, "en") == "Searched in: visit notes (0 documents)."


def test_nothing_asked_is_no_scope_and_an_order_alone_leaves_all_documents() -> None:
    assert scope_of(CORPUS, NONE, NONE) is None
    assert scope_text(None, "fr") == ""
    scope = scope_of(CORPUS, NONE, Filters(recent_first=True))
    assert scope is not None
    assert scope.document_ids is None
    assert scope_text(scope, "fr") == "Les plus récents d'abord."


def test_a_scope_in_words() -> None:
    scope = scope_of(CORPUS, Filters(kinds=("interview", "minutes"), since="2020", authors=("Zoé",)), NONE)
    assert (
        scope_text(scope, "fr")
        == "Recherché dans\u00a0: entretiens ou comptes rendus, de Zoé, depuis 2020 (1 document)."
    )
    scope = scope_of(CORPUS, Filters(since="2018", until="2020", languages=("en",), recent_first=True), NONE)
    assert scope_text(scope, "en") == "Searched in: in English, from 2018 to 2020 (1 document). Most recent first."
    scope = scope_of(CORPUS, Filters(until="2021"), NONE)
    assert scope_text(scope, "fr") == (
        "Recherché dans\u00a0: jusqu'à 2021 (2 documents\u202f; 1 sans date laissé de côté)."
    )

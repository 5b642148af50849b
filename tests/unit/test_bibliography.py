"""Bibliographies: values made regular, CSL items, names, BibTeX and RIS cut and written, links."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from assistant.bibliography.bibtex import bibtex_text, read_bibtex
from assistant.bibliography.csl import clean_item, item_of, own_item, source_in, values_of
from assistant.bibliography.linking import links
from assistant.bibliography.names import csl_name, name_text
from assistant.bibliography.reading import read_bibliography
from assistant.bibliography.ris import read_ris, ris_text
from assistant.bibliography.sidecar import Sidecar, read_sidecar
from assistant.bibliography.values import checked_values, expected_of, stated_values
from assistant.bibliography.writing import cited, exported
from assistant.bibliography.zotero import items_in
from assistant.errors import DocumentError, UsageError
from assistant.messages import render
from assistant.types import Document, Record, Reference
from bibliography_files import BIBTEX, RIS, ZOTERO

RECORD = Record(
    "d",
    "notes/a.pdf",
    True,
    "Été & 50 % de {$x} _y_ #1 ~ ^",
    ("Claire Martin", "Jean de La Fontaine", "Ville de Rennes"),
    "2021-03",
    publisher="ADEME & Cie",
    kind="study",
    language="fr",
    licence="CC BY 4.0",
    place="Angers",
    url="https://exemple.test/a_b",
    identifier="10.1234/ab_c",
    retrieved_at="2024-01-02",
    marks=("not_for_quotation",),
)


def test_a_correction_is_made_regular():
    given = {"auteurs": "A B; C D", "type": "entretien", "langue": "français", "date": "12 mars 2017", "lieu": ""}
    assert checked_values(given) == {
        "authors": ["A B", "C D"],
        "kind": "interview",
        "language": "fr",
        "date": "2017-03-12",
        "place": None,
    }
    assert checked_values({"marks": ["not_for_quotation", "anonyme"]})["marks"] == ["not_for_quotation", "anonymous"]
    assert checked_values({"marks": ""}) == {"marks": []}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", "hier"),
        ("date", "2021-02-30"),
        ("kind", "roman"),
        ("language", "de"),
        ("url", "javascript:alert(1)"),
        ("identifier", "12"),
        ("identifier", "978-2-07-036822-9"),
        ("marks", "secret"),
        ("title", ""),
    ],
)
def test_a_correction_that_can_not_be_is_refused(field, value):
    with pytest.raises(UsageError) as refused:
        checked_values({field: value})
    assert refused.value.code == "bad_field_value"
    assert refused.value.params["name"] == field


@pytest.mark.parametrize("field", ["date", "retrieved_at"])
def test_a_date_that_is_too_far_ahead_is_refused_with_the_last_that_can_be(field, tmp_path):
    with pytest.raises(UsageError) as refused:
        checked_values({field: "3000"})
    assert "d'ici un an (jusqu'au 2" in render("bad_field_value", refused.value.params, "fr").hint
    (tmp_path / "s").write_text(json.dumps({field: "2999-01-01"}), encoding="utf-8")
    assert read_sidecar(tmp_path / "s") == Sidecar({}, {field: "2999-01-01"})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.bib", "@book{k, title = {T}, date = {3000}}"),
        ("a.ris", "TY  - BOOK\nID  - k\nTI  - T\nDA  - 3000/01/02\nER  - \n"),
        ("a.csl.json", '[{"id": "k", "title": "T", "issued": {"date-parts": [[3000, 1]]}}]'),
        ("a.csl.json", '[{"id": "k", "title": "T", "custom": {"assistant": {"date": "3000"}}}]'),
    ],
)
def test_a_date_of_a_bibliography_that_can_not_be_is_told_and_not_taken(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    found = read_bibliography(tmp_path / name)
    (wrong,) = found.failures
    assert (wrong.source, wrong.code, wrong.params["name"]) == ("k", "bibliography_field", "date")
    assert wrong.params["value"].startswith("3000")
    assert not values_of(found.entries[0].item).get("date")
    assert "within a year" in render(wrong.code, wrong.params, "en").hint


def test_a_date_of_zotero_that_is_none_is_told(tmp_path):
    odd = re.sub(r"(<dc:date>)[^<]*", r"\g<1>0000-99-99", ZOTERO)
    assert odd != ZOTERO
    (tmp_path / "z.rdf").write_text(odd, encoding="utf-8")
    (wrong,) = read_bibliography(tmp_path / "z.rdf").failures
    assert (wrong.code, wrong.params["value"]) == ("bibliography_field", "0000-99-99")


def test_a_title_without_end_is_cut_in_a_file_and_refused_of_a_person():
    long = "Un titre sans fin " * 600
    assert len(stated_values({"title": long})["title"]) <= 301
    with pytest.raises(UsageError) as refused:
        checked_values({"titre": long})
    message = render("bad_field_value", refused.value.params, "fr")
    assert message.hint == "Il faut\u00a0: 300 caractères au plus."
    assert len(message.reason) < 200


def test_an_unknown_field_is_refused_with_those_there_are():
    with pytest.raises(UsageError) as refused:
        checked_values({"foo": "1"})
    assert "retrieved_at" in refused.value.params["names"]


def test_what_a_file_states_is_taken_as_far_as_it_can_be():
    given = {
        "title": " Un  titre ",
        "date": "bad",
        "etag": "x",
        "authors": ["A", 3, ""],
        "kind": ["x"],
        "url": "ftp://x",
    }
    assert stated_values(given) == {"title": "Un titre", "authors": ["A"]}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Claire Martin", {"given": "Claire", "family": "Martin"}),
        ("Jean de La Fontaine", {"given": "Jean", "family": "de La Fontaine"}),
        ("Ville de Rennes", {"literal": "Ville de Rennes"}),
        ("ADEME", {"literal": "ADEME"}),
        ("Martin, Claire", {"literal": "Martin, Claire"}),
    ],
)
def test_a_name_is_parted_where_it_is_a_person_and_comes_back(text, name):
    assert csl_name(text) == name
    assert name_text(name) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Delabie, Ghislain", "Ghislain Delabie"),
        ("DELABIE, GHISLAIN", "GHISLAIN DELABIE"),
        ("Le Gall, Anne-Marie", "Anne-Marie Le Gall"),
        ("La Fontaine, Jean de", "Jean de La Fontaine"),
        ("d'Aubigné, A. T.", "A. T. d'Aubigné"),
        ("Ville de Rennes, Direction de la culture", "Ville de Rennes, Direction de la culture"),
        ("Martin, Claire, Dubreuil", "Martin, Claire, Dubreuil"),
        ("Martin, conseillère technique", "Martin, conseillère technique"),
        ("INSEE, DREES", "INSEE, DREES"),
        ("Orange, SA", "Orange, SA"),
        ("Lyon, Villeurbanne", "Lyon, Villeurbanne"),
        ("Claire Martin", "Claire Martin"),
    ],
)
def test_a_family_name_that_comes_first_is_put_last_wherever_it_is_stated(text, read):
    assert checked_values({"auteurs": text}) == {"authors": [read]}
    assert stated_values({"authors": ["ADEME", text]}) == {"authors": ["ADEME", read]}


def test_an_item_of_csl_states_fields_and_no_other():
    item = {
        "type": "article-journal",
        "title": "Le <i>titre</i>",
        "author": [{"family": "Fontaine", "dropping-particle": "de La", "given": "Jean"}, {"literal": "INSEE"}, 3],
        "issued": {"date-parts": [["2020", 5]]},
        "DOI": "https://doi.org/10.1/no",
        "container-title": "Revue",
    }
    assert values_of(item) == {
        "title": "Le titre",
        "authors": ["Jean de La Fontaine", "INSEE"],
        "date": "2020-05",
        "kind": "article",
    }
    assert clean_item({**item, "abstract": "x" * 9000, "volume": {"a": 1}})["container-title"] == "Revue"
    assert "abstract" not in clean_item({**item, "abstract": "x"})
    assert values_of({"type": "book", "title": "Livre", "issued": {"date-parts": [[]]}}) == {"title": "Livre"}


def test_a_record_goes_through_csl_and_comes_back_whole():
    item = json.loads(json.dumps(own_item(RECORD, "k")))
    assert source_in(item) == "notes/a.pdf"
    values = values_of(item)
    assert {name: values[name] for name in ("title", "licence", "marks", "kind")} == {
        "title": RECORD.title,
        "licence": RECORD.licence,
        "marks": ["not_for_quotation"],
        "kind": "study",
    }
    undated = values_of(own_item(Record("d", "a", True, "T", kind="visit", language="fr"), "k"))
    assert undated["date"] is None
    assert undated["kind"] == "visit"


@pytest.mark.parametrize("kind", ["article", "study", "grey_literature", "interview", "visit", "minutes", "web_page"])
def test_a_kind_goes_through_every_form_and_comes_back(kind):
    record = Record("d", "a.txt", True, "Titre", kind=kind, language="fr")
    item = item_of(record, "k")
    assert values_of(item)["kind"] == kind
    for found in (read_bibtex(bibtex_text([item])), read_ris(ris_text([item]))):
        (entry,) = found.entries
        assert values_of(entry.item)["kind"] == kind, found


def test_a_record_goes_through_bibtex_and_ris_within_what_they_hold():
    fields = ("title", "date", "publisher", "kind", "language", "place", "url", "identifier", "retrieved_at")
    for form, read in (("bibtex", read_bibtex), ("ris", read_ris)):
        found = read(exported([RECORD], form))
        (entry,) = found.entries
        values = values_of(entry.item)
        assert {name: values.get(name) for name in fields} == {name: getattr(RECORD, name) for name in fields}, form
        assert values["authors"] == list(RECORD.authors)
        assert values["marks"] == ["not_for_quotation"]
        assert entry.attachments == ("notes/a.pdf",)


@pytest.mark.parametrize(
    "text",
    ["L'été d'hiver", "L’été d'hiver", "a -- b --- c", "O'Brien--Smith 'a' ''b''", "le `x` et ``y``", 'dit "oui"'],
)
def test_every_sign_goes_through_bibtex_as_it_is(text):
    record = replace(RECORD, title=text, publisher=text, authors=("L'Atelier d'été",))
    (entry,) = read_bibtex(exported([record], "bibtex")).entries
    values = values_of(entry.item)
    assert (values["title"], values["publisher"], values["authors"]) == (text, text, ["L'Atelier d'été"])


def test_a_body_with_a_comma_in_its_name_goes_through_ris():
    record = replace(RECORD, authors=("Ministère de la Transition, direction de l'eau", "Claire Martin"))
    assert values_of(read_ris(exported([record], "ris")).entries[0].item)["authors"] == list(record.authors)


def test_a_licence_goes_through_every_form():
    record = replace(RECORD, licence="Licence Ouverte 2.0")
    for form, read in (("bibtex", read_bibtex), ("ris", read_ris)):
        assert read(exported([record], form)).entries[0].stated == {"licence": "Licence Ouverte 2.0"}
    other = read_ris("TY  - RPRT\nTI  - Le rapport\nC8  - Une note\nER  - \n").entries[0]
    assert other.stated == {}


def test_what_a_bibliography_says_beyond_our_fields_is_kept():
    record = Record(
        "d", "a", True, "T", kind="article", item={"type": "article-journal", "container-title": "Revue", "volume": "3"}
    )
    assert item_of(record, "k") == {
        "type": "article-journal",
        "container-title": "Revue",
        "volume": "3",
        "id": "k",
        "title": "T",
    }


def test_titles_keep_their_capitals_whatever_their_language():
    for title in ("L’Innovation publique à Rennes et au Mans", "Public Innovation in Port Wenna"):
        (entry,) = read_bibtex(f"@article{{a, title={{{title}}}, author={{Martin, Claire}}, date={{2024}}}}").entries
        assert entry.item["title"] == title


def test_apostrophes_go_through_bibtex_as_they_are_written():
    title, author = "L'été d'O'Brien, l’autre", "Pat O'Brien"
    item = own_item(replace(RECORD, title=title, authors=(author, "Agrippa d'Aubigné")), "k")
    (entry,) = read_bibtex(bibtex_text([item])).entries
    values = values_of({name: value for name, value in entry.item.items() if name != "custom"})
    assert (values["title"], values["authors"]) == (title, [author, "Agrippa d'Aubigné"])
    (accented,) = read_bibtex("@book{a, title={L'{\\'e}t{\\'e} ``dit''}, date={2020}}").entries
    assert accented.item["title"] == "L'été “dit”"


def test_a_broken_bibtex_entry_costs_no_other():
    found = read_bibtex(BIBTEX)
    assert [entry.key for entry in found.entries] == ["ete", "rapport"]
    (failure,) = found.failures
    assert (failure.code, failure.params["line"]) == ("bibliography_broken", "7")
    ete, report = (values_of(entry.item) for entry in found.entries)
    assert ete["title"] == "L'été des Communes", "as it is written, which pandoc would not leave it"
    assert ete["authors"] == ["Claire Martin", "Jean de La Fontaine", "Ville de Rennes"]
    assert (ete["date"], ete["identifier"], ete["place"]) == ("2021-03", "10.1234/ete", "Paris")
    assert found.entries[0].attachments == ("files/1/ete.txt",)
    assert found.entries[0].stated == {"licence": "CC BY 4.0"}
    assert (report["kind"], report["marks"]) == ("study", ["not_for_quotation"])


def test_an_entry_that_only_pandoc_refuses_is_found_among_the_others():
    bad = "@article{bad, title = = {x}}\n"
    good = "".join(f"@article{{k{n}, title={{T {n}}}}}\n" for n in range(9))
    found = read_bibtex(good + bad + "@misc{k0, title={Encore}}\n")
    assert len(found.entries) == 10
    assert found.entries[-1].key == "k0-2"
    assert [(each.source, each.params["line"]) for each in found.failures] == [("bad", "10")]


def test_a_ris_without_an_end_is_taken_as_far_as_it_goes():
    found = read_ris(RIS)
    values = values_of(found.entries[0].item)
    assert values["date"] == "2020-05-04"
    assert values["identifier"] == "978-2-07-036822-8"
    assert values["marks"] == ["anonymous"]
    assert found.entries[0].attachments == ("files/2/rapport.pdf",)
    assert [entry.item["title"] for entry in found.entries] == ["Le rapport", "Sans fin"]
    (failure,) = found.failures
    assert (failure.code, failure.params["line"]) == ("bibliography_cut", "15")


def test_a_zotero_export_gives_its_attachments():
    (record,) = items_in(ZOTERO.encode())
    assert record["attachments"] == ["files/12/%C3%A9crire.txt", "files/13/absent.pdf"]
    values = values_of(record["item"])
    assert values == {
        "title": "Écrire pour être compris",
        "authors": ["Samuel Obiang"],
        "date": "2019-10-21",
        "publisher": "Presses",
        "kind": "article",
        "language": "fr",
        "place": "Lyon",
        "url": "https://exemple.test/ecrire",
        "identifier": "10.5555/abc",
    }
    assert record["licence"] == "CC BY-SA"
    assert record["item"]["container-title"] == "Revue Y"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csl.json", b'{"title": "x"}', "bibliography_no_list"),
        ("a.csl.json", b"[" * 100_000, "bibliography_unreadable"),
        ("a.csl.json", b"[1", "bibliography_unreadable"),
        ("a.bib", b"nothing here", "bibliography_unreadable"),
        ("a.ris", b"nothing here", "bibliography_unreadable"),
        ("a.rdf", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "bibliography_unreadable"),
        ("a.rdf", b"<rdf", "bibliography_unreadable"),
        ("a.bib", b"a" * 20_000_001, "bibliography_too_large"),
    ],
)
def test_a_file_that_is_no_bibliography_is_refused(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DocumentError) as refused:
        read_bibliography(tmp_path / name)
    assert refused.value.code == code


def test_a_csl_list_with_a_bad_item_gives_the_others(tmp_path):
    (tmp_path / "a.csl.json").write_text(json.dumps([3, {"title": "T"}, {"id": "x"}]), encoding="utf-8")
    found = read_bibliography(tmp_path / "a.csl.json")
    assert [entry.item["title"] for entry in found.entries] == ["T"]
    assert [each.params["number"] for each in found.failures] == ["1", "3"]


@pytest.mark.parametrize(
    ("content", "french", "english"),
    [
        (b"[1]", "c'est une liste, pas un objet", "it is a list, not an object"),
        (b"3", "c'est une seule valeur, pas un objet", "it is one value, not an object"),
        (b"{", "ce n'est pas du JSON (ligne 1, colonne 2)", "it is not JSON (line 1, column 2)"),
        (b'{"a":' * 90_000, "trop d'objets les uns dans les autres", "too many objects inside one another"),
        (b'{"a": "\xff"}', "ce n'est pas du texte en UTF-8", "it is not text in UTF-8"),
        (b" " * 1_000_001, "il pèse plus de 1\u00a0Mo", "it is larger than 1 MB"),
    ],
)
def test_why_a_sidecar_can_not_be_read_is_said_in_words(tmp_path, content, french, english):
    (tmp_path / "s").write_bytes(content)
    with pytest.raises(DocumentError) as refused:
        read_sidecar(tmp_path / "s")
    told = {lang: render(refused.value.code, refused.value.params, lang).reason for lang in ("fr", "en")}
    assert told["fr"].endswith(f"\u00a0: {french}.")
    assert told["en"].endswith(f": {english}.")


@pytest.mark.parametrize(
    ("name", "content", "french", "english"),
    [
        ("doc.md", b"# T", "son nom doit finir par .bib, .ris, .json ou .rdf", "its name must end in .bib"),
        ("a.json", b"x", "ce n'est pas du JSON (ligne 1, colonne 1)", "it is not JSON (line 1, column 1)"),
        ("a.json", b"[" * 100_000, "trop d'objets les uns", "too many objects"),
        ("a.rdf", b"<a></b>", "ce n'est pas du XML (ligne 1)", "it is not XML (line 1)"),
        ("a.rdf", b"<a></a>", "ce n'est pas du RDF", "it is not RDF"),
    ],
)
def test_why_a_bibliography_can_not_be_read_is_said_in_words(tmp_path, name, content, french, english):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DocumentError) as refused:
        read_bibliography(tmp_path / name)
    assert french in render(refused.value.code, refused.value.params, "fr").reason
    assert english in render(refused.value.code, refused.value.params, "en").reason


def test_what_a_field_of_a_sidecar_may_hold_is_said_in_one_language():
    wrong = {"name": "title", "value": "3", "expected": expected_of("title")}
    assert render("sidecar_field", wrong, "fr").hint == "Attendu\u00a0: un texte."
    assert render("sidecar_field", wrong, "en").hint == "Expected: a text."


@pytest.mark.parametrize("content", [b"[1]", b"{", b"\xff\xfe", b"{" * 9000])
def test_a_sidecar_that_is_no_object_is_refused(tmp_path, content):
    (tmp_path / "s").write_bytes(content)
    with pytest.raises(DocumentError) as refused:
        read_sidecar(tmp_path / "s")
    assert refused.value.code == "bad_sidecar"


def test_fields_of_a_sidecar_that_can_not_be_used_are_told(tmp_path):
    said = {"title": "T", "date": "hier", "marks": ["anonymous", "zzz"], "kind": "roman", "etag": 3, "authors": ["A"]}
    (tmp_path / "s").write_text(json.dumps(said), encoding="utf-8")
    found = read_sidecar(tmp_path / "s")
    assert found.values == {"title": "T", "authors": ["A"], "marks": ["anonymous"]}
    assert found.wrong == {"date": "hier", "marks": "zzz", "kind": "roman"}


@pytest.mark.parametrize("marks", [{"marques": ["anonyme"]}, {"Marque": "anonyme"}, {"marks": "anonymous"}])
def test_a_mark_in_a_sidecar_is_known_by_its_french_name(tmp_path, marks):
    (tmp_path / "s").write_text(json.dumps(marks), encoding="utf-8")
    assert read_sidecar(tmp_path / "s") == Sidecar({"marks": ["anonymous"]})


def test_no_sidecar_says_nothing(tmp_path):
    assert read_sidecar(tmp_path / "s") is None
    assert read_sidecar(tmp_path / ("x" * 255 + ".meta.json")) is None


def document(name: str, title: str, date: str | None = "2020", url: str | None = None) -> Document:
    return Document(f"id-{name}", name, "text", "h", title, (), date, "article", "fr", None, 1, 9, "2026", url=url)


def reference(**values: str) -> Reference:
    return Reference("ref-1", "", "x.bib", "k", values, {}, tuple(filter(None, [values.pop("file", None)])))


def test_a_reference_is_linked_by_file_then_address_then_title_and_year():
    documents = [
        document("a.txt", "Un titre"),
        document("b.txt", "Autre", url="https://x.test/b"),
        document("c.txt", "Autre"),
    ]
    assert links([reference(file="a.txt")], documents) == {"ref-1": "id-a.txt"}
    assert links([reference(url="https://x.test/b")], documents) == {"ref-1": "id-b.txt"}
    assert links([reference(title="UN TITRE !", date="2020-05")], documents) == {"ref-1": "id-a.txt"}
    assert links([reference(title="Un titre", date="2021")], documents) == {"ref-1": None}
    assert links([reference(title="Autre", date="2020")], documents) == {"ref-1": None}, "two documents are called so"


def test_a_reference_is_set_in_a_style_with_its_page():
    text = cited(RECORD, "text", 12)
    assert text.startswith("MARTIN, Claire, DE LA FONTAINE, Jean et VILLE DE RENNES, 2021.")
    assert text.endswith(", p. 12.\n")
    assert text.count("\n") == 1
    assert "Martin, C." in cited(RECORD, "text", None, "apa", "en")
    with pytest.raises(UsageError, match="citation style"):
        cited(RECORD, "text", None, "../../etc/passwd")
    assert "note = {p. 12}" in cited(RECORD, "bibtex", 12)

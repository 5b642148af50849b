"""HTML, Markdown, plain text and JSON Lines."""

from __future__ import annotations

import io
import json

import pytest

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.readers import read_source
from assistant.ingest.source import Source
from assistant.types import Failure, ReadDocument
from made_files import WORDS, read_bytes

pytestmark = pytest.mark.integration

HTML = f"""<!doctype html><html lang="fr-FR"><head><title>Site | Le jardin partagé</title>
<meta name="author" content="Jeanne Alba"><meta property="article:published_time" content="2019-03-08T10:00:00Z">
<script>var secret = "trace";</script><style>p {{ color: red }}</style></head><body>
<nav><a href="/">Accueil</a> <a href="/b">Rubriques</a></nav>
<article><h1>Le jardin partagé</h1><p>{WORDS[0]}</p><h2>Les débuts</h2><p>{WORDS[1]} <em>Vraiment</em>.</p>
<ul><li>premier point</li><li>second point</li></ul>
<table><tr><th>Ville</th><th>Budget</th></tr><tr><td>Trapval</td><td>12 000</td></tr></table>
<p>{WORDS[0]}</p><p>{WORDS[2]}</p></article><footer>Mentions légales du site</footer></body></html>"""

MARKDOWN = f"""---
title: Le jardin partagé
authors: [Jeanne Alba, Paul Roy]
date: 2019-03-08
lang: fr
type: entretien
---

# Le jardin

{WORDS[0]} Voir [la **carte**](https://a.test) et ![un plan](p.png).
<!-- note interne -->

Les débuts
----------

- premier *point*
- second
  1. dedans

| Ville | Budget |
| --- | --- |
| Trapval | `12 000` |

```
code # gardé
```

<div>Encadré <script>alert(1)</script></div>
"""


def code_of(name: str, data: bytes, limits: ReadLimits | None = None) -> str:
    with pytest.raises(DocumentError) as caught:
        read_bytes(name, data, limits)
    return caught.value.code


def headings(document: ReadDocument) -> list[tuple[int, str]]:
    (page,) = document.pages
    assert all(page.text[heading.start : heading.end] == heading.title for heading in document.headings)
    return [(heading.level, heading.title) for heading in document.headings]


def test_html() -> None:
    document = read_bytes("a.html", HTML.encode())
    text = document.pages[0].text
    assert headings(document) == [(1, "Le jardin partagé"), (2, "Les débuts")]
    assert text.count(WORDS[0]) == 2  # a paragraph that comes twice is there twice
    assert f"{WORDS[1]} Vraiment." in text
    assert "- premier point\n- second point" in text
    assert "Ville | Budget\nTrapval | 12 000" in text
    assert "trace" not in text
    assert "color" not in text
    assert "Rubriques" not in text
    assert (document.title, document.authors) == ("Le jardin partagé", ("Jeanne Alba",))
    assert (document.date, document.language, document.kind) == ("2019-03-08", "fr", "article")


def test_html_json_ld() -> None:
    facts = {
        "@graph": [
            {"@type": "WebSite"},
            {"headline": "Vrai titre", "author": [{"name": "A. Roy"}], "datePublished": "2020-01-02"},
        ]
    }
    page = f'<html><head><script type="application/ld+json">{json.dumps(facts)}</script></head><body><p>{WORDS[0]}</p></body></html>'
    document = read_bytes("a.html", page.encode())
    assert (document.title, document.authors, document.date) == ("Vrai titre", ("A. Roy",), "2020-01-02")


@pytest.mark.parametrize(
    "data",
    [
        f"<section><h2>Titre</h2><p>{WORDS[0]}</p></section>".encode(),
        f"<html><head><meta charset='iso-8859-1'></head><body><p>{WORDS[0]}</p></body></html>".encode("latin-1"),
        f"<html><body><p>{WORDS[0]}</p></body></html>".encode("utf-16"),
        f"<p>{WORDS[0]}<div><b>mal fermé".encode(),
        ("<div>" * 200 + WORDS[0]).encode(),
    ],
)
def test_html_of_all_sorts(data: bytes) -> None:
    assert WORDS[0] in read_bytes("a.html", data).pages[0].text


def test_html_without_text() -> None:
    assert code_of("a.html", b"<html><body><script>x()</script></body></html>") == "no_text"


HIDDEN = {
    "attribute": "<p hidden>CACHÉ</p>",
    "attribute with a value": '<p hidden="hidden">CACHÉ</p>',
    "style": '<div style="color: red; display : none !important"><p>CACHÉ</p></div>',
    "visibility": '<span style="visibility:hidden">CACHÉ</span>',
    "aria": '<section aria-hidden="true"><h2>CACHÉ</h2></section>',
    "template": "<template><p>CACHÉ</p></template>",
    "noscript": "<noscript><p>CACHÉ</p></noscript>",
    "comment": "<!-- CACHÉ -->",
    "script in a cell": "<table><tr><td>a<script>CACHÉ</script></td><td>b</td></tr></table>",
    "button unfolding nothing": '<button aria-controls="x"></button><div id="x" hidden>CACHÉ</div>',
}
SHOWN = {
    "unfolded by a button": '<button aria-controls="x">Voir</button><div id="x" hidden><p>VISIBLE</p></div>',
    "tab": '<div role="tabpanel" aria-hidden="true"><p>VISIBLE</p></div>',
    "found in page": '<p hidden="until-found">VISIBLE</p>',
    "not for readers aloud": '<p aria-hidden="false">VISIBLE</p>',
    "other style": '<p style="display: block; color: grey">VISIBLE</p>',
    "details": "<details><summary>Voir</summary><p>VISIBLE</p></details>",
}


@pytest.mark.parametrize("frame", ["<article>{}</article>", "<div>{}</div><div>suite</div>"])
@pytest.mark.parametrize("markup", [*HIDDEN.values(), *SHOWN.values()], ids=[*HIDDEN, *SHOWN])
def test_html_that_is_hidden(markup: str, frame: str) -> None:
    body = f"<p>{WORDS[0]}</p>{markup}<p>{WORDS[1]}</p><p>{WORDS[2]}</p>"
    text = read_bytes("a.html", f"<html><body>{frame.format(body)}</body></html>".encode()).pages[0].text
    assert "CACHÉ" not in text
    assert ("VISIBLE" in text) == ("VISIBLE" in markup)
    assert all(words in text for words in WORDS[:3])


@pytest.mark.parametrize("tag", ['<body style="visibility: hidden">', '<body><div id="page" aria-hidden="true">'])
def test_html_hidden_until_its_scripts_have_run(tag: str) -> None:
    page = f"<html>{tag}<main><h1>Le jardin</h1><p>{WORDS[0]}</p></main>"
    assert WORDS[0] in read_bytes("a.html", page.encode()).pages[0].text


def test_html_keeps_headings_lists_and_tables_of_an_odd_page() -> None:
    table = (
        "<table><caption>Les budgets</caption><thead><tr><th>Ville</th><th>Budget<br>voté</th></tr></thead><tbody>"
        "<tr><th>Trapval</th><td><p>12 000</p><p>euros</p></td></tr><tr><td>Ormeval</td><td></td></tr></tbody></table>"
    )
    nested = "<ul><li>un<ul><li>un un</li></ul></li><li>deux</li></ul>"
    page = (
        '<html><head><title>x</title></head><body><ul class="menu"><li><a href="/">Accueil</a></li></ul>'
        f"<div><h1>Le jardin</h1><p>{WORDS[0]}</p><h2>Les débuts</h2>{nested}<p>{WORDS[1]}</p>{table}"
        f"<p>{WORDS[0]}</p></div><div><p>Mentions</p></div></body></html>"
    )
    document = read_bytes("a.html", page.encode())
    text = document.pages[0].text
    assert headings(document) == [(1, "Le jardin"), (2, "Les débuts")]
    assert "- un\n- un un\n- deux" in text
    assert "Les budgets\n\nVille | Budget voté\nTrapval | 12 000 euros\nOrmeval |" in text


def test_html_tables_that_are_only_frames() -> None:
    page = (
        f"<table><tr><td><h2>Le jardin</h2><p>{WORDS[0]}</p></td></tr><tr><td></td></tr></table>"
        f'<table role="presentation"><tr><td><p>{WORDS[1]}</p></td><td><p>{WORDS[2]}</p></td></tr></table>'
    )
    document = read_bytes("a.html", f"<section>{page}</section>".encode())
    assert headings(document) == [(2, "Le jardin")]
    assert document.pages[0].text == f"Le jardin\n\n{WORDS[0]}\n\n{WORDS[1]}\n\n{WORDS[2]}"


@pytest.mark.parametrize("depth", [300, 30_000])
def test_html_nested_without_end(depth: int) -> None:
    page = f"<html><body>{'<div>' * depth}<p>{WORDS[0]}</p>{'</div>' * depth}<p>{WORDS[1]}</p></body></html>"
    assert read_bytes("a.html", page.encode()).pages[0].text == f"{WORDS[0]}\n\n{WORDS[1]}"


def test_html_nested_without_end_never_shows_what_is_hidden() -> None:
    inner = f"<div hidden>CACHÉ</div><p>{WORDS[0]}</p>"
    assert read_bytes("a.html", ("<div>" * 300 + inner).encode()).pages[0].text == WORDS[0]
    assert code_of("a.html", ("<div>" * 3000 + inner).encode()) == "unreadable"


def test_markdown() -> None:
    document = read_bytes("a.md", MARKDOWN.encode())
    assert headings(document) == [(1, "Le jardin"), (2, "Les débuts")]
    assert document.pages[0].text == (
        f"Le jardin\n\n{WORDS[0]} Voir la carte et un plan.\n\nLes débuts\n\n- premier point\n- second\n1. dedans\n\n"
        "Ville | Budget\nTrapval | 12 000\n\ncode # gardé\n\nEncadré"
    )
    assert (document.title, document.authors) == ("Le jardin partagé", ("Jeanne Alba", "Paul Roy"))
    assert (document.date, document.language, document.kind) == ("2019-03-08", "fr", "interview")


@pytest.mark.parametrize(
    "header",
    [
        "---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n---\n",
        "---\ntitle: [\n---\n",
        "---\n- une liste\n---\n",
        "---\n" + "x: y\n" * 40_000 + "---\n",
    ],
)
def test_markdown_with_odd_front_matter(header: str) -> None:
    document = read_bytes("nom.md", (header + "# Le jardin\n\nTexte.").encode())
    assert document.title == "Le jardin"
    assert "Texte." in document.pages[0].text


def test_plain_text() -> None:
    content = f"Compte rendu\r\n============\r\n\r\nRéunion du 12 mars 2017\r\n\r\n1.2 Les suites\r\n\r\n{WORDS[0]}\r\n{WORDS[1]}\r\n"
    document = read_bytes("cr.txt", content.encode("cp1252"))
    assert headings(document)[0] == (1, "Compte rendu")
    assert (2, "1.2 Les suites") in headings(document)
    assert (document.date, document.kind, document.title) == ("2017-03-12", "minutes", "Compte rendu")
    assert "\r" not in document.pages[0].text


def test_plain_text_failures() -> None:
    assert code_of("a.txt", b" \n\n ") == "no_text"
    assert code_of("a.txt", bytes(range(256)) * 9) == "bad_encoding"
    assert code_of("a.txt", b"mot " * 500, ReadLimits(characters=1000)) == "too_much_text"


def test_a_wrong_extension_is_read_by_its_content() -> None:
    document = read_bytes("a.pdf", HTML.encode())
    assert document.format == "html"
    assert document.warnings == ("wrong_extension",)


def read_lines(*lines: str | bytes) -> tuple[list[ReadDocument], list[Failure]]:
    data = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    items = list(read_source(Source("a.jsonl", io.BytesIO(data)), ReadLimits()))
    return [i for i in items if isinstance(i, ReadDocument)], [i for i in items if isinstance(i, Failure)]


def test_records() -> None:
    documents, failures = read_lines(
        '{"_id": "a", "title": "Le jardin", "text": "Un texte.", "metadata": {"date": "2020-05", "author": "J. Alba", "language": "en"}}',
        "",
        '{"_id": 7, "text": "Un autre."}',
    )
    assert failures == []
    assert [(d.record_id, d.title, d.pages[0].text) for d in documents] == [
        ("a", "Le jardin", "Un texte."),
        ("7", "7", "Un autre."),
    ]
    assert (documents[0].date, documents[0].authors, documents[0].language) == ("2020-05", ("J. Alba",), "en")


def test_bad_records_fail_and_the_others_go_through() -> None:
    documents, failures = read_lines(
        '{"_id": "a", "text": "Bon."}', '{"_id": "a", "text": "Double."}', '{"_id": "b", "text": ', "[]", '{"text": "x"}',
        '{"_id": "c"}', '{"_id": "d", "text": " "}', b'{"_id": "e", "text": "\xff"}', '{"_id": "f", "text": "Bon."}',
    )  # fmt: skip
    assert [d.record_id for d in documents] == ["a", "f"]
    assert {f.code for f in failures} == {"bad_record"}
    assert [f.params["line"] for f in failures] == ["2", "3", "4", "5", "6", "7", "8"]
    assert [f.source for f in failures] == ["a", "3", "4", "5", "c", "d", "8"]

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
    assert (document.date, document.language, document.kind) == ("2019-03-08", "fr", "web_page")


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

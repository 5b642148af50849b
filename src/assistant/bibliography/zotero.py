"""A Zotero RDF export, read in a child process: `python -m assistant.bibliography.zotero`, from standard input.

RDF is XML from elsewhere: it is parsed with limits on memory and time, no entity is resolved, nothing is fetched.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import _Element

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 20
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DCTERMS = "{http://purl.org/dc/terms/}"
_BIB = "{http://purl.org/net/biblio#}"
_FOAF = "{http://xmlns.com/foaf/0.1/}"
_LINK = "{http://purl.org/rss/1.0/modules/link/}"
_PRISM = "{http://prismstandard.org/namespaces/1.2/basic/}"
_VCARD = "{http://nwalsh.com/rdf/vCard#}"
_Z = "{http://www.zotero.org/namespaces/export#}"
_TYPES = {
    "journalArticle": "article-journal", "magazineArticle": "article-magazine", "newspaperArticle": "article-newspaper",
    "blogPost": "post-weblog", "webpage": "webpage", "report": "report", "book": "book", "bookSection": "chapter",
    "conferencePaper": "paper-conference", "thesis": "thesis", "interview": "interview", "document": "document",
    "preprint": "article", "presentation": "speech", "forumPost": "post",
}  # fmt: skip
_NOT_ITEMS = frozenset({f"{_Z}Attachment", f"{_BIB}Memo", f"{_Z}Collection", f"{_BIB}Journal", f"{_BIB}Series"})


def items_in(data: bytes) -> list[dict[str, Any]]:
    """The records of an export: {"key", "item" (CSL-JSON), "attachments" (paths), "licence"}."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(data, parser)
    if root.tag != f"{_RDF}RDF":
        raise ValueError("it is not RDF")
    by_id = {each.get(f"{_RDF}about"): each for each in root if each.get(f"{_RDF}about")}
    return [
        _record(each, by_id) for each in root if each.tag not in _NOT_ITEMS and each.find(f"{_Z}itemType") is not None
    ]


def _record(element: _Element, by_id: Mapping[str, _Element]) -> dict[str, Any]:
    within = next((each for each in _parts(element, by_id) if each.find(f"{_DC}title") is not None), None)
    address = element.find(f"{_DC}identifier/{_DCTERMS}URI/{_RDF}value")
    texts = [each.text or "" for each in (*element.findall(f"{_DC}identifier"), *_of(within, f"{_DC}identifier"))]
    item = {
        "type": _TYPES.get(_text(element, f"{_Z}itemType"), "document"),
        "title": _text(element, f"{_DC}title"),
        "author": list(_people(element, f"{_BIB}authors")) or list(_people(element, f"{_Z}interviewees")),
        "editor": list(_people(element, f"{_BIB}editors")),
        "issued": {"raw": _text(element, f"{_DC}date")},
        "accessed": {"raw": _text(element, f"{_DCTERMS}dateSubmitted")},
        "publisher": _text(element, f"{_DC}publisher/{_FOAF}Organization/{_FOAF}name"),
        "publisher-place": _text(element, f".//{_VCARD}locality"),
        "language": _text(element, f"{_Z}language"),
        "genre": _text(element, f"{_Z}type"),
        "URL": (address.text or "") if address is not None else "",
        "DOI": _named(texts, "DOI "),
        "ISBN": _named(texts, "ISBN "),
        "page": _text(element, f"{_BIB}pages"),
        "container-title": _text(within, f"{_DC}title") if within is not None else "",
        "volume": _text(within, f"{_PRISM}volume") if within is not None else "",
        "issue": _text(within, f"{_PRISM}number") if within is not None else "",
        "keyword": ", ".join(_tags(element)),
    }
    return {
        "key": element.get(f"{_RDF}about") or _text(element, f"{_DC}title"),
        "item": {name: value for name, value in item.items() if value},
        "attachments": list(_attachments(element, by_id)),
        "licence": _text(element, f"{_DC}rights"),
    }


def _parts(element: _Element, by_id: Mapping[str, _Element]) -> Iterator[_Element]:
    for part in element.findall(f"{_DCTERMS}isPartOf"):
        named = by_id.get(part.get(f"{_RDF}resource", ""))
        yield from part if named is None else (named,)


def _of(element: _Element | None, tag: str) -> list[_Element]:
    return [] if element is None else element.findall(tag)


def _people(element: _Element, tag: str) -> Iterator[dict[str, str]]:
    for person in element.iterfind(f"{tag}//{_FOAF}Person"):
        family, given = _text(person, f"{_FOAF}surname"), _text(person, f"{_FOAF}givenName")
        if family or given:
            yield {"family": family, "given": given} if family and given else {"literal": family or given}


def _tags(element: _Element) -> Iterator[str]:
    for subject in element.findall(f"{_DC}subject"):
        yield (subject.text or "").strip() or _text(subject, f".//{_RDF}value")


def _attachments(element: _Element, by_id: Mapping[str, _Element]) -> Iterator[str]:
    for link in element.findall(f"{_LINK}link"):
        attachment = by_id.get(link.get(f"{_RDF}resource", ""))
        resource = attachment.find(f"{_RDF}resource") if attachment is not None else None
        path = resource.get(f"{_RDF}resource") if resource is not None else None
        if path:
            yield path


def _text(element: _Element, path: str) -> str:
    return " ".join((element.findtext(path) or "").split())


def _named(texts: list[str], prefix: str) -> str:
    return next((text.strip().removeprefix(prefix) for text in texts if text.strip().startswith(prefix)), "")


def main() -> int:
    """Records from standard input to standard output, as JSON; 1 where they can't be read."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # no such limits on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    from lxml import etree

    try:
        found = items_in(sys.stdin.buffer.read())
    except etree.XMLSyntaxError as error:
        sys.stdout.write(json.dumps({"detail": f"it is not XML (line {error.lineno})"}))
        return 1
    except MemoryError:
        sys.stdout.write(json.dumps({"detail": "reading it took too much memory"}))
        return 1
    except ValueError as error:
        sys.stdout.write(json.dumps({"detail": str(error)[:200]}))
        return 1
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())

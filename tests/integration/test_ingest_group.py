"""The group's own kind of documents: nothing that members quote is lost in reading."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import DocumentError
from assistant.ingest.discover import find_files
from assistant.ingest.process.convert import find_converter
from assistant.ingest.process.worker import ReadLimits, WorkerReader
from assistant.text.normalise import fold
from assistant.types import ReadDocument

pytestmark = pytest.mark.integration

DATA = Path(os.environ.get("ASSISTANT_DATA") or Path(__file__).parents[2] / ".." / "shared" / "data")
GROUP, TWINS = DATA / "groupe", DATA / "parsing"
needs_group = pytest.mark.skipif(not GROUP.is_dir(), reason=f"no measured data at {GROUP} (set ASSISTANT_DATA)")
needs_twins = pytest.mark.skipif(not TWINS.is_dir(), reason=f"no measured data at {TWINS} (set ASSISTANT_DATA)")
UNREAD = {
    **({} if find_converter() else {"multibao__Yo.doc": "no_converter"}),
    "betagouv__10-quatre-conseils-pratiques-2.pdf": "unreadable",  # its content streams are corrupt
}


@pytest.fixture(scope="module")
def reader() -> Iterator[WorkerReader]:
    one = WorkerReader(ReadLimits())
    yield one
    one.close()


@pytest.fixture(scope="module")
def group(reader: WorkerReader) -> tuple[dict[str, ReadDocument], dict[str, str]]:
    documents: dict[str, ReadDocument] = {}
    failed: dict[str, str] = {}
    for path in find_files(GROUP / "documents").files:
        try:
            (documents[path.name],) = reader.read(path).documents
        except DocumentError as error:
            failed[path.name] = error.code
    return documents, failed


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", fold(text)))


def recall(wanted: Counter[str], found: Counter[str]) -> float:
    return sum((wanted & found).values()) / sum(wanted.values())


def squeezed(text: str) -> str:
    return re.sub(r"\W+", "", fold(text))


@needs_group
def test_all_documents_are_read(group: tuple[dict[str, ReadDocument], dict[str, str]]) -> None:
    documents, failed = group
    assert failed == UNREAD
    assert len(documents) == 153 - len(UNREAD)
    for name, document in documents.items():
        assert document.title, name
        for heading in document.headings:
            text = document.pages[heading.page - 1].text[heading.start : heading.end]
            assert " ".join(text.split()) == heading.title, name


@needs_group
def test_quotes_of_the_cases_stand_on_their_pages(group: tuple[dict[str, ReadDocument], dict[str, str]]) -> None:
    documents, _ = group
    found = total = 0
    for line in (GROUP / "cases-dev.jsonl").read_text(encoding="utf-8").splitlines():
        for evidence in json.loads(line).get("evidence", []):
            total += 1
            pages = documents[evidence["doc"]].pages
            texts = [
                page.text for page in pages if evidence["page"] is None or 0 <= page.number - evidence["page"] <= 1
            ]
            found += squeezed(evidence["quote"]) in squeezed("\n".join(texts))
    assert total > 100
    assert found >= 0.97 * total


@needs_group
def test_articles_of_the_blog_lose_no_words(group: tuple[dict[str, ReadDocument], dict[str, str]]) -> None:
    from lxml import html

    documents, _ = group
    names = [name for name in documents if name.startswith("la27__")]
    assert len(names) > 40
    for name in names:
        tree = html.parse(str(GROUP / "documents" / name), html.HTMLParser(encoding="utf-8")).getroot()
        article = " ".join(tree.find(".//article").itertext())
        assert recall(words(article), words(documents[name].pages[0].text)) >= 0.98, name


@needs_twins
@pytest.mark.parametrize(
    ("pdf", "other"),
    [
        (
            "cnigsru__260303_Standard_CNIG_SRU_niveau1_v2023_rev2026-03.pdf",
            "cnigsru__260303_Standard_CNIG_SRU_niveau1_v2023_rev2026-03.odt",
        ),
        (
            "cnigrisques__SPP-22-0630_CR_Reunion-pleiere-GT-risques-01-12-2022.pdf",
            "cnigrisques__SPP-22-0630_CR_Reunion-pleiere-GT-risques-01-12-2022.docx",
        ),
    ],
)
def test_a_pdf_reads_as_the_file_it_was_made_from(reader: WorkerReader, pdf: str, other: str) -> None:
    (left,), (right,) = reader.read(TWINS / pdf).documents, reader.read(TWINS / other).documents
    drawn = words("\n".join(page.text for page in left.pages))
    written = words(right.pages[0].text)
    assert recall(written, drawn) >= 0.99
    assert recall(drawn, written) >= 0.97

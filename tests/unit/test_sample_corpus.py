"""The sample corpus and the cases on it: formats, marks, typography, and every evidence quote in its place."""

import json
import re
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree, html

from assistant.ingest.limits import ReadLimits
from assistant.ingest.readers import read_source
from assistant.ingest.source import Source
from assistant.text.normalise import fold
from assistant.types import ReadDocument

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
CASES = [json.loads(line) for line in (ROOT / "evals/cases/samples.jsonl").read_text(encoding="utf-8").splitlines()]
NOTICES = ("Document d’exemple – lieux, personnes et chiffres inventés", "Sample document – places, people and figures")
ENGLISH = {"harrowmere-service-design.pdf", "lindholt-city-lab.html", "failing-in-public.md"}
NARROW = "\u202f"
_LINE_HYPHEN = re.compile(r"(?<=\w)(?:[\x02\ufffe]|-\r?\n)\s*(?=\w)")

Texts = dict[str, dict[int | None, str]]


def _pdf(path: Path) -> dict[int | None, str]:
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [document[index].get_textpage().get_text_range() for index in range(len(document))]
    finally:
        document.close()
    return {number: _LINE_HYPHEN.sub("", text) for number, text in enumerate(pages, start=1)}


def _xml_paragraphs(path: Path, members: tuple[str, ...], tags: tuple[str, ...]) -> str:
    with zipfile.ZipFile(path) as archive:
        present = [name for name in members if name in archive.namelist()]
        roots = [etree.fromstring(archive.read(name)) for name in present]
    return "\n".join("".join(paragraph.itertext()) for root in roots for paragraph in root.iter(*tags))


def _plain(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _documents(path: Path) -> Iterator[tuple[str, dict[int | None, str]]]:
    if path.suffix == ".pdf":
        yield path.name, _pdf(path)
    elif path.suffix == ".docx":
        yield path.name, {None: _xml_paragraphs(path, ("word/document.xml", "word/footnotes.xml"), ("{*}p",))}
    elif path.suffix == ".odt":
        yield path.name, {None: _xml_paragraphs(path, ("content.xml",), ("{*}p", "{*}h"))}
    elif path.suffix == ".html":
        yield path.name, {None: html.fromstring(path.read_bytes().decode("utf-8")).text_content()}
    elif path.suffix == ".jsonl":
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield f"{path.name}#{record['_id']}", {None: f"{record['title']}\n{record['text']}"}
    else:
        yield path.name, {None: _plain(path)}


@pytest.fixture(scope="module")
def texts() -> Texts:
    return {name: pages for path in sorted(CORPUS.iterdir()) for name, pages in _documents(path)}


def _squeeze(text: str) -> str:
    """White space of every kind is one space, as in the quotes of the cases: readers differ on no-break spaces."""
    return re.sub(r"\s+", " ", text)


def test_every_format_is_there_often_enough() -> None:
    found = Counter(path.suffix for path in CORPUS.iterdir())
    wanted = {".pdf": 6, ".html": 2, ".md": 4, ".txt": 2, ".docx": 3, ".odt": 2, ".jsonl": 1}
    assert {suffix: found[suffix] >= least for suffix, least in wanted.items()} == dict.fromkeys(wanted, True)
    assert found.total() - len(ENGLISH) >= 18
    assert all((CORPUS / name).is_file() for name in ENGLISH)
    assert sum(path.stat().st_size for path in CORPUS.iterdir()) < 3_000_000


def test_every_document_says_that_it_is_a_sample(texts: Texts) -> None:
    silent = [name for name, pages in texts.items() if not any(n in text for text in pages.values() for n in NOTICES)]
    assert silent == []


def test_names_are_short_ascii() -> None:
    assert [path.name for path in CORPUS.iterdir() if not re.fullmatch(r"[a-z0-9-]{5,45}\.[a-z]+", path.name)] == []


def test_documents_have_the_length_of_real_ones(texts: Texts) -> None:
    words = {name: sum(len(text.split()) for text in pages.values()) for name, pages in texts.items()}
    assert [name for name, count in words.items() if "#" not in name and not 350 <= count <= 1500] == []
    assert sum("#" in name for name in words) >= 8


def test_pdfs_have_several_pages_headers_and_metadata() -> None:
    with_title = with_outline = 0
    for path in sorted(CORPUS.glob("*.pdf")):
        pages = [_squeeze(text) for text in _pdf(path).values()]
        assert 3 <= len(pages) <= 8, path.name
        document = pypdfium2.PdfDocument(path)
        metadata = document.get_metadata_dict()
        assert metadata["Subject"].startswith(NOTICES), path.name
        assert "2020" <= metadata["CreationDate"].removeprefix("D:")[:4] <= "2026", path.name
        with_title += bool(metadata["Title"])
        with_outline += bool(list(document.get_toc()))
        document.close()
        labels = [
            re.search(rf"(?:Page {n} / {len(pages)}|\b{n} / {len(pages)}|– {n} –)", page)
            for n, page in enumerate(pages, 1)
        ]
        assert all(labels), path.name
    assert with_title >= 6
    assert with_outline >= 1


def _furniture(path: Path) -> tuple[str, str]:
    """Header and footer of a PDF, as its source gives them."""
    front = (ROOT / "tools/sample_corpus/sources" / f"{path.stem}.md").read_text(encoding="utf-8").split("---\n")[1]
    meta = dict(line.split(": ", 1) for line in front.splitlines())
    notice = NOTICES[path.name in ENGLISH] + (" are invented" if path.name in ENGLISH else "")
    return meta["header"], meta.get("footer", notice)


def _plainly(text: str) -> str:
    return _squeeze(fold(text)).strip()


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.pdf")), ids=lambda path: path.stem)
def test_readers_leave_headers_footers_and_page_numbers_out(path: Path) -> None:
    header, footer = map(_plainly, _furniture(path))
    drawn = [_plainly(text) for text in _pdf(path).values()]
    assert sum(header in text for text in drawn) >= 2
    assert all(re.search(rf"{re.escape(footer)} (?:page \d / \d|\d / \d|- \d -)", text) for text in drawn)
    with path.open("rb") as stream:
        (document,) = read_source(Source(path.name, stream), ReadLimits())
    assert isinstance(document, ReadDocument)
    for number, page in enumerate(document.pages, start=1):
        lines = [_plainly(line) for line in page.text.split("\n")]
        assert header not in lines, (number, header)
        assert [line for line in lines if line.startswith(footer) and line != f"{footer}."] == [], number
        assert [line for line in lines if re.search(r"(?:page )?\b\d / \d\Z|- \d -\Z", line)] == [], number
        assert len(lines) > 3


def test_pdfs_extract_with_french_letters_and_spaces(texts: Texts) -> None:
    study = "".join(texts["etude-laboratoires-innovation.pdf"].values())
    assert f"218{NARROW}000 €" in study
    assert re.search(rf"«{NARROW}cahier\s+des\s+ratés{NARROW}»", study)
    assert "L’Établi" in study
    assert "mise en œuvre" in _squeeze(study)


def test_justified_pdfs_cut_words_at_line_ends() -> None:
    document = pypdfium2.PdfDocument(CORPUS / "etude-laboratoires-innovation.pdf")
    raw = "".join(document[index].get_textpage().get_text_range() for index in range(len(document)))
    document.close()
    assert len(_LINE_HYPHEN.findall(raw)) >= 10


def test_the_two_column_pdf_sets_text_side_by_side() -> None:
    document = pypdfium2.PdfDocument(CORPUS / "article-budgets-participatifs.pdf")
    page = document[1]
    middle = page.get_width() / 2
    text_page = page.get_textpage()
    rectangles = [text_page.get_rect(index) for index in range(text_page.count_rects())]
    body = [(left, right) for left, _, right, top in rectangles if 60 < top < page.get_height() - 60]
    document.close()
    assert sum(right < middle for _, right in body) > 15
    assert sum(left > middle - 5 for left, _ in body) > 15


def test_a_text_file_is_windows_1252_and_another_utf_8() -> None:
    with pytest.raises(UnicodeDecodeError):
        (CORPUS / "note-achats-innovants.txt").read_bytes().decode("utf-8")
    assert NARROW in (CORPUS / "article-temps-agents.txt").read_text(encoding="utf-8")


def test_word_files_have_heading_styles_a_table_and_a_footnote() -> None:
    with zipfile.ZipFile(CORPUS / "definitions-innovation-publique.docx") as archive:
        body = archive.read("word/document.xml").decode()
        notes = archive.read("word/footnotes.xml").decode()
    assert body.count('w:val="Heading1"') >= 5
    assert "<w:tbl>" in body
    assert "w:footnoteReference" in body
    assert "retraité depuis 2023" in notes


def test_markdown_has_front_matter() -> None:
    for path in CORPUS.glob("*.md"):
        front = path.read_text(encoding="utf-8").split("---\n")[1]
        assert {"title", "authors", "date", "lang", "kind"} <= {line.split(":")[0] for line in front.splitlines()}


def test_cases_are_enough_of_every_kind() -> None:
    found = Counter(case["kind"] for case in CASES)
    wanted = {"fact": 20, "definition": 8, "freins-leviers": 8, "multi": 6, "paraphrase": 6, "crosslingual": 4,
              "followup": 3, "unanswerable": 12}  # fmt: skip
    assert {kind: found[kind] >= least for kind, least in wanted.items()} == dict.fromkeys(wanted, True)
    assert len({case["id"] for case in CASES}) == len(CASES) >= 60
    subkinds = Counter(case["subkind"] for case in CASES if case["kind"] == "unanswerable")
    assert min(subkinds["near-miss"], subkinds["out-of-corpus"]) >= 6


def test_answerable_cases_have_answer_nuggets_and_evidence() -> None:
    for case in CASES:
        if case["answerable"]:
            assert case["answer"], case["id"]
            assert any(nugget["vital"] for nugget in case["nuggets"]), case["id"]
            assert case["evidence"], case["id"]
        else:
            assert case["why"], case["id"]
            assert (case["answer"], case["nuggets"], case["evidence"]) == ("", [], []), case["id"]
        assert ("history" in case) == (case["kind"] == "followup"), case["id"]


def test_multi_cases_rest_on_several_documents() -> None:
    single = [case["id"] for case in CASES if case["kind"] == "multi" and len({e["doc"] for e in case["evidence"]}) < 2]
    assert single == []


def test_every_evidence_quote_stands_verbatim_at_its_page(texts: Texts) -> None:
    squeezed = {name: {page: _squeeze(text) for page, text in pages.items()} for name, pages in texts.items()}
    for case in CASES:
        for item in case["evidence"]:
            assert item["page"] in squeezed[item["doc"]], case["id"]
            assert item["quote"] in squeezed[item["doc"]][item["page"]], (case["id"], item["quote"])


def test_what_is_deposited_beside_the_samples_is_not_of_the_program() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    names = [
        "corpus/depots/note.pdf",
        "corpus/web/a.test/page.html",
        "corpus/cr-seance-inaugurale.pdf",
        "corpus/new.md",
    ]
    command = ["git", "check-ignore", "--no-index", *names]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.stdout.split() == names[:2]

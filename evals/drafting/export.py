"""Measures exported proposals: do their footnotes stand in the original files, and are altered ones found?

python evals/drafting/export.py [--documents DIR] [--index DIR] [--out DIR] [--seed N]

A proposal of 12 sections and 80 quotes is made of sentences drawn from documents that are ingested for it (or are in
`--index` already), three in four of them from PDFs, through the same service as the command line. Pages whose text was
recognised on their picture are left out: there is no text in the file to look up. Then:
1. it is exported in every format, timed, in each of four citation styles as DOCX;
2. the DOCX is read by means of this file alone; each footnote's quote is looked up in the original file, on the page
   that the footnote names, by the simple readers of `original_text`;
3. LibreOffice opens the DOCX and makes a PDF of it: every footnote's text must be in the PDF, and in the DOCX that
   LibreOffice saves, word for word. The pages are kept as pictures in `--out`, to be looked at;
4. footnotes are altered by a script, in a DOCX as it was exported and as LibreOffice saved it: `verify` must find all
   of them, and accept all others. Then pairs of footnotes are swapped, half of them within one paragraph.
Exit status: 0 all targets met, 1 one is not.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from check_quotes import OUTCOMES, locate
from original_text import Originals

from assistant.build import build_assistant
from assistant.ingest.process.convert import find_converter
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.text.sentences import split_sentences
from assistant.types import Document, Editor, Pick, SectionPlan
from assistant.types.proposal_files import EXPORT_FORMATS, FileCheck

SECTIONS, QUOTES, ALTERED, CROWD = 12, 80, 100, 300
MOST_SECONDS = 5.0
STYLES = ("iso690-author-date-fr", "iso690-note-fr", "apa", "chicago-notes-bibliography-fr")
FORMATS = ("pdf", "html", "markdown", "text", "docx", "odt")  # those that `original_text` reads
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EDITOR = Editor("measure", "measure")
_MET = {True: "ok ", False: "NOT", None: " - "}
_PAGE = re.compile(r"(p\.\s|, )(\d+)")


@dataclass(frozen=True)
class Target:
    """A figure, and whether it is what is wanted."""

    name: str
    said: str
    met: bool | None  # None: there is no target


# --- the proposal


def sentences(assistant: Assistant, document: Document) -> list[Pick]:
    """Sentences of a document that make good quotes."""
    found = []
    for number in range(1, (document.page_count or 1) + 1):
        page = assistant.page(document.id, number)
        text = page.text if page is not None and page.ocr_confidence is None else ""
        for start, end in split_sentences(text):
            said = text[start:end]
            if 60 <= len(said) <= 320 and said[0].isupper() and said.rstrip().endswith((".", "!", "?", "»")):
                found.append(Pick(document.id, number, start, end, text=said))
    return found


def picks(assistant: Assistant, chance: random.Random, wanted: int = QUOTES) -> list[Pick]:
    """Sentences of many documents, three in four of PDFs."""
    documents = [each for each in assistant.documents() if each.text_shown and each.format in FORMATS]
    chosen: list[Pick] = []
    for paged, count in ((True, wanted * 3 // 4), (False, wanted - wanted * 3 // 4)):
        pools = [sentences(assistant, each) for each in documents if each.paged is paged]
        pools = [pool for pool in pools if pool]
        for number in range(count):
            pool = pools[number % len(pools)]
            chosen.append(pool.pop(chance.randrange(len(pool))))
            if not pool:
                pools.remove(pool)
    chance.shuffle(chosen)
    return chosen


def made(assistant: Assistant, chance: random.Random) -> str:
    """A proposal of 12 sections and 80 quotes; its id."""
    plans = [SectionPlan(f"Axe {number}\u00a0: agir avec les habitants") for number in range(1, SECTIONS + 1)]
    proposal = assistant.proposals.new("Propositions pour l'année : mesurer l'export", "fr", plans)
    chosen = picks(assistant, chance)
    for number, section in enumerate(proposal.sections):
        mine = chosen[number::SECTIONS]
        filled = assistant.proposals.pick(proposal.id, section.id, mine, _EDITOR)
        names = [quote.id for quote in filled.basket]
        lines = ["# Ce que disent les sources", f"Plusieurs sources le disent [{names[0]}, {names[1]}]."]
        lines.append(" ".join(f"La source citée ici dit ce qui suit dans ses propres mots [{n}]." for n in names[2:4]))
        points = [f"Point {place} du relevé, avec sa source [{name}]." for place, name in enumerate(names[4:], 1)]
        lines += [f"{points[0]} {points[1]}", *(f"- {each}" for each in points[2:])]
        assistant.proposals.save_text(proposal.id, section.id, "\n\n".join(lines), filled.revision, _EDITOR)
    return proposal.id


def crowded(assistant: Assistant, folder: Path, chance: random.Random) -> Target:
    """A section of 300 quotes, each under a sentence of its own: the time to export it, and to check the file."""
    proposal = assistant.proposals.new("Une section très fournie", "fr", [SectionPlan("Tout")])
    filled = assistant.proposals.pick(proposal.id, "s1", picks(assistant, chance, CROWD), _EDITOR)
    lines = [f"La source le dit dans ses mots [{quote.id}]." for quote in filled.basket]
    assistant.proposals.save_text(proposal.id, "s1", "\n\n".join(lines), filled.revision, _EDITOR)
    clock, used = time.perf_counter(), sum(os.times()[:4])
    made = assistant.proposal_files.export(proposal.id, "docx")
    clock, used = time.perf_counter() - clock, sum(os.times()[:4]) - used
    path = folder / "crowded.docx"
    path.write_bytes(made.content)
    start = time.perf_counter()
    check = assistant.proposal_files.verify(path)
    took = time.perf_counter() - start
    said = f"{made.notes} notes in {clock:.2f} s, {used:.2f} s of processor; checked in {took:.2f} s"
    return Target("300 quotes in one section, DOCX", said, check.holds and made.notes == CROWD and used < MOST_SECONDS)


# --- reading the file back, with nothing of the assistant's own code


def footnotes(path: Path) -> list[str]:
    """The footnotes of a DOCX file in the order of its text."""
    with zipfile.ZipFile(path) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
        notes = ElementTree.fromstring(archive.read("word/footnotes.xml"))
    texts = {
        each.get(f"{W}id"): "".join(run.text or "" for run in each.iter(f"{W}t")) for each in notes.iter(f"{W}footnote")
    }
    return [texts[each.get(f"{W}id")] for each in body.iter(f"{W}footnoteReference")]


def carried(path: Path) -> list[dict[str, Any]]:
    """What the file says of its notes: which document each is from."""
    with zipfile.ZipFile(path) as archive:
        name = next(each for each in archive.namelist() if re.fullmatch(r"customXml/item\d+\.xml", each))
        said = json.loads(ElementTree.fromstring(archive.read(name)).text or "")
    return list(said["notes"])


def looked_up(path: Path, assistant: Assistant, index: Path) -> Counter[str]:
    """Where the quote of each footnote stands in the original file, on the page that the footnote names."""
    originals, counts = Originals(index / "files"), Counter[str]()
    for text, note in zip(footnotes(path), carried(path), strict=True):
        document = assistant.document(note["document_id"])
        quote = text.rsplit("«\u00a0", 1)[-1].rsplit("\u00a0»", 1)[0] if text.count("«") == 1 else None
        if quote is None:  # the quote, or a title, has quotation marks of its own
            start = text.find("\u00a0: «\u00a0")
            quote = text[start + 4 :].rsplit("\u00a0»", 1)[0]
        numbers = [int(found) for _, found in _PAGE.findall(text[: text.find(quote)])]
        if document.paged and note["page"] not in numbers:
            counts["another page"] += 1
            continue
        readings = originals.texts(document.source, document.format, document.content_hash, note["page"])
        outcomes = [locate(originals.fold(quote), each) for each in readings] or ["missing"]
        best = min(outcomes, key=OUTCOMES.index)
        counts[best] += 1
        if best == "missing":
            print(f"  missing: {document.source}, p. {note['page']}: {quote!r}")
    return counts


# --- altering notes


def alter(path: Path, into: Path, numbers: list[int], chance: random.Random) -> dict[int, str]:
    """Alter some footnotes (by place) of a DOCX file; what was done to each."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for space, name in re.findall(rb'xmlns:(\w+)="([^"]+)"', parts["word/document.xml"] + parts["word/footnotes.xml"]):
        ElementTree.register_namespace(space.decode(), name.decode())
    body, notes = (ElementTree.fromstring(parts[f"word/{name}.xml"]) for name in ("document", "footnotes"))
    by_id = {each.get(f"{W}id"): each for each in notes.iter(f"{W}footnote")}
    parents = {child: parent for parent in body.iter() for child in parent}
    references = list(body.iter(f"{W}footnoteReference"))
    done: dict[int, str] = {}
    for number in numbers:
        kind = chance.choice(("word", "letter", "page", "reference", "cut", "added", "emptied", "deleted"))
        reference = references[number]
        if kind == "deleted":
            run = parents[reference]
            parents[run].remove(run)
        else:
            kind = altered_note(by_id[reference.get(f"{W}id")], kind, chance)
        done[number] = kind
    parts["word/document.xml"], parts["word/footnotes.xml"] = ElementTree.tostring(body), ElementTree.tostring(notes)
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return done


def altered_note(note: ElementTree.Element, kind: str, chance: random.Random) -> str:
    """Alter the text of a note; what was done, which is another thing where it has no page to alter."""
    runs = [each for each in note.iter(f"{W}t") if (each.text or "").strip()]
    whole = "".join(each.text or "" for each in runs)
    quote = whole.find("«")
    if kind == "page" and not re.search(r"\d", whole[:quote]):
        kind = "reference"
    if kind == "emptied":
        text = ""
    elif kind == "page":
        last = list(re.finditer(r"\d+", whole[:quote]))[-1]
        text = whole[: last.start()] + str(int(last.group()) + chance.randint(1, 9)) + whole[last.end() :]
    elif kind == "reference":
        words = list(re.finditer(r"[^\W\d_]{3,}", whole[:quote]))
        word = chance.choice(words)
        text = whole[: word.start()] + "Durand" + whole[word.end() :]
    else:
        words = list(re.finditer(r"[^\W\d_]{4,}", whole[quote:]))
        word = chance.choice(words)
        start, end = quote + word.start(), quote + word.end()
        put = {
            "word": "jamais",
            "letter": word.group()[:-1] + ("x" if word.group()[-1] != "x" else "y"),
            "cut": "",
            "added": f"{word.group()} presque",
        }[kind]
        text = whole[:start] + put + whole[end:]
    runs[0].text = text
    for run in runs[1:]:
        run.text = ""
    return kind


def found_altered(path: Path, assistant: Assistant, folder: Path, chance: random.Random) -> tuple[int, int, int, int]:
    """Altered notes, those of them that were found; untouched notes, those of them that were accepted."""
    places = list(range(len(footnotes(path))))
    altered = found = untouched = accepted = 0
    while altered < ALTERED:
        numbers = sorted(chance.sample(places, min(20, ALTERED - altered)))
        target = folder / "altered.docx"
        done = alter(path, target, numbers, chance)
        bad = {
            each.carried.key for each in failing(assistant.proposal_files.verify(target)) if each.carried is not None
        }
        keys = [each["key"] for each in carried(path)]
        altered += len(numbers)
        found += sum(keys[number] in bad for number in numbers)
        untouched += len(places) - len(numbers)
        accepted += sum(keys[number] not in bad for number in places if number not in done)
        for number in numbers:
            if keys[number] not in bad:
                print(f"  not found: note {number + 1}, {done[number]}")
    return altered, found, untouched, accepted


def failing(check: FileCheck) -> Iterator[Any]:
    """What does not hold."""
    return (each for each in check.findings if each.state != "holds" or each.sentence_changed)


def swapped(path: Path, into: Path, chance: random.Random) -> set[int]:
    """Swap a pair of footnotes of a DOCX file, of one paragraph every other time; their places."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for space, name in re.findall(rb'xmlns:(\w+)="([^"]+)"', parts["word/document.xml"]):
        ElementTree.register_namespace(space.decode(), name.decode())
    body = ElementTree.fromstring(parts["word/document.xml"])
    references = list(body.iter(f"{W}footnoteReference"))
    together = [set(each.iter(f"{W}footnoteReference")) for each in body.iter(f"{W}p")]
    sentence = [note["sentence"] for note in carried(path)]

    def of_one_sentence(one: int, other: int) -> bool:
        """Two notes of one sentence: their order says nothing."""
        return abs(one - other) == 1 and sentence[one] == sentence[other] and sentence[one].startswith("Plusieurs")

    pairs = [pair for pair in combinations(range(len(references)), 2) if not of_one_sentence(*pair)]
    if chance.random() < 0.5:
        pairs = [(a, b) for a, b in pairs if any({references[a], references[b]} <= each for each in together)]
    one, other = chance.choice(pairs)
    first, second = references[one].get(f"{W}id", ""), references[other].get(f"{W}id", "")
    references[one].set(f"{W}id", second)
    references[other].set(f"{W}id", first)
    parts["word/document.xml"] = ElementTree.tostring(body)
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return {one, other}


def found_swapped(name: str, path: Path, assistant: Assistant, folder: Path, chance: random.Random) -> Target:
    """Swapped notes that are told, and others that are accepted."""
    keys = [each["key"] for each in carried(path)]
    done = found = untouched = accepted = 0
    while done < ALTERED:
        target = folder / "swapped.docx"
        places = swapped(path, target, chance)
        bad = {
            each.carried.key for each in failing(assistant.proposal_files.verify(target)) if each.carried is not None
        }
        done += len(places)
        found += sum(keys[place] in bad for place in places)
        untouched += len(keys) - len(places)
        accepted += sum(key not in bad for place, key in enumerate(keys) if place not in places)
        for place in places:
            if keys[place] not in bad:
                print(f"  not found: note {place + 1}, swapped with {sorted(each + 1 for each in places)}")
    said = f"swapped, found: {found} of {done}; untouched, accepted: {accepted} of {untouched}"
    return Target(f"verify, {name}", said, found == done and accepted == untouched)


# --- LibreOffice


def libreoffice(path: Path, form: str, folder: Path) -> tuple[Path, float]:
    """A file that LibreOffice saves in another format, and the seconds it took."""
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    into = folder / "libreoffice"
    command = [str(find_converter()), profile, "--headless", "--convert-to", form, "--outdir", str(into), str(path)]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return into / f"{path.stem}.{form}", time.perf_counter() - start


def pictures(pdf: Path, folder: Path) -> int:
    """Draw the pages of a PDF; how many there are."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document, 1):
        page.render(scale=1.2).to_pil().save(folder / f"{pdf.stem}-{number:02}.png")
    return len(document)


def pdf_text(pdf: Path) -> str:
    """The text of a PDF, page after page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_range() for page in document)


def squeezed(text: str) -> str:
    """The letters and digits of a text alone: lines, pages, spaces and hyphens are set anew by every program."""
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


# --- the measure


def measured(assistant: Assistant, index: Path, folder: Path, seed: int) -> list[Target]:
    """All figures."""
    proposal = made(assistant, random.Random(seed))
    quotes = sum(len(section.basket) for section in assistant.proposals.show(proposal).sections)
    targets = [Target("sections, quotes", f"{SECTIONS}, {quotes}", quotes == QUOTES)]
    for form in EXPORT_FORMATS:
        if form == "pdf" and find_converter() is None:
            continue
        seconds, processor, size = timed(assistant, proposal, form, folder)
        met = None if form == "pdf" else seconds < MOST_SECONDS  # LibreOffice takes as long as it takes to start
        targets.append(
            Target(f"export {form}", f"{seconds:.2f} s, {processor:.2f} s of processor, {size / 1000:.0f} kB", met)
        )
    for style in STYLES:
        targets += of_style(assistant, proposal, style, index, folder)
    docx = folder / f"{STYLES[0]}.docx"
    targets.append(verified("as exported", docx, assistant, folder, seed))
    targets.append(found_swapped("as exported", docx, assistant, folder, random.Random(seed + 2)))
    targets.append(crowded(assistant, folder, random.Random(seed + 4)))
    bundle = assistant.proposal_files.verify(folder / "proposition.json")
    targets.append(Target("bundle, untouched", f"{bundle.counts}", bundle.holds))
    if find_converter() is not None:
        pdf, seconds = libreoffice(docx, "pdf", folder)
        targets.append(printed("PDF by LibreOffice", docx, pdf, folder, f" in {seconds:.1f} s"))
        saved, _ = libreoffice(docx, "docx", folder)
        targets.append(round_trip(docx, saved))
        targets.append(verified("saved by LibreOffice", saved, assistant, folder, seed + 1))
        targets.append(found_swapped("saved by LibreOffice", saved, assistant, folder, random.Random(seed + 3)))
        targets.append(printed("PDF of ours", folder / "proposition.docx", folder / "proposition.pdf", folder))
    return targets


def printed(name: str, docx: Path, pdf: Path, folder: Path, more: str = "") -> Target:
    """Whether the text of every footnote of a DOCX file is in a PDF that was made of it."""
    notes = [squeezed(each) for each in footnotes(docx)]
    held = squeezed(pdf_text(pdf))
    there = sum(bool(each) and each in held for each in notes)
    said = f"{there} of {len(notes)} notes in {pictures(pdf, folder)} pages{more}"
    return Target(name, said, there == len(notes) == QUOTES)


def round_trip(docx: Path, saved: Path) -> Target:
    """Whether a DOCX file that LibreOffice has opened and saved has the same footnotes, in the same order."""
    before, after = ([squeezed(each) for each in footnotes(path)] for path in (docx, saved))
    same = sum(one == other for one, other in zip(before, after, strict=False))
    said = f"{same} of {len(before)} notes the same, {len(after)} in all"
    return Target("DOCX saved by LibreOffice", said, before == after)


def timed(assistant: Assistant, proposal: str, form: Any, folder: Path) -> tuple[float, float, int]:
    """Seconds of an export by the clock and of processor, medians of three, and its size."""
    clock, processor = [], []
    for _ in range(3):
        start, used = time.perf_counter(), sum(os.times()[:4])
        content = assistant.proposal_files.export(proposal, form).content
        clock.append(time.perf_counter() - start)
        processor.append(sum(os.times()[:4]) - used)
    (folder / f"proposition.{form}").write_bytes(content)
    return statistics.median(clock), statistics.median(processor), len(content)


def of_style(assistant: Assistant, proposal: str, style: str, index: Path, folder: Path) -> list[Target]:
    """Footnotes of a DOCX in one style: read back, looked up in the originals, accepted."""
    path = folder / f"{style}.docx"
    path.write_bytes(assistant.proposal_files.export(proposal, "docx", style).content)
    counts = looked_up(path, assistant, index)
    good, total = sum(counts[each] for each in OUTCOMES[:3]), counts.total()
    check = assistant.proposal_files.verify(path)
    said = ", ".join(f"{name}: {count}" for name, count in counts.items())
    return [
        Target(f"{style}: in the original, at its page", f"{good} of {total} ({said})", good == total == QUOTES),
        Target(f"{style}: untouched, accepted", f"{check.counts.get('holds', 0)} of {total}", check.holds),
    ]


def verified(name: str, path: Path, assistant: Assistant, folder: Path, seed: int) -> Target:
    """Altered and untouched footnotes of a file."""
    altered, found, untouched, accepted = found_altered(path, assistant, folder, random.Random(seed))
    said = f"altered, found: {found} of {altered}; untouched, accepted: {accepted} of {untouched}"
    return Target(f"verify, {name}", said, found == altered and accepted == untouched)


def ingested(documents: Path, index: Path) -> None:
    """Make the index of the documents, where there is none."""
    if (index / "catalogue.sqlite").is_file():
        return
    with build_assistant(load_settings(None, {"index": index}), create=True) as assistant:
        assistant.ingest([str(documents)])


def main() -> int:
    data = Path(os.environ.get("ASSISTANT_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=Path, default=data / "groupe" / "documents")
    parser.add_argument("--index", type=Path, help="index of these documents; it is copied, not changed")
    parser.add_argument("--out", type=Path, help="folder for the files made, and for pictures of their pages")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="drafting-") as temporary:
        index, folder = Path(temporary) / "index", options.out or Path(temporary) / "out"
        folder.mkdir(parents=True, exist_ok=True)
        if options.index is not None:
            shutil.copytree(options.index, index)
        ingested(options.documents, index)
        with build_assistant(load_settings(None, {"index": index})) as assistant:
            targets = measured(assistant, index, folder, options.seed)
    for target in targets:
        print(f"{_MET[target.met]}  {target.name}: {target.said}")
    return 0 if all(target.met is not False for target in targets) else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""Question sets on documents that are not kept here: sets name places, and quotes are cut from one's own copy.

python evals/own_questions.py --documents DIR --set first --out cases.jsonl     a case file, with quotes, of a set
python evals/own_questions.py --documents DIR --place cases.jsonl --out SET     a set, without quotes, of a case file

The sets are `evals/own_questions/*.jsonl`: case files whose evidence has, instead of `quote`, `at` (where it starts and
ends, counted in the letters and digits of its document, in a PDF of its page, as `original_text` reads it) and `digest`
(of the letters and digits there, so that a changed text is told). `assistant eval answers --cases cases.jsonl --index
INDEX` takes what the first line writes. With the second, evidence whose quote is not found is told and nothing is
written. Exit status: 0 written, 1 a document is missing, changed or unreadable.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from check_quotes import letters
from original_text import texts_of
from questions import objects

SETS = Path(__file__).with_suffix("")
FORMATS = {
    ".pdf": "pdf", ".html": "html", ".htm": "html", ".md": "markdown", ".txt": "text",
    ".docx": "docx", ".odt": "odt", ".doc": "doc",
}  # fmt: skip
_EMPHASIS = re.compile(r"\*{2,}|(?<!\w)([*_])(?=\w)(.+?)(?<=\w)\1(?!\w)")  # of Markdown: an index leaves it out
_BROKEN_WORD = re.compile("[\u0002\ufffe]\\s*")  # what pdfium leaves of a hyphen at a line's end


class TextError(Exception):
    """A document is not what a set was made with; its text is one sentence for the person who runs this."""


class Documents:
    """The documents of a folder, by their path below it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        files = (path for path in folder.rglob("*") if path.is_file())
        self._files = {unicodedata.normalize("NFC", path.relative_to(folder).as_posix()): path for path in files}

    def texts(self, name: str, page: int | None) -> Iterator[str]:
        """Readings of a page of a document (of all of it where it has no pages).

        Raises:
            TextError: the document is not there, or can't be read.
        """
        path = self._files.get(unicodedata.normalize("NFC", name))
        if path is None:
            raise TextError(f"{name} is not in {self._folder}: give --documents the folder that holds it.")
        if path.suffix.lower() not in FORMATS:
            raise TextError(f"{name} is of a format that is not read here ({', '.join(FORMATS)} are).")
        try:
            yield from texts_of(path, FORMATS[path.suffix.lower()], page=page or 1)
        except (OSError, RuntimeError, BadZipFile) as error:  # pdfium's errors are RuntimeErrors
            raise TextError(f"{name} can't be read ({error}): get the file again.") from error


def place(quote: str, text: str) -> tuple[int, int] | None:
    """Where a quote stands in a text, counted in its letters and digits (first place), or None."""
    wanted = letters(unicodedata.normalize("NFKC", quote))
    start = letters(text).find(wanted) if wanted else -1
    return None if start < 0 else (start, start + len(wanted))


def cut(text: str, start: int, end: int) -> str:
    """The text from a letter or digit to another, those at `start` and before `end`, on one line; "" beyond its end."""
    places = [position for position, character in enumerate(text) if character.isalnum()]
    if not 0 <= start < end <= len(places):
        return ""
    return " ".join(_BROKEN_WORD.sub("", text[places[start] : places[end - 1] + 1]).split())


def digest(text: str) -> str:
    """8 hexadecimal digits of the letters and digits of a text."""
    return hashlib.sha256(letters(text).encode()).hexdigest()[:8]


def quoted(item: dict[str, Any], documents: Documents) -> dict[str, Any]:
    """An item of evidence with its quote, cut from the first reading that says what the set was made with.

    Raises:
        TextError: the document is missing, unreadable, or says something else there.
    """
    page = item.get("page")
    for text in documents.texts(item["doc"], page):
        quote = cut(text, *item["at"])
        if digest(quote) == item["digest"]:
            plain = _EMPHASIS.sub(r"\2", quote) if item["doc"].endswith(".md") else quote
            return {key: item[key] for key in item if key not in ("at", "digest")} | {"quote": plain}
    where = f"{f'page {page}, ' if page else ''}letters {item['at'][0]} to {item['at'][1]}"
    raise TextError(f"{item['doc']} has changed since its questions were written ({where}): give the version of then.")


def placed(item: dict[str, Any], documents: Documents) -> dict[str, Any]:
    """An item of evidence with the place of its quote instead of it.

    Raises:
        TextError: the document is missing or unreadable, or does not hold the quote.
    """
    for text in documents.texts(item["doc"], item.get("page")):
        if found := place(item["quote"], text):
            kept = {key: value for key, value in item.items() if key != "quote"}
            return kept | {"at": list(found), "digest": digest(cut(text, *found))}
    raise TextError(f"{item['doc']} does not hold a quote of its questions: correct it in the case file.")


def with_evidence(case: dict[str, Any], change: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """A case with each item of its evidence changed; an error names the case."""
    try:
        return case | {"evidence": [change(item) for item in case.get("evidence", ())]}
    except TextError as error:
        raise TextError(f"{case['id']}: {error}") from error


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=Path, required=True, help="folder of the documents")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--set", choices=sorted(path.stem for path in SETS.glob("*.jsonl")), help="set to write out")
    source.add_argument("--place", type=Path, metavar="CASES", help="case file to make a set of")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    options = parser.parse_args()
    documents, change = Documents(options.documents), placed if options.place else quoted
    try:
        cases = objects(options.place or SETS / f"{options.set}.jsonl")
        changed = [with_evidence(case, lambda item: change(item, documents)) for case in cases]
    except TextError as error:
        print(error, file=sys.stderr)
        return 1
    lines = (json.dumps(case, ensure_ascii=False) + "\n" for case in changed)
    options.out.write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"{len(changed)} cases, {sum(len(case['evidence']) for case in changed)} pieces of evidence: {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

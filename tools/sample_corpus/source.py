"""The sources of the sample corpus: a small Markdown with front matter, parsed to blocks with typography applied."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from typography import typeset

NOTICES = {
    "fr": "Document d’exemple – lieux, personnes et chiffres inventés",
    "en": "Sample document – places, people and figures are invented",
}
_FOOTNOTE = re.compile(r"\[\^(\d+)\]:\s+(.*)", re.DOTALL)
_INLINE = re.compile(r"(\*\*.+?\*\*|\*[^*]+?\*|\[\^\d+\])")
_NUMBERED = re.compile(r"\d+\. ")


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; `style` is "", "bold", "italic" or "note" (then `text` is the note's text)."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class Block:
    """One block: `kind` is "heading", "paragraph", "bullets", "numbers" or "table"."""

    kind: str
    text: str = ""
    level: int = 0
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Source:
    """A document to build: its front matter, its blocks, its footnotes by number."""

    meta: dict[str, Any]
    blocks: tuple[Block, ...]
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return str(self.meta["lang"])

    @property
    def title(self) -> str:
        return typeset(str(self.meta["title"]), self.language)

    @property
    def subtitle(self) -> str:
        return typeset(str(self.meta.get("subtitle", "")), self.language)

    @property
    def organisation(self) -> str:
        return typeset(str(self.meta.get("organisation", "")), self.language)

    @property
    def authors(self) -> str:
        return typeset(", ".join(self.meta["authors"]), self.language)

    @property
    def date(self) -> str:
        return str(self.meta["date"])

    @property
    def notice(self) -> str:
        return NOTICES[self.language]

    def runs(self, text: str) -> list[Run]:
        """Split a block's text into styled runs."""
        return [self._run(piece) for piece in _INLINE.split(text) if piece]

    def _run(self, piece: str) -> Run:
        if piece.startswith("[^"):
            return Run(self.notes[piece[2:-1]], "note")
        if piece.startswith("**"):
            return Run(piece[2:-2], "bold")
        if piece.startswith("*"):
            return Run(piece[1:-1], "italic")
        return Run(piece)


def load(path: Path) -> Source:
    """Read a source file."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    meta = _front_matter(front)
    notes: dict[str, str] = {}
    blocks = []
    for chunk in re.split(r"\n\s*\n", body.strip()):
        text = typeset(chunk.strip(), meta["lang"])
        note = _FOOTNOTE.match(text)
        if note:
            notes[note.group(1)] = note.group(2)
        else:
            blocks.append(_block(text))
    return Source(meta, tuple(blocks), notes)


def _front_matter(text: str) -> dict[str, Any]:
    """Read "key: value" lines; [a, b] is a list, true is True. Plain values may hold " : ", which YAML would refuse."""
    meta: dict[str, Any] = {}
    for line in text.strip().split("\n"):
        key, value = line.split(": ", 1)
        if value.startswith("["):
            meta[key] = value.strip("[]").split(", ")
        else:
            meta[key] = value == "true" or value.strip('"')
    return meta


def without_marks(block: Block) -> Block:
    """The block with its emphasis marks and note calls removed, for formats that have none."""

    def plain(text: str) -> str:
        return re.sub(r"\[\^\d+\]", "", text).replace("*", "")

    return replace(block, text=plain(block.text), items=tuple(plain(item) for item in block.items))


def _block(text: str) -> Block:
    lines = text.split("\n")
    if text.startswith("#"):
        marks, title = text.split(" ", 1)
        return Block("heading", title, level=len(marks))
    if text.startswith("|"):
        rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
        return Block("table", rows=tuple(row for row in rows if not set("".join(row)) <= set("- ")))
    if text.startswith("- "):
        return Block("bullets", items=tuple(line[2:] for line in lines))
    if _NUMBERED.match(text) and len(lines) > 1:
        return Block("numbers", items=tuple(_NUMBERED.sub("", line, count=1) for line in lines))
    return Block("paragraph", " ".join(lines))

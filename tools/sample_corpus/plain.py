"""Markdown, plain text, HTML and JSON Lines files of the sample corpus."""

from __future__ import annotations

import json
import textwrap
from html import escape
from pathlib import Path
from string import Template

from source import Block, Source, without_marks
from typography import windows_1252

_TEMPLATES = Path(__file__).parent / "templates"
_WIDTH = 96
_KIND_WORDS = {
    "fr": {"article": "article", "interview": "entretien", "grey_literature": "littérature grise"},
    "en": {"article": "article"},
}


def write_markdown(source: Source, path: Path) -> None:
    """Markdown with YAML front matter; one line a paragraph, headings one level below the title."""
    meta = source.meta
    front = {
        "title": source.title,
        "subtitle": source.subtitle,
        "authors": meta["authors"],
        "date": source.date,
        "lang": source.language,
        "kind": _KIND_WORDS[source.language][meta["kind"]],
        "notice": source.notice,
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items() if value]
    body = [f"# {source.title}", f"*{source.notice}.*", *(_markdown(block) for block in source.blocks)]
    path.write_text("---\n" + "\n".join(lines) + "\n---\n\n" + "\n\n".join(body) + "\n", encoding="utf-8")


def _markdown(block: Block) -> str:
    if block.kind == "heading":
        return "#" * max(2, block.level) + " " + block.text
    if block.kind == "table":
        rows = ["| " + " | ".join(row) + " |" for row in block.rows]
        return "\n".join([rows[0], "|" + " --- |" * len(block.rows[0]), *rows[1:]])
    if block.kind in ("bullets", "numbers"):
        marks = (
            ["-"] * len(block.items) if block.kind == "bullets" else [f"{n}." for n in range(1, len(block.items) + 1)]
        )
        return "\n".join(f"{mark} {item}" for mark, item in zip(marks, block.items, strict=True))
    return block.text


def write_text(source: Source, path: Path) -> None:
    """Plain text wrapped at a fixed width, in UTF-8 or, with `encoding: cp1252`, in Windows-1252 with CR LF."""
    encoding = str(source.meta.get("encoding", "utf-8"))
    head = [source.title, f"{source.authors}\n{source.organisation}\n{source.date}", source.notice + "."]
    text = "\n\n".join([*head, *(_text(without_marks(block)) for block in source.blocks)]) + "\n"
    if encoding == "cp1252":
        text = windows_1252(text).replace("\n", "\r\n")
    path.write_bytes(text.encode(encoding))


def _text(block: Block) -> str:
    if block.kind == "heading":
        return f"{block.text}\n{'-' * len(block.text)}"
    if block.kind == "bullets":
        return "\n".join(_wrapped(f"- {item}", "  ") for item in block.items)
    return _wrapped(block.text, "")


def _wrapped(text: str, indent: str) -> str:
    # textwrap breaks at no-break spaces of neither kind: it only knows ASCII white space.
    return textwrap.fill(text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def write_html(source: Source, path: Path) -> None:
    """A saved web page: site navigation, cookie banner, related links and footer around the article."""
    template = Template((_TEMPLATES / f"{source.meta['template']}.html").read_text(encoding="utf-8"))
    values = {
        "title": source.title,
        "subtitle": source.subtitle,
        "authors": source.authors,
        "organisation": source.organisation,
        "date": source.date,
        "notice": source.notice,
        "lang": source.language,
    }
    body = "\n".join(_html(source, block) for block in source.blocks)
    page = template.substitute({key: escape(value) for key, value in values.items()}, body=body)
    path.write_text(page, encoding="utf-8")


def _html(source: Source, block: Block) -> str:
    if block.kind == "heading":
        return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
    if block.kind == "table":
        rows = [_html_row(row, "td" if number else "th") for number, row in enumerate(block.rows)]
        return f"<table><thead>{rows[0]}</thead><tbody>\n" + "\n".join(rows[1:]) + "\n</tbody></table>"
    if block.kind in ("bullets", "numbers"):
        tag = "ul" if block.kind == "bullets" else "ol"
        return f"<{tag}>" + "".join(f"<li>{escape(item)}</li>" for item in block.items) + f"</{tag}>"
    tags = {"": "{}", "bold": "<strong>{}</strong>", "italic": "<em>{}</em>"}
    return "<p>" + "".join(tags[run.style].format(escape(run.text)) for run in source.runs(block.text)) + "</p>"


def _html_row(cells: tuple[str, ...], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def write_json_lines(source: Source, path: Path) -> None:
    """One record a heading of the form "identifier | title"; its text is the paragraphs below it and the notice."""
    records: list[dict[str, str]] = []
    for block in source.blocks:
        if block.kind == "heading":
            identifier, title = block.text.split(" | ", 1)
            records.append({"_id": identifier, "title": title, "text": ""})
        else:
            records[-1]["text"] += block.text + "\n\n"
    for record in records:
        record["text"] += f"{source.notice}."
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")

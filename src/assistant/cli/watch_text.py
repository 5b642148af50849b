"""Feeds, proposals and digests as text for a terminal, in French or in English."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.cli.output import one_line
from assistant.cli.words import report_text
from assistant.messages import render
from assistant.types import Digest, Failure, Feed, FeedItem, Language, NewDocument, WatchReport
from assistant.wording import plural

_LONGEST_PASSAGE = 400
_WORDS: dict[str, dict[Language, str]] = {
    "added": {
        "fr": "Flux {id} suivi\u00a0: {title}. «\u00a0assistant watch run\u00a0» cherche ses nouveautés.",
        "en": 'Feed {id} is watched: {title}. "assistant watch run" looks for what is new in it.',
    },
    "removed": {"fr": "Ce flux n'est plus suivi\u00a0: {title}.", "en": "This feed is watched no more: {title}."},
    "no_feeds": {
        "fr": "Aucun flux n'est suivi\u00a0: «\u00a0assistant watch add URL\u00a0» en ajoute un.",
        "en": 'No feed is watched: "assistant watch add URL" adds one.',
    },
    "no_items": {"fr": "Rien n'attend.", "en": "Nothing waits."},
    "never": {"fr": "jamais consulté", "en": "never checked"},
    "propose": {"fr": "propose", "en": "proposes"},
    "ingest": {"fr": "ingère", "en": "ingests"},
    "dismissed": {"fr": "Écarté\u00a0: {count}.", "en": "Dismissed: {count}."},
    "unchanged": {"fr": "rien de nouveau", "en": "nothing new"},
    "new": {
        "fr": "nouveautés\u00a0: {new}\u202f; ingérées\u00a0: {ingested}",
        "en": "new: {new}; ingested: {ingested}",
    },
    "nothing": {"fr": "Rien de nouveau depuis le {since}.", "en": "Nothing new since {since}."},
    "head": {"fr": "# Nouveau depuis le {since}", "en": "# New since {since}"},
    "themes": {"fr": "Thèmes\u00a0: {themes}.", "en": "Themes: {themes}."},
    "proposed": {
        "fr": "En attente\u00a0: {count} de «\u00a0{title}\u00a0».",
        "en": "Waiting: {count} of “{title}”.",
    },
    "more": {"fr": "… et {count} de plus.", "en": "… and {count} more."},
}


def _said(key: str, language: Language, **blanks: object) -> str:
    return _WORDS[key][language].format(**blanks)


def added_text(feed: Feed, language: Language) -> str:
    """That a feed is watched."""
    return _said("added", language, id=feed.id, title=feed.title)


def removed_text(feed: Feed, language: Language) -> str:
    """That a feed is watched no more."""
    return _said("removed", language, title=feed.title)


def dismissed_text(count: int, language: Language) -> str:
    """How many proposals were dismissed."""
    return _said("dismissed", language, count=count)


def feeds_text(feeds: Sequence[Feed], language: Language) -> str:
    """A line for each feed, and one below it where its last check failed."""
    if not feeds:
        return _said("no_feeds", language)
    lines = []
    for feed in feeds:
        checked = (feed.checked_at or "")[:16].replace("T", " ") or _said("never", language)
        rule = _said(feed.rule, language)
        lines.append(one_line(f"{feed.id:>3}  {rule}  {checked}  {feed.proposed:>3}  {feed.title}  {feed.url}"))
        lines += _failure_lines(feed.failure, language)
    return "\n".join(lines)


def _failure_lines(failure: Failure | None, language: Language) -> list[str]:
    if failure is None:
        return []
    message = render(failure.code, failure.params, language)
    return [one_line(f"     {message.reason} {message.hint}")]


def items_text(items: Sequence[FeedItem], language: Language) -> str:
    """A line for each item, its address below."""
    if not items:
        return _said("no_items", language)
    lines = []
    for item in items:
        known = " – ".join(part for part in (item.facts.date, item.facts.title or item.url, item.feed_title) if part)
        lines += [one_line(f"{item.id:>4}  {known}"), one_line(f"      {item.url}")]
        lines += _failure_lines(item.failure, language)
    return "\n".join(lines)


def run_text(report: WatchReport, language: Language) -> str:
    """What a run found in each feed, and what was ingested where something was."""
    lines = []
    separator = "\u00a0: " if language == "fr" else ": "
    for check in report.checks:
        if check.failure is not None:
            lines.append(one_line(check.feed.title))
        elif not check.new and not check.ingested:
            lines.append(one_line(f"{check.feed.title}{separator}{_said('unchanged', language)}"))
        else:
            found = _said("new", language, new=check.new, ingested=check.ingested)
            lines.append(one_line(f"{check.feed.title}{separator}{found}"))
        for each in (check.failure, *check.notes):
            lines += _failure_lines(each, language)
    if not report.checks:
        lines.append(_said("no_feeds", language))
    done = report.ingestion
    if done.added or done.updated or done.unchanged or done.failed:
        lines.append(report_text(done, language))
    return "\n".join(lines)


def digest_text(digest: Digest, language: Language) -> str:
    """What is new, as Markdown."""
    waiting = [_said("proposed", language, count=count, title=title) for title, count in digest.proposed.items()]
    if not digest.total:
        return "\n".join([_said("nothing", language, since=digest.since), *waiting])
    documents = plural(digest.total, "document", "documents", language)
    passages = plural(digest.passages, "passage", "passages", language)
    parts = [_said("head", language, since=digest.since), f"{documents}, {passages}."]
    if digest.themes:
        themes = ", ".join(f"{theme.term} ({theme.passages})" for theme in digest.themes)
        parts.append(_said("themes", language, themes=themes))
    parts += waiting
    parts += [_document_text(new) for new in digest.documents]
    if digest.total > len(digest.documents):
        parts.append(_said("more", language, count=digest.total - len(digest.documents)))
    return "\n\n".join(parts)


def _document_text(new: NewDocument) -> str:
    document = new.document
    facts = ", ".join(part for part in (*document.authors, document.date or "", document.source) if part)
    lines = [one_line(f"## {document.title}"), one_line(facts)]
    for passage in new.passages:
        page = f" (p. {passage.page_start})" if document.paged else ""
        lines.append(f"> {one_line(_shortened(passage.text))}{page}")
    return "\n\n".join(lines)


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_PASSAGE:
        return text
    return text[:_LONGEST_PASSAGE].rsplit(" ", 1)[0] + " […]"

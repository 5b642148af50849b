"""What is watched as plain JSON-ready dictionaries, for the command line and the API alike."""

from __future__ import annotations

from dataclasses import asdict

from assistant.types import Digest, Feed, FeedCheck, FeedItem, Language, NewDocument, Passage, WatchReport
from assistant.wire import Json, document_dict, failure_dict, report_dict


def feed_dict(feed: Feed, language: Language) -> Json:
    """A feed; `failure` says in words why its last check failed, else null."""
    return {
        "id": feed.id,
        "url": feed.url,
        "title": feed.title,
        "rule": feed.rule,
        "added_at": feed.added_at,
        "checked_at": feed.checked_at,
        "proposed": feed.proposed,
        "failure": None if feed.failure is None else failure_dict(feed.failure, language),
    }


def item_dict(item: FeedItem, language: Language) -> Json:
    """An item of a feed; `failure` says in words why it could not be ingested, else null."""
    return {
        "id": item.id,
        "feed": item.feed_title,
        "feed_id": item.feed_id,
        "url": item.url,
        "title": item.facts.title,
        "authors": list(item.facts.authors),
        "date": item.facts.date,
        "state": item.state,
        "found_at": item.found_at,
        "failure": None if item.failure is None else failure_dict(item.failure, language),
    }


def watch_report_dict(report: WatchReport, language: Language) -> Json:
    """What a run did: each feed, then what an ingestion says."""
    return {
        "feeds": [_check_dict(check, language) for check in report.checks],
        **report_dict(report.ingestion, language),
    }


def _check_dict(check: FeedCheck, language: Language) -> Json:
    return {
        "id": check.feed.id,
        "url": check.feed.url,
        "title": check.feed.title,
        "new": check.new,
        "ingested": check.ingested,
        "unchanged": check.unchanged,
        "failure": None if check.failure is None else failure_dict(check.failure, language),
        "notes": [failure_dict(note, language) for note in check.notes],
    }


def digest_dict(digest: Digest, language: Language) -> Json:
    """What is new: `total` and `passages` count all of it, `documents` are the latest."""
    return {
        "since": digest.since,
        "total": digest.total,
        "passages": digest.passages,
        "themes": [asdict(theme) for theme in digest.themes],
        "proposed": dict(digest.proposed),
        "documents": [_new_document_dict(new, language) for new in digest.documents],
    }


def _new_document_dict(new: NewDocument, language: Language) -> Json:
    paged = new.document.paged
    return {**document_dict(new.document, language), "typical": [_passage_dict(each, paged) for each in new.passages]}


def _passage_dict(passage: Passage, paged: bool) -> Json:
    return {
        "passage_id": passage.id,
        "heading": " > ".join(passage.heading_path) or None,
        "page_start": passage.page_start if paged else None,
        "page_end": passage.page_end if paged else None,
        "text": passage.text,
    }

"""Invitations in e-mails (iCalendar, RFC 5545): what each event is, when and where, as lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.ingest.blocks import Block

_EVENT = "VEVENT"
_SHOWN = ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION")
_FOLD = re.compile(r"\r?\n[ \t]")
_PROPERTY = re.compile(r"([A-Za-z-]{1,40})(?:;(?:[^\":]|\"[^\"]*\")*)?:(.*)", re.S)
_ESCAPED = re.compile(r"\\([nN\\,;])")


def calendar_blocks(text: str) -> list[Block]:
    """The events of a calendar, one line for each thing it says of them ("SUMMARY: ..."); none where there are none."""
    return [
        Block(f"{name}: {event[name]}", tight=number > 0)
        for event in _events(text)
        for number, name in enumerate(name for name in _SHOWN if name in event)
    ]


def _events(text: str) -> Iterator[dict[str, str]]:
    """What each event says of itself; alarms and time zones, which have times too, are no events."""
    event: dict[str, str] = {}
    inside: list[str] = []
    for line in _FOLD.sub("", text).splitlines():
        match = _PROPERTY.fullmatch(line)
        if match is None:
            continue
        name, value = match.group(1).upper(), match.group(2).strip()
        if name == "BEGIN":
            inside.append(value.upper())
        elif name == "END" and inside:
            if inside.pop() == _EVENT and event:
                yield event
                event = {}
        elif name in _SHOWN and value and inside and inside[-1] == _EVENT:
            event.setdefault(name, _ESCAPED.sub(_unescaped, value))
    if event:
        yield event


def _unescaped(match: re.Match[str]) -> str:
    return "\n" if match.group(1) in "nN" else match.group(1)

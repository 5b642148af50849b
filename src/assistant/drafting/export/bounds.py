"""Where a sentence stands in a paragraph as one of its own: nothing says before or after it that it is not so. Pure."""

from __future__ import annotations

_ENDS = ".!?\u2026"
_GOING_ON = ",;:"
_CLOSING = ' \u00a0\u202f»”"’)]'


def begins_after(before: str) -> bool:
    """Whether a sentence can begin after a text: there is none, or a sentence ends there."""
    return not before.strip() or _is_ended(before)


def ends_before(sentence: str, after: str) -> bool:
    """Whether a sentence ends where it does: the paragraph does, or what follows is another one."""
    rest = after.lstrip(" \u00a0\u202f")
    if not rest:
        return True
    return _is_ended(sentence) and (sentence.endswith(tuple(_ENDS)) or not (rest[0].islower() or rest[0] in _GOING_ON))


def _is_ended(text: str) -> bool:
    return text.rstrip(_CLOSING).endswith(tuple(_ENDS))

"""robots.txt as RFC 9309 has it: groups by user agent, the longest matching rule wins, `*` and `$` in paths.

Our own reading, because the standard library's knows neither wildcards nor the longest match, and one that turns rules
into regular expressions can be kept busy for hours by a hostile file: here a rule is matched in one pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

MOST_BYTES = 512_000
"""What is read of one; RFC 9309 asks for 500 kB at least, and lets the rest go."""
MOST_DELAY = 30.0
_TOKEN = re.compile(r"[A-Za-z_-]+")
_SAFE = "/?&=+%:@!$'()*,;~-._#[]"


@dataclass(frozen=True, slots=True)
class Robots:
    """What one host asks of us: rules (allowed or not, pattern), and seconds between two requests."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0

    def allows(self, target: str) -> bool:
        """Whether a path with its query may be asked."""
        path = _plain(target)
        best = max(
            ((len(pattern), allowed) for allowed, pattern in self.rules if _matches(pattern, path)), default=(0, True)
        )
        return best[1]


def parse_robots(content: bytes, product: str) -> Robots:
    """What a robots.txt asks of a user agent, by its name; a web page in its place asks nothing.

    Args:
        content: of the file, at most `MOST_BYTES` of it.
        product: the name of our user agent, such as "assistant".
    """
    text = content.decode("utf-8", "replace").lstrip("\ufeff")
    if text.lstrip()[:1] == "<":
        return Robots()
    ours, others = _Group(), _Group()
    current: list[_Group] = []
    naming = False
    for line in text.splitlines():
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        key = key.lower()
        if key == "user-agent":
            current = current if naming else []
            current += [ours] if _names(value, product) else [others] if value == "*" else []
            naming = True
        elif key:
            naming = False
            for group in current:
                group.take(key, value)
    chosen = ours if ours.named else others
    return Robots(tuple(chosen.rules), min(chosen.delay, MOST_DELAY))


class _Group:
    """The rules for one user agent."""

    def __init__(self) -> None:
        self.rules: list[tuple[bool, str]] = []
        self.delay = 0.0
        self.named = False

    def take(self, key: str, value: str) -> None:
        self.named = True
        if key in ("allow", "disallow") and value:
            self.rules.append((key == "allow", _plain(value)))
        elif key == "crawl-delay" and re.fullmatch(r"\d{1,6}(?:\.\d+)?", value):
            self.delay = max(self.delay, float(value))


def _names(value: str, product: str) -> bool:
    token = _TOKEN.match(value)
    return token is not None and token[0].lower() == product.lower()


def _plain(path: str) -> str:
    """A path spelt one way, whatever of it was percent-encoded."""
    return quote(unquote_to_bytes(path), safe=_SAFE)


def _matches(pattern: str, path: str) -> bool:
    """Whether a path begins as the pattern says; pieces between `*` are looked for from left to right, once."""
    ends = pattern.endswith("$")
    first, *pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not pieces:
        return not ends or path == first
    place = len(first)
    for piece in pieces[:-1]:
        found = path.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    last = pieces[-1]
    return path.endswith(last) and len(path) - len(last) >= place if ends else path.find(last, place) >= 0

"""What a site asks of programs (robots.txt, RFC 9309), read by Protego: wildcards, the longest match, no regular
expressions made of a stranger's rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

MOST_BYTES = 512_000
"""What is read of one; RFC 9309 asks for 500 kB at least, and lets the rest go."""
MOST_DELAY = 30.0


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for us, None where it has none; and seconds between two requests, at most `MOST_DELAY`."""

    rules: Protego | None = None
    product: str = ""
    delay: float = 0.0

    def allows(self, url: str) -> bool:
        """Whether an address may be asked."""
        return self.rules is None or self.rules.can_fetch(url, self.product)


def parse_robots(content: bytes, product: str) -> Robots:
    """What a robots.txt asks of a user agent, by its name; a web page in its place asks nothing.

    Args:
        content: of the file, at most `MOST_BYTES` of it.
        product: the name of our user agent, such as "assistant".
    """
    from protego import Protego

    text = content.decode("utf-8", "replace").lstrip("\ufeff")
    if text.lstrip()[:1] == "<":
        return Robots()
    rules = Protego.parse(text)
    return Robots(rules, product, min(rules.crawl_delay(product) or 0.0, MOST_DELAY))

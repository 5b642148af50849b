"""robots.txt."""

from __future__ import annotations

import time

import pytest

from assistant.web.robots import MOST_BYTES, MOST_DELAY, parse_robots


def allows(text: str, target: str, product: str = "assistant") -> bool:
    return parse_robots(text.encode(), product).allows(f"https://exemple.test{target}")


@pytest.mark.parametrize(
    ("rules", "target", "allowed"),
    [
        ("Disallow: /", "/a", False),
        ("Disallow:", "/a", True),
        ("Disallow: /a", "/ab", False),
        ("Disallow: /a\nAllow: /ab", "/abc", True),
        ("Allow: /\nDisallow: /prive", "/prive/x", False),
        ("Allow: /p\nDisallow: /p", "/p", True),
        ("Disallow: /*.pdf$", "/docs/a.pdf", False),
        ("Disallow: /*.pdf$", "/docs/a.pdf?x=1", True),
        ("Disallow: /a*b*c", "/axxbyyc", False),
        ("Disallow: /a*b*c", "/axxcyyb", True),
        ("Disallow: /caf%C3%A9", "/caf%c3%a9/menu", False),
        ("Disallow: /café", "/caf%C3%A9", False),
        ("Disallow: /x$", "/x", False),
        ("Disallow: /x$", "/xy", True),
        ("Disallow: /*x$", "/ax", False),
        ("DISALLOW : /a # tout", "/a", False),
        ("Disallow: /?q=", "/?q=1", False),
    ],
)
def test_the_longest_rule_that_matches_decides(rules, target, allowed):
    assert allows(f"User-agent: *\n{rules}\n", target) is allowed


def test_a_group_of_our_name_is_the_only_one_that_counts():
    text = "User-agent: *\nDisallow: /\nUser-Agent: Autre\nUser-agent: ASSISTANT\nCrawl-delay: 3\nDisallow: /b\n"
    assert allows(text, "/a")
    assert not allows(text, "/b")
    assert not allows(text, "/a", "inconnu")
    assert parse_robots(text.encode(), "assistant").delay == 3
    assert allows("User-agent: assistantplus\nDisallow: /\n", "/a")


def test_a_delay_has_a_bound():
    assert parse_robots(b"User-agent: *\nCrawl-delay: 86400\n", "a").delay == MOST_DELAY
    assert parse_robots(b"User-agent: *\nCrawl-delay: toujours\n", "a").delay == 0


def test_a_web_page_or_bytes_ask_nothing():
    assert allows("<html>User-agent: *\nDisallow: /</html>", "/a")
    assert parse_robots(bytes(range(256)) * 100, "a").allows("http://a.test/a")
    assert parse_robots(b"", "a").allows("http://a.test/a")


def test_a_hostile_file_keeps_nobody_busy():
    rule = "Disallow: /" + "*a" * 1000 + "*b\n"
    text = "User-agent: *\n" + rule * (MOST_BYTES // len(rule))
    started = time.process_time()
    assert allows(text, "/" + "a" * 4000)
    assert time.process_time() - started < 5

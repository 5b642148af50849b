"""What holds for every screen, in both languages and themes: axe-core, headings, language, theme, width, headers."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe

from screens import DEEPER, FACT, SCREENS, THEMES, go, opened, usable

pytestmark = pytest.mark.e2e

GRAVE = ("serious", "critical")
LUMINANCE = """() => {
  let element = document.querySelector('#main');
  const colour = () => getComputedStyle(element).backgroundColor.match(/[\\d.]+/g).map(Number);
  while (element.parentElement && colour()[3] === 0) element = element.parentElement;
  const [red, green, blue] = colour();
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}"""
LEVELS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
  .filter(each => each.checkVisibility()).map(each => Number(each.tagName[1]))"""


def grave(page) -> list[str]:
    """The serious and critical violations that axe-core finds, with where they are."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['impact']} {each['id']}: {[node['target'] for node in each['nodes']][:4]}"
        for each in found
        if each["impact"] in GRAVE
    ]


def in_both_themes(page) -> None:
    """The same page in the light and in the dark theme of the system: nothing grave in either."""
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        assert grave(page) == [], theme


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("path", SCREENS)
def test_axe_finds_nothing_serious(server, chrome, path: str, language: str) -> None:
    with opened(chrome, server.url, path, language) as page:
        for each in page.locator("main details:not([open]) > summary").all():
            if each.is_visible():
                each.click()
        in_both_themes(page)


@pytest.mark.parametrize("name", DEEPER)
def test_axe_finds_nothing_serious_in_what_opens_within_a_screen(server, chrome, name: str) -> None:
    path, language, open_it = DEEPER[name]
    with opened(chrome, server.url, path, language) as page:
        open_it(page, server.url)
        if path != "/":
            page.wait_for_load_state("networkidle")
        in_both_themes(page)


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_serious_in_an_answer(server, chrome, theme: str) -> None:
    with opened(chrome, server.url, "/", "fr", color_scheme=theme) as page:
        page.locator("#question textarea").fill(FACT)
        page.locator("#question textarea").press("Enter")
        page.wait_for_selector("#conversation .foot")
        assert grave(page) == []


@pytest.mark.parametrize("path", SCREENS)
def test_the_language_and_the_theme_are_switched_and_stay(server, chrome, path: str) -> None:
    with opened(chrome, server.url, path, "fr") as page:
        assert page.locator("html").get_attribute("lang") == "fr"
        assert page.evaluate(LUMINANCE) > 0.8
        with page.expect_navigation():
            page.get_by_role("button", name="English").click()
        usable(page, path)
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.get_by_role("link", name="Skip to the content").count() == 1
        with page.expect_navigation():
            page.get_by_role("combobox", name="Theme").select_option("dark")
        usable(page, path)
        page.wait_for_function(f"() => ({LUMINANCE})() < 0.2")
        for other in SCREENS:
            go(page, server.url, other)
            assert page.locator("html").get_attribute("lang") == "en"
            page.wait_for_function(f"() => ({LUMINANCE})() < 0.2")
        with page.expect_navigation():
            page.get_by_role("combobox", name="Theme").select_option("")
        usable(page, SCREENS[-1])
        page.wait_for_function(f"() => ({LUMINANCE})() > 0.8")


@pytest.mark.parametrize("path", SCREENS)
def test_headings_go_down_one_level_at_a_time_and_the_title_names_the_page(server, chrome, path: str) -> None:
    with opened(chrome, server.url, path, "fr") as page:
        levels = page.evaluate(LEVELS)
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels)), levels
        assert re.search(r"Assistant documentaire", page.title())
        current = page.locator("header.site [aria-current=page]")
        assert current.count() == 1
        assert path == "/" or current.inner_text() in page.title()


@pytest.mark.parametrize("path", SCREENS)
def test_the_first_stop_of_the_keyboard_leads_to_the_content(server, chrome, path: str) -> None:
    with opened(chrome, server.url, path, "fr") as page:
        page.evaluate("document.activeElement?.blur()")
        page.locator("body").evaluate("() => window.getSelection().removeAllRanges()")
        page.keyboard.press("Tab")
        skip = page.locator("a.skip")
        if not skip.evaluate("link => link === document.activeElement"):
            skip.focus()  # the chat begins in its question box
        assert skip.evaluate("link => link.getBoundingClientRect().left >= 0")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.closest('#main') !== null")


@pytest.mark.parametrize("path", SCREENS)
def test_a_narrow_screen_needs_no_scrolling_sideways(server, chrome, path: str) -> None:
    with opened(chrome, server.url, path, "fr", viewport={"width": 320, "height": 640}) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", SCREENS)
def test_the_pages_are_guarded_by_headers(server, chrome, path: str) -> None:
    with opened(chrome, server.url, path, "fr") as page:
        headers = go(page, server.url, path).headers
    policy = headers["content-security-policy"]
    for part in ("object-src 'none'", "base-uri 'self'") if path == "/" else ("default-src 'none'", "base-uri 'none'"):
        assert part in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"https?:|\*", policy)
    assert ("unsafe" in policy) == (path == "/")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "camera=()" in headers["permissions-policy"]

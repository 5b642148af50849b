"""Citation styles by name, and files of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.bibliography.styles import own_style, style_file
from assistant.errors import UsageError

NAMESPACE = 'xmlns="http://purl.org/net/xbiblio/csl"'


@pytest.mark.parametrize("name", ["iso690-author-date-fr", "iso690-note-fr", "apa", "chicago-notes-bibliography-fr"])
def test_the_styles_that_the_guide_names_are_there_under_their_licence(name: str) -> None:
    assert "creativecommons.org/licenses/by-sa/3.0" in style_file(name).read_text(encoding="utf-8")


def test_the_default_is_french() -> None:
    assert style_file("").name == "iso690-author-date-fr.csl"


def test_a_dependent_style_is_the_one_it_follows() -> None:
    assert style_file("zeitschrift-fur-angewandte-mathematik-und-physik").parent.name == "styles"


@pytest.mark.parametrize(
    "name", ["../apa", "dependent/nature-physics", "apa.csl", "APA", "a" * 300, "apa\n", "/etc/passwd"]
)
def test_names_that_are_none(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        style_file(name)
    assert caught.value.code == "unknown_style"


def test_a_file_that_follows_a_style(tmp_path: Path) -> None:
    link = '<link href="http://www.zotero.org/styles/apa" rel="independent-parent"/>'
    path = tmp_path / "suivant.csl"
    path.write_text(f"<style {NAMESPACE}><info>{link}</info></style>")
    assert own_style(path) == style_file("apa")
    path.write_text(f"<style {NAMESPACE}><info>{link.replace('apa', '../../x')}</info></style>")
    with pytest.raises(UsageError):
        own_style(path)


def test_entities_in_a_style_are_not_expanded(tmp_path: Path) -> None:
    path = tmp_path / "entites.csl"
    path.write_text(f'<!DOCTYPE style [<!ENTITY x SYSTEM "file:///etc/hostname">]><style {NAMESPACE}>&x;</style>')
    with pytest.raises(UsageError) as caught:
        own_style(path)
    assert caught.value.code == "bad_style"

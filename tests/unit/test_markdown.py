"""The little Markdown of answers."""

from __future__ import annotations

import pytest

from assistant.markdown import Run, parse, plain


def test_blocks_strong_and_citations() -> None:
    assert parse("**Titre**\n\n« Une phrase. » [1][2]\n") == [
        [Run("strong", "Titre")],
        [Run("text", "« Une phrase. » "), Run("citation", "1"), Run("citation", "2")],
    ]


def test_escaped_signs_are_text() -> None:
    runs = parse(r"voir \[3\] et \*\*rien\*\* &lt;b&gt; &amp;amp; \\")
    assert runs == [[Run("text", r"voir [3] et **rien** <b> &amp; " + "\\")]]


@pytest.mark.parametrize(
    "text", ["![x](http://a.test)", "[a](javascript:b)", "<script>", "# x", "- x", "&quot;", "[12345]"]
)
def test_nothing_else_exists(text: str) -> None:
    assert parse(text) == [[Run("text", text)]]


def test_plain_text_of_an_answer() -> None:
    assert plain("**A\\_b**\n\n« c » [1]") == "A_b\n\n« c » [1]"


def test_what_the_answerer_escapes_comes_back_as_it_was() -> None:
    from assistant.answering.writing import inert

    text = r"Art. *L. 3* [2] `x` <img src=http://a.b> \o/ www.a.fr a_b ~c~ | & &lt; **gras**"
    assert plain(inert(text)) == text


def test_what_is_struck_out() -> None:
    assert parse("Oui. [1] ~~Non \\~ à 12 h.~~ (non vérifié)") == [
        [
            Run("text", "Oui. "),
            Run("citation", "1"),
            Run("text", " "),
            Run("struck", "Non ~ à 12 h."),
            Run("text", " (non vérifié)"),
        ]
    ]
    assert plain("Oui. [1] ~~Non.~~ (non vérifié)") == "Oui. [1] ~~Non.~~ (non vérifié)"

"""Subtitles and transcripts: speech in paragraphs, who speaks, when, and files that are odd."""

from __future__ import annotations

from itertools import pairwise

import pytest

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.text.passages import PassageOptions, make_passages
from assistant.types import ReadDocument
from made_files import WORDS, read_bytes

pytestmark = pytest.mark.integration

VTT = """WEBVTT - Entretien avec Maëlle Ferrant
Language: fr

NOTE
une note du monteur

STYLE
::cue { color: red }

REGION
id:bas

1
00:00:01.000 --> 00:00:03.500 align:start
<v.fort Lucie Ambard>Bonjour. <i>Combien</i>

2
00:00:03.500 --> 00:00:05.000
<v Lucie Ambard>êtes-vous &amp; depuis quand&nbsp;?</v>

00:00:05.200 --> 00:00:09.000
<v Maëlle Ferrant>Nous sommes <c.jaune>sept</c>, <00:00:06.000>dont deux apprenties.

00:00:20.000 --> 00:00:22.000
<v Maëlle Ferrant>Après une pause.

00:04:10.000 --> 00:04:12.000
<v Maëlle Ferrant>Plus tard a < b.
"""
SRT = """1\r
00:00:01,000 --> 00:00:02,000\r
{\\an8}<font color="#fff">La halle a rouvert</font>\r
\r
2\r
00:00:02,100 --> 00:00:03,000\r
en mai.\r
\r
3\r
00:00:03,100 --> 00:00:04,000\r
- Avec quel argent ?\r
- Celui de la métropole.\r
4\r
01:10:00,000 --> 01:10:03,000\r
1968 fut une année.\r
"""


def read(text: str, name: str = "a.vtt") -> ReadDocument:
    return read_bytes(name, text.encode())


def headings(document: ReadDocument) -> list[tuple[int, str]]:
    (page,) = document.pages
    assert all(page.text[one.start : one.end] == one.title for one in document.headings)
    return [(one.level, one.title) for one in document.headings]


def cues(*texts: str, seconds: float = 2.0, gap: float = 0.1, decimal: str = ".") -> str:
    """A WebVTT file whose cues last so long, one after the other."""

    def stamp(time: float) -> str:
        return f"{int(time // 3600):02}:{int(time // 60 % 60):02}:{time % 60:06.3f}".replace(".", decimal)

    step = seconds + gap
    lines = [f"{stamp(n * step)} --> {stamp(n * step + seconds)}\n{text}\n" for n, text in enumerate(texts)]
    return "WEBVTT\n\n" + "\n".join(lines)


def test_webvtt() -> None:
    document = read(VTT)
    assert document.pages[0].text == (
        "00:00:01\n\nLucie Ambard\nBonjour. Combien êtes-vous & depuis quand ?\n\nMaëlle Ferrant\n"
        "Nous sommes sept, dont deux apprenties.\n\nAprès une pause.\n\n00:04:10\n\nPlus tard a < b."
    )
    assert headings(document) == [
        (8, "00:00:01"), (9, "Lucie Ambard"), (9, "Maëlle Ferrant"), (8, "00:04:10"),
    ]  # fmt: skip
    assert (document.format, document.paged) == ("vtt", False)
    assert (document.title, document.language) == ("Entretien avec Maëlle Ferrant", "fr")
    assert all(heading.title in VTT for heading in document.headings)


def test_passages_of_a_recording_say_when_and_who() -> None:
    document = read(VTT)
    first, second = make_passages("d", document, "fr", PassageOptions())
    assert first.heading_path == ("00:00:01",)
    assert second.heading_path == ("00:04:10", "Maëlle Ferrant")  # who goes on speaking


def test_subrip() -> None:
    document = read(SRT, "a.srt")
    assert document.pages[0].text == (
        "00:00:01\n\nLa halle a rouvert en mai.\n\n- Avec quel argent ?\n\n- Celui de la métropole.\n\n01:10:00\n\n"
        "1968 fut une année."
    )
    assert document.format == "srt"
    assert read(SRT.replace("\r", ""), "a.srt") == document


def test_captions_that_roll_are_read_once() -> None:
    said = ["bonjour à toutes", "et à tous merci d'être", "venus si nombreux", "nous allons commencer", "par un film"]
    rolling = [said[0]]
    for before, line in pairwise(said):
        rolling += [f"{before}\n<00:00:01.000><c>{line}</c>", line]
    assert read(cues(*rolling, gap=0)).pages[0].text == f"00:00:00\n\n{' '.join(said)}"


def test_what_is_really_said_twice_stays() -> None:
    said = ["Vous êtes d'accord ?", "Non.", "Non.", *WORDS]
    assert read(cues(*said)).pages[0].text.count("Non.") == 2


def test_long_speech_is_parted_at_sentence_ends_and_without_any_all_the_same() -> None:
    document = read(cues(*(f"{n}. {WORDS[0]} {WORDS[1]}" for n in range(12))))
    paragraphs = document.pages[0].text.split("\n\n")
    assert len(paragraphs) > 3
    assert all(paragraph.endswith(".") for paragraph in paragraphs[1:])
    unpunctuated = read(cues(*(f"et donc voilà ce que nous avons fait en {n}" for n in range(200))))
    assert max(len(paragraph) for paragraph in unpunctuated.pages[0].text.split("\n\n")) < 1300


def test_names_before_what_is_said() -> None:
    pairs = [(f"Marie Durand : Et la question {n} ?", f"Jo : La réponse {n}", "qui continue.") for n in range(4)]
    document = read(cues(*(line for pair in pairs for line in pair)))
    assert "Marie Durand : Et la question 1 ?\n\nJo : La réponse 1 qui continue.\n\nMarie" in document.pages[0].text
    assert [title for level, title in headings(document) if level == 9] == ["Marie Durand", "Jo"] * 4


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT",
        "WEBVTT\n\nNOTE rien\n",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n\n",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<c></c>\n",
    ],
)
def test_nothing_said(text: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(text)
    assert caught.value.code == "no_text"


def test_odd_files() -> None:
    assert "fin" in read("\ufeffWEBVTT\n\n00:01.000 --> 00:02.000\nfin").pages[0].text
    assert read("WEBVTT\n\n0:01 --> 0:02\nfin\n\n99999:99:99.9 --> x\nperdu").pages[0].text == "0:01\n\nfin"
    assert read("WEBVTT\n\n00:02.000 --> 00:01.000\n<v>x</v><v >y</v><<<").pages[0].text.startswith("00:02")
    with pytest.raises(DocumentError) as caught:
        read_bytes("a.vtt", cues(*WORDS).encode(), ReadLimits(characters=50))
    assert caught.value.code == "too_much_text"
    latin = read_bytes("a.srt", SRT.replace("métropole", "métropole de l'été").encode("cp1252"))
    assert "métropole de l'été" in latin.pages[0].text

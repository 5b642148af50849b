"""What is legible, how recognised words become a page, and what becomes of pages that were asked for."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from assistant.errors import DocumentError
from assistant.ingest.legibility import illegible_pages, is_cipher, is_garbled
from assistant.ingest.limits import ReadLimits, RecognitionLimits
from assistant.ingest.ocr.engine import Word
from assistant.ingest.ocr.layout import legible, page_of
from assistant.ingest.process.recognition import Ask, _lines, recognise, without_recognition
from assistant.ports import ReadResult
from assistant.types import Page, ReadDocument, WordBox
from made_files import WORDS

FRENCH = (
    "La ville a ouvert un atelier où les agents et les habitants travaillent ensemble sur les services du quartier. "
    "Chaque mois, une équipe présente ce qu'elle a appris et demande aux autres ce qu'ils en pensent."
)
GERMAN = (
    "Die Stadt hat eine Werkstatt eröffnet, in der Angestellte und Bewohner gemeinsam an den Diensten des Viertels "
    "arbeiten. Jeden Monat stellt eine Gruppe vor, was sie gelernt hat."
)
NAMES = "Maëlle Ferrant\nJoris Lhomme\nSolange Vauquelin\nThibaut Keruzore\nAgathe Monnerville\nBastien Wojciechowski"
WIDTH, HEIGHT, SCALE = 500.0, 1000.0, 0.5


def shifted(text: str, by: int = 3) -> str:
    """Each letter as the one some places on, as a font without a character map gives it."""
    return "".join(
        chr((ord(one) - ord("a") + by) % 26 + ord("a"))
        if "a" <= one <= "z"
        else chr((ord(one) - ord("A") + by) % 26 + ord("A"))
        if "A" <= one <= "Z"
        else one
        for one in text
    )


@pytest.mark.parametrize("text", [FRENCH, GERMAN, NAMES, FRENCH.upper(), "", "12 345\n" * 90, "Ω μέγα " * 60])
def test_ordinary_text_is_no_cipher(text: str) -> None:
    assert not is_cipher(text)
    assert not is_cipher(text, beside_others=True)


@pytest.mark.parametrize("by", [1, 3, 13, 29 - 26 + 9])
def test_letters_that_stand_for_others_are_known(by: int) -> None:
    assert is_cipher(shifted(FRENCH, by))
    assert is_cipher(f"Rapport annuel de la ville\n{shifted(FRENCH, by)}")  # the heading's font is whole


def test_few_letters_tell_nothing_unless_other_pages_are_ciphers() -> None:
    short = shifted("Bilan de la ville")
    assert not is_cipher(short)
    assert is_cipher(short, beside_others=True)
    assert illegible_pages([FRENCH, short]) == []
    assert illegible_pages([FRENCH, shifted(FRENCH), "", short, "\ue001\ue002 \ue003"]) == [1, 3, 4]


def test_private_and_control_characters_are_garbled() -> None:
    assert is_garbled("\ue001\ue002 \ue003")
    assert is_garbled("\x01\x02\x03 abc")
    assert not is_garbled(FRENCH)
    assert not is_garbled(
        "Nom ....................................................................... Date .............."
    )


def words(*lines: str, paragraph: int = 0, confidence: float = 0.95, top: int = 100) -> Iterator[Word]:
    """Words of one paragraph, 10 pixels a character, 40 a line."""
    for number, line in enumerate(lines):
        left = 100
        for text in line.split():
            box = (left, top + 40 * number, left + 10 * len(text), top + 40 * number + 30)
            yield Word(text, *box, confidence, (0, paragraph), number)
            left += 10 * (len(text) + 1)


def test_words_become_lines_and_paragraphs_with_boxes_in_points() -> None:
    found = [*words("Le jardin par-", "tagé ouvre."), *words("Il est petit.", paragraph=1, top=300)]
    page = page_of(found, 7, WIDTH, HEIGHT, SCALE)
    assert page is not None
    assert page.text == "Le jardin partagé ouvre.\n\nIl est petit."
    assert (page.number, page.width, page.height, page.ocr_confidence) == (7, 500.0, 1000.0, 0.95)
    by_word = [(page.text[box.start : box.end], box) for box in page.boxes]
    assert [text for text, _ in by_word] == ["Le", "jardin", "par", "tagé", "ouvre.", "Il", "est", "petit."]
    assert by_word[1][1] == WordBox(3, 9, 65.0, 935.0, 95.0, 950.0)


def test_bullets_that_were_taken_for_letters_are_bullets() -> None:
    page = page_of(list(words("e continuité de l'action,", "© permanence", "à tous, et")), 1, WIDTH, HEIGHT, SCALE)
    assert page is not None
    assert page.text == "• continuité de l'action,\n• permanence\nà tous, et"


def test_what_is_not_sure_is_left_out_by_whole_paragraphs() -> None:
    good = list(words("Le jardin est ouvert à tous."))
    doubtful = replace(good[2], confidence=0.2)
    noise = [
        *words("~ xS ;; lIl aq", paragraph=1, confidence=0.4),
        *words("Sw", paragraph=2, confidence=0.99),
        *words("Ilustr", paragraph=3, confidence=0.7),
        *words("|| --", paragraph=4, confidence=0.99),
    ]
    assert legible([*good[:2], doubtful, *good[3:], *noise]) == [*good[:2], doubtful, *good[3:]]
    assert [word.text for word in legible(list(words("12")))] == ["12"]
    assert page_of(noise, 1, WIDTH, HEIGHT, SCALE) is None
    cipher = words(*(shifted(FRENCH)[start : start + 60] for start in range(0, 180, 60)))
    assert page_of(list(cipher), 1, WIDTH, HEIGHT, SCALE) is None


def test_columns_that_were_read_as_one_are_parted() -> None:
    left = [f"gauche {number} dans la colonne de" for number in "abcdefgh"]
    right = [f"droite {number} de la page aussi et" for number in "abcdefgh"]
    title = words("Un titre au-dessus des deux colonnes du texte", paragraph=9, top=20)
    both = words(*(f"{one} {other}" for one, other in zip(left, right, strict=True)))
    moved = [replace(one, left=one.left + 60, right=one.right + 60) if one.left >= 370 else one for one in both]
    page = page_of([*title, *moved], 1, WIDTH, HEIGHT, SCALE)
    assert page is not None
    assert page.text.split("\n")[-16:] == [*left, *right]
    assert page.text[page.boxes[-1].start : page.boxes[-1].end] == "et"


RECOGNISED = Page(1, FRENCH, None, 595.0, 842.0, (), 0.9)


def scanned(count: int = 3, own: str = "", **changes: object) -> ReadDocument:
    pages = tuple(Page(number, own if number == 1 else "", str(number)) for number in range(1, count + 1))
    wanted = tuple(range(1, count + 1))
    return replace(ReadDocument("pdf", pages, True, warnings=("pages_without_text",), ocr_wanted=wanted), **changes)


def recognised(
    document: ReadDocument, ask: Ask, limits: RecognitionLimits | None = None, told: list[tuple[int, int]] | None = None
) -> ReadResult:
    with ThreadPoolExecutor(2) as executor:
        on_page = None if told is None else lambda done, total: told.append((done, total))
        return recognise(ReadResult((document,)), "le_jardin", ask, executor, limits or RecognitionLimits(), on_page)


def test_recognised_pages_take_their_places() -> None:
    told: list[tuple[int, int]] = []
    (document,) = recognised(
        scanned(), lambda number, _: replace(RECOGNISED, number=number) if number != 2 else None, told=told
    ).documents
    assert [(page.text, page.label) for page in document.pages] == [(FRENCH, "1"), ("", "2"), (FRENCH, "3")]
    assert document.warnings == ("pages_recognised", "pages_not_recognised")
    assert document.ocr_wanted == ()
    assert (document.title, document.kind) == ("le jardin", "grey_literature")
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_page_keeps_its_own_text_where_its_picture_says_no_more() -> None:
    stamp = "Envoyé en préfecture le 12/03/2024"
    document = scanned(2, own=stamp)
    same = replace(RECOGNISED, text=stamp.upper())
    (kept,) = recognised(document, lambda number, _: same if number == 1 else None).documents
    assert kept.pages[0].text == stamp
    assert kept.warnings == ("pages_not_recognised",)
    (changed,) = recognised(document, lambda number, _: replace(RECOGNISED, number=number)).documents
    assert changed.pages[0].text == FRENCH
    assert changed.warnings == ("pages_recognised",)


def test_limits_leave_pages_out_and_say_so() -> None:
    asked: list[int] = []

    def ask(number: int, _: str | None) -> Page:
        asked.append(number)
        return replace(RECOGNISED, number=number)

    (document,) = recognised(scanned(), ask, RecognitionLimits(pages=1)).documents
    assert asked == [1]
    assert document.ocr_wanted == (2, 3)
    assert document.warnings == ("pages_recognised", "pages_left_out")
    with pytest.raises(DocumentError) as caught:
        recognised(scanned(), ask, RecognitionLimits(seconds=-1))
    assert caught.value.code == "image_only"
    assert asked == [1]


def test_where_every_page_fails_the_others_are_not_tried() -> None:
    asked: list[int] = []

    def ask(number: int, _: str | None) -> Page:
        asked.append(number)
        raise DocumentError("too_slow", limit=30)

    with pytest.raises(DocumentError) as caught:
        recognised(scanned(100), ask)
    assert caught.value.code == "too_slow"  # another time it may go through
    assert len(asked) < 10


def test_a_document_without_any_text_fails_and_says_why() -> None:
    with pytest.raises(DocumentError) as caught:
        recognised(scanned(), lambda *_: None)
    assert (caught.value.code, caught.value.params) == ("nothing_recognised", {"pages": "3"})
    result = recognised(scanned(record_id="annexe.pdf"), lambda *_: None)
    assert not result.documents
    assert [(failure.source, failure.code) for failure in result.failures] == [("annexe.pdf", "nothing_recognised")]


def test_without_recognition_the_text_that_is_there_remains() -> None:
    (document,) = without_recognition(ReadResult((scanned(own="Un titre"),)), "le_jardin").documents
    assert document.warnings == ("pages_without_text",)
    assert document.ocr_wanted == (1, 2, 3)
    assert document.title == "le jardin"
    for warnings, code in ((("pages_without_text",), "image_only"), (("pages_garbled",), "garbled")):
        with pytest.raises(DocumentError) as caught:
            without_recognition(ReadResult((scanned(warnings=warnings),)), "x")
        assert caught.value.code == code


def test_the_largest_line_of_the_first_page_is_the_title() -> None:
    text = "Ville de Trapval\nLe jardin partagé\nIl est ouvert à tous.\nOn y vient à pied."
    boxes, start = [], 0
    for line, height in zip(text.split("\n"), (12.0, 30.0, 12.0, 12.0), strict=True):
        boxes.append(WordBox(start, start + len(line), 50.0, 100.0, 200.0, 100.0 + height))
        start += len(line) + 1
    page = replace(RECOGNISED, text=text, boxes=tuple(boxes))
    (document,) = recognised(scanned(1), lambda *_: page).documents
    assert document.title == "Le jardin partagé"
    (document,) = recognised(scanned(1, title="Le vrai titre"), lambda *_: page).documents
    assert document.title == "Le vrai titre"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ([(44, "Bilan des ateliers"), (36, "Synthèse pour le comité de pilotage"), (36, "Janvier 2024")], "Bilan des ateliers"),
        ([(48, "Nos rues sans murs"), (48, "par les parcs et jardins")], "Nos rues sans murs par les parcs et jardins"),
    ],
)  # fmt: skip
def test_lines_are_of_one_title_by_the_size_of_their_letters_not_by_how_high_these_rise(lines, title) -> None:
    """A word without letters that hang is lower than another of the same size."""
    text, boxes, bottom = "", [], 800.0
    for size, line in [*lines, *[(24, "Les habitants ont voté pour la place.")] * 8]:
        for word in line.split():
            start = len(text) + (not text.endswith("\n") and bool(text))
            text = f"{text}{' ' if start > len(text) else ''}{word}"
            rises, hangs = (
                any(c in "bdfhiklté" or c.isupper() or c.isdigit() for c in word),
                any(c in "gjpqy" for c in word),
            )
            high = size * (0.54 + 0.2 * rises + 0.2 * hangs)
            boxes.append(WordBox(start, len(text), 10.0, bottom, 20.0, bottom + high))
        text, bottom = f"{text}\n", bottom - 60
    page = replace(RECOGNISED, text=text, boxes=tuple(boxes))
    (document,) = recognised(scanned(1), lambda *_: page).documents
    assert document.title == title


def test_the_boxes_of_a_page_are_not_gone_through_for_each_of_its_lines() -> None:
    """A process that is not to be trusted says how many lines and boxes there are."""

    class Counted(tuple[WordBox, ...]):
        walks = 0

        def __iter__(self) -> Iterator[WordBox]:
            Counted.walks += 1
            return super().__iter__()

    boxes = Counted(WordBox(2 * n, 2 * n + 1, 10.0, 800.0, 20.0, 840.0 if n == 7 else 810.0) for n in range(20_000))
    page = Page(1, "a\n" * 7 + "B\n" + "a\n" * 20_000, boxes=boxes, ocr_confidence=0.9)
    sizes = [size for size, _ in _lines(page)]
    assert len(sizes) == 20_000
    assert [place for place, size in enumerate(sizes) if size > 2 * sizes[0]] == [7]
    assert Counted.walks == 1


def test_running_headers_of_recognised_pages_are_left_out() -> None:
    def page(number: int) -> Page:
        texts = [
            *[("Rapport annuel de Trapval", 800.0)],
            *[(f"{WORDS[(number + line) % 4]} {number}", 700.0 - 20 * line) for line in range(3)],
            *[(f"{number + 4}", 30.0)],
        ]
        text, boxes = "", []
        for line, bottom in texts:
            for word in line.split():
                place = text.rfind("\n") + 1
                start = len(text) + (len(text) > place)
                text += (" " if len(text) > place else "") + word
                left = 50.0 + 6 * (start - place)
                boxes.append(WordBox(start, start + len(word), left, bottom, left + 6 * len(word), bottom + 12))
            text += "\n"
        return Page(number, text.rstrip("\n"), None, 595.0, 842.0, tuple(boxes), 0.9)

    (document,) = recognised(scanned(4, pages=tuple(map(blank, range(1, 5)))), lambda number, _: page(number)).documents
    for one in document.pages:
        wanted = [f"{WORDS[(one.number + line) % 4]} {one.number}" for line in range(3)]
        assert one.text == "\n".join(wanted)
        assert one.label == str(one.number + 4)
        assert [one.text[box.start : box.end] for box in one.boxes] == " ".join(wanted).split()


def blank(number: int) -> Page:
    return Page(number, "")


def test_a_page_has_no_more_than_a_file() -> None:
    limits = RecognitionLimits(page_seconds=30).of_page(ReadLimits(cpu_seconds=10, wall_seconds=100))
    assert (limits.cpu_seconds, limits.wall_seconds) == (10, 60)

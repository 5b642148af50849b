"""Which texts are noise, which only look strange to who does not read them, and what becomes of a file of noise."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from email.message import EmailMessage

import pytest

from assistant.errors import DocumentError
from assistant.ingest.legibility import is_private, is_unreadable
from assistant.ingest.limits import ReadLimits
from assistant.ingest.readers import read_source
from assistant.ingest.source import Source
from assistant.types import Failure, ReadDocument

FRENCH = (
    "La ville a ouvert un atelier où les agents et les habitants travaillent ensemble sur les services du quartier. "
    "Chaque mois, une équipe présente ce qu'elle a appris et demande aux autres ce qu'ils en pensent."
)
CIPHER = FRENCH.lower().translate(str.maketrans("abcdefghijklmnopqrstuvwxyz", "defghijklmnopqrstuvwxyzabc"))
PRIVATE = "\ue001\ue002\ue003 \ue004\ue005 " * 20
SYMBOLS = "◊∆¬Ω§¶• ∂ƒ©˙ √∫~ ≤≥÷ " * 10
SEVERAL_LINES = f"{FRENCH}\n" * 3
EBCDIC = SEVERAL_LINES.encode("cp500")
GREEK = "Ο δήμος άνοιξε ένα εργαστήριο όπου οι κάτοικοι και οι υπάλληλοι συνεργάζονται για τις υπηρεσίες της γειτονιάς."
HASHES = "\n".join(f"{hashlib.sha256(bytes([one])).hexdigest()}  releve-{one}.csv" for one in range(20))
CODED = base64.encodebytes(b"".join(hashlib.sha256(bytes([one])).digest() for one in range(40))).decode()
READABLE = {
    "french": FRENCH,
    "polish": "Miasto otworzyło pracownię, w której urzędnicy i mieszkańcy wspólnie pracują nad usługami dzielnicy. "
    "Co miesiąc jeden zespół przedstawia, czego się nauczył, i pyta innych, co o tym myślą.",
    "welsh": "Agorodd y ddinas weithdy lle mae swyddogion a thrigolion yn gweithio gyda'i gilydd ar wasanaethau'r "
    "gymdogaeth. Bob mis bydd un tîm yn cyflwyno'r hyn a ddysgodd ac yn gofyn barn y lleill.",
    "vietnamese": "Thành phố đã mở một xưởng nơi cán bộ và người dân cùng nhau làm việc về các dịch vụ của khu phố. "
    "Mỗi tháng một nhóm trình bày những điều đã học được và hỏi ý kiến của những người khác.",
    "turkish": "Belediye, çalışanların ve mahalle sakinlerinin hizmetler üzerinde birlikte çalıştığı bir atölye açtı.",
    "greek": GREEK,
    "russian": "Город открыл мастерскую, где служащие и жители вместе работают над услугами квартала.",
    "arabic": "افتتحت المدينة ورشة يعمل فيها الموظفون والسكان معًا على خدمات الحي، وفي كل شهر يعرض فريق ما تعلمه.",
    "chinese": "该市开设了一个工作坊,工作人员和居民在那里共同改进街区的服务。每个月都有一个小组介绍所学到的内容。",
    "thai": "เมืองได้เปิดห้องปฏิบัติการที่เจ้าหน้าที่และผู้อยู่อาศัยทำงานร่วมกันเกี่ยวกับบริการของย่าน",
    "braille": "⠇⠁ ⠧⠊⠇⠇⠑ ⠁ ⠕⠥⠧⠑⠗⠞ ⠥⠝ ⠁⠞⠑⠇⠊⠑⠗ " * 8,
    "code": "def _mk(ctx, cfg, *, dbg=False):\n    for k, v in cfg.items():\n        ctx[k] = fn(v) if dbg else v\n"
    * 4,
    "addresses": "\n".join(f"https://vx.example/{one * 7919:x}KqPzWmNvJrTHgYwQx" for one in range(20)),
    "telephones": "\n".join(f"Accueil {one} : 01 02 03 04 {one}" for one in range(10, 40)),
    "acronyms": " ".join(["CNFPT", "SGDSN", "DGFP", "CRPM", "SGMPX", "DRHFP", "PMRQ", "MDPH"] * 8),
    "hashes": HASHES,
    "a signed letter": f"{FRENCH}\n\n-----BEGIN SIGNATURE-----\n{CODED}",
    "a form": "Nom ...................................... Date ....................... " * 3,
}


@pytest.mark.parametrize("name", READABLE)
def test_what_someone_can_read_is_no_noise(name: str) -> None:
    assert not is_unreadable(READABLE[name])


@pytest.mark.parametrize(
    "text",
    [CIPHER, PRIVATE, SYMBOLS, EBCDIC.decode("cp850"), GREEK.encode("cp1253").decode("cp1252"), CODED],
    ids=["cipher", "private", "symbols", "ebcdic", "greek as french", "base64"],
)
def test_noise(text: str) -> None:
    assert is_unreadable(text)
    assert is_unreadable(text * 3000)  # judged by pieces


def test_a_sound_document_with_some_noise_is_read() -> None:
    assert not is_unreadable(f"{SEVERAL_LINES}{CIPHER}\n{PRIVATE[:60]}")


def test_symbols_and_numbers_are_usual_in_tables() -> None:
    assert is_private(PRIVATE)
    assert is_private("\ue001 | \ue002\n" * 50_000)
    assert not is_private(SYMBOLS)
    assert not is_private("✓ | ✗ | 12,5 % | – | €\n" * 40)


def test_one_endless_word_is_noise_and_is_not_searched_again_from_each_letter() -> None:
    assert is_unreadable("w" * 1_000_000)


def items(name: str, data: bytes) -> list[ReadDocument | Failure]:
    return list(read_source(Source(name, io.BytesIO(data)), ReadLimits()))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", CIPHER.encode()),
        ("a.txt", EBCDIC),
        ("a.md", f"# {SYMBOLS}\n\n{SYMBOLS}".encode()),
        ("a.html", f"<html><body><p>{PRIVATE}</p></body></html>".encode()),
        ("a.csv", ("\ue001\ue002;\ue003\n" * 20).encode()),
        (
            "a.eml",
            f"From: a@b.example\nSubject: {CIPHER[:40]}\nContent-Type: text/plain; charset=utf-8\n\n{CIPHER}".encode(),
        ),
    ],
    ids=["cipher", "ebcdic", "symbols", "private", "table", "mail"],
)
def test_a_file_of_noise_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        items(name, data)
    assert caught.value.code == "unreadable_text"


def test_a_table_of_numbers_and_signs_is_read() -> None:
    data = ("Commune;Part;Avis\n" + "".join(f"{one};{one},5 %;✓✓✓ +++ ***\n" for one in range(60))).encode()
    assert isinstance(items("a.csv", data)[0], ReadDocument)


def test_a_record_of_noise_is_listed_and_the_others_read() -> None:
    lines = "\n".join(json.dumps({"_id": key, "text": text}) for key, text in (("a", CIPHER), ("b", FRENCH)))
    bad, good = items("a.jsonl", lines.encode())
    assert bad == Failure("a", "unreadable_text")
    assert isinstance(good, ReadDocument)
    assert good.record_id == "b"


def test_a_message_of_noise_leaves_its_attachments() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Compte rendu"
    mail.set_content(PRIVATE)
    mail.add_attachment(SEVERAL_LINES, filename="note.txt")
    mail.add_attachment(CIPHER, filename="code.txt")
    note, code, message = items("a.eml", mail.as_bytes())
    assert isinstance(note, ReadDocument)
    assert note.record_id == "note.txt"
    assert code == Failure("code.txt", "unreadable_text")
    assert message == Failure("a.eml", "unreadable_text")

"""E-mail: the message and its attachments as documents, and mails that are odd, broken or hostile."""

from __future__ import annotations

import base64
import io
import json
from email.message import EmailMessage

import pytest
from docx import Document as Docx

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.readers import read_source
from assistant.ingest.source import Source
from assistant.ingest.texts import mail_reader
from assistant.ingest.texts.mail_reader import attachment_source, read_mail
from assistant.types import Failure, Page, ReadDocument
from made_files import WORDS, report

pytestmark = pytest.mark.integration

Items = tuple[dict[str | None, ReadDocument], dict[str, str]]
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="
)


def message(text: str | None = WORDS[0], **headers: str) -> EmailMessage:
    mail = EmailMessage()
    stated = {
        "Subject": "Les comptes de l'établi",
        "From": "Maëlle Ferrant <m.ferrant@sarrevigne.example>",
        "To": "Équipe <equipe@sarrevigne.example>",
        "Date": "Tue, 12 Mar 2024 23:30:00 +0100",
    }
    for name, value in (stated | headers).items():
        mail[name] = value
    if text is not None:
        mail.set_content(text)
    return mail


def read(data: bytes | EmailMessage, limits: ReadLimits | None = None) -> Items:
    """Documents by record id, codes of failures by source."""
    content = data.as_bytes() if isinstance(data, EmailMessage) else data
    items = list(read_source(Source("courriel.eml", io.BytesIO(content)), limits or ReadLimits()))
    documents = {item.record_id: item for item in items if isinstance(item, ReadDocument)}
    failures = {item.source: item.code for item in items if isinstance(item, Failure)}
    assert len(documents) + len(failures) == len(items)
    return documents, failures


def text_of(data: bytes | EmailMessage) -> str:
    documents, failures = read(data)
    assert (list(documents), failures) == ([None], {})
    (page,) = documents[None].pages
    return page.text.split("+0100\n\n", 1)[-1]


def code_of(data: bytes, limits: ReadLimits | None = None) -> str:
    with pytest.raises(DocumentError) as caught:
        read(data, limits)
    return caught.value.code


def docx() -> bytes:
    document = Docx()
    document.add_heading("Les suites", 1)
    document.add_paragraph(WORDS[1])
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def test_a_message() -> None:
    mail = message(f"Bonjour,\n\n{WORDS[0]}\n\n> {WORDS[1]}\n\nMaëlle\n")
    document = read(mail)[0][None]
    assert document.pages[0].text == (
        "Les comptes de l'établi\n\nFrom: Maëlle Ferrant <m.ferrant@sarrevigne.example>\n"
        "To: Équipe <equipe@sarrevigne.example>\nDate: Tue, 12 Mar 2024 23:30:00 +0100\n\n"
        f"Bonjour,\n\n{WORDS[0]}\n\n> {WORDS[1]}\n\nMaëlle"
    )
    assert [(one.level, one.title, one.start) for one in document.headings] == [(1, "Les comptes de l'établi", 0)]
    assert (document.format, document.paged) == ("eml", False)
    assert (document.title, document.authors) == ("Les comptes de l'établi", ("Maëlle Ferrant",))
    assert document.date == "2024-03-12"  # where it was sent, not in Greenwich


def test_attachments_are_documents_of_their_own() -> None:
    mail = message()
    pdf = report(2)
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="Rapport d'été #1.pdf")
    mail.add_attachment(docx(), maintype="application", subtype="octet-stream", filename="suites.docx")
    mail.add_attachment(WORDS[2], filename="note.txt")
    mail.add_attachment(WORDS[3], filename="NOTE.txt")
    records = json.dumps({"_id": "a", "text": WORDS[1]})
    mail.add_attachment(records, filename="fiches.jsonl")
    documents, failures = read(mail)
    assert failures == {}
    assert list(documents) == [
        None, "Rapport d'été #1.pdf", "suites.docx", "note.txt", "NOTE (2).txt", "fiches.jsonl/a",
    ]  # fmt: skip
    attached = documents["Rapport d'été #1.pdf"]
    assert (attached.format, attached.paged, [page.number for page in attached.pages]) == ("pdf", True, [1, 2])
    assert attached.title == "Rapport des ateliers"
    assert documents["suites.docx"].pages[0].text == f"Les suites\n\n{WORDS[1]}"
    assert documents["NOTE (2).txt"].pages[0].text == WORDS[3]


def test_an_attachment_that_can_not_be_read_harms_no_other() -> None:
    mail = message()
    mail.add_attachment(report(1)[:400], maintype="application", subtype="pdf", filename="coupe.pdf")
    mail.add_attachment(b"MZ" + bytes(200), maintype="application", subtype="octet-stream", filename="outil.exe")
    mail.add_attachment(b"", maintype="application", subtype="pdf", filename="vide.pdf")
    mail.add_attachment(rb"{\rtf1 ancien}", maintype="text", subtype="rtf", filename="ancien.rtf")
    mail.add_attachment(WORDS[2], filename="note.txt")
    documents, failures = read(mail)
    assert list(documents) == [None, "note.txt"]
    assert failures == {
        "coupe.pdf": "truncated", "outil.exe": "program", "vide.pdf": "empty", "ancien.rtf": "no_converter",
    }  # fmt: skip


def test_small_pictures_of_the_text_are_left_out() -> None:
    mail = message(None)
    mail.set_content(WORDS[0])
    mail.add_alternative(f'<p>{WORDS[0]}</p><img src="cid:logo">', subtype="html")
    html = mail.get_payload()[1]
    html.add_related(PICTURE, maintype="image", subtype="png", cid="<logo>", filename="image001.png")
    mail.add_attachment(PICTURE, maintype="image", subtype="png", filename="signature.png", disposition="inline")
    documents, failures = read(mail)
    assert (list(documents), failures) == ([None], {})


def test_a_page_in_place_of_a_text() -> None:
    mail = message(None)
    page = f"<style>p {{}}</style><p>{WORDS[0]}</p><div style='display:none'>caché</div><ul><li>un<li>deux</ul>"
    mail.set_content(page, subtype="html")
    assert text_of(mail) == f"{WORDS[0]}\n\n- un\n- deux"
    mail = message("Votre logiciel ne montre pas ce message.")
    mail.add_alternative(f"<p>{WORDS[0]} {WORDS[1]}</p>", subtype="html")
    assert text_of(mail) == f"{WORDS[0]} {WORDS[1]}"
    mail = message(WORDS[0])
    mail.add_alternative(f"<p>{WORDS[0]}</p>", subtype="html")
    assert text_of(mail) == WORDS[0]


def test_texts_between_attachments_are_one_text() -> None:
    mail = message(WORDS[0])
    mail.add_attachment(report(1), maintype="application", subtype="pdf", filename="r.pdf")
    last = EmailMessage()
    last.set_content(WORDS[1])
    mail.attach(last)
    documents, _ = read(mail)
    assert documents[None].pages[0].text.endswith(f"{WORDS[0]}\n\n{WORDS[1]}")


INVITATION = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:Paris\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"
    'END:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nDTSTART;TZID="Europe:Paris":20240312T140000\r\n'
    "SUMMARY;LANGUAGE=fr:Réunion de\r\n  l'établi\r\nDESCRIPTION:Un point\\, puis\\nun autre\\; fin\r\nLOCATION:Halle\r\n"
    "BEGIN:VALARM\r\nDESCRIPTION:REMINDER\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
EVENT = (
    "SUMMARY: Réunion de l'établi\nDTSTART: 20240312T140000\nLOCATION: Halle\n"
    "DESCRIPTION: Un point, puis\nun autre; fin"
)


def test_an_invitation_is_read_once_beside_the_text() -> None:
    mail = message(WORDS[0])
    mail.add_alternative(f"<p>{WORDS[0]}</p>", subtype="html")
    mail.add_alternative(INVITATION, subtype="calendar")
    mail.add_attachment(INVITATION.encode(), maintype="application", subtype="ics", filename="invite.ics")
    assert text_of(mail) == f"{WORDS[0]}\n\n{EVENT}"
    alone = message(None)
    alone.set_content(INVITATION, subtype="calendar")
    assert text_of(alone) == EVENT


def test_a_calendar_without_events_is_a_file_like_any_other() -> None:
    mail = message()
    mail.add_attachment("BEGIN:VCALENDAR\nEND:VCALENDAR\n", subtype="calendar", filename="vide.ics")
    documents, failures = read(mail)
    assert (list(documents), failures) == ([None, "vide.ics"], {})


def test_a_long_list_of_people_is_kept_up_to_a_comma() -> None:
    people = [f"Agent {number} <agent.{number}@sarrevigne.example>" for number in range(100)]
    (line,) = [line for line in text_of_headers(", ".join(people[:20])) if line.startswith("To: ")]
    assert line == f"To: {', '.join(people[:20])}"
    assert len(line) > 300
    (line,) = [line for line in text_of_headers(", ".join(people)) if line.startswith("To: ")]
    assert 1900 < len(line) <= 2000
    assert f"To: {', '.join(people)}".startswith(f"{line}, ")
    (line,) = [line for line in text_of_headers("a" * 5000) if line.startswith("To: ")]
    assert len(line) == 2000


def text_of_headers(people: str) -> list[str]:
    mail = f"From: a@b.example\nTo: {people}\nSubject: x\nDate: Tue, 12 Mar 2024 10:00:00 +0100\n\nBonjour.\n"
    return read(mail.encode())[0][None].pages[0].text.split("\n")


def test_a_page_that_can_not_be_parsed_is_never_silently_empty() -> None:
    deep = "<q>" * 3000  # deeper than parsers go, and no frame that could be taken away
    mail = message(None)
    mail.set_content(f"<head><style>p {{}}</style>{deep}<p>{WORDS[0]} &amp; suite</p>", subtype="html")
    assert text_of(mail).strip() == f"{WORDS[0]} & suite"
    mail = message(None)
    mail.set_content(f"{deep}<p>{WORDS[0]}</p><p hidden>caché</p>", subtype="html")
    assert read(mail) == ({}, {"1.html": "unreadable"})


def test_lines_that_a_program_broke_are_joined_again() -> None:
    raw = (
        b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\nDate: Tue, 12 Mar 2024 10:00:00 +0100\r\n"
        b"Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n"
        b"La ville a ouvert \r\nun atelier.\r\nUne autre ligne.\r\n> cite \r\n-- \r\nMarie\r\n"
    )
    assert text_of(raw) == "La ville a ouvert un atelier.\nUne autre ligne.\n> cite\n--\nMarie"


@pytest.mark.parametrize(
    ("charset", "body"),
    [
        ("iso-8859-1", "Été à 3 €".encode("cp1252")),
        ("us-ascii", "Été à 3 €".encode()),  # a lie
        ("iso-8859-1", "Été à 3 €".encode()),  # another
        ("inconnu-8", "Été à 3 €".encode("cp1252")),
        ("utf-16", "Été à 3 €".encode("utf-16")),
        ("", "Été à 3 €".encode("cp1252")),
    ],
)
def test_encodings_that_are_not_what_is_said(charset: str, body: bytes) -> None:
    stated = f"; charset={charset}" if charset else ""
    encoded = base64.encodebytes(body)
    head = (
        f"From: a@b.example\nTo: c@d.example\nDate: Tue, 12 Mar 2024 10:00:00 +0100\nContent-Type: text/plain{stated}\n"
    )
    assert text_of(head.encode() + b"Content-Transfer-Encoding: base64\n\n" + encoded) == "Été à 3 €"
    if b"\0" not in body:
        assert text_of(head.encode() + b"Content-Transfer-Encoding: 8bit\n\n" + body) == "Été à 3 €"


def test_encoded_headers_and_names() -> None:
    raw = (
        b"From: =?iso-8859-1?Q?Ma=EBlle?= Ferrant <m@b.example>\nTo: \xc9quipe <c@d.example>\n"
        b"Subject: =?utf-8?B?w4l0w6k=?= =?utf-8?Q?_=C3=A0_l'atelier?=\nMIME-Version: 1.0\n"
        b"Date: Tue, 12 Mar 2024 10:00:00 +0100\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nBonjour.\n"
        b"--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename*0*=utf-8''%C3%A9t; filename*1*=%C3%A9.txt\n\nun\n"
        b'--b\nContent-Type: text/plain; name="=?utf-8?Q?=C3=A9cole.txt?="\nContent-Disposition: attachment\n\ndeux\n'
        b'--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="h\xf4pital.txt"\n\ntrois\n'
        b'--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="../../etc/pass\\\\..\\\\wd.txt"\n\nquatre\n'
        b"--b\nContent-Type: text/plain\nContent-Disposition: attachment\n\ncinq\n"
        b'--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="'
        + b"n" * 400
        + b'.txt"\n\nsix\n--b--\n'
    )
    documents, failures = read(raw)
    assert failures == {}
    assert documents[None].title == "Été à l'atelier"
    assert documents[None].authors == ("Maëlle Ferrant",)
    assert "To: Équipe <c@d.example>" in documents[None].pages[0].text
    assert list(documents)[1:6] == ["été.txt", "école.txt", "hôpital.txt", "wd.txt", "5.txt"]
    assert len(str(list(documents)[6])) < 200
    assert [document.pages[0].text for document in documents.values()][1:] == [
        "un", "deux", "trois", "quatre", "cinq", "six",
    ]  # fmt: skip


def test_boundaries_that_are_not_there() -> None:
    head = "From: a@b.example\nTo: c@d.example\nDate: Tue, 12 Mar 2024 10:00:00 +0100\n"
    parts = f"\n--vrai\nContent-Type: text/plain\n\n{WORDS[0]}\n--vrai\nContent-Type: text/plain; name=n.txt\n\n{WORDS[1]}\n"
    for stated in ("multipart/mixed", 'multipart/mixed; boundary="faux"', "multipart/mixed; boundary=vrai"):
        documents, _ = read(f"{head}Content-Type: {stated}\n{parts}".encode())
        assert list(documents) == [None, "n.txt"]
        assert documents[None].pages[0].text.endswith(WORDS[0])
    assert WORDS[0] in text_of(f"{head}Content-Type: multipart/mixed\n\n{WORDS[0]}\n".encode())


def test_mails_in_mails() -> None:
    inner = message(WORDS[3], Subject="Tout dedans")
    for level in range(3):
        outer = message(WORDS[level], Subject=f"Niveau {level}")
        outer.add_attachment(inner)
        if level == 1:
            outer.add_attachment(report(1), maintype="application", subtype="pdf", filename="r.pdf")
        inner = outer
    loose = message(WORDS[2], Subject="À part").as_bytes()
    inner.add_attachment(loose, maintype="application", subtype="octet-stream", filename="a.eml")
    documents, failures = read(inner)
    first, second = "Niveau 1.eml", "Niveau 1.eml/Niveau 0.eml"
    assert list(documents) == [None, first, second, "Niveau 1.eml/r.pdf", "a.eml"]
    assert [document.title for document in documents.values()][:3] == ["Niveau 2", "Niveau 1", "Niveau 0"]
    assert failures == {f"{second}/Tout dedans.eml": "nested_too_deep"}

    source = Source("courriel.eml", io.BytesIO(inner.as_bytes()))
    assert attachment_source(source, "Niveau 1.eml/r.pdf", ReadLimits()).data() == report(1)
    assert attachment_source(source, "a.eml", ReadLimits()).name == "a.eml"
    for absent in ("r.pdf", "Niveau 1.eml/r.pdf/x", "a/b/c/d/e", ""):
        with pytest.raises(DocumentError):
            attachment_source(source, absent, ReadLimits())


def test_pages_to_recognise_are_those_of_the_attachment(monkeypatch: pytest.MonkeyPatch) -> None:
    scanned = ReadDocument("pdf", (Page(1, "Texte."), Page(2, "")), paged=True, ocr_wanted=(2,))
    monkeypatch.setattr(mail_reader, "read_source", lambda *_: iter([scanned]))
    mail = message()
    mail.add_attachment(report(1), maintype="application", subtype="pdf", filename="scan.pdf")
    attached = read(mail)[0]["scan.pdf"]
    assert (attached.record_id, attached.ocr_wanted, attached.paged) == ("scan.pdf", (2,), True)


def test_limits() -> None:
    mail = message("mot " * 50)
    for number in range(102):
        mail.add_attachment("mot " * 50, filename=f"{number}.txt")
    documents, failures = read(mail)
    assert len(documents) == 101
    assert failures == {"100.txt": "too_many_attachments"}
    items = read_mail(Source("courriel.eml", io.BytesIO(mail.as_bytes())), ReadLimits())
    (failure,) = [item for item in items if isinstance(item, Failure)]
    assert failure.params == {"count": "102", "limit": "100"}
    documents, failures = read(mail, ReadLimits(characters=800))
    assert list(documents) == [None, "0.txt", "1.txt"]
    assert set(failures.values()) == {"too_much_text", "too_many_attachments"}
    assert code_of(message("mot " * 500).as_bytes(), ReadLimits(characters=100)) == "too_much_text"


def test_mails_without_text() -> None:
    head = "From: a@b.example\nTo: c@d.example\nDate: Tue, 12 Mar 2024 10:00:00 +0100\n"
    assert code_of(head.encode() + b"\n\n") == "no_text"
    locked = f"{head}Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\n"
    assert (
        code_of(
            f"{head}Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--".encode()
        )
        == "encrypted"
    )
    assert code_of(locked.encode() + b"MIAGCSqGSIb3DQEHA6CAMIACAQAxggHYMIIB1AIBADCBvDCBtDE=") == "encrypted"
    only_attached = message(None)
    only_attached.add_attachment(WORDS[0], filename="note.txt")
    assert list(read(only_attached)[0]) == ["note.txt"]


@pytest.mark.parametrize(
    "junk",
    [
        b"Content-Type: text/plain; charset*=x''%\n",
        b"Content-Type: ;;;===\n",
        b"Content-Type: multipart/mixed; boundary=\"\"\n",
        b"Content-Disposition: attachment; filename*=''''%ff%\n",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Transfer-Encoding: x-uuencode\n",
        b"Subject: =?utf-8?B?%%%?= =?x?Q?=?=\n",
        b"From: \"<<@>>,;:\n",
        b"Date: 99 Foo 99999 99:99:99 +9999\n",
        b"X: " + bytes(range(128, 256)) + b"\n",
    ],
)  # fmt: skip
def test_junk_ends_with_a_reason_or_a_text(junk: bytes) -> None:
    raw = b"From: a@b.example\nTo: c@d.example\n" + junk + b"MIME-Version: 1.0\n\n--b\n\nBonjour \xff.\n--b--\n"
    try:
        items = list(read_mail(Source("a.eml", io.BytesIO(raw)), ReadLimits()))
    except DocumentError:
        return
    assert items

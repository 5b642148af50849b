"""The chat, in a real browser on a real server: what a member sees, and what must never happen."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e

FACT = "Quel est le budget de la phase test ?"
EVERY_STAGE = """() => {
  window.seen = [];
  new MutationObserver(() => {
    for (const node of document.querySelectorAll('#conversation .stages .now, #conversation .foot')) {
      const text = node.innerText.replace('…', '').split(' ')[0];
      if (!window.seen.includes(text)) window.seen.push(text);
    }
  }).observe(document.querySelector('#conversation'), {childList: true, subtree: true, characterData: true});
}"""


def test_a_french_question_gets_a_cited_answer_with_its_source(server, visit) -> None:
    member = visit(server.url)
    assert member.page.title() == "Assistant documentaire"
    assert member.page.evaluate("document.documentElement.lang") == "fr"
    member.save("01-accueil")
    member.page.evaluate(EVERY_STAGE)
    member.ask(FACT)
    assert "Répondu" in member.answer
    assert re.search(r"54\s000", member.answer)
    assert "[1]" in member.answer
    assert re.search(
        r"1 document cité \(d'une collectivité, 2025, 1 compte rendu\), \d examinés?, sur 4", member.answer
    )
    assert "Compte rendu de la séance inaugurale" in member.sources
    assert "p. 2" in member.sources
    reader = member.open_source()
    mark, context = reader.locator("mark").inner_text(), reader.locator("blockquote").inner_text()
    assert re.search(r"budget de la phase test est de 54\s000", mark)
    assert len(context) > len(mark) + 100
    assert "La Fabrique Ambrelle met à disposition" in context
    # The browser may draw two quick stages as one: each seen is in order, the first and the end always.
    seen = member.page.evaluate("window.seen")
    assert (seen[0], seen[-1]) == ("Recherche", "Citations")
    assert [stage for stage in ("Recherche", "Lecture", "Vérification", "Citations") if stage in seen] == seen
    member.save("02-reponse")
    assert member.elsewhere() == []


def test_the_citation_leads_to_its_source_and_the_document_opens(server, visit) -> None:
    member = visit(server.url)
    member.ask(FACT)
    link = member.open_source().get_by_role("link", name="Ouvrir le document à cette page")
    address = member.page.evaluate("node => node.href", link.element_handle())
    assert re.search(r"/original\?content_hash=[0-9a-f]{64}#page=2$", address)
    with urllib.request.urlopen(address.split("#")[0]) as response:
        assert response.headers["content-type"] == "application/pdf"
        assert response.read(5) == b"%PDF-"


def test_an_english_question_is_answered_in_english(server, visit) -> None:
    member = visit(server.url, locale="en-GB")
    assert member.page.evaluate("document.documentElement.lang") == "en"
    assert member.page.title() == "Document assistant"
    assert "Ask in French or in English" in member.page.locator("#welcome").inner_text()
    member.ask("How many people attended the first reading in Port Wenna?")
    assert "Answered" in member.answer
    assert "38 people" in member.answer
    assert "Failing in public, on purpose" in member.sources
    assert member.page.locator("#source-1-1 .page").count() == 0  # the format has no pages
    reader = member.open_source()
    assert "38 people" in reader.locator("mark").inner_text()
    assert reader.locator("#sheet").count() == 0
    member.save("03-english")


def test_what_the_corpus_does_not_say_is_said(server, visit) -> None:
    member = visit(server.url)
    member.ask("Quelle est la vitesse de rotation de Neptune ?")
    assert "Le corpus ne le dit pas" in member.answer
    assert "[1]" not in member.answer
    assert "Aucune source" in member.sources
    member.save("04-le-corpus-ne-dit-pas")


def test_a_follow_up_uses_the_turn_before(server, visit) -> None:
    member = visit(server.url)
    member.ask("Combien de voix ou de votants pour l'édition 2021 du budget participatif de Sarrevigne ?")
    member.ask("Et qui peut y déposer une idée ?")
    assert "11 ans" in member.answer
    assert member.page.locator("#conversation .sources").count() == 2
    member.save("05-suite")


def test_a_hostile_document_stays_text(server, visit) -> None:
    member = visit(server.url)
    member.ask("Quel est le budget de la foire de Trapval ?")
    assert "<img src=http://evil.test/a.png onerror=alert(1)>" in member.answer
    assert "[cliquez](javascript:alert(2))" in member.answer
    reader = member.open_source()
    assert "<script>alert(3)</script> ${alert(4)} {{constructor}}" in reader.inner_text()
    reader.get_by_text("Notice du document").click()
    member.page.wait_for_selector("#reader dl dd")
    assert member.page.locator("#conversation img, #reader img, #reader script, #mine img").count() == 0
    links = member.page.eval_on_selector_all(
        "#conversation a, #reader a, #mine a", "nodes => nodes.map(node => node.getAttribute('href'))"
    )
    assert all(link.startswith(("#source-", "/api/documents/", "/api/conversations/")) for link in links)
    member.page.wait_for_timeout(300)
    assert member.dialogs == []
    assert member.elsewhere() == []
    member.save("06-document-hostile")


def test_an_empty_and_an_endless_question_get_one_sentence(server, visit) -> None:
    member = visit(server.url)
    member.ask("   ")
    assert "La question ne contient aucun mot." in member.page.locator("#conversation .error").inner_text()
    member.ask("mot " * 25_000)
    assert "trop longue" in member.page.locator("#conversation .error").last.inner_text()
    member.ask(FACT)
    assert "Répondu" in member.answer


def test_a_question_sent_while_another_is_answered_waits_for_its_turn(server, visit) -> None:
    member = visit(server.url)
    box = member.page.locator("#question textarea")
    for question in (FACT, "Et qui assure le secrétariat ?"):
        box.fill(question)
        box.press("Enter")
        member.page.wait_for_selector("#conversation .question")
    box.press("Enter")
    member.page.wait_for_function("() => document.querySelectorAll('#conversation .foot').length === 2")
    box.fill("   ")
    box.press("Enter")
    member.page.wait_for_timeout(500)
    assert member.page.locator("#conversation .question").count() == 2
    assert member.page.locator("#conversation .error").count() == 0


def test_visitors_do_not_see_each_other(server, visit) -> None:
    one, other = visit(server.url), visit(server.url)
    one.ask(FACT)
    assert other.page.locator("#conversation .question").count() == 0
    other.ask("Et qui assure le secrétariat ?")
    assert "phase test" not in other.page.locator("#conversation .question").all_inner_texts()
    assert other.page.locator("#conversation .question").count() == 1
    one.page.goto(server.url)
    one.page.wait_for_function("() => window.assistantEngine")
    assert one.page.locator("#conversation .question").count() == 0
    other.page.goto(one.page.url + "?conversation=" + "0" * 32)
    other.page.wait_for_selector("#conversation .error")


def test_a_new_conversation_forgets_the_last(server, visit) -> None:
    member = visit(server.url)
    member.ask(FACT)
    member.page.get_by_role("button", name="Nouvelle conversation").click()
    member.page.wait_for_selector("#welcome:not([hidden])")
    assert member.page.locator("#conversation .question").count() == 0
    assert member.page.locator("#conversation .sources").count() == 0
    assert "conversation=" not in member.page.url


def test_an_example_can_be_asked(server, visit) -> None:
    member = visit(server.url)
    member.page.wait_for_selector("#examples button", timeout=120_000)
    example = member.page.locator("#examples button").first
    question = example.inner_text()
    example.click()
    member.page.wait_for_selector("#conversation .foot")
    assert question in member.page.locator("#conversation .question").inner_text()
    assert "Répondu" in member.answer
    assert member.page.locator("#examples button:visible").count() == 0


def test_on_a_phone_nothing_is_cut(server, visit) -> None:
    member = visit(server.url, width=390, height=800)
    member.ask(FACT)
    assert member.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert member.page.locator("#question textarea").bounding_box()["width"] > 250
    member.save("07-telephone")
    box = member.open_source().bounding_box()
    assert (box["x"], box["width"]) == (0, 390)
    member.page_drawn()
    assert member.page.evaluate("document.documentElement.scrollWidth") <= 390
    member.save("07-telephone-source")


def test_no_file_can_be_read_or_sent(server) -> None:
    for path in (
        "/gradio_api/file=/etc/passwd",
        "/file=/etc/passwd",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/proxy=http://127.0.0.1:1/",
        "/static/../../../../etc/passwd",
        "/gradio_api/info",
        "/assets/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/gradio_api/stream/a/b/c/playlist.m3u8",
    ):
        status, body = _get(server.url + path)
        assert status in (403, 404), path
        assert b"root:" not in body
    boundary = "xx"
    body = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nb\r\n--{boundary}--\r\n'
    status, _ = _get(
        f"{server.url}/gradio_api/upload",
        body.encode(),
        {"Content-Type": f"multipart/form-data; boundary={boundary}", "Cookie": "session=x"},
    )
    assert status == 404


def test_a_forged_file_in_an_event_is_refused(server, visit) -> None:
    member = visit(server.url)
    file = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}
    config = member.page.evaluate("window.gradio_config.dependencies")
    asked = [each for each in config if each["backend_fn"]]
    assert len(asked) == 4  # a question, a conversation opened, a new one, a stop
    for event in asked:
        forged = {"question": file, "filters": file, "conversation": file, "again": file}
        answer = member.page.evaluate(
            """async ([number, data, forged]) => {
              const session_hash = 'forged' + number;
              await fetch('/gradio_api/queue/join', {method: 'POST', headers: {'Content-Type': 'application/json'},
                body: JSON.stringify({data, event_data: forged, fn_index: number, session_hash})});
              const reply = await fetch('/gradio_api/queue/data?session_hash=' + session_hash);
              return await reply.text();
            }""",
            [event["id"], [forged] * len(event["inputs"]), forged],
        )
        assert "root:" not in answer
        assert "process_completed" in answer
        assert "/gradio_api/file" not in answer


def test_the_page_names_nobody_else_and_runs_no_foreign_script(server, visit) -> None:
    with urllib.request.urlopen(server.url) as response:
        page = response.read().decode()
        policy = response.headers["content-security-policy"]
    assert "script-src 'self' 'nonce-" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    addresses = set(re.findall(r"https?://[^\s\"'<\\]+", page))
    assert all(address.startswith(server.url) for address in addresses), addresses
    errors: list[str] = []
    member = visit(server.url)
    member.page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    member.page.reload()
    member.page.wait_for_function("() => window.assistantEngine")
    assert errors == []


def test_no_question_is_in_the_servers_output(server, visit, marker: str) -> None:
    member = visit(server.url)
    member.ask(f"Que dit {marker} du budget ?")
    body = json.dumps({"question": marker}).encode()
    _get(f"{server.url}/api/ask", body, {"Content-Type": "application/json"})
    log = server.log.read_text(errors="replace")
    assert marker not in log
    assert f"http://127.0.0.1:{server.url.rsplit(':', 1)[1]}" in log  # the ready message


def test_an_empty_index_is_served_and_the_page_says_what_to_do(
    chromium, start_server: Callable, visit, tmp_path_factory
) -> None:
    empty: Path = tmp_path_factory.mktemp("empty") / "index"
    served = start_server(empty)
    member = visit(served.url)
    assert "comment commencer" in member.page.locator("#conversation .notice").inner_text()
    member.ask(FACT)
    assert "Le corpus est vide" in member.page.locator("#conversation .error").inner_text()
    member.save("08-corpus-vide")
    assert _get(f"{served.url}/readyz")[0] == 503


def _get(url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers or {}), timeout=20) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()

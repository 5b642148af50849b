"""`assistant ingest URL`: pages kept as snapshots, updated when their text changes; sitemaps, lists; bad answers."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conversation_files import hashed
from web_server import Page, WebServer, redirect

pytestmark = pytest.mark.integration


def article(sentence: str, aside: str = "") -> str:
    text = f"{sentence} Les habitants de Valombre décident ensemble de ce que la commune entreprend cette année."
    return (
        f"<!doctype html><html lang=fr><head><title>Le budget de Valombre</title></head><body><nav>{aside}</nav>"
        f"<article><h1>Le budget de Valombre</h1><p>{text}</p></article></body></html>"
    )


TWELVE = article("Le budget participatif est de 12 000 euros.")


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as running:
        yield running


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "note.md").write_text("# Note\n\nLa cantine de Sarrevigne ouvre à midi.\n", encoding="utf-8")
    return folder


@pytest.fixture
def run(cli: Callable[..., Any], tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    hashed(monkeypatch)
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    monkeypatch.setenv("ASSISTANT_WEB__ALLOW_PRIVATE", "true")
    monkeypatch.setenv("ASSISTANT_WEB__PAUSE_SECONDS", "0")
    monkeypatch.setenv("ASSISTANT_WEB__TIMEOUT_SECONDS", "2")
    monkeypatch.setenv("ASSISTANT_WEB__MAX_MB", "1")
    return lambda *arguments: cli(*arguments, "--index", tmp_path / "index")


def counts(done: Any) -> tuple[int, int, int, int]:
    return tuple(done.json[name] for name in ("added", "updated", "unchanged", "removed"))  # type: ignore[return-value]


def sidecars(corpus: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(corpus.rglob("*.meta.json"))]


def test_a_page_is_kept_with_its_date_and_hash_and_answers(
    run: Callable[..., Any], server: WebServer, corpus: Path
) -> None:
    server.pages["/budget.html"] = Page(TWELVE, headers={"ETag": '"1"'})
    done = run("ingest", f"{server.url}/budget.html#haut", "--json")
    assert (done.code, counts(done)) == (0, (1, 0, 0, 0)), done.err
    (kept,) = (corpus / "web").rglob("*.html")
    assert kept.read_bytes() == TWELVE.encode()
    (known,) = sidecars(corpus)
    assert known["url"] == f"{server.url}/budget.html"
    assert known["sha256"] == hashlib.sha256(TWELVE.encode()).hexdigest()
    assert known["retrieved_at"].startswith("20")
    assert (known["etag"], known["kind"]) == ('"1"', "web_page")
    answer = run("ask", "Quel est le budget participatif ?", "--json").json
    assert "12 000 euros" in answer["answer"]
    assert answer["citations"][0]["source"].startswith("web/127.0.0.1_")
    whole = run("ingest", "--json")
    assert counts(whole) == (1, 0, 1, 0), "the sidecar is no document, the snapshot is known"


def test_a_page_that_has_not_changed_is_left_alone(run: Callable[..., Any], server: WebServer, corpus: Path) -> None:
    server.pages["/p"] = lambda asked: (
        Page(status=304) if asked.headers.get("if-none-match") == '"1"' else Page(TWELVE, headers={"ETag": '"1"'})
    )
    assert counts(run("ingest", f"{server.url}/p", "--json")) == (1, 0, 0, 0)
    assert counts(run("ingest", f"{server.url}/p", "--json")) == (0, 0, 1, 0)
    assert "former" not in sidecars(corpus)[0]


def test_only_a_change_of_the_text_is_a_change(run: Callable[..., Any], server: WebServer, corpus: Path) -> None:
    url = f"{server.url}/p"
    server.pages["/p"] = Page(TWELVE)
    run("ingest", url)
    first = sidecars(corpus)[0]
    server.pages["/p"] = Page(article("Le budget participatif est de 12 000 euros.", "Publicité du jour, 42"))
    assert counts(run("ingest", url, "--json")) == (0, 0, 1, 0)
    assert sidecars(corpus) == [first]
    server.pages["/p"] = Page(article("Le budget participatif est de 15 000 euros."))
    assert counts(run("ingest", url, "--json")) == (0, 1, 0, 0)
    (now,) = sidecars(corpus)
    assert now["former"] == [{"sha256": first["sha256"], "retrieved_at": first["retrieved_at"]}]
    answer = run("ask", "Quel est le budget participatif ?", "--json").json["answer"]
    assert "15 000 euros" in answer
    assert "12 000" not in answer


def test_a_page_that_becomes_unreadable_leaves_what_was_known(
    run: Callable[..., Any], server: WebServer, corpus: Path
) -> None:
    url = f"{server.url}/p"
    server.pages["/p"] = Page(TWELVE)
    run("ingest", url)
    for broken in (Page("<html><body><script>x()</script></body></html>"), Page(b""), Page(status=500)):
        server.pages["/p"] = broken
        done = run("ingest", url, "--json")
        assert (done.code, [each["source"] for each in done.json["failed"]]) == (3, [url])
        (kept,) = (corpus / "web").rglob("*.html")
        assert kept.read_bytes() == TWELVE.encode()
    assert "12 000 euros" in run("ask", "Quel est le budget participatif ?", "--json").json["answer"]


def test_a_page_that_becomes_a_pdf_changes_its_file(
    run: Callable[..., Any], server: WebServer, corpus: Path, pytestconfig: pytest.Config
) -> None:
    url = f"{server.url}/rapport"
    server.pages["/rapport"] = Page(TWELVE)
    run("ingest", url)
    pdf = (pytestconfig.rootpath / "corpus" / "cr-seance-inaugurale.pdf").read_bytes()
    server.pages["/rapport"] = Page(pdf, "application/octet-stream")
    done = run("ingest", url, "--json")
    assert (done.code, done.json["failed"]) == (0, []), done.err
    assert (done.json["added"], done.json["removed"]) == (1, 1)
    assert {path.suffix for path in (corpus / "web").rglob("rapport-*")} == {".json", ".pdf"}
    assert len(sidecars(corpus)[0]["former"]) == 1


def test_an_office_document_is_known_by_its_content(
    run: Callable[..., Any], server: WebServer, corpus: Path, tmp_path: Path
) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("Le budget participatif de Valombre est de 12 000 euros, décidé par les habitants.")
    document.save(str(tmp_path / "a.docx"))
    server.pages["/telecharger?id=3"] = Page((tmp_path / "a.docx").read_bytes(), "application/octet-stream")
    done = run("ingest", f"{server.url}/telecharger?id=3", "--json")
    assert (done.code, done.json["added"]) == (0, 1), done.out
    assert [path.suffix for path in (corpus / "web").rglob("*") if path.is_file()].count(".docx") == 1


def zipped(entries: int = 1) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(entries):
            archive.writestr(f"{number}.txt", "secret")
    return content.getvalue()


def test_bad_answers_are_listed_and_the_good_one_goes_through(
    run: Callable[..., Any], server: WebServer, corpus: Path
) -> None:
    bad = {
        "/vide": (Page(b""), "web_empty"),
        "/absent": (Page(status=404), "web_status"),
        "/ferme": (Page(status=503), "web_later"),
        "/nulle-part": (Page(status=302), "web_redirect_nowhere"),
        "/sans-question": (Page(status=304), "web_status"),
        "/archive": (Page(zipped(), "application/zip"), "unsupported_format"),
        "/archive.html": (Page(zipped()), "unsupported_format"),
        "/archive-large": (Page(zipped(3000), "application/zip"), "unsupported_format"),
        "/faux.pdf": (Page(TWELVE, "application/pdf"), "web_wrong_type"),
        "/bruit.pdf": (Page(bytes(range(256)) * 8, "application/pdf"), "web_wrong_type"),
        "/programme": (Page(b"\x7fELF" + bytes(500), "text/html"), "program"),
        "/sans-fin": (Page(endless=True), "web_too_large"),
        "/lent": (Page(TWELVE, seconds_a_byte=0.3), "web_timeout"),
        "/rond": (redirect("/rond"), "web_redirects"),
        "/lien": (redirect("http://169.254.169.254/latest/meta-data"), "web_never"),
        "/fichier": (redirect("file:///etc/passwd"), "web_address"),
        "/muet": (Page("<html><body><div id=app></div><script>x()</script></body></html>"), "no_text"),
        "/flux": (Page("<rss><channel><title>t</title></channel></rss>", "text/xml"), "web_is_feed"),
        "/plan": (
            Page('<!DOCTYPE x [<!ENTITY a "b">]><urlset><url><loc>&a;</loc></url></urlset>', "text/xml"),
            "bad_sitemap",
        ),
    }
    server.pages.update({path: page for path, (page, _) in bad.items()} | {"/bon": Page(TWELVE)})
    urls = [server.url + path for path in bad]
    done = run("ingest", *urls, "file:///etc/passwd", "ftp://x.test/a", f"{server.url}/bon", "--json")
    assert (done.code, counts(done)) == (3, (1, 0, 0, 0))
    found = {each["source"].removeprefix(server.url): each["code"] for each in done.json["failed"]}
    assert found == {path: code for path, (_, code) in bad.items()} | {
        "file:///etc/passwd": "web_address",
        "ftp://x.test/a": "web_address",
    }
    assert all(each["reason"] and each["hint"] for each in done.json["failed"])
    assert len(sidecars(corpus)) == 1
    assert list((corpus / "web").rglob(".*")) == []


def test_private_addresses_are_refused_unless_allowed(
    run: Callable[..., Any], server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_WEB__ALLOW_PRIVATE", "false")
    done = run("ingest", f"{server.url}/p", f"http://localhost:{server.port}/p", "--json")
    assert [each["code"] for each in done.json["failed"]] == ["web_private", "web_private"]
    assert server.connections == 0


def urlset(*links: str, root: str = "urlset", name: str = "url") -> Page:
    return Page(f"<{root}>{''.join(f'<{name}><loc>{link}</loc></{name}>' for link in links)}</{root}>", "text/xml")


def test_a_sitemap_stands_for_its_pages_on_its_own_host(run: Callable[..., Any], server: WebServer) -> None:
    server.pages |= {
        "/sitemap.xml": urlset("/sitemap.xml", "/s1.xml", "/s2.xml", root="sitemapindex", name="sitemap"),
        "/s1.xml": urlset("/a", "/b", "http://127.0.0.2:1/non", "/s1.xml"),
        "/s2.xml": urlset("/b", "/absent"),
        "/a": Page(article("La page a parle du budget.")),
        "/b": Page(article("La page b parle de la cantine.")),
    }
    done = run("ingest", f"{server.url}/sitemap.xml", "--json")
    assert (done.code, counts(done)) == (3, (2, 0, 0, 0))
    assert [(each["source"], each["code"]) for each in done.json["failed"]] == [(f"{server.url}/absent", "web_status")]
    assert sorted(server.paths) == sorted(["/robots.txt", "/sitemap.xml", "/s1.xml", "/s2.xml", "/a", "/b", "/absent"])


def test_a_sitemap_has_a_bound_that_is_told(
    run: Callable[..., Any], server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_WEB__MAX_PAGES", "2")
    server.pages["/sitemap.xml"] = urlset(*(f"/{n}" for n in range(5)))
    server.pages |= {f"/{n}": Page(article(f"La page {n} parle du budget.")) for n in range(5)}
    done = run("ingest", f"{server.url}/sitemap.xml", "--json")
    assert (done.code, counts(done)) == (3, (2, 0, 0, 0))
    (failed,) = done.json["failed"]
    assert (failed["code"], "3" in failed["reason"]) == ("web_too_many", True)


def test_a_sitemap_of_sitemaps_has_a_bound(run: Callable[..., Any], server: WebServer) -> None:
    server.pages["/sitemap.xml"] = urlset(*(f"/s{n}" for n in range(400)), root="sitemapindex", name="sitemap")
    server.pages |= {f"/s{n}": urlset(f"/p{n}") for n in range(400)}
    done = run("ingest", f"{server.url}/sitemap.xml", "--json")
    assert done.code == 3
    assert len(server.paths) <= 1 + 50 + 200
    assert "web_too_many" in {each["code"] for each in done.json["failed"]}


def test_a_site_in_trouble_is_left_alone(run: Callable[..., Any], server: WebServer) -> None:
    server.pages |= {f"/{n}": Page(status=503) for n in range(9)}
    done = run("ingest", *(f"{server.url}/{n}" for n in range(9)), "--json")
    assert [each["code"] for each in done.json["failed"]] == ["web_later"] * 3 + ["web_given_up"] * 6
    assert len(server.paths) == 1 + 3


def test_a_list_of_addresses_is_ingested(run: Callable[..., Any], server: WebServer, tmp_path: Path) -> None:
    server.pages |= {"/a": Page(TWELVE), "/b": Page("Texte simple sur la cantine de Sarrevigne.", "text/plain")}
    listed = tmp_path / "adresses.txt"
    listed.write_text(f"\ufeff# à lire\n{server.url}/a\n\n  {server.url}/b\n{server.url}/a\n", encoding="utf-8")
    done = run("ingest", "--list", listed, "--json")
    assert (done.code, counts(done)) == (0, (2, 0, 0, 0)), done.out
    assert [asked for asked in server.paths if asked == "/a"] == ["/a"]


def test_a_bad_line_of_a_list_is_told_and_the_others_go_through(
    run: Callable[..., Any], server: WebServer, tmp_path: Path
) -> None:
    server.pages["/a"] = Page(TWELVE)
    listed = tmp_path / "adresses.txt"
    listed.write_text(f"# à lire\n{server.url}/a\nwww.valombre.fr/page\n", encoding="utf-8")
    done = run("ingest", "--list", listed, "--json")
    assert (done.code, counts(done)) == (3, (1, 0, 0, 0)), done.err
    assert [(each["source"], each["code"]) for each in done.json["failed"]] == [("adresses.txt:3", "bad_list_line")]
    assert "www.valombre.fr/page" in done.json["failed"][0]["reason"]


def test_a_removed_page_goes_with_its_copy_and_comes_back_only_when_it_is_named(
    run: Callable[..., Any], server: WebServer, corpus: Path, tmp_path: Path
) -> None:
    url = f"{server.url}/budget"
    server.pages |= {"/budget": Page(TWELVE), "/plan.xml": urlset("/budget")}
    run("ingest", url)
    (sidecar,) = sidecars(corpus)
    listed = tmp_path / "adresses.txt"
    listed.write_text(url, encoding="utf-8")
    (receipt,) = run("remove", "Le budget de Valombre", "--yes", "--json").json
    assert receipt["still_there"] is False
    assert not [path for path in (corpus / "web").rglob("*") if path.is_file()]
    for again in (("--list", listed), (f"{server.url}/plan.xml",), (corpus,)):
        done = run("ingest", *again, "--json")
        assert not [each for each in sidecars(corpus) if each["url"] == sidecar["url"]], again
        told = [(each["source"], each["code"]) for each in done.json["warnings"] if each["code"] == "removed_page"]
        assert told == ([] if again == (corpus,) else [(url, "removed_page")])
    assert server.paths.count("/budget") == 1
    assert counts(run("ingest", url, "--json")) == (1, 0, 0, 0)
    assert counts(run("ingest", "--list", listed, "--json")) == (0, 0, 1, 0)


def test_a_file_beside_which_somebody_wrote_an_address_is_left_where_it_is(
    run: Callable[..., Any], corpus: Path
) -> None:
    (corpus / "web").mkdir()
    (corpus / "web" / "mien.md").write_text("# Mon texte\n\nUn texte à moi sur la cantine.\n", encoding="utf-8")
    (corpus / "web" / "mien.md.meta.json").write_text('{"url": "https://valombre.test/mien"}', encoding="utf-8")
    run("ingest", corpus)
    (receipt,) = run("remove", "mien.md", "--yes", "--json").json
    assert receipt["still_there"] is True
    assert (corpus / "web" / "mien.md").is_file()


def test_a_page_that_becomes_a_pdf_keeps_its_corrections(
    run: Callable[..., Any], server: WebServer, pytestconfig: pytest.Config
) -> None:
    url = f"{server.url}/rapport"
    server.pages["/rapport"] = Page(TWELVE)
    run("ingest", url)
    run("library", "set", "Le budget de Valombre", "title=Le vrai titre", "marks=not_for_quotation")
    pdf = (pytestconfig.rootpath / "corpus" / "cr-seance-inaugurale.pdf").read_bytes()
    server.pages["/rapport"] = Page(pdf, "application/pdf")
    assert counts(run("ingest", url, "--json")) == (1, 0, 0, 1)
    record = run("library", "show", "Le vrai titre", "--json").json
    assert (record["source"][-4:], record["marks"]) == (".pdf", ["not_for_quotation"])


def test_a_password_in_an_address_is_told_nowhere(run: Callable[..., Any], corpus: Path) -> None:
    for arguments in (("ingest",), ("watch", "add")):
        done = run(*arguments, "https://jeanne:motdepasse@valombre.test/page", "--json")
        assert done.code != 0
        assert "valombre.test/page" in done.out + done.err
        assert "motdepasse" not in done.out + done.err, arguments


@pytest.mark.parametrize("content", [b"", b"# rien\n", b"pas une adresse\n", b"\xff\xfe\x00", None])
def test_a_bad_list_is_said_and_does_nothing(run: Callable[..., Any], tmp_path: Path, content: bytes | None) -> None:
    listed = tmp_path / "liste.txt"
    if content is not None:
        listed.write_bytes(content)
    done = run("ingest", "--list", listed, "--json")
    assert (done.code, done.json["error"]["code"]) == (2, "url_list_unreadable")
    assert not (tmp_path / "index").exists()


def test_a_password_opens_no_address(run: Callable[..., Any], server: WebServer) -> None:
    done = run("ingest", f"{server.url}/p", "--password", "--json")
    assert (done.code, done.json["error"]["code"]) == (2, "password_without_files")


def test_a_missing_file_beside_an_address_does_nothing(
    run: Callable[..., Any], server: WebServer, tmp_path: Path
) -> None:
    done = run("ingest", f"{server.url}/p", tmp_path / "absent.pdf", "--json")
    assert (done.code, done.json["error"]["code"], server.connections) == (2, "not_found", 0)


def test_what_a_site_forbids_is_not_read(run: Callable[..., Any], server: WebServer) -> None:
    server.pages |= {"/robots.txt": Page("User-agent: *\nDisallow: /p", "text/plain"), "/p": Page(TWELVE)}
    done = run("ingest", f"{server.url}/p", "--json")
    assert [each["code"] for each in done.json["failed"]] == ["web_robots"]
    assert "/p" not in server.paths


def test_a_folder_that_can_not_be_written_is_said(
    run: Callable[..., Any], server: WebServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fichier").write_text("x")
    monkeypatch.setenv("ASSISTANT_WEB__FOLDER", str(tmp_path / "fichier"))
    server.pages["/p"] = Page(TWELVE)
    done = run("ingest", f"{server.url}/p", "--json")
    assert [each["code"] for each in done.json["failed"]] == ["web_not_kept"]

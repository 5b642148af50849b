"""Reading the web: real servers on loopback, good and hostile ones."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import WebError
from assistant.types import Validators
from assistant.web import connection
from assistant.web.client import GuardedWeb, WebRules
from web_server import Asked, Page, WebServer, redirect

pytestmark = pytest.mark.integration

TEXT = "<html><body><p>Le laboratoire ouvre en mars.</p></body></html>"


def web(seconds: float = 5, max_mb: float = 1, pause: float = 0, private: bool = True) -> GuardedWeb:
    return GuardedWeb(WebRules(seconds, max_mb, pause, "assistant-test/1.0 (essai)", private))


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(WebError) as caught:
        call()
    assert caught.value.render("fr").reason
    return caught.value.code


def test_a_page_is_read_with_what_names_its_version() -> None:
    headers = {"ETag": '"v1"', "Last-Modified": "Wed, 21 Oct 2026 07:28:00 GMT"}
    with WebServer({"/p?q=a%20b": Page(TEXT, headers=headers)}) as server:
        fetched = web().get(f"{server.url}/p?q=a b#fin")
        assert fetched is not None
        assert fetched.content == TEXT.encode()
        assert fetched.media_type == "text/html"
        assert fetched.url == fetched.final_url == f"{server.url}/p?q=a%20b"
        assert fetched.validators == Validators('"v1"', "Wed, 21 Oct 2026 07:28:00 GMT")
        assert server.paths == ["/robots.txt", "/p?q=a%20b"]
        assert server.asked[1].headers["user-agent"] == "assistant-test/1.0 (essai)"
        assert server.asked[1].headers["host"] == f"127.0.0.1:{server.port}"


def test_what_has_not_changed_is_not_sent_again() -> None:
    def page(asked: Asked) -> Page:
        return Page(status=304) if asked.headers.get("if-none-match") == '"v1"' else Page(TEXT)

    with WebServer({"/p": page}) as server:
        assert web().get(f"{server.url}/p", Validators('"v1"')) is None
        assert web().get(f"{server.url}/p", Validators('"v0"')) is not None


def test_a_version_that_can_not_be_sent_back_is_not_kept() -> None:
    odd = Page(raw='HTTP/1.0 200 OK\r\nETag: "é"\r\nLast-Modified: '.encode() + b"x" * 2000 + b"\r\n\r\nTexte")
    with WebServer({"/p": odd}) as server:
        fetched = web().get(f"{server.url}/p", Validators('"é"', "a\nb"))
        assert fetched is not None
        assert fetched.validators == Validators()


def test_304_to_a_first_question_is_an_error() -> None:
    with WebServer({"/p": Page(status=304)}) as server:
        assert code_of(lambda: web().get(f"{server.url}/p")) == "web_status"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        *((status, "web_status") for status in (400, 401, 403, 404, 410, 204, 206)),
        *((status, "web_later") for status in (429, 500, 503)),
        *((status, "web_redirect_nowhere") for status in (301, 302, 308)),
    ],
)
def test_a_status_that_gives_no_page_is_said(status: int, code: str) -> None:
    with WebServer({"/p": Page(TEXT, status=status)}) as server, pytest.raises(WebError) as caught:
        web().get(f"{server.url}/p")
    assert (caught.value.code, caught.value.params["status"]) == (code, str(status))


def test_a_page_of_no_bytes_is_said() -> None:
    with WebServer({"/p": Page(b"")}) as server:
        assert code_of(lambda: web().get(f"{server.url}/p")) == "web_empty"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://exemple.test/a", "javascript:alert(1)", "gopher://127.0.0.1:6379/_x", "http://",
        "http:///a", "https://u:p@exemple.test/", "data:text/html,a", "", "exemple.test", "http://h:99999/",
        "http://" + "a" * 5000, "//exemple.test/a",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_not_asked(url: str) -> None:
    assert code_of(lambda: web().get(url)) == "web_address"


# --- where nothing is asked -----------------------------------------------------------------------------------------


def test_loopback_is_refused_with_no_connection_under_whatever_name() -> None:
    with WebServer({"/p": Page(TEXT)}) as server:
        port = server.port
        for host in ("127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::ffff:127.0.0.1]", "[::1]"):
            assert code_of(lambda host=host: web(private=False).get(f"http://{host}:{port}/p")) == "web_private", host
        assert server.connections == 0


@pytest.mark.parametrize("host", ["169.254.169.254", "[fe80::1]", "0.0.0.0", "224.0.0.1", "[ff02::1]"])
def test_link_local_is_refused_even_where_private_addresses_are_allowed(host: str) -> None:
    with WebServer() as server:
        assert code_of(lambda: web(private=True).get(f"http://{host}:{server.port}/p")) == "web_never"
        assert code_of(lambda: web(private=False).get(f"http://{host}:{server.port}/p")) == "web_never"
        assert server.connections == 0


def test_a_name_with_one_private_address_among_others_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "resolve", lambda *_: ["93.184.216.34", "127.0.0.1"])
    with WebServer({"/p": Page(TEXT)}) as server:
        assert code_of(lambda: web(private=False).get(f"http://exemple.test:{server.port}/p")) == "web_private"
        assert server.connections == 0


def test_a_name_is_looked_up_once_for_a_connection_and_that_address_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []

    def changing(host: str, _: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"]

    monkeypatch.setattr(connection, "resolve", changing)
    with WebServer({"/p": Page(TEXT), "/robots.txt": Page("", "text/plain")}) as server:
        assert web().get(f"http://exemple.test:{server.port}/p") is not None
        assert looked_up == ["exemple.test"] * server.connections
        assert server.asked[0].headers["host"] == f"exemple.test:{server.port}"


def test_a_redirect_to_an_address_that_may_not_be_asked_is_not_followed() -> None:
    with WebServer({"/p": Page(TEXT)}, host="127.0.0.2") as secret:
        with WebServer({"/p": redirect(f"{secret.url}/p"), "/f": redirect("file:///etc/passwd")}) as server:
            only = GuardedWeb(WebRules(5, 1, 0, "t"), lambda address: address == "127.0.0.1")
            assert code_of(lambda: only.get(f"{server.url}/p")) == "web_private"
            assert code_of(lambda: only.get(f"{server.url}/f")) == "web_address"
        assert secret.connections == 0


# --- what never ends ------------------------------------------------------------------------------------------------


def test_redirects_end() -> None:
    pages = {f"/{n}": redirect(f"/{n + 1}") for n in range(20)}
    with WebServer({**pages, "/20": Page(TEXT), "/rond": redirect("/rond")}) as server:
        assert code_of(lambda: web().get(f"{server.url}/0")) == "web_redirects"
        assert code_of(lambda: web().get(f"{server.url}/rond")) == "web_redirects"
        assert len(server.paths) == 2 * (1 + 6)
        assert web().get(f"{server.url}/16") is not None


def test_a_page_without_end_is_cut_off_by_size() -> None:
    with WebServer({"/p": Page(endless=True)}) as server:
        assert code_of(lambda: web().get(f"{server.url}/p")) == "web_too_large"


def test_a_page_that_says_to_be_too_large_is_not_read() -> None:
    with WebServer({"/p": Page(TEXT, headers={"Content-Length": "5000000000"})}) as server:
        assert code_of(lambda: web().get(f"{server.url}/p")) == "web_too_large"


@pytest.mark.parametrize("page", [Page(TEXT, seconds_a_byte=0.2), Page(drip_head=True)])
def test_a_byte_now_and_then_does_not_hold_us(page: Page) -> None:
    with WebServer({"/p": page}) as server:
        started = time.monotonic()
        assert code_of(lambda: web(seconds=1).get(f"{server.url}/p")) == "web_timeout"
        assert time.monotonic() - started < 5


def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert code_of(lambda: web(seconds=0.5).get(url)) == "web_timeout"


def test_a_name_server_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "resolve", lambda *_: time.sleep(30))
    started = time.monotonic()
    assert code_of(lambda: web(seconds=0.5).get("http://exemple.test/")) == "web_timeout"
    assert time.monotonic() - started < 5


def test_a_gzip_bomb_goes_off_in_small_steps() -> None:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(squeeze.compress(b"\0" * 1_000_000) for _ in range(500)) + squeeze.flush()
    assert len(bomb) < 600_000
    with WebServer({"/p": Page(bomb, headers={"Content-Encoding": "gzip"})}) as server:
        started = time.monotonic()
        assert code_of(lambda: web().get(f"{server.url}/p")) == "web_too_large"
        assert time.monotonic() - started < 5


def test_compressed_pages_are_read_and_damaged_ones_said() -> None:
    whole = gzip.compress(TEXT.encode())
    encoded = {"Content-Encoding": "gzip"}
    with WebServer(
        {
            "/bon": Page(whole, headers=encoded),
            "/deux": Page(whole + whole, headers=encoded),
            "/coupe": Page(whole[:-6], headers=encoded),
            "/faux": Page(TEXT, headers=encoded),
            "/br": Page(TEXT, headers={"Content-Encoding": "br"}),
        }
    ) as server:
        good, twice = web().get(f"{server.url}/bon"), web().get(f"{server.url}/deux")
        assert good is not None
        assert twice is not None
        assert (good.content, twice.content) == (TEXT.encode(), 2 * TEXT.encode())
        for name in ("coupe", "faux", "br"):
            assert code_of(lambda name=name: web().get(f"{server.url}/{name}")) == "web_encoding", name


def test_what_speaks_no_http_or_nobody_at_all_is_said() -> None:
    with WebServer({"/p": Page(raw=b"SSH-2.0-OpenSSH\r\n"), "/c": Page(TEXT, headers={"Content-Length": "900"})}) as s:
        assert code_of(lambda: web().get(f"{s.url}/p")) == "web_unreachable"
        assert code_of(lambda: web().get(f"{s.url}/c")) == "web_unreachable"
        url = s.url
    assert code_of(lambda: web().get(f"{url}/p")) == "web_unreachable"
    assert code_of(lambda: web().get("https://" + url.removeprefix("http://"))) == "web_unreachable"


# --- TLS ------------------------------------------------------------------------------------------------------------


def test_a_certificate_is_checked_against_the_name_though_the_address_is_pinned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with WebServer({"/p": Page(TEXT)}) as server:
        port, certificate = server.port, server.secure(tmp_path, "exemple.test")
        monkeypatch.setattr(connection, "resolve", lambda *_: ["127.0.0.1"])
        assert code_of(lambda: web().get(f"https://exemple.test:{port}/p")) == "web_unreachable"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        fetched = web().get(f"https://exemple.test:{port}/p")
        assert fetched is not None
        assert fetched.content == TEXT.encode()
        assert code_of(lambda: web().get(f"https://autre.test:{port}/p")) == "web_unreachable"


# --- politeness -----------------------------------------------------------------------------------------------------


def test_robots_is_asked_once_and_kept_to() -> None:
    robots = Page("User-agent: *\nDisallow: /\n\nUser-agent: assistant-test\nDisallow: /prive*/x$\n", "text/plain")
    with WebServer({"/robots.txt": robots, "/p": Page(TEXT), "/prive/x": Page(TEXT)}) as server:
        one = web()
        assert one.get(f"{server.url}/p") is not None
        assert code_of(lambda: one.get(f"{server.url}/prive/x")) == "web_robots"
        assert server.paths == ["/robots.txt", "/p"]


def test_a_redirect_does_not_lead_around_robots() -> None:
    robots = Page("User-agent: *\nDisallow: /prive", "text/plain")
    with WebServer({"/robots.txt": robots, "/p": redirect("/prive"), "/prive": Page(TEXT)}) as server:
        assert code_of(lambda: web().get(f"{server.url}/p")) == "web_robots"
        assert "/prive" not in server.paths


@pytest.mark.parametrize(
    "robots",
    [
        Page("<!doctype html><html><body>Disallow: /</body></html>"),
        Page("Disallow: /\n", "text/plain"),
        Page("User-agent: autre\nDisallow: /\n", "text/plain"),
        Page("User-agent: *\nDisallow:\n" + "# " + "x" * 3_000_000, "text/plain"),
        Page("", status=403),
        Page(endless=True),
        redirect("/robots.txt"),
    ],
)
def test_a_robots_that_forbids_nothing_lets_us_in(robots: Page) -> None:
    with WebServer({"/robots.txt": robots, "/p": Page(TEXT)}) as server:
        assert web().get(f"{server.url}/p") is not None


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_robots_that_can_not_be_had_lets_nobody_in(status: int) -> None:
    with WebServer({"/robots.txt": Page(status=status), "/p": Page(TEXT)}) as server:
        assert code_of(lambda: web().get(f"{server.url}/p")) == "web_robots_unavailable"
        assert server.paths == ["/robots.txt"]


def test_there_is_a_pause_between_two_requests_to_a_host() -> None:
    robots = Page("User-agent: *\nCrawl-delay: 0.4\n", "text/plain")
    with WebServer({"/robots.txt": robots, "/a": Page(TEXT), "/b": Page(TEXT)}) as server:
        one = web(pause=0.2)
        one.get(f"{server.url}/a")
        one.get(f"{server.url}/b")
        first, second, third = (each.moment for each in server.asked)
        assert second - first >= 0.39
        assert third - second >= 0.39

"""A web server as good or as bad as a test wants: real HTTP on loopback, pages by path, every connection counted.

    with WebServer({"/a.html": Page("<p>Texte</p>")}) as server:
        ...                                   # ask server.url + "/a.html"
    assert server.paths == ["/robots.txt", "/a.html"]

A path without a page is 404, robots.txt too. A page may be a function from a request to a page.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Asked:
    """One request as it came; header names are in lower case."""

    path: str
    headers: Mapping[str, str]
    moment: float


@dataclass(frozen=True)
class Page:
    """An answer. `seconds_a_byte` makes it drip; `endless` never ends; `raw` is sent as it is, with no HTTP around."""

    body: bytes | str = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds_a_byte: float = 0.0
    endless: bool = False
    raw: bytes | None = None
    drip_head: bool = False

    @property
    def content(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


Served = Page | Callable[[Asked], Page]


def redirect(to: str, status: int = 302) -> Page:
    """Another address."""
    return Page(status=status, headers={"Location": to})


class WebServer:
    """The server, for the time of a `with` block; `connections` counts those that were made to it."""

    def __init__(self, pages: Mapping[str, Served] | None = None, host: str = "127.0.0.1") -> None:
        self.pages: dict[str, Served] = dict(pages or {})
        self.asked: list[Asked] = []
        self.connections = 0
        server = self

        class Handler(_Handler):
            owner = server

        class Http(ThreadingHTTPServer):
            daemon_threads = True

            def get_request(self) -> Any:
                server.connections += 1
                return super().get_request()

            def handle_error(self, *_: Any) -> None:
                pass  # a client that hangs up is what these tests are about

        self._http = Http((host, 0), Handler)
        self._host = host
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def secure(self, folder: Path, name: str) -> Path:
        """Speak TLS from now on, with a certificate for a name that it signs itself; gives the certificate."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        made = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        certificate, secret = folder / "certificate.pem", folder / "key.pem"
        certificate.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
        secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, secret)
        self._http.socket = context.wrap_socket(self._http.socket, server_side=True)
        return certificate

    @property
    def port(self) -> int:
        return int(self._http.server_port)

    @property
    def url(self) -> str:
        """Address of the server, without a slash at its end."""
        return f"http://{self._host}:{self.port}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [each.path for each in self.asked]

    def __enter__(self) -> WebServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    owner: WebServer

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.path, headers, time.monotonic())
        self.owner.asked.append(asked)
        served = self.owner.pages.get(self.path, Page("<p>404</p>", status=404))
        page = served(asked) if callable(served) else served
        if page.raw is not None:
            self.wfile.write(page.raw)
            return
        if page.drip_head:
            while True:
                self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Long: " if not self.close_connection else b"a")
                time.sleep(0.05)
        self.send_response(page.status)
        if page.media_type:
            self.send_header("Content-Type", page.media_type)
        for name, value in page.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self._send(page)

    def _send(self, page: Page) -> None:
        while page.endless:
            self.wfile.write(b"<p>encore</p>" * 1000)
        if not page.seconds_a_byte:
            self.wfile.write(page.content)
            return
        for byte in page.content:
            self.wfile.write(bytes([byte]))
            time.sleep(page.seconds_a_byte)

    def log_message(self, *_: Any) -> None:
        pass

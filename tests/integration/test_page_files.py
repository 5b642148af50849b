"""No file goes in or out through the page: no component for one, no route, no forged name in an event."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]
PASSWORDS = "/etc/passwd"
COMPONENTS = {"column", "html", "state"}
SENT_BY_THE_BROWSER = {"state"}  # a state's value never is: it stays in the server


@dataclass(frozen=True)
class Server:
    """A running server, and a file of its index that nobody may have."""

    url: str
    catalogue: Path

    def get(self, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        try:
            request = urllib.request.Request(self.url + path, body, headers)
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


@pytest.fixture(scope="module")
def server(group_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`python app.py` on a copy of the small index, on a free port."""
    index = Path(shutil.copytree(group_index, tmp_path_factory.mktemp("page") / "index"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py"), "--port", str(port), "--index", str(index)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    watchdog = threading.Timer(300, process.kill)
    watchdog.start()
    try:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if "http://" in line:
                break
        assert "http://" in said[-1], said
        yield Server(f"http://127.0.0.1:{port}", index / "catalogue.sqlite")
    finally:
        watchdog.cancel()
        process.kill()
        process.communicate()


def test_the_page_is_mounted_as_launched_and_has_no_component_for_files(group_index: Path, tmp_path: Path) -> None:
    from gradio.routes import App

    from assistant.api.app import create_app
    from assistant.build import build_assistant
    from assistant.settings import load_settings
    from assistant.ui.mount import mount

    settings = load_settings(overrides={"index": Path(shutil.copytree(group_index, tmp_path / "index"))})
    with build_assistant(settings) as assistant:
        app = mount(create_app(assistant, settings), assistant, settings)
    (page,) = [route.app.get_blocks() for route in app.routes if isinstance(getattr(route, "app", None), App)]
    assert page.has_launched is True
    assert page.allowed_paths == []
    kinds = {number: block.get_block_name() for number, block in page.blocks.items()}
    assert set(kinds.values()) <= COMPONENTS
    for event in page.config["dependencies"]:
        if event["backend_fn"]:  # what the others take stays in the page
            assert {kinds[number] for number in event["inputs"]} <= SENT_BY_THE_BROWSER


def test_no_route_gives_a_file(server: Server) -> None:
    assert server.get("/config")[0] == 200
    for wanted in (PASSWORDS, str(server.catalogue)):
        inside = wanted.lstrip("/").replace("/", "%2f")
        for path in (
            f"/gradio_api/file={wanted}",
            f"/gradio_api/file=%2f{inside}",
            f"/gradio_api/file=//{wanted}",
            f"/gradio_api/file/{wanted}",
            f"/gradio_api//file={wanted}",
            f"/gradio_api/./file={wanted}",
            f"/GRADIO_API/file={wanted}",
            f"/file={wanted}",
            f"/file/{wanted}",
            f"/static/../../../../../../..{wanted}",
            f"/static/..%2f..%2f..%2f..%2f..%2f..%2f{inside}",
            f"/assets/..%2f..%2f..%2f..%2f..%2f..%2f{inside}",
            f"/assets/../../../../../../..{wanted}",
            f"/gradio_api/proxy=file://{wanted}",
            f"/custom_component/x/client/y/..%2f..%2f{inside}",
        ):
            status, body = server.get(path)
            assert status in (403, 404), path
            assert b"root:" not in body
            assert b"SQLite" not in body


def test_no_route_takes_a_file(server: Server) -> None:
    boundary = "limite"
    form = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nb\r\n--{boundary}--\r\n'
    )
    kind = f"multipart/form-data; boundary={boundary}"
    for path in ("/gradio_api/upload", "/gradio_api/upload?upload_id=x", "/upload", "/gradio_api/process_recording"):
        status, body = server.get(path, form.encode(), **{"Content-Type": kind})
        assert status == 404, path
        assert json.loads(body)["error"]["code"] == "unknown_address"
    assert server.get("/gradio_api/upload_progress?upload_id=x")[0] == 404


def test_a_forged_file_in_an_event_is_not_fetched(server: Server) -> None:
    config = json.loads(server.get("/config")[1])
    asked = [event for event in config["dependencies"] if event["backend_fn"]]
    assert len(asked) == 4  # a question, a conversation opened, a new one, a stop
    for wanted in (PASSWORDS, str(server.catalogue)):
        forged = {"path": wanted, "meta": {"_type": "gradio.FileData"}}
        for event in asked:
            answered = server_says(server, event["id"], [forged] * len(event["inputs"]))
            assert "process_completed" in answered
            assert "root:" not in answered
            assert "/gradio_api/file" not in answered
            assert "gradio.FileData" not in answered


def server_says(server: Server, event: int, data: list[Any]) -> str:
    """Send an event as the page does, and read all that comes back."""
    session = f"forge{event}{os.urandom(4).hex()}"
    body = json.dumps({"data": data, "fn_index": event, "session_hash": session}).encode()
    assert server.get("/gradio_api/queue/join", body, **{"Content-Type": "application/json"})[0] == 200
    return server.get(f"/gradio_api/queue/data?session_hash={session}")[1].decode()

"""Pages as pictures through the API: the quote is tinted and nothing else; what can't be shown is said."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from assistant.api.app import create_app
from assistant.build import build_assistant
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.text.highlights import highlight_boxes

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def opened(group_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Assistant, TestClient]]:
    copy = Path(shutil.copytree(group_index, tmp_path_factory.mktemp("pages") / "index"))
    settings = load_settings(overrides={"index": copy})
    with (
        build_assistant(settings) as assistant,
        TestClient(create_app(assistant, settings), base_url="http://127.0.0.1:7860") as client,
    ):
        yield assistant, client


def of_format(assistant: Assistant, wanted: str):
    return next(each for each in assistant.documents() if each.format == wanted)


def colour(picture: Image.Image) -> list[tuple[int, int, int]]:
    return [pixel for _, pixel in picture.getcolors(1 << 24) or []]


def test_the_quote_is_tinted_and_the_rest_of_the_page_is_not(opened) -> None:
    assistant, client = opened
    document = of_format(assistant, "pdf")
    page = assistant.page(document.id, 2)
    start = page.text.index("budget de la phase test")
    end = start + len("budget de la phase test est de 54")
    address = f"/api/documents/{document.id}/pages/2/image"
    query = {"start": start, "end": end, "width": 800, "content_hash": document.content_hash}
    response = client.get(address, params=query)
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/jpeg"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"
    shown = Image.open(io.BytesIO(response.content)).convert("RGB")
    plain = Image.open(io.BytesIO(client.get(address, params={"width": 800}).content)).convert("RGB")
    assert shown.size == plain.size == (800, 1132)  # A4
    scale = 800 / page.width
    boxes = highlight_boxes(page, start, end)
    assert boxes
    for left, bottom, right, top in boxes:
        inside = shown.crop(tuple(map(round, (left * scale, 1132 - top * scale, right * scale, 1132 - bottom * scale))))
        assert all(red - blue > 10 for red, _, blue in colour(inside))
    lowest = shown.height - min(box.bottom for box in boxes) * scale + 20
    highest = shown.height - max(box.top for box in boxes) * scale - 20
    for outside in ((0, 0, 800, round(highest)), (0, round(lowest), 800, shown.height)):
        assert shown.crop(outside).tobytes() == plain.crop(outside).tobytes()


def test_what_is_not_there_is_said(opened) -> None:
    assistant, client = opened
    document = of_format(assistant, "pdf")
    base = f"/api/documents/{document.id}/pages"
    for address, status, code in (
        ("/api/documents/absent/pages/1/image", 404, "unknown_document"),
        (f"{base}/9/image", 404, "no_such_span"),
        (f"{base}/0/image", 404, "no_such_span"),
        (f"{base}/-3/image", 422, "bad_request"),
        (f"{base}/{10**30}/image", 422, "bad_request"),
        (f"{base}/1/image?start=5&end=3", 404, "no_such_span"),
        (f"{base}/1/image?start=0&end=999999", 404, "no_such_span"),
        (f"{base}/1/image?content_hash={'0' * 64}", 410, "citation_outdated"),
        (f"{base}/1/image?width=100000", 422, "bad_request"),
        (f"{base}/x/image", 422, "bad_request"),
        (f"/api/documents/{of_format(assistant, 'html').id}/pages/1/image", 404, "no_page_image"),
    ):
        response = client.get(address)
        assert (response.status_code, response.json()["error"]["code"]) == (status, code), address


def test_a_file_that_can_not_be_drawn_is_said_and_an_erased_one_gives_no_picture(opened) -> None:
    assistant, client = opened
    document = of_format(assistant, "pdf")
    address = f"/api/documents/{document.id}/pages/1/image"
    assert client.get(address).status_code == 200
    original = assistant.original(document.id)
    whole = original.read_bytes()
    original.write_bytes(b"%PDF-1.4 nothing")
    broken = client.get(address, params={"width": 500})
    original.write_bytes(whole)
    assert (broken.status_code, broken.json()["error"]["code"]) == (422, "page_not_drawn")
    assert client.get(address, params={"width": 500}).status_code == 200
    assistant.library.correct(document.id, {"marks": ["anonymous"]})
    assert client.get(address).status_code == 403
    assistant.library.uncorrect(document.id, ["marks"])
    assert client.get(address).status_code == 200
    assistant.library.remove([document.id])
    assert client.get(address).status_code == 404

"""Picture files before anything is recognised on them: their pages, films, and pictures that are too large."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image

from assistant.errors import DocumentError
from assistant.ingest.limits import OF_THE_MACHINE, ReadLimits
from assistant.ingest.ocr import image_reader
from assistant.ingest.ocr.image_reader import picture_of
from assistant.ingest.source import Source
from made_files import read_bytes

pytestmark = pytest.mark.integration

FRAMES = [Image.new("L", (60, 40), grey) for grey in (0, 128, 255)]


def saved(form: str, frames: list[Image.Image] | None = None) -> bytes:
    first, *others = frames or FRAMES
    output = io.BytesIO()
    options: dict[str, Any] = {"save_all": True, "append_images": others}
    first.save(output, form, **options)
    return output.getvalue()


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_a_film_is_its_first_frame(form: str) -> None:
    data = saved(form)
    assert Image.open(io.BytesIO(data)).n_frames == 3
    document = read_bytes(f"a.{form.lower()}", data)
    assert (len(document.pages), document.ocr_wanted) == (1, (1,))
    assert document.warnings == ("pages_without_text",)


def test_a_tiff_file_has_a_page_for_each_frame() -> None:
    document = read_bytes("a.tiff", saved("TIFF"))
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert document.ocr_wanted == (1, 2, 3)


@pytest.mark.parametrize("side", [11_000, 30_000])
def test_a_picture_that_is_too_large_says_so_once_and_for_all(side: int) -> None:
    head = b"IHDR" + struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    with pytest.raises(DocumentError) as caught:
        read_bytes("a.png", start + struct.pack(">I", 4) + b"IDAT" + bytes(8), ReadLimits(memory_mb=120))
    assert caught.value.code == "image_too_large"
    assert caught.value.params == {"width": str(side), "height": str(side), "limit": "120"}
    assert caught.value.code not in OF_THE_MACHINE, "another time it would be no smaller"
    french = caught.value.render("fr").reason
    assert french == f"L'image est trop grande ({side} × {side} pixels\u202f; la limite est de 120 millions de pixels)."


def test_a_frame_that_is_too_large_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_reader, "_LARGEST", 5_000)
    data = saved("TIFF", [Image.new("L", (600, 400)), FRAMES[1]])
    assert len(read_bytes("a.tiff", data).pages) == 2
    source = Source("a.tiff", io.BytesIO(data))
    assert picture_of(source, 2).image.size == (60, 40)
    with pytest.raises(DocumentError) as caught:
        picture_of(source, 1)
    assert caught.value.code == "image_too_large"
    assert Image.MAX_IMAGE_PIXELS, "what else opens pictures keeps its own limit"

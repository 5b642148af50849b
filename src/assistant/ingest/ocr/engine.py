"""Tesseract: where its language data is, and words on a picture with their places. Runs in the child."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

_FRENCH, _ENGLISH, _ORIENTATION = "fra", "eng", "osd"
_PLACES = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tesseract-ocr/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "/opt/local/share/tessdata",
)
_WORD_LEVEL = 5
_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a picture: its box in pixels from the top left corner, how sure it is (0 to 1), and where it stands."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    paragraph: tuple[int, int]
    line: int


def find_data(given: str = "") -> Path | None:
    """The folder of Tesseract's language data, where it holds French. None: nothing can be recognised here.

    Args:
        given: a folder that alone is looked at; empty: TESSDATA_PREFIX, then where systems put it.
    """
    named = os.environ.get("TESSDATA_PREFIX", "")
    places = (given,) if given else (named, f"{named}/tessdata" if named else "", *_PLACES)
    return next((Path(place) for place in places if place and _data_file(Path(place), _FRENCH).is_file()), None)


def data_version(folder: Path) -> str:
    """What pages are recognised with: a digest that changes with the engine and its data."""
    found = [version("tesserocr")]
    for language in (_FRENCH, _ENGLISH, _ORIENTATION):
        file = _data_file(folder, language)
        found.append(f"{language} {file.stat().st_size}" if file.is_file() else "")
    return hashlib.sha256("\n".join(found).encode()).hexdigest()[:12]


class Engine:
    """Recognises French, and English where its data is there. Loaded once; forked processes share it."""

    def __init__(self, data: Path) -> None:
        """Load the data.

        Args:
            data: the folder that `find_data` gave.

        Raises:
            RuntimeError: it can't be loaded.
        """
        import tesserocr

        def load(languages: str, mode: int) -> Any:
            return tesserocr.PyTessBaseAPI(path=str(data), lang=languages, psm=mode)

        self._french = self._both = load(_FRENCH, tesserocr.PSM.AUTO)
        if _data_file(data, _ENGLISH).is_file():
            self._both = load(f"{_FRENCH}+{_ENGLISH}", tesserocr.PSM.AUTO)
        self._turner = None
        if _data_file(data, _ORIENTATION).is_file():
            self._turner = load(_ORIENTATION, tesserocr.PSM.OSD_ONLY)

    def words(self, picture: Image, resolution: int, both: bool = False) -> list[Word]:
        """The words on a grey picture, in reading order.

        Args:
            picture: the picture.
            resolution: in dots per inch.
            both: by the data of both languages. French alone reads clear English as well, and clear French better.
        """
        reader = self._both if both else self._french
        reader.SetImage(picture)
        reader.SetSourceResolution(resolution)
        if not reader.Recognize():
            return []
        return list(_words(reader.GetTSVText(0)))

    def quarter_turns(self, picture: Image, resolution: int) -> int | None:
        """How often a picture has to be turned by 90° to the left to stand upright; None where it can't be told."""
        if self._turner is None:
            return None
        self._turner.SetImage(picture)
        self._turner.SetSourceResolution(resolution)
        found = self._turner.DetectOrientationScript()
        return int(found["orient_deg"]) // 90 if found else None


def _data_file(folder: Path, language: str) -> Path:
    return folder / f"{language}.traineddata"


def _words(table: str) -> Iterator[Word]:
    """Words out of Tesseract's table of tab-separated values (level, page, block, paragraph, line, word, box, ...)."""
    for row in table.split("\n"):
        columns = row.split("\t", _COLUMNS - 1)
        if len(columns) < _COLUMNS or columns[0] != str(_WORD_LEVEL) or not columns[-1].strip():
            continue
        block, paragraph, line = (int(value) for value in columns[2:5])
        left, top, width, height = (int(value) for value in columns[6:10])
        confidence = min(max(float(columns[10]) / 100, 0.0), 1.0)
        yield Word(columns[-1].strip(), left, top, left + width, top + height, confidence, (block, paragraph), line)

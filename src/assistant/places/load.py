"""The list of places that comes with the program, with the group's own."""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from assistant.errors import SettingsError
from assistant.places.gazetteer import Gazetteer, odd_lines, read_places, with_own

_LIST = "places.tsv.gz"
_LARGEST = 1_000_000  # bytes of a group's own list


def load_gazetteer(own: Path | None) -> Gazetteer:
    """Read both lists; they are made once for as long as the group's own stays the same.

    Args:
        own: the group's list; None: it has none.

    Raises:
        SettingsError: places_file: it can't be read, or is too large.
    """
    return _made("" if own is None else _read(own))


@lru_cache(maxsize=1)
def _made(own: str) -> Gazetteer:
    content = (files("assistant.places") / _LIST).read_bytes()
    version = hashlib.sha256(content + own.encode()).hexdigest()[:12]
    known = read_places(gzip.decompress(content).decode().splitlines())
    return Gazetteer(with_own(known, own), version, odd_lines(own))


def _read(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise SettingsError("places_file", path=path, detail=f"it is larger than {_LARGEST // 1_000_000} MB")
        return content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("places_file", path=path, detail=error) from error

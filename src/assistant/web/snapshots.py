"""Pages kept as evidence: an ordinary file in the corpus folder, and beside it what is known of it (`NAME.meta.json`).

The file is written before what is known of it: after a stop between the two, the page is asked for as it was before.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from assistant.errors import WebError
from assistant.types import Fetched, PageFacts, Snapshot, Validators

SIDECAR = ".meta.json"
_MOST_FORMER = 100
_LONGEST_SLUG = 60
_LARGEST_SIDECAR = 1_000_000


class SnapshotFolder:
    """`web_ports.Snapshots` below a folder: `HOST/SLUG-DIGEST.EXTENSION`, the digest that of the address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, url: str) -> Snapshot | None:
        """The snapshot of an address, where there is one and its file stands as it was read."""
        folder, stem = self._folder / _host_folder(url), _stem(url)
        for sidecar in sorted(folder.glob(f"{stem}.*{SIDECAR}")):
            known = _read(sidecar)
            path = sidecar.with_name(sidecar.name.removesuffix(SIDECAR))
            if known.get("url") == url and _hash_of(path) == known.get("sha256"):
                validators = Validators(known.get("etag"), known.get("last_modified"))
                return Snapshot(path, url, str(known.get("retrieved_at", "")), str(known["sha256"]), validators)
        return None

    def forget(self, path: Path) -> str | None:
        """Delete a file with what is known of it, where it is a snapshot; returns its address, else None.

        Raises:
            WebError: web_not_deleted.
        """
        sidecar = path.with_name(path.name + SIDECAR)
        url = _read(sidecar).get("url")
        if not isinstance(url, str) or not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self._folder)):
            return None
        if path.stem != _stem(url):  # somebody's own file, with what they say of it beside it
            return None
        try:
            path.unlink(missing_ok=True)
            sidecar.unlink(missing_ok=True)
        except OSError as error:
            raise WebError("web_not_deleted", path=path, detail=error.strerror or error) from error
        return url

    def keep(self, fetched: Fetched, extension: str, facts: PageFacts) -> Snapshot:
        """Keep an answer as a file, in the place of the earlier snapshot of its address.

        Raises:
            WebError: web_not_kept.
        """
        folder, stem = self._folder / _host_folder(fetched.url), _stem(fetched.url)
        path = folder / f"{stem}.{extension}"
        digest = hashlib.sha256(fetched.content).hexdigest()
        snapshot = Snapshot(path, fetched.url, fetched.retrieved_at, digest, fetched.validators)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            earlier = sorted(folder.glob(f"{stem}.*{SIDECAR}"))
            former = [each for sidecar in earlier for each in _former(_read(sidecar))][-_MOST_FORMER:]
            _write(path, fetched.content)
            record = json.dumps(_record(fetched, digest, extension, facts, former), ensure_ascii=False, indent=1)
            _write(path.with_name(path.name + SIDECAR), record.encode("utf-8"))
            for sidecar in earlier:
                if sidecar.name != path.name + SIDECAR:  # it was of another kind then
                    sidecar.with_name(sidecar.name.removesuffix(SIDECAR)).unlink(missing_ok=True)
                    sidecar.unlink(missing_ok=True)
        except OSError as error:
            raise WebError("web_not_kept", path=path, detail=error.strerror or error) from error
        return snapshot


def _record(
    fetched: Fetched, digest: str, extension: str, facts: PageFacts, former: list[dict[str, str]]
) -> dict[str, Any]:
    record = {
        "url": fetched.url,
        "final_url": fetched.final_url if fetched.final_url != fetched.url else None,
        "retrieved_at": fetched.retrieved_at,
        "sha256": digest,
        "etag": fetched.validators.etag,
        "last_modified": fetched.validators.last_modified,
        "title": facts.title,
        "authors": list(facts.authors),
        "date": facts.date,
        "kind": "web_page" if extension == "html" else None,
        "former": former,
    }
    return {name: value for name, value in record.items() if value not in (None, [])}


def _former(known: dict[str, Any]) -> list[dict[str, str]]:
    """The hashes and moments of earlier snapshots, and of the one that is replaced now."""
    listed = known.get("former")
    earlier = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    if "sha256" not in known:
        return earlier
    return [*earlier, {"sha256": str(known["sha256"]), "retrieved_at": str(known.get("retrieved_at", ""))}]


def _read(sidecar: Path) -> dict[str, Any]:
    """What a sidecar says; {} where it can't be read."""
    try:
        if sidecar.stat().st_size > _LARGEST_SIDECAR:
            return {}
        known = json.loads(sidecar.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


def _hash_of(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _write(path: Path, content: bytes) -> None:
    """Put a file in its place whole or not at all."""
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _host_folder(url: str) -> str:
    name = re.sub(r"[^a-z0-9.-]", "_", urlsplit(url).netloc.lower()).strip(".")
    return name[:100] or "_"


def _stem(url: str) -> str:
    """A readable name for an address, and a digest that tells it from every other."""
    parts = urlsplit(url)
    path = re.sub(r"\.\w{2,5}$", "", unquote(parts.path))
    folded = unicodedata.normalize("NFKD", f"{path} {unquote(parts.query)}").encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", folded.lower())[:_LONGEST_SLUG].strip("-") or "index"
    return f"{slug}-{hashlib.sha256(url.encode()).hexdigest()[:10]}"

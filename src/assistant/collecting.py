"""From web addresses to files of the corpus folder: asked, recognised, kept as snapshots, one after the other.

A sitemap stands for its pages. A page that has changed takes the place of its snapshot only where its text has: not
for an advertisement or a date in the margin. Web pages and what comes zipped (office documents, archives) are read in
the limited child process before they are kept; what can't be read is listed, and the earlier snapshot stays.
"""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from assistant.errors import DocumentError, WebError
from assistant.ingest.detect import detect
from assistant.ingest.source import Source
from assistant.ports import FileReader, ReadResult
from assistant.types import Failure, Fetched, FileFormat, PageFacts, Snapshot, shown_address
from assistant.web_ports import Snapshots, Web

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_BY_MEDIA_TYPE = {
    "application/pdf": "pdf", "text/html": "html", "application/xhtml+xml": "html", "text/plain": "txt",
    "text/markdown": "md", "text/csv": "csv", "application/epub+zip": "epub", "application/rtf": "rtf",
    "text/rtf": "rtf", "application/msword": "doc", "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.ms-excel": "xls", f"{_OFFICE}.wordprocessingml.document": "docx",
    f"{_OFFICE}.presentationml.presentation": "pptx", f"{_OFFICE}.spreadsheetml.sheet": "xlsx",
    f"{_OPEN}.text": "odt", f"{_OPEN}.presentation": "odp", f"{_OPEN}.spreadsheet": "ods", "text/vtt": "vtt",
    "application/x-subrip": "srt", "message/rfc822": "eml", "image/png": "png", "image/jpeg": "jpg",
    "image/gif": "gif", "image/tiff": "tif", "image/webp": "webp", "image/bmp": "bmp",
}  # fmt: skip
_BY_FORMAT: dict[FileFormat, str] = {"markdown": "md", "text": "txt", "image": "png"}
_TEXTS = frozenset({"html", "txt", "md", "csv", "vtt", "srt", "eml"})  # announced so, another format is no surprise
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MOST_SITEMAPS = 50
_TROUBLE = frozenset({"web_unreachable", "web_timeout", "web_robots_unavailable"})
_MOST_TROUBLE = 3

_NO_DOCUMENT = re.compile(
    r"(?:audio|video|font)/|text/(?:css|javascript)|application/(?:(?:[\w.+-]*[+-])?json$|javascript)|image/svg"
)

Told = Callable[[str, int, int], None]  # address, addresses done, addresses known of


@dataclass(slots=True)
class Gathered:
    """What became of addresses: their files, and why the others have none. `files` is by the address as it was given.

    A sitemap has no file of its own: those of its pages are there, by their addresses. `replaced` are earlier snapshots
    whose page has become a file of another kind, which is the value. `left_out` are addresses that were removed from
    the library, and not named; and sitemaps with addresses that are not asked.
    """

    files: dict[str, Path] = field(default_factory=dict)
    replaced: dict[Path, Path] = field(default_factory=dict)
    failed: list[Failure] = field(default_factory=list)
    left_out: list[Failure] = field(default_factory=list)


class Collector:
    """Turns addresses into files."""

    def __init__(self, web: Web, snapshots: Snapshots, reader: FileReader, most_pages: int) -> None:
        """Take the parts.

        Args:
            web: is asked.
            snapshots: keeps what it answers.
            reader: reads pages, to compare their text.
            most_pages: addresses asked in one go, at most.
        """
        self._web = web
        self._snapshots = snapshots
        self._reader = reader
        self._most_pages = most_pages

    def gather(
        self,
        urls: Sequence[str],
        told: Told,
        facts: Mapping[str, PageFacts] | None = None,
        removed: Mapping[str, str] | None = None,
    ) -> Gathered:
        """Ask for addresses and keep what they give. One that fails is listed; the others go on.

        Args:
            urls: of pages, documents and sitemaps.
            told: is told each address before it is asked.
            facts: what a feed says of pages, by address.
            removed: addresses that are not to be read, and the day they were removed.
        """
        gathered, waiting, hosts = Gathered(), deque(dict.fromkeys(urls)), _Hosts()
        known, sitemaps, asked = set(waiting), 0, 0
        while waiting:
            if asked - sitemaps >= self._most_pages:
                gathered.failed.append(self._too_many(waiting[0], len(waiting)))
                break
            url = waiting.popleft()
            day = self._removed_on(url, removed or {})
            if day is not None:
                gathered.left_out.append(Failure(shown_address(url), "removed_page", {"date": day}))
                continue
            told(shown_address(url), asked, asked + len(waiting) + 1)
            asked += 1
            try:
                hosts.check(url)
                found = self._one(url, (facts or {}).get(url, PageFacts()), gathered)
                hosts.answered(url)
            except (WebError, DocumentError) as error:
                hosts.failed(url, error)
                gathered.failed.append(Failure(shown_address(url), error.code, error.params))
                continue
            if found is None:
                continue
            if sitemaps == _MOST_SITEMAPS:  # from here on they count as pages
                gathered.failed.append(self._too_many(url, len(found)))
                continue
            sitemaps += 1
            new = [each for each in found if each not in known]
            known.update(new)
            waiting.extend(new)
        return gathered

    def address(self, url: str) -> str:
        """An address as it is asked; as it is given where it can't be."""
        try:
            return self._web.address(url)
        except WebError:  # asking it will tell
            return url

    def _removed_on(self, url: str, removed: Mapping[str, str]) -> str | None:
        return removed.get(self.address(url)) if removed else None

    def _too_many(self, url: str, left: int) -> Failure:
        return Failure(shown_address(url), "web_too_many", {"left": str(left), "limit": str(self._most_pages)})

    def _one(self, url: str, facts: PageFacts, gathered: Gathered) -> tuple[str, ...] | None:
        """Gather the file of a page (None), or give the addresses that a sitemap lists."""
        address = self._web.address(url)
        earlier = self._snapshots.find(address)
        fetched = self._web.get(address, None if earlier is None else earlier.validators)
        if fetched is None:
            if earlier is None:  # the server says that nothing has changed since we never asked
                raise WebError("web_status", url=url, status=304)
            gathered.files[url] = earlier.path
            return None
        listed = self._web.sitemap(fetched)
        if listed is not None:
            if listed.left_out:
                told = {"count": str(listed.left_out)}
                gathered.left_out.append(Failure(shown_address(url), "sitemap_left_out", told))
            return (*listed.pages, *listed.sitemaps)
        kept = self._kept(fetched, earlier, facts)
        if earlier is not None and earlier.path != kept:
            gathered.replaced[earlier.path] = kept
        gathered.files[url] = kept
        return None

    def _kept(self, fetched: Fetched, earlier: Snapshot | None, facts: PageFacts) -> Path:
        """The snapshot of an answer: the earlier one where it says the same."""
        if earlier is not None and hashlib.sha256(fetched.content).hexdigest() == earlier.sha256:
            return earlier.path
        if fetched.content.startswith(_ZIP):
            form = self._read(fetched, announced_extension(fetched)).documents[0].format
            return self._snapshots.keep(fetched, _BY_FORMAT.get(form, form), facts).path
        extension = file_extension(fetched)
        if extension == "html":
            now = _text_of(self._read(fetched, extension))
            if earlier is not None and now == self._text_before(earlier):
                return earlier.path
        return self._snapshots.keep(fetched, extension, facts).path

    def _read(self, fetched: Fetched, extension: str) -> ReadResult:
        """An answer as the limited child process reads it.

        Raises:
            DocumentError: it can't be read.
        """
        with tempfile.TemporaryDirectory(prefix="assistant-") as folder:
            page = Path(folder) / f"page.{extension or 'bin'}"
            page.write_bytes(fetched.content)
            result = self._reader.read(page)
        if not result.documents:
            raise DocumentError("no_text")
        return result

    def _text_before(self, earlier: Snapshot) -> list[str] | None:
        """The main text of a snapshot, where it is a page that can be read."""
        try:
            return _text_of(self._reader.read(earlier.path)) if earlier.path.suffix == ".html" else None
        except DocumentError:
            return None


def _text_of(result: ReadResult) -> list[str]:
    return [page.text for document in result.documents for page in document.pages]


class _Hosts:
    """Sites that are in trouble: after some failures in a row one is left alone, for its sake and ours."""

    def __init__(self) -> None:
        self._failures: Counter[str] = Counter()

    def check(self, url: str) -> None:
        """Whether the site of an address may be asked.

        Raises:
            WebError: web_given_up.
        """
        if self._failures[self._host(url)] >= _MOST_TROUBLE:
            raise WebError("web_given_up", url=url, count=_MOST_TROUBLE)

    def answered(self, url: str) -> None:
        """It has answered."""
        self._failures[self._host(url)] = 0

    def failed(self, url: str, error: WebError | DocumentError) -> None:
        """It has not, or with something that is not used."""
        if error.code in _TROUBLE or error.params.get("status") in ("429", "503"):
            self._failures[self._host(url)] += 1
        elif error.code != "web_given_up":
            self.answered(url)

    def _host(self, url: str) -> str:
        return url.lower().partition("://")[2].partition("/")[0]


def announced_extension(fetched: Fetched) -> str:
    """What an answer says to be: by its type, else by its address; "" where by neither."""
    named = PurePosixPath(urlsplit(fetched.final_url).path).suffix.lower().lstrip(".")
    return _BY_MEDIA_TYPE.get(fetched.media_type, "") or (named if named in _BY_MEDIA_TYPE.values() else "")


def file_extension(fetched: Fetched) -> str:
    """The extension that an answer is kept under: by its content, and by what it says to be where that agrees.

    Raises:
        DocumentError: it is nothing that can be read (an archive, a program).
        WebError: web_wrong_type: it says to be a document and is a page.
    """
    if _NO_DOCUMENT.match(fetched.media_type):
        raise DocumentError("unsupported_format", found=fetched.media_type[:40])
    announced = _BY_MEDIA_TYPE.get(fetched.media_type, "")
    likely = announced_extension(fetched)
    try:
        found = detect(Source(f"page.{likely}" if likely else "page", io.BytesIO(fetched.content)))
    except DocumentError as error:
        if error.code == "unreadable" and announced and announced not in _TEXTS:
            raise _wrong_type(fetched, announced, "?") from error
        raise
    extension = _BY_FORMAT.get(found.format, found.format)
    if not found.warnings:
        return likely or extension
    if announced and announced not in _TEXTS and extension in _TEXTS:
        raise _wrong_type(fetched, announced, extension)
    return extension


def _wrong_type(fetched: Fetched, announced: str, found: str) -> WebError:
    return WebError("web_wrong_type", url=fetched.url, announced=announced.upper(), found=found.upper())

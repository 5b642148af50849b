"""How a search came to what it found, as a JSON-ready dictionary."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assistant.types import Explanation


def explanation_dict(explanation: Explanation) -> dict[str, Any]:
    """An Explanation, JSON-ready; `scope` lists the documents' ids in order."""
    found = asdict(explanation)
    if explanation.scope is not None and explanation.scope.document_ids is not None:
        found["scope"]["document_ids"] = sorted(explanation.scope.document_ids)
    return found

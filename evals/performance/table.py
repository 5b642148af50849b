"""The figures as a table for a person, with each target and whether it is met."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = tuple[str, float, float | None, str]

# What a figure must be: its path in the results, how it compares, the bound, and the words for it.
TARGETS: tuple[tuple[tuple[str, ...], str, float, str], ...] = (
    (("ratios", "ingest_wall"), "<=", 1.0, "ingest: wall time, ours / llama-index"),
    (("ingest", "peak_mb"), "<", 2500.0, "ingest: peak memory (MB)"),
    (("ingest", "unchanged_share"), "<", 0.02, "ingest again, unchanged: share of the first time"),
    (("help", "cpu_s"), "<", 0.5, "assistant --help: CPU (s)"),
    (("ask", "p50_ms"), "<", 300.0, "warm ask: p50 (ms)"),
    (("ask", "p95_ms"), "<", 600.0, "warm ask: p95 (ms)"),
    (("beir", "piaf-dev", "nDCG@10"), ">=", 0.795, "piaf-dev: nDCG@10"),
    (("cases", "ours", "fact+definition"), ">=", 0.85, "cases, fact and definition: evidence document in first 5"),
)


def value_at(results: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """A value deep in the results, or None where a step was not run."""
    for key in path:
        results = results.get(key) if isinstance(results, Mapping) else None  # type: ignore[assignment]
    return results


def met(value: float, compare: str, bound: float) -> bool:
    """Whether a value is on the right side of its bound."""
    return {"<": value < bound, "<=": value <= bound, ">=": value >= bound}[compare]


def render(results: Mapping[str, Any]) -> str:
    """Machine, figures side by side, then targets."""
    machine = results["machine"]
    lines = [
        f"{machine['cores']} cores, {machine['cpu']}, {machine['ram_gb']} GB RAM, load before {machine['load_before']}",
        f"{machine['system']}, Python {machine['python']}",
        ", ".join(f"{name} {version}" for name, version in machine["packages"].items() if version),
        "",
        f"{'figure':<46}{'ours':>12}{'llama-index':>14}{'ratio':>8}",
    ]
    lines += [_row(label, results, ours, theirs) for label, ours, theirs in _figures(results)]
    lines += ["", f"{'target':<58}{'bound':>10}{'value':>10}  met"]
    for path, compare, bound, label in TARGETS:
        value = value_at(results, path)
        shown, verdict = ("-", "not run") if value is None else (_show(value), _yes(met(value, compare, bound)))
        lines.append(f"{label:<58}{compare + ' ' + _show(bound):>10}{shown:>10}  {verdict}")
    return "\n".join(lines)


def _figures(results: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Label and the two places of each figure that was measured, in the order printed."""
    rows = [
        (f"ingest {name}", ("ingest", name), ("llamaindex", name))
        for name in ("wall_s", "cpu_s", "peak_mb", "pages", "passages", "pages_per_s", "passages_per_s", "failed")
    ]
    rows += [(f"search {name}", ("search", name), ("llamaindex_search", name)) for name in ("p50_ms", "p95_ms")]
    rows += [(f"ask {name}", ("ask", name), ()) for name in ("p50_ms", "p95_ms")]
    for step, label in (("cases", "first 5 documents,"), ("beir", "BEIR")):
        names = value_at(results, (step, "ours")) or value_at(results, (step, "llamaindex")) or {}
        rows += [(f"{label} {name}", (step, "ours", name), (step, "llamaindex", name)) for name in names]
    return [row for row in rows if any(value_at(results, path) is not None for path in row[1:] if path)]


def _row(label: str, results: Mapping[str, Any], ours: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    left = value_at(results, ours)
    right = value_at(results, theirs) if theirs else None
    ratio = _show(left / right) if left is not None and right else "-"
    return f"{label:<46}{_show(left):>12}{_show(right):>14}{ratio:>8}"


def _show(value: float | None) -> str:
    if value is None:
        return "-"
    if isinstance(value, int):
        return str(value)
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.4g}"


def _yes(truth: bool) -> str:
    return "yes" if truth else "NO"

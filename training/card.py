"""The model card that goes with the shipped folder, from `card.md` beside this file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from string import Template

_TUNING = """4. **Averages.** The weights before and after distillation, half and half.
5. **Questions.** Questions of PIAF and of service-public find their passage among a batch's, and titles
   of French paragraphs their text. Questions on three titles in ten were kept, to measure on. Then again half and
   half with the weights before.
6. **The same in large batches**, on a graphics card: 1.6 million examples of distillation, averaged with the weights
   before; the questions of step 5 in batches of 512; then half and half with the model of step 5.
"""
_TUNED_ROWS = """| PIAF v1.1, development part (questions on French Wikipedia) | MIT; text CC BY-SA |
| service-public, question and answer sheets, development part (DILA) | Licence Ouverte |
"""
_EXCEPT = ", those of steps 5 and 6 aside"
_HELD = " Of piaf-dev, the questions on titles that nothing was learned from."


def card(figures: Sequence[dict[str, object]], rows: int, tuned: bool) -> str:
    """The card in Markdown, with a table of what step 6 printed."""
    template = Template((Path(__file__).parent / "card.md").read_text(encoding="utf-8"))
    return template.substitute(
        rows=f"{rows:,}",
        tuning=_TUNING if tuned else "",
        tuned_rows=_TUNED_ROWS if tuned else "",
        figures=_table(figures),
        held=_HELD if tuned else "",
        **{"except": _EXCEPT if tuned else ""},
    )


def _table(figures: Sequence[dict[str, object]]) -> str:
    if not figures:
        return "Not measured yet.\n"
    names = [_name(str(each.get("model"))) for each in figures]
    lines = [f"| Set | Measure | {' | '.join(names)} |", f"| --- | --- |{' --- |' * len(names)}"]
    for name, value in figures[0].items():
        if name.endswith(", base"):
            continue  # the English model has a column of its own
        if isinstance(value, dict):
            for measure in sorted(value):
                cells = [_cell(each.get(name), measure) for each in figures]
                lines.append(f"| {name} | {measure} | {' | '.join(cells)} |")
        elif name != "model":
            lines.append(f"| {name} | | {' | '.join(str(each.get(name, '')) for each in figures)} |")
    return "\n".join(lines) + "\n"


def _name(model: str) -> str:
    """The English model's, else the encoder's, whatever its folder is called."""
    return "base" if model == "base" else "encoder"


def _cell(measures: object, measure: str) -> str:
    return str(measures.get(measure, "")) if isinstance(measures, dict) else ""

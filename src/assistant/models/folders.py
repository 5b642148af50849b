"""From a model's name in the settings to its folder on disk, and the fingerprint of that folder."""

from __future__ import annotations

import hashlib
import os
import socket
import threading
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies

from assistant.errors import ModelError
from assistant.models.runtime import in_short

EMBEDDED = "embedded"
ENCODER = Path(__file__).parent / "encoder"
_DIGEST = Path(__file__).parent / "encoder.sha256"
_HUB = "https://huggingface.co"
_HUB_PATIENCE = 2.0  # seconds to reach the hub; without a probe its client tries for more than a minute
_WEIGHTS = {".safetensors", ".bin", ".pt"}
_MARKERS = ("modules.json", "config.json")  # one of them stands in every sentence-transformers folder
_KEPT = {".json", ".txt", ".model", ".safetensors", ".bin"}  # weights, tokenizer, configuration
_EXPORTS = {"onnx", "openvino"}  # the same model in other formats, which are not loaded
_UNLOADED = ["onnx/*", "openvino/*", "coreml/*", "*.onnx", "*.h5", "*.ot", "*.msgpack", "*.tflite"]


def model_folder(model: str) -> Path:
    """The folder of a model: of the embedded one, of a path, or of a hub name (fetched where the hub can be reached).

    Raises:
        ModelError: model_not_found (within 3 s where there is no network), or model_unusable: not a model's folder.
    """
    if model == EMBEDDED:
        return _embedded_folder()
    path = as_path(model)
    if path is None:
        raise ModelError("model_not_found", model=model, detail="no such folder")
    if not path.exists():
        return _hub_folder(model)
    if not path.is_dir() or not any((path / name).is_file() for name in _MARKERS):
        raise ModelError("model_unusable", model=model, detail=f"neither {' nor '.join(_MARKERS)} in it")
    return path


def as_path(model: str) -> Path | None:
    """A model's name as a path; None where no file system takes it, or nobody has that home."""
    try:
        path = Path(model).expanduser()
        path.exists()
    except (OSError, RuntimeError, ValueError):
        return None
    return path


def fingerprint(folder: Path, *spices: object) -> str:
    """SHA-256 (hex) over a model's files, their names, and what else decides its vectors (prompts, longest input)."""
    digest = hashlib.sha256()
    for path in sorted(_model_files(folder)):
        state = path.stat()
        content = _sha256(path, state.st_size, state.st_mtime_ns)
        digest.update(f"{path.relative_to(folder).as_posix()}\n{content}\n".encode())
    digest.update(repr(spices).encode())
    return digest.hexdigest()


def _model_files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        if path.suffix in _KEPT and not hidden and not _EXPORTS & set(parts) and path.is_file():
            yield path


@lru_cache(maxsize=256)
def _sha256(path: Path, _size: int, _modified: int) -> str:
    """Hash of a file, computed once a process for each state of it."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _embedded_folder() -> Path:
    """The folder that comes with the program, where it is as it came (`training/export.py` writes its digest)."""
    if not ENCODER.is_dir():
        raise ModelError("model_not_found", model=EMBEDDED, detail=f"{ENCODER} is missing; install the program again")
    if not _DIGEST.is_file() or fingerprint(ENCODER) != _DIGEST.read_text(encoding="utf-8").strip():
        raise ModelError("model_unusable", model=EMBEDDED, detail=f"{ENCODER} is damaged; install the program again")
    return ENCODER


def _hub_folder(model: str) -> Path:
    """The folder of a hub model in the local store of its client, fetched first where it is not there."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, HFValidationError

    folder = stored_folder(model)
    if folder is not None:
        return folder
    if os.environ.get("HF_HUB_OFFLINE", "0") not in {"", "0"} or not hub_answers():
        raise ModelError("model_not_found", model=model, detail="no such folder, and the hub can't be reached")
    problem: Exception | None = None
    for name in _hub_names(model):
        try:
            return Path(snapshot_download(name, ignore_patterns=_UNLOADED))
        except GatedRepoError as error:
            detail = f"its licence has to be accepted on {_HUB}/{name} first, and HF_TOKEN set"
            raise ModelError("model_not_found", model=model, detail=detail) from error
        except (HfHubHTTPError, HFValidationError, OSError, ValueError) as error:
            problem = error
    raise ModelError("model_not_found", model=model, detail=in_short(str(problem))) from problem


def stored_folder(model: str) -> Path | None:
    """The folder of a model on this machine, whole as far as can be told; None where it would have to be fetched."""
    if model == EMBEDDED:
        return ENCODER if ENCODER.is_dir() else None
    path = as_path(model)
    if path is None or path.is_dir():
        return path
    found = (_stored(name) for name in _hub_names(model))
    return next((folder for folder in found if folder is not None), None)


def _hub_names(model: str) -> list[str]:
    return [model] if "/" in model else [f"sentence-transformers/{model}", model]


def _stored(name: str) -> Path | None:
    """The folder of a hub model in the local store, where it holds weights: fetching it may have been stopped."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    for marker in _MARKERS:
        try:
            found = try_to_load_from_cache(name, marker)
        except HFValidationError:
            return None
        if isinstance(found, str):
            folder = Path(found).parent
            whole = any(path.suffix in _WEIGHTS and path.is_file() for path in folder.rglob("*"))
            return folder if whole else None
    return None


def hub_answers() -> bool:
    """Whether the model hub (or the proxy on the way to it) takes a connection within 2 s."""
    target = urlsplit(os.environ.get("HF_ENDPOINT") or _HUB)
    proxy = getproxies().get(target.scheme)
    if proxy:
        target = urlsplit(proxy if "//" in proxy else f"//{proxy}")
    address = (target.hostname or "", target.port or (80 if target.scheme == "http" else 443))
    answered: list[bool] = []
    # In a thread of its own: resolving a name has no time limit.
    thread = threading.Thread(target=_connect, args=(address, answered), daemon=True)
    thread.start()
    thread.join(_HUB_PATIENCE)
    return bool(answered)


def _connect(address: tuple[str, int], answered: list[bool]) -> None:
    try:
        with socket.create_connection(address, timeout=_HUB_PATIENCE):
            answered.append(True)
    except OSError:
        return

"""Run as a program by the fault tests, to be killed while it writes. It says on stdout what it has acknowledged."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from assistant.store.catalogue import SqlCatalogue
from assistant.store.lock import IndexLock
from assistant.types import Stamp
from fakes import make_document

TEXT = "La mairie ouvre un guichet unique pour les habitants. "
STAMP = Stamp(1, "1", "hash", "f" * 64, 0)


def document(name: str):
    """A document whose every part can be checked from its name."""
    return make_document(name, [f"{name} page {number}. {TEXT * 20}" for number in range(5)])


def put(folder: Path, prefix: str) -> None:
    """Put documents without end, naming each once it is committed."""
    catalogue = SqlCatalogue.open(folder / "catalogue.sqlite", create=True)
    for number in range(100_000):
        name = f"{prefix}x{number}"
        catalogue.put_documents("/root", f"{name}.pdf", [document(name)])
        print(name, flush=True)


def apply(folder: Path) -> None:
    """Open the caches, then put documents and add them to the caches without end."""
    from assistant.store.caches import open_caches

    catalogue = SqlCatalogue.open(folder / "catalogue.sqlite", create=True)
    caches = open_caches(folder, catalogue, STAMP, lambda text: None)
    for number in range(100_000):
        names = [f"n{number}x{part}" for part in range(10)]
        catalogue.put_documents("/root", "new.pdf", [document(name) for name in names])
        print("applying", flush=True)
        caches.apply([], names)


def rebuild(folder: Path) -> None:
    """Open caches that have to be built."""
    from assistant.store.caches import open_caches

    catalogue = SqlCatalogue.open(folder / "catalogue.sqlite", create=False)
    open_caches(folder, catalogue, STAMP, lambda text: print("building", text, flush=True))
    print("built", flush=True)


def ask(folder: Path) -> None:
    """Open caches, ask the vectors something, and close them when told so."""
    from assistant.store.caches import open_caches
    from fakes import HashEmbedder

    catalogue = SqlCatalogue.open(folder / "catalogue.sqlite", create=False)
    caches = open_caches(folder, catalogue, STAMP, lambda text: print(text, flush=True), "en")
    nearest = caches.vectors.search(HashEmbedder().embed_query("Texte 7 du 49."), 1)
    print(len(caches.vectors), nearest[0].passage_id, flush=True)
    sys.stdin.readline()
    caches.close()
    catalogue.close()


def ingest(folder: Path, corpus: str, step: str) -> None:
    """Ingest a folder, and stop for ever where a step of what follows begins."""
    from assistant.build import build_assistant
    from assistant.settings import load_settings
    from assistant.store import embedders
    from assistant.store.caches import Caches
    from assistant.store.files import FileStore
    from fakes import HashEmbedder

    def stop(*_: object) -> None:
        print(step, flush=True)
        time.sleep(600)

    steps = {
        "applying": (Caches, "apply"),
        "catalogue": (SqlCatalogue, "compact"),
        "caches": (Caches, "compact"),
        "originals": (FileStore, "prune"),
        "done": (SqlCatalogue, "compaction_done"),
    }
    setattr(*steps[step], stop)
    embedders.load_embedder = lambda _: HashEmbedder()
    with build_assistant(load_settings(overrides={"index": folder}), create=True) as assistant:
        assistant.ingest([corpus])


def load_one_of_two(options):
    """An embedder in the place of the embedded model, and one of another dimension in that of any other."""
    from fakes import HashEmbedder

    return HashEmbedder(64 if options.model == "embedded" else 32, options.model)


def stop_before_placing(rename, stop):
    """A renaming that stops where the new vectors would be put in their place, the old ones being out of it."""

    def watched(self, target):
        if (self.name, Path(target).name) == ("vectors.next", "vectors"):
            stop()
        return rename(self, target)

    return watched


def change(folder: Path, model: str, step: str) -> None:
    """Change the model of an index, and stop for ever where a step of it begins or ends."""
    from assistant import model_change
    from assistant.settings import load_settings
    from assistant.store import embedders
    from assistant.store.candidate import Candidate
    from assistant.store.index_models import IndexModels

    embedders.load_embedder = load_one_of_two

    def stop(*_: object) -> None:
        print(step, flush=True)
        time.sleep(600)

    def stop_after(owner: type, name: str) -> None:
        whole = getattr(owner, name)
        setattr(owner, name, lambda *arguments: (whole(*arguments), stop()))

    with model_change.ModelChange.open(load_settings(overrides={"index": folder}), print, create=False) as changing:
        changing.find(model)
        model_change._READ = model_change._SLICE = 3
        if step == "embedding":
            stop_after(IndexModels, "put")
        elif step == "embedded":
            changing._folder.candidate = stop
        elif step == "before":
            IndexModels.switch = stop
        elif step == "after":
            stop_after(IndexModels, "switch")
        elif step == "between":
            Path.rename = stop_before_placing(Path.rename, stop)
        elif step == "placed":
            stop_after(Candidate, "take_place")
        changing.embed(lambda done, total: None)
        changing.switch()
        print("done", flush=True)


def talk(folder: Path) -> None:
    """Keep answers without end, three a conversation, naming each once it is committed."""
    from assistant.conversation_ports import ConversationLimits
    from fakes import make_answer

    limits = ConversationLimits(100_000, 100_000, 10)
    store = SqlCatalogue.open(folder / "catalogue.sqlite", create=True).conversations
    for _ in range(10_000):
        name = None
        for number in (1, 2, 3):
            place = store.add_turn("browser:anne", name, "t", make_answer(f"q{number}", TEXT * 20), limits)
            assert place is not None
            name = place.conversation_id
            print(f"{name}/{place.turn}", flush=True)


def hold(folder: Path) -> None:
    """Own the folder."""
    with IndexLock(folder):
        print("held", flush=True)
        time.sleep(60)


if __name__ == "__main__":
    programs = {each.__name__: each for each in (put, apply, rebuild, ask, ingest, change, talk, hold)}
    programs[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])

"""Settings -> the library and the web: what `build` puts together for them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.collecting import Collector
    from assistant.library import Library
    from assistant.places.places import Places
    from assistant.ports import FileReader
    from assistant.record_ports import Turn
    from assistant.store.folder import IndexFolder
    from assistant.web_ports import Web
    from assistant.works.works import Works


def refresher(works: Works, places: Places) -> Callable[[Collection[str]], None]:
    """What is done when records have changed: works and places depend on their titles and dates."""

    def refresh(changed: Collection[str]) -> None:
        works.refresh()
        places.refresh(changed)

    return refresh


def build_library(
    settings: Settings,
    folder: IndexFolder,
    writing: Turn,
    refresh: Callable[[Collection[str]], None],
    erase_quotes: Callable[[Collection[str]], object],
) -> Library:
    """The records of an index; pages of the web that are removed are forgotten in the corpus folder and by feeds."""
    from assistant.library import Library, RemovedPages
    from assistant.web.snapshots import SnapshotFolder

    pages = RemovedPages(SnapshotFolder(settings.web_folder), folder.catalogue.feeds)
    return Library(folder.catalogue, folder, writing, refresh, erase_quotes, pages)


def build_web(settings: Settings) -> Web:
    """How the web is read. Nothing is asked of it yet."""
    from assistant.web.client import GuardedWeb, WebRules

    given = settings.web.model_dump(exclude={"folder", "max_pages"})
    return GuardedWeb(WebRules(**given))


def build_collector(settings: Settings, web: Web, reader: FileReader) -> Collector:
    """What makes files of web addresses."""
    from assistant.collecting import Collector
    from assistant.web.snapshots import SnapshotFolder

    return Collector(web, SnapshotFolder(settings.web_folder), reader, settings.web.max_pages)

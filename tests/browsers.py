"""A browser for tests: visitors share nothing but what the browser keeps of scripts and styles, as a second visit would."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext


class KeptContexts:
    """Gives out contexts of one browser, and takes them back when they are closed.

    A context is as good as new where it has no page, no cookie, no grant and no local storage: the next visitor gets it,
    with its cache. One in which a page has stored something is closed for good.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: dict[str, list[tuple[BrowserContext, Callable[[], None]]]] = defaultdict(list)

    def new_context(self, **options: Any) -> BrowserContext:
        """A context with these options (of `Browser.new_context`) that nobody has, and where nobody has been."""
        idle = self._idle[repr(sorted(options.items()))]
        if idle:
            context, close = idle.pop()
            context.grant_permissions(options.get("permissions", []))
        else:
            context = self._browser.new_context(**options)
            close = context.close
        context.close = partial(self._take_back, context, close, idle)  # type: ignore[method-assign]
        return context

    @staticmethod
    def _take_back(context: BrowserContext, close: Callable[[], None], idle: list[Any]) -> None:
        stored = context.storage_state()["origins"]
        for page in context.pages:
            page.close()
        if stored:
            close()
            return
        context.clear_cookies()
        context.clear_permissions()
        idle.append((context, close))

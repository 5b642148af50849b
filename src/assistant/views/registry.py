"""The pages, in the order of the navigation."""

from __future__ import annotations

from assistant.views.administration.view import ADMINISTRATION
from assistant.views.bench.view import BENCH
from assistant.views.library.view import LIBRARY
from assistant.views.proposals.view import PROPOSALS
from assistant.views.shell import View

VIEWS: tuple[View, ...] = (LIBRARY, PROPOSALS, BENCH, ADMINISTRATION)

"""The bench: the one object behind the page of facilitators and its API."""

from __future__ import annotations

from assistant.bench.cases import GoldSet
from assistant.bench.folder import BenchFolder
from assistant.bench.grading import Grading
from assistant.bench.reports import Reports
from assistant.bench.runs import Done, Plan, Tell, check_plan, run_suite
from assistant.service import Assistant


class Bench:
    """Gold set, grades and measurements of one assistant, kept in the folder that the settings name."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.folder = BenchFolder(assistant.settings.bench.folder)
        self.gold = GoldSet(assistant, self.folder)
        self.grading = Grading(assistant, self.folder, self.gold)
        self.reports = Reports(self.folder)

    def check(self, plan: Plan) -> None:
        """Find out at once what a run could only tell later; see `runs.check_plan`."""
        check_plan(self.assistant, self.folder, plan)

    def run(self, plan: Plan, tell: Tell) -> Done:
        """Run the suite; see `runs.run_suite`."""
        return run_suite(self.assistant, self.folder, plan, tell)

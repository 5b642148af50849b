"""The committed baselines are of the questions and documents that are committed: else the gate compares nothing."""

from pathlib import Path

import pytest

from assistant.bench.configuration import digest, files_digest, folder_digests
from assistant.cli.evaluation.gate import GATED_LEGS, GATED_RUNS
from assistant.evaluation.answers.metrics import ANSWER_METRICS
from assistant.evaluation.reports.report_json import read_report
from assistant.support.lexical import LexicalJudge

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "evals" / "cases" / "samples.jsonl"


@pytest.mark.parametrize(("part", "gated"), [("retrieval", GATED_LEGS), ("answers", GATED_RUNS)])
def test_a_baseline_is_of_today_s_questions_and_documents(part, gated):
    report = read_report(ROOT / "evals" / "baselines" / f"samples-{part}.json")
    documents = folder_digests(ROOT / "corpus")
    assert report.data_hash == digest({"cases": files_digest([CASES]), "documents": documents}), (
        "renew the baseline: assistant eval gate --renew"
    )
    assert {run.name for run in report.runs} >= set(gated)
    assert all(len(run.rows) >= 60 for run in report.runs if run.name in gated)


def test_the_baseline_of_answers_has_today_s_figures_and_judge():
    report = read_report(ROOT / "evals" / "baselines" / "samples-answers.json")
    assert [metric.name for metric in report.metrics] == [metric.name for metric in ANSWER_METRICS]
    assert report.judge is not None
    assert report.judge["fingerprint"] == LexicalJudge().fingerprint

"""What the benchmark of search at scale is given, and what it makes of its figures."""

from __future__ import annotations

import random
import sys
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "evals" / "performance"))
from search_data import Record, changed, questions, repeated
from search_scale import parted, table, targets

SOURCE = [
    Record("Le lavoir", "En 1932, la commune de Sourgeac rénove son lavoir avec douze habitants bénévoles."),
    Record("Le lavoir", "Le chantier dure quarante jours et coûte 4 500 francs à la commune."),
    Record("Le tram", "Le tramway relie la gare au port toutes les 12 minutes en semaine."),
]


def test_paragraphs_are_repeated_with_changes_the_same_each_time() -> None:
    made = list(repeated(SOURCE, 9, seed=1))
    assert made[:3] == SOURCE
    assert len(set(made)) == len({record.text for record in made}) == 9
    assert [record.title for record in made[3:]] == [f"{each.title} ({turn})" for turn in (2, 3) for each in SOURCE]
    assert made == list(repeated(SOURCE, 9, seed=1)) != list(repeated(SOURCE, 9, seed=2))
    assert list(repeated(SOURCE, 2, seed=1)) == SOURCE[:2]
    assert list(islice(repeated(SOURCE, 100, seed=1), 5)) == made[:5]


def test_a_changed_text_has_other_numbers_of_as_many_digits_and_most_of_its_words() -> None:
    text = changed(SOURCE[0].text, ["pont"], random.Random(3))
    assert "1932" not in text
    assert sum(old == new for old, new in zip(text.split(), SOURCE[0].text.split(), strict=True)) >= 9


def test_questions_are_half_real_and_half_words_of_a_sentence_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "queries.jsonl").write_text('{"_id": "1", "text": "Où passe le tram ?"}\n', encoding="utf-8")
    asked = questions(SOURCE, tmp_path, 4, seed=1)
    assert len(set(asked)) == 4
    assert "Où passe le tram ?" in asked
    for made in set(asked) - {"Où passe le tram ?"}:
        words = made.split()
        assert 3 <= len(words) <= 6
        assert any(all(word in record.text for word in words) for record in SOURCE)


def figures(p50: float, p95: float, recall: float = 0.999, errors: int = 0) -> dict:
    return {
        "search": {"p50_ms": p50, "p95_ms": p95, "cpu_ms": 6.0},
        "clients": {"p50_ms": 9.0, "p95_ms": 5 * p95, "per_s": 300.0, "errors": errors, "ratio": 5.0},
        "recall": recall,
        "memory_mb": 300.0,
        "memory_before_mb": 75.0,
        "disk_mb": {"catalogue": 120.0, "vectors": 80.0},
        "build_s": 60.0,
        "build_parts_s": {"catalogue": 10.0, "vectors": 50.0},
        "open_s": 0.7,
    }


def test_targets_judge_milliseconds_at_the_real_size_and_growth_beyond_it() -> None:
    judged = {label: (value, bound) for label, value, _, bound in targets({46_124: {"ours": figures(7.0, 20.0)}})}
    assert judged["46,124 passages: p50 (ms)"] == (7.0, 8.0)
    assert not any("over" in label and "500" in label for label in judged)
    both = {46_124: {"ours": figures(7.0, 20.0)}, 500_000: {"ours": figures(14.0, 80.0), "bm25s": {"failed": "x"}}}
    grown = {label: value for label, value, _, _ in targets(both)}
    assert grown["500,000 passages over 46,124: p50"] == 2.0
    assert grown["500,000 passages over 46,124: p95"] == 4.0
    assert "500,000 passages: p50 (ms)" not in grown


def test_the_tables_show_each_side_and_say_which_failed() -> None:
    shown = table({46_124: {"ours": figures(7.0, 20.0), "tantivy": {"failed": "disk full"}}})
    assert "| 46,124 | assistant, hybrid | 7.0 | 20.0 | 6.0 | 100.0 | 5.0 | 300 | 0 | 0.9990 |" in shown
    assert "| 46,124 | tantivy alone | failed: disk full |" in shown
    assert parted({"catalogue": 120.0, "files": 0.0, "vectors": 80.0}) == "200 (catalogue 120, vectors 80)"
    assert parted({"all": 12.0}) == "12"

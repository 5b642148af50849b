"""The page of a report: what it shows, that nothing of a document gets through as markup, that nothing is fetched."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from lxml import html as parser

from assistant.evaluation.reports.html import render_html
from assistant.evaluation.reports.page import wording
from assistant.evaluation.reports.page.charts import LEFT, RIGHT, TOP, bar, risk_chart
from assistant.evaluation.reports.page.words import BADGES, GROUPS, KINDS, PROMISES, RUNS, STATUSES, TITLES, WORDS
from assistant.evaluation.reports.page.worst import worst
from assistant.evaluation.reports.report import Metric, Row
from assistant.evaluation.reports.statistics import Interval
from measured_reports import HOSTILE, answer_row, answers_report, report, rows_of


def opened(page: str):
    return parser.fromstring(page)


def text_of(element, language: str = "fr") -> str:
    """What a reader of one language sees of an element."""
    other = {"fr": "en", "en": "fr"}[language]
    copy = parser.fromstring(parser.tostring(element))
    for hidden in copy.xpath(f"//*[contains(concat(' ', @class, ' '), ' {other} ')]"):
        hidden.drop_tree()
    for block in copy.iter("small", "dt", "dd", "th", "td", "li", "p", "blockquote", "summary", "br", "h3", "h4"):
        block.text = f" {block.text or ''}"
        block.tail = f" {block.tail or ''}"
    return " ".join(copy.text_content().split())


def in_language(tree, language: str) -> list:
    return tree.xpath(f"//*[@lang='{language}' and contains(concat(' ', @class, ' '), ' {language} ')]")


def section(page: str, name: str, language: str = "fr") -> str:
    return text_of(opened(page).xpath(f"//section[@aria-labelledby='{name}']")[0], language)


# --- safe and whole ------------------------------------------------------------------------------------------------


def hostile_report(**changes):
    row = answer_row(HOSTILE, HOSTILE, HOSTILE, unsupported_answers=1.0, correct=0.0, confidence=0.5, answered=1.0)
    detail = {
        "status": HOSTILE,
        "answer": HOSTILE,
        "reference": HOSTILE,
        "citations": [{"number": HOSTILE, "source": HOSTILE, "page": HOSTILE, "quote": HOSTILE, "supported": True}],
        "nuggets": [{"text": HOSTILE, "vital": True, "matched": 0.0}],
        "reasons": [HOSTILE],
        "found": [{"rank": 1, "source": HOSTILE, "page": 1, "text": HOSTILE}],
    }
    made = answers_report(
        set_name=HOSTILE,
        data_hash=HOSTILE,
        configuration_hash=HOSTILE,
        made_at=HOSTILE,
        configuration={HOSTILE: HOSTILE},
        stamp={HOSTILE: [HOSTILE]},
        extra={HOSTILE: HOSTILE, "invariants": [{"name": HOSTILE, "ok": False, "detail": HOSTILE}]},
        judge={"name": HOSTILE, "accuracy": {"auroc": 0.7, "statements": HOSTILE, "data": HOSTILE}},
    )
    rows = (replace(row, detail=detail), replace(row, id="2", kind="fact"))
    return replace(made, runs=(replace(made.runs[0], rows=rows), replace(made.runs[1], name=HOSTILE)), **changes)


def test_nothing_of_a_report_gets_through_as_markup():
    before = hostile_report(configuration={HOSTILE: "other"}, stamp={})
    page = render_html(hostile_report(), before)
    tree = opened(page)
    assert HOSTILE not in page
    assert tree.xpath("//script | //img | //iframe | //link | //object | //a | //form") == []
    assert [
        name for element in tree.iter() for name in element.attrib if name.startswith("on") or name == "style"
    ] == []
    assert page.count("&lt;script&gt;") > 15


def test_the_policy_allows_the_page_s_own_style_and_nothing_else():
    page = render_html(answers_report())
    policy = opened(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    style = re.search("<style>(.*?)</style>", page, re.S).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_nothing_is_fetched():
    page = render_html(answers_report(), answers_report(0.1))
    assert re.findall(r"https?:|url\(|@import|\bsrc=|\bhref=", page) == []


def test_control_characters_of_a_document_are_dropped():
    row = answer_row("1", question="a\x00b\x1bc\x9bd", unsupported_answers=1.0)
    page = render_html(report({"assistant": [row, answer_row("2")]}, ["unsupported_answers"]))
    assert "abcd" in page
    assert not re.search("[\x00\x1b\x9b]", page)


def test_details_of_any_shape_are_no_stumbling_block():
    for detail in ({}, {"found": "x", "citations": [1, None], "nuggets": {"a": 1}, "reasons": None, "status": 3}):
        row = Row("1", "fact", "?", {"unsupported_answers": 1.0}, detail)
        assert "?" in render_html(report({"assistant": [row]}, ["unsupported_answers"]))


# --- both languages --------------------------------------------------------------------------------------------------


def test_both_languages_are_inside_and_one_is_chosen():
    for language in ("fr", "en"):
        tree = opened(render_html(answers_report(), language=language))
        assert tree.get("lang") == language
        assert tree.xpath("//input[@checked]/@id") == [f"in-{language}"]
        assert len(in_language(tree, "fr")) == len(in_language(tree, "en")) > 100
    page = render_html(answers_report())
    assert "L'assistant répond-il bien\u202f?" in text_of(opened(page), "fr").replace(" ?", "\u202f?")
    assert "Does the assistant answer well?" in text_of(opened(page), "en")
    assert "33,3" in section(page, "figures", "fr")
    assert "33.3%" not in section(page, "figures", "fr")
    assert "33.3%" in section(page, "figures", "en")


@pytest.mark.parametrize("table", [WORDS, TITLES, STATUSES, BADGES, RUNS, KINDS, PROMISES])
def test_words_have_french_typography(table):
    for both in table.values():
        assert not re.search(r"[^\u202f\u00a0][;!?»]|[^\u00a0]:|«[^\u00a0]", both.fr), both.fr
        assert "\u00a0" not in both.en.replace("\u00a0points", "")


def test_every_metric_has_a_group_of_its_own():
    named = [name for _, names in GROUPS.values() for name in names]
    assert len(named) == len(set(named))


# --- what it shows ---------------------------------------------------------------------------------------------------


def test_the_head_says_what_was_measured_when_and_by_which_judge():
    head = text_of(opened(render_html(answers_report())).xpath("//header")[0])
    assert "essai, 12 questions" in head
    assert "23 novembre 2026, 14:05 UTC" in head
    assert "dddddddddddd" in head
    assert "lexical · AUROC 80,0 % · mesuré sur 100 affirmations, claims" in head
    unmeasured = answers_report(judge={"name": "nli:x", "accuracy": None})
    assert "nli:x · exactitude non mesurée" in text_of(opened(render_html(unmeasured)).xpath("//header")[0])


def test_figures_with_their_intervals():
    page = render_html(answers_report())
    figures = section(page, "figures")
    assert (
        "réponses contenant une affirmation non soutenue unsupported_answers plus bas = mieux 33,3 % de 8,3 % à"
        in figures
    )
    assert "Rien à juger dans ce jeu pour : répondu alors que le corpus ne dit rien (answered_unanswerable)" in figures
    assert "Écart" not in figures.replace("Plus petit écart", "")
    # All quotes verbatim in 12 answers: no variance, so the bootstrap has no interval to show.
    assert "quote_fidelity plus haut = mieux 100,0 % 12" in figures.replace("Questions jugées ", "").replace(
        "Plus petit écart décelable ", ""
    )


@pytest.mark.parametrize(
    ("gain", "verdict", "said"), [(0.2, "better", "mieux"), (-0.2, "worse", "moins bien"), (0.0, "same", "identique")]
)
def test_a_difference_is_coloured_by_its_interval_and_said_in_words(gain, verdict, said):
    page = render_html(answers_report(0.3 + gain), answers_report(0.3))
    (row,) = opened(page).xpath("//table[@class='figures']//tr[.//code[text()='vital_strict']]")
    (delta,) = row.xpath(".//*[contains(@class, 'delta')]")
    assert delta.get("class") == f"delta {verdict}"
    assert said in text_of(delta)
    assert "avant :" in text_of(row)


def test_a_difference_that_may_be_chance_is_not_coloured():
    before = report({"assistant": rows_of("faithfulness", [0.5] * 10)}, ["faithfulness"])
    after = report({"assistant": rows_of("faithfulness", [0.7, 0.35] * 5)}, ["faithfulness"])
    page = render_html(after, before)
    assert 'class="delta unclear"' in page
    assert "+2,5" in page
    assert "non prouvé" in section(page, "figures")


def test_a_baseline_that_can_not_be_compared_is_said_so_and_shows_no_difference():
    page = render_html(answers_report(), answers_report(data_hash="e" * 64))
    assert "aucun écart n'est montré" in text_of(opened(page).xpath("//header")[0])
    assert "delta" not in re.sub("<style>.*?</style>", "", page, flags=re.S)


def test_runs_stand_side_by_side():
    shown = section(render_html(answers_report()), "runs")
    assert "assistant l'assistant tel quel 12 questions" in shown
    assert "copy-top-passage recopier le premier passage" in shown
    assert "45,5 150,0" in shown
    alone = replace(answers_report(), runs=answers_report().runs[:1])
    assert "Côte à côte" not in render_html(alone)


def test_kinds_have_bars():
    page = render_html(answers_report())
    assert "fait précis (6)" in section(page, "kinds")
    (rect, *_) = opened(page).xpath("//section[@aria-labelledby='kinds']//rect[@class='fill']")
    assert 0 <= float(rect.get("width")) <= 100


def test_promises_are_kept_or_broken():
    assert "tenue chaque citation est mot pour mot à sa place" in section(render_html(answers_report()), "promises")
    broken = answers_report(extra={"invariants": [{"name": "locators", "ok": False, "detail": "q3"}]})
    assert "rompue chaque citation désigne le bon document et la bonne page q3" in section(
        render_html(broken), "promises"
    )
    assert "Les promesses" not in render_html(answers_report(extra={}))


def test_the_settings_that_changed_are_listed():
    before = answers_report(configuration={"retrieval": {"vector_weight": 0.3, "candidates": 100}})
    assert "retrieval.vector_weight 0.3 → 0.15" in section(render_html(answers_report(), before), "technical")


def test_a_question_shows_what_was_answered_and_found():
    shown = section(render_html(answers_report()), "worst")
    for words in (
        "Combien ?",
        "affirmation non soutenue",
        "« Vingt-trois » [1]",
        "23 laboratoires (indispensable)",
        "en partie",
        "Citations (1)",
        "1 étude.pdf, p. 4 ne soutient pas la phrase Vingt-trois laboratoires",
        "Vingt-trois — le nombre n'est pas dans la source",
        "Ce qui a été trouvé (1)",
        "1 étude.pdf attendu Le passage trouvé",
    ):
        assert words in shown


def test_nothing_wrong_is_said_so():
    fine = report({"assistant": [answer_row("1", correct=1.0, answered=1.0, vital_strict=1.0)]}, ["correct"])
    assert "Aucune question n'a posé de difficulté" in section(render_html(fine), "worst")


# --- the worst questions ---------------------------------------------------------------------------------------------


def names(kind, rows):
    return [(shown.row.id, shown.badges) for shown in worst(kind, rows)]


def test_answers_are_ordered_by_how_grave_their_fault_is():
    rows = [
        Row("fine", "fact", "?", {"correct": 1.0, "vital_strict": 1.0, "answered": 1.0}),
        Row("half", "fact", "?", {"correct": 1.0, "vital_strict": 0.5, "answered": 1.0}),
        Row("refused", "fact", "?", {"over_refusal": 1.0, "vital_strict": 0.0, "answered": 0.0}),
        Row("wrong", "fact", "?", {"correct": 0.0, "vital_strict": 0.0, "answered": 1.0}),
        Row("invented", "unanswerable", "?", {"correct": 0.0, "answered_unanswerable": 1.0, "answered": 1.0}),
        Row("unsupported", "fact", "?", {"unsupported_answers": 1.0, "correct": 1.0, "vital_strict": 1.0}),
        Row("failed", "fact", "?", {"over_refusal": 1.0, "failed": 1.0, "answered": 0.0}),
    ]
    assert names("answers", rows) == [
        ("unsupported", ("unsupported",)),
        ("wrong", ("wrong",)),
        ("invented", ("invented",)),
        ("refused", ("refused",)),
        ("failed", ("failed", "refused")),
        ("half", ("incomplete",)),
    ]


def test_retrieval_is_ordered_by_its_primary_metric_and_unjudged_questions_are_left_out():
    rows = [
        Row("perfect", "fact", "?", {"nDCG@10": 1.0}),
        Row("unjudged", "fact", "?", {"nDCG@10": None}),
        Row("ranked", "fact", "?", {"nDCG@10": 0.4, "R@100": 1.0}),
        Row("deep", "fact", "?", {"nDCG@10": 0.0, "R@100": 1.0}),
        Row("absent", "fact", "?", {"nDCG@10": 0.0, "R@100": 0.0}),
        Row("refused", "fact", "?", {"nDCG@10": 0.0, "R@100": 0.0}, {"error": "empty_question"}),
    ]
    assert names("retrieval", rows) == [
        ("absent", ("not_found",)),
        ("refused", ("failed",)),
        ("deep", ("far",)),
        ("ranked", ("badly_ranked",)),
    ]


def test_ten_at_most_and_in_their_order_where_equal():
    rows = rows_of("nDCG@10", [0.0] * 15)
    assert [shown.row.id for shown in worst("retrieval", rows)] == [f"q{number}" for number in range(10)]


# --- drawings and numbers --------------------------------------------------------------------------------------------


def curve_rows(pairs, refused=0):
    rows = [
        Row(str(i), "fact", "?", {"confidence": c, "correct": r, "answered": 1.0}) for i, (c, r) in enumerate(pairs)
    ]
    return rows + [Row(f"r{i}", "fact", "?", {"confidence": 0.0, "correct": None}) for i in range(refused)]


def test_the_curve_ends_where_the_assistant_stops_answering():
    chart = risk_chart(curve_rows([(0.9, 1.0), (0.8, 1.0), (0.7, 0.0), (0.6, 1.0)], refused=4))
    assert chart.end == (LEFT + (RIGHT - LEFT) / 2, pytest.approx(TOP, abs=300))
    assert chart.today == (("50\u202f%", "50%"), ("25,0\u202f%", "25.0%"))
    assert chart.told == ((("25\u202f%", "25%"), ("0,0\u202f%", "0.0%")),)
    assert len(chart.curve.split()) == 4
    assert chart.before == ""


def test_a_curve_needs_two_points():
    assert risk_chart(curve_rows([(0.5, 1.0)])) is None
    assert risk_chart(curve_rows([(0.5, 1.0), (0.5, 0.0)])) is None  # of one confidence: one point
    assert risk_chart([]) is None
    assert "Quand il est sûr" not in render_html(report({"fused": rows_of("nDCG@10", [0.5])}, ["nDCG@10"], "retrieval"))


def test_the_baseline_has_a_curve_of_its_own():
    page = render_html(answers_report(), answers_report())
    assert len(opened(page).xpath("//polyline")) == 2
    assert len(opened(render_html(answers_report())).xpath("//polyline")) == 1


def test_many_answers_make_a_curve_of_few_hundred_points():
    chart = risk_chart(curve_rows([(i / 3000, float(i % 3 > 0)) for i in range(3000)]))
    assert len(chart.curve.split()) <= 402
    assert chart.curve.endswith(f"{chart.end[0]},{chart.end[1]}")


def test_bars_stay_in_their_frame():
    assert bar(0.5, Interval(0.25, 0.75)).low == 25.0
    assert bar(0.5, Interval(0.25, 0.75)).width == 50.0
    assert bar(1.2, Interval(-0.5, 1.5)).value == 100.0
    assert bar(0.5, None).width is None


SHARE = Metric("s", "higher", {"fr": "…", "en": "…"})
COUNT = Metric("c", "higher", {"fr": "…", "en": "…"}, share=False)


def test_numbers_as_each_language_writes_them():
    assert wording.figure(SHARE, 0.8274) == ("82,7\u202f%", "82.7%")
    assert wording.figure(COUNT, 123.44) == ("123,4", "123.4")
    assert wording.figure(COUNT, 0.5) == ("0,50", "0.50")
    assert wording.gap(SHARE, -0.0123) == ("\u22121,2\u00a0point", "\u22121.2\u00a0points")
    assert wording.gap(SHARE, 0.2) == ("+20,0\u00a0points", "+20.0\u00a0points")
    assert wording.gap(SHARE, -0.00001).fr == "0,0\u00a0point"
    assert wording.gap(COUNT, 2.0) == ("+2,00", "+2.00")
    assert wording.gap_bounds(SHARE, Interval(-0.1, 0.02)) == ("de \u221210,0 à +2,0", "\u221210.0 to +2.0")
    assert wording.p_value(0.0004).fr == "p\u00a0<\u00a00,001"
    assert wording.p_value(0.04).en == "p\u00a0=\u00a00.040"


def test_dates_as_each_language_writes_them():
    assert wording.date("2026-12-01T09:05:00+00:00") == ("1er décembre 2026, 09:05 UTC", "1 December 2026, 09:05 UTC")
    assert wording.date("2026-08-15T09:05:00") == ("15 août 2026, 09:05", "15 August 2026, 09:05")
    assert wording.date("hier") == ("hier", "hier")


def test_nested_settings_are_listed_line_by_line():
    assert wording.facts({"a": {"b": 1, "c": [1, 2]}, "d": "x" * 400}) == [
        ("a.b", "1"),
        ("a.c", "1, 2"),
        ("d", "x" * 300 + "…"),
    ]

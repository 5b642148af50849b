"""The steps that make the encoder, on small data of our own: PYTHONPATH=. pytest training (needs simplemma)."""

import json
from dataclasses import replace

import ir_measures
import numpy as np
import pytest

pytest.importorskip("simplemma")
torch = pytest.importorskip("torch")

from training import alignment, bilingual, evaluate  # noqa: E402
from training.average import average  # noqa: E402
from training.card import card  # noqa: E402
from training.distil import contrast, distance  # noqa: E402
from training.expansion import stems  # noqa: E402
from training.glossary import Glossary, unaccented  # noqa: E402
from training.english import english_groupe  # noqa: E402
from training.measure import Retrieval, english_cloze  # noqa: E402
from training.mixture import PORTION, Mixture  # noqa: E402
from training.network import batches  # noqa: E402
from training.options import base_model  # noqa: E402
from training.texts import Pair, is_measured, unmeasured, words  # noqa: E402
from training.matches import cloze, held_out  # noqa: E402
from training.vocabulary import choose, tokenizer  # noqa: E402
from training.weaver import Weaver  # noqa: E402
from training.weights import rate_share  # noqa: E402

LINES = [
    ("fr-en", "frein {m}", "brake"),
    ("fr-en", "frein à main {m}", "handbrake"),
    ("fr-en", "creuser {vt}", "to dig; to deepen (make deep)"),
    ("en-fr", "lever (rigid bar that turns about a point)", "levier , \\ manette"),
    ("fr-en", "freins {m}", "plural of frein"),
]


def test_alignment_finds_the_word_that_always_goes_along():
    pairs = [
        (["le", "pont", "vert"], ["the", "green", "bridge"]),
        (["le", "quai", "vert"], ["the", "green", "quay"]),
        (["le", "pont", "rouge"], ["the", "red", "bridge"]),
        (["le", "quai", "rouge"], ["the", "red", "quay"]),
    ]
    found = alignment.train(pairs, rounds=20).by_source(least_count=1)
    assert max(found["pont"], key=found["pont"].get) == "bridge"
    assert max(found["rouge"], key=found["rouge"].get) == "red"


def test_dictionary_lines_lose_their_marks_and_what_only_speaks_of_forms():
    found = bilingual.entries(LINES)
    assert found["creuser"]["dig"] > found["creuser"]["deepen"]
    assert set(found["levier"]) == {"lever"}
    assert "freins" not in found


def test_gloss_takes_the_longest_phrase_and_leaves_unknown_words():
    glossary = Glossary(bilingual.entries(LINES), {"ville": {"town": 0.9}})
    assert glossary.gloss("Le frein à main de la ville, Brigadoule") == "the handbrake of the town brigadoule"
    assert glossary.known("ville Brigadoule") == 0.5


def test_woven_text_is_empty_where_too_little_is_known():
    weaver = Weaver(bilingual.reverse(bilingual.entries(LINES)), np.random.default_rng(1))
    assert weaver.weave("brake of lever").split()[0] == "frein"
    assert weaver.weave("unknown words only") == ""


def test_vocabulary_keeps_accents_and_adds_the_spelling_without():
    base = json.loads((base_model() / "tokenizer.json").read_text(encoding="utf-8"))
    glossary = Glossary({}, {"levée": {"levy": 1.0}, "main": {"hand": 1.0}})
    rows = choose(base["model"]["vocab"], {"levée": 0.1, "main": 0.1}, glossary, 32_000)
    assert (rows["levée"], rows["levee"], rows["main"]) == ("french", "typed", "shared")
    made = tokenizer(base, list(rows))
    assert made.encode("LEVÉE leve\u0301e").tokens == ["[CLS]", "levée", "levée", "[SEP]"]
    assert not any(token.startswith("[unused") for token in rows)


def test_unaccented():
    assert unaccented("cœur élève") == "coeur eleve"


def test_losses_are_least_where_texts_lie_on_their_targets():
    targets = torch.eye(4)
    assert distance(targets, targets) == 0
    assert contrast(targets, targets) < contrast(targets.roll(1, 0), targets)


def test_contrast_is_nothing_on_the_targets_even_where_they_are_alike():
    targets = torch.nn.functional.normalize(torch.tensor([[1.0, 0.2], [1.0, 0.3], [0.1, 1.0]]), dim=1)
    assert contrast(targets, targets) == pytest.approx(0, abs=1e-6)


def test_portions_are_the_same_again_and_go_through_all():
    kinds = ["parallel"] * 6000 + ["identity"] * 500
    shares = {"parallel": 0.5, "identity": 0.5}
    first, again = Mixture(kinds, 3, shares), Mixture(kinds, 3, shares)
    assert first.portion(1) == again.portion(1)
    assert len(first.portion(0)) == PORTION
    taken = [n for portion in range(3) for n in first.portion(portion) if n < 6000]
    assert len(set(taken)) == 6000


def test_batches_hold_no_more_than_their_budget():
    lengths = [5, 100, 7, 30, 30, 2]
    made = batches(lengths, 64)
    assert sorted(n for batch in made for n in batch) == list(range(6))
    assert all(len(batch) == 1 or len(batch) * max(lengths[n] for n in batch) <= 64 for batch in made)


def test_rate_rises_stays_and_falls():
    assert rate_share(0, 0) < rate_share(100, 0.1) < rate_share(1000, 0.5) == 1
    assert rate_share(1000, 1) < 0.05


def test_texts_that_are_measured_on_are_known_again():
    text = "la halle du marché couvert ouvre chaque matin avant le lever du jour"
    tokens = words(text)
    runs = {hash(tuple(tokens[at : at + 8])) for at in range(len(tokens) - 7)}
    assert is_measured(f"Dit-on : {text}", runs)
    assert not is_measured("le pont tournant ferme chaque soir après le passage du dernier bateau", runs)


def test_a_pair_is_left_out_for_either_of_its_sides():
    asked = "comment puis-je ouvrir la halle avant le lever du jour"
    runs = {hash(tuple(words(asked)[at : at + 8])) for at in range(len(words(asked)) - 7)}
    pairs = [
        Pair("faq", asked, "how do I open the hall"),
        Pair("law", "la halle ferme le soir", "the hall closes at night"),
    ]
    assert [pair.source for pair in unmeasured(pairs, runs)] == ["law"]


def test_held_out_passages_are_the_same_every_time_and_near_their_share():
    held = [held_out(f"p-{number}", 0.3) for number in range(2000)]
    assert 0.25 < np.mean(held) < 0.35


def test_cloze_asks_with_words_of_one_sentence_for_its_paragraph():
    text = (
        "La commune de Valmorel-sur-Brenne a ouvert une maison des services en mars. "
        "Les agents y reçoivent les habitants sans rendez-vous du lundi au samedi matin. "
        "Un camion itinérant complète le dispositif dans les hameaux les plus éloignés du bourg."
    )
    made = [match for seed in range(40) if (match := cloze(text, (seed,)))]
    assert len(made) == 40
    for asked, paragraph in made:
        assert any(set(asked.split()) <= set(sentence.rstrip(".").split()) for sentence in text.split(". "))
        assert len(paragraph.split()) >= 20
    assert {paragraph == text for _, paragraph in made} == {True, False}
    assert cloze(text, (3,)) == cloze(text, (3,))
    assert cloze("Trop court pour perdre une phrase entière. Vraiment trop court.", (1,)) is None


def test_averaged_weights_lie_between_and_models_of_two_shapes_are_refused():
    first, second = torch.nn.Linear(2, 1), torch.nn.Linear(2, 1)
    with torch.no_grad():
        for value, to in ((first, 0.0), (second, 4.0)):
            value.weight.fill_(to)
            value.bias.fill_(to)
    average(first, second, 0.25)
    assert first.weight.tolist() == [[1.0, 1.0]]
    assert first.bias.tolist() == [1.0]
    with pytest.raises(ValueError, match="two shapes"):
        average(first, torch.nn.Linear(3, 1), 0.5)


def test_english_cloze_asks_for_the_rest_of_a_section(tmp_path):
    folder = tmp_path / "beir" / "cds-sections-xling-fr-en-dev"
    folder.mkdir(parents=True)
    rest = "Then it goes on for long enough to be found again by " + "some more words of it " * 4
    rows = [{"_id": "a", "text": f"The town lends bicycles to people. {rest}"}, {"_id": "b", "text": "Short. Too."}]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = english_cloze(tmp_path)
    assert found.questions == {"a": "The town lends bicycles to people"}
    assert found.corpus["a"].startswith("Then it goes on")


TOLD = [
    "The council of Harbourne lends its empty shops to the people of the quarter.",
    "Each of them is open to whoever has a plan for the street and the time for it.",
    "A guide of the town hall visits the shops every week and writes down what is missing.",
    "There were nine shops in the first year, and there are more than forty of them now.",
]
DIT = "La commune de Valmorel prête ses boutiques vides aux habitants du quartier, qui les ouvrent chaque semaine. "


def test_english_passages_of_the_group_are_asked_for_by_a_sentence_that_is_taken_out(tmp_path):
    folder = tmp_path / "groupe" / "documents"
    folder.mkdir(parents=True)
    (folder / "shops.md").write_text("# Shops\n\n" + " ".join(TOLD), encoding="utf-8")
    (folder / "shops-again.html").write_text(f"<p>{' '.join(TOLD)}</p>", encoding="utf-8")
    (folder / "boutiques.md").write_text(DIT * 8, encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    (folder / "notes.csv").write_text("\n".join(TOLD), encoding="utf-8")
    drawn = [english_groupe(tmp_path, seed) for seed in range(4)]
    for found in drawn:
        assert len(found.questions) in (1, 2), "the second file says the same: not asked twice with one sentence"
        for name, question in found.questions.items():
            assert question in TOLD
            assert [sentence for sentence in TOLD if sentence not in found.corpus[name]] == [question]
    assert len({found.questions["0000"] for found in drawn}) > 1, "the seed decides"
    assert drawn[1] == english_groupe(tmp_path, 1)


def test_english_sets_are_measured_with_the_english_model_beside_the_other(tmp_path, monkeypatch):
    made = Retrieval("made", {"a": "x", "b": "y"}, {"a": "x"}, [ir_measures.Qrel("a", "a", 1)])
    monkeypatch.setattr(evaluate, "english_cloze", lambda data: made)
    monkeypatch.setattr(evaluate, "english_groupe", lambda data: replace(made, name="other"))

    def right(texts):
        return np.array([[1.0, 0.0] if text == "x" else [0.0, 1.0] for text in texts])

    def wrong(texts):
        return right(texts) if len(texts) > 1 else 1 - right(texts)

    found = evaluate.english_figures(tmp_path, right, wrong)
    assert list(found) == ["made", "made, base", "other", "other, base"]
    assert found["made"]["nDCG@10"] == 100 > found["made, base"]["nDCG@10"]
    assert list(evaluate.english_figures(tmp_path, right, None)) == ["made", "other"]


def test_stems_join_the_words_of_a_term_and_keep_its_likeliest_translations():
    found = [
        ("ville", "city", 6.0),
        ("villes", "cities", 4.0),
        ("ville", "town", 5.0),
        ("ville", "burg", 1.0),
        ("bourg", "town", 15.0),
        ("plan", "plan", 9.0),
    ]
    table = stems(iter(found))
    assert set(table) == {"vill", "bourg"}
    assert table["vill"] == {
        "citi": (pytest.approx(10 / 16), pytest.approx(1.0)),
        "town": (pytest.approx(5 / 16), pytest.approx(5 / 20)),
    }
    assert table["bourg"] == {"town": (pytest.approx(1.0), pytest.approx(15 / 20))}


def test_terms_of_several_words_are_kept_where_they_say_more_than_their_words():
    found = [
        ("appel", "call", 3.0),
        ("offre", "offer", 3.0),
        ("appel d offres", "invitation to tender", 1.0),
        ("appel offre", "call for offers", 0.0),
        ("plan de ville", "city plan", 1.0),
        ("ville", "city", 2.0),
        ("plan", "plan", 2.0),
        ("d accord", "okay", 1.0),
    ]
    table = stems(iter(found))
    assert set(table["appel offre"]) == {"invit tender"}
    assert "plan vill" not in table, "its words say as much"
    assert all("okay" not in each for each in table.values())


def test_the_card_has_a_column_for_the_english_model_and_one_for_the_encoder():
    measured = {"nDCG@10": 40.0}
    base = {"model": "base", "english-groupe": measured, "english_closeness": 1.0}
    ours = {"model": "/any/folder", "english-groupe": {"nDCG@10": 44.5}, "english-groupe, base": measured}
    lines = card([base, ours], 70_000, tuned=True).splitlines()
    assert "| Set | Measure | base | encoder |" in lines
    assert "| english-groupe | nDCG@10 | 40.0 | 44.5 |" in lines
    assert not any(", base" in line for line in lines)

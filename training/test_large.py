"""Training itself, on a model of one small layer and texts of our own: it learns, and goes on where it was stopped."""

import argparse
import json
import shutil

import pytest

pytest.importorskip("simplemma")
torch = pytest.importorskip("torch")

from training import distil, examples, tune  # noqa: E402
from training.carried import Spanned, read_sets, read_spanned, write_json, write_sets  # noqa: E402
from training.clozes import Clozes  # noqa: E402
from training.folder import write_folder  # noqa: E402
from training.large import Plan, Trainer, asked_alone, kept_out, learned  # noqa: E402
from training.measure import Retrieval  # noqa: E402
from training.network import Network  # noqa: E402
from training.options import base_model  # noqa: E402
from training.ragged import Ragged  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402
from transformers import BertConfig, BertModel  # noqa: E402

PLACES = ("Valombre", "Rives", "Sarrevigne", "Brigadoule", "Port Wenna", "Montclar", "Hautebrise", "Orvanne")
THINGS = ("market", "bridge", "library", "station", "school", "garden")


def rows() -> list[examples.Example]:
    made = [
        ("parallel", f"la halle {thing} de {place}", f"the {thing} of {place}") for place in PLACES for thing in THINGS
    ]
    return [*made, *(("identity", english, english) for _, _, english in made)]


def paragraphs() -> list[Spanned]:
    made = []
    for place in PLACES:
        sentences = [
            f"La commune de {place} a ouvert une maison des services en mars dernier.",
            f"Les agents de {place} y reçoivent les habitants sans rendez-vous chaque matin.",
            f"Un camion itinérant complète le dispositif autour de {place} le samedi soir.",
        ]
        text, spans = " ".join(sentences), []
        for sentence in sentences:
            start = text.index(sentence)
            spans.append((start, start + len(sentence)))
        made.append(Spanned("notes", f"Note de {place}", text, spans))
    return made


def retrieval(name: str) -> Retrieval:
    import ir_measures

    corpus = {place: f"Note de {place}\nla halle de {place} ouvre" for place in PLACES}
    questions = {f"q-{place}": f"quand ouvre la halle de {place}" for place in PLACES}
    return Retrieval(name, corpus, questions, [ir_measures.Qrel(f"q-{place}", place, 1) for place in PLACES])


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A folder with a model of one layer, as both teacher and start, and everything the steps read."""
    work = tmp_path_factory.mktemp("work")
    tokenizer = base_model() / "tokenizer.json"
    size = Tokenizer.from_file(str(tokenizer)).get_vocab_size()
    for name, seed in (("base", 1), ("start", 2)):
        torch.manual_seed(seed)
        config = BertConfig(
            vocab_size=size, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64
        )
        write_folder(BertModel(config), tokenizer, work / name)
    shutil.copyfile(tokenizer, work / "tokenizer.json")
    examples.write(work / "examples.tsv", rows())
    write_json(work / "paragraphs.json.gz", [vars(each) for each in paragraphs()])
    write_sets(work, [retrieval("piaf-dev"), retrieval("service-public-dev")], ["the market of Rives"])
    return work


def test_rows_of_tokens_come_back_padded_and_in_their_order():
    ragged = Ragged([[5, 6], [7], [8, 9, 10]], "cpu")
    numbers, mask = ragged.batch([2, 1])
    assert numbers.tolist() == [[8, 9, 10], [7, 0, 0]]
    assert mask.tolist() == [[1, 1, 1], [1, 0, 0]]
    assert len(ragged) == 3


def test_what_is_carried_comes_back_as_it_was(small):
    assert read_spanned(small) == paragraphs()
    sets = read_sets(small)
    assert sets.english == ["the market of Rives"]
    assert sets.retrieval[0] == retrieval("piaf-dev")


def test_clozes_ask_with_words_of_a_sentence_of_their_paragraph(small):
    tokenizer = Tokenizer.from_file(str(small / "tokenizer.json"))
    tokenizer.no_padding()
    clozes = Clozes(paragraphs(), tokenizer, "cpu", 3)
    assert len(clozes) == len(PLACES)
    whole = {each.title.removeprefix("Note de "): each.text for each in paragraphs()}
    kept = set()
    for _ in range(10):
        (asked, asked_mask), (passages, passage_mask) = clozes.draw(8)
        for row in range(8):
            question = asked[row][asked_mask[row].bool()].tolist()
            passage = passages[row][passage_mask[row].bool()].tolist()
            assert (question[0], question[-1], passage[0], passage[-1]) == (101, 102, 101, 102)
            text = tokenizer.decode(passage)
            place = next(place for place in PLACES if place.lower() in text)
            spoken = [set(tokenizer.encode(f"{part}.").ids) for part in whole[place].split(".")]
            assert any(set(question) <= each for each in spoken)
            kept.add(text.count("maison") + text.count("agents") + text.count("camion"))
    assert kept == {2, 3}, "the sentence stays, or goes"


def test_questions_on_titles_kept_out_are_not_learned():
    found = retrieval("piaf-dev")
    out = [place for place in PLACES if kept_out(found, place, (0.0, 0.5))]
    assert 0 < len(out) < len(PLACES)
    assert {passage for _, passage in learned(found, (0.0, 0.5))} == {
        text for place, text in found.corpus.items() if place not in out
    }
    alone = asked_alone(found, {"q-Rives"})
    assert (list(alone.questions), [grade.query_id for grade in alone.grades]) == (["q-Rives"], ["q-Rives"])


@pytest.mark.extended
def test_large_batches_bring_texts_to_their_targets_and_questions_to_their_passages(small):
    trainer = Trainer(small, small / "base", "cpu")
    before = Network(small / "start").encode([text for _, text, _ in rows()])
    plan = Plan(60, 3e-3, 1e-2, warm_up=5, budget=2000, cloze_weight=0.2, question_weight=0.5, matches=8)
    student = trainer.trained(small / "start", plan)
    after = student.encode([text for _, text, _ in rows()])
    targets = trainer.targets.float().numpy()
    assert (after * targets).sum(1).mean() > (before * targets).sum(1).mean() + 0.1
    figures = trainer.measured(student, only=("piaf-dev",))
    assert set(figures) == {"piaf-dev", "english_closeness"}
    assert figures["piaf-dev"]["nDCG@10"] > 60


def _data(folder) -> None:
    for name in ("piaf-dev", "cds-sections-xling-fr-en-dev", "pyfaq-xling-fr-en-dev", "service-public-dev"):
        made, target = retrieval(name), folder / "beir" / name
        (target / "qrels").mkdir(parents=True)
        texts = [{"_id": place, "title": f"Note de {place}", "text": text} for place, text in made.corpus.items()]
        (target / "corpus.jsonl").write_text("\n".join(map(json.dumps, texts)), encoding="utf-8")
        asked = [{"_id": name, "text": text} for name, text in made.questions.items()]
        (target / "queries.jsonl").write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
        grades = ["query-id\tcorpus-id\tscore", *(f"{grade.query_id}\t{grade.doc_id}\t1" for grade in made.grades)]
        (target / "qrels" / "test.tsv").write_text("\n".join(grades), encoding="utf-8")


def test_a_stopped_distillation_goes_on_from_its_checkpoint(small, tmp_path):
    _data(tmp_path)
    given = argparse.Namespace(
        work=small, data=tmp_path, base=small / "base", start=small / "start", seed=13, run="distil",
        body_rate=1e-3, row_rate=1e-3, budget=400, threads=1, examples_planned=150,
        checkpoint_minutes=60, measure_minutes=60, measure_first=False, log=tmp_path / "log.csv",
    )  # fmt: skip
    first = distil.Training(given)
    first.run()
    stopped = first.progress
    given.examples_planned = 300
    again = distil.Training(given)
    assert (again.progress.seen, again.progress.step) == (stopped.seen, stopped.step)
    ours, theirs = first.student.body.parameters(), again.student.body.parameters()
    assert all(torch.equal(mine, other) for mine, other in zip(ours, theirs, strict=True))
    again.run()
    assert again.progress.seen >= 300 > stopped.seen
    assert (small / "distil" / "best" / "model.safetensors").is_file()


@pytest.mark.extended
def test_a_stopped_tuning_goes_on_from_its_checkpoint(small, tmp_path, monkeypatch):
    steps: list[int] = []
    pairs = [("quand ouvre la halle", "la halle ouvre le matin"), ("qui tient le pont", "le pont est tenu par Rives")]

    class Drawn:
        held, questions, titled, paragraphs = {"piaf-dev": []}, pairs, [], []

        def batch(self, size: int, seed: int, step: int, share: float):
            steps.append(step)
            return pairs

    monkeypatch.setattr(tune.Matches, "read", lambda *arguments: Drawn())
    arguments = ["tune", "--work", str(small), "--data", str(tmp_path), "--base", str(small / "base")]
    monkeypatch.setattr("sys.argv", [*arguments, "--start", str(small / "start"), "--steps", "100"])
    tune.main()
    assert max(steps) == 98
    steps.clear()
    monkeypatch.setattr("sys.argv", [*arguments, "--start", str(small / "start"), "--steps", "120"])
    tune.main()
    assert min(steps) == 100, "the steps before the checkpoint are not made again"
    assert (small / "tuned" / "model.safetensors").is_file()

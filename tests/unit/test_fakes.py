"""The fake embedder ranks sensibly: a random one would test nothing."""

from __future__ import annotations

import numpy as np

from fakes import HashEmbedder

TEXTS = [
    "Le budget participatif donne aux habitants une part du budget de la ville.",
    "La bibliothèque municipale prête des vélos.",
    "Le tramway relie la gare au port.",
]


def test_a_question_finds_the_text_that_shares_its_words() -> None:
    embedder = HashEmbedder()
    vectors = embedder.embed_passages(TEXTS)
    for place, question in enumerate(["budgets participatifs des villes", "prêt de vélo", "où va le tramway"]):
        assert int(np.argmax(vectors @ embedder.embed_query(question))) == place


def test_vectors_are_unit_float32_and_the_same_every_time() -> None:
    vectors = HashEmbedder().embed_passages([*TEXTS, "", "—"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (5, 64)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0)
    assert np.array_equal(vectors, HashEmbedder().embed_passages([*TEXTS, "", "—"]))
    assert float(HashEmbedder().embed_query("budget").sum()) in {-1.0, 1.0}


def test_the_fingerprint_tells_models_apart() -> None:
    assert HashEmbedder().fingerprint == HashEmbedder().fingerprint
    assert HashEmbedder().fingerprint != HashEmbedder(name="other").fingerprint
    assert HashEmbedder().fingerprint != HashEmbedder(dimension=32).fingerprint

"""Embedding models that are known to be good at French and other languages: facts, no code.

Figures are of retrieval in French: AlloprofRetrieval (questions of pupils in Quebec), nDCG@10 in percent, from the
results that the MTEB project publishes (https://github.com/embeddings-benchmark/results). Where none was found there
for a model, there is none here. Sizes, lengths and licences are those of MTEB's descriptions of models and of the
models' cards. The figure of the embedded model is ours ("Encoder" in evals/README.md), on another set: not to be
compared with the others.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.models.folders import EMBEDDED

_ALLOPROF = "MTEB AlloprofRetrieval, nDCG@10"


@dataclass(frozen=True, slots=True)
class KnownModel:
    """One model.

    `parameters` are in millions, `megabytes` are those of the weights, `max_tokens` is the longest input (None: not
    stated), `figure` is in percent (None: not published), of `measure`. `gated` tells that its licence has to be
    accepted on the hub before it can be fetched, `own_code` that it brings program code of its own, which the assistant
    does not run.
    """

    name: str
    parameters: int
    megabytes: int
    languages: str
    licence: str
    dimensions: int
    max_tokens: int | None
    query_prompt: str = ""
    passage_prompt: str = ""
    figure: float | None = None
    measure: str = ""
    gated: bool = False
    own_code: bool = False


def _e5(size: str, parameters: int, megabytes: int, dimensions: int, figure: float) -> KnownModel:
    return KnownModel(
        name=f"intfloat/multilingual-e5-{size}",
        parameters=parameters,
        megabytes=megabytes,
        languages="100",
        licence="MIT",
        dimensions=dimensions,
        max_tokens=512,
        query_prompt="query: ",
        passage_prompt="passage: ",
        figure=figure,
        measure=_ALLOPROF,
    )


def _paraphrase(kind: str, parameters: int, megabytes: int, dimensions: int, figure: float) -> KnownModel:
    return KnownModel(
        name=f"sentence-transformers/paraphrase-multilingual-{kind}",
        parameters=parameters,
        megabytes=megabytes,
        languages="50",
        licence="Apache-2.0",
        dimensions=dimensions,
        max_tokens=128,
        figure=figure,
        measure=_ALLOPROF,
    )


KNOWN = (
    KnownModel(EMBEDDED, 38, 77, "fr, en", "CC BY-SA 4.0", 384, 256, figure=70.5, measure="PIAF (held out), nDCG@10"),
    _e5("small", 118, 471, 384, 27.4),
    _e5("base", 278, 1112, 768, 34.4),
    _e5("large", 560, 2240, 1024, 39.3),
    KnownModel("BAAI/bge-m3", 568, 2272, "100+", "MIT", 1024, 8192),
    KnownModel(
        "Snowflake/snowflake-arctic-embed-l-v2.0", 568, 2272, "70+", "Apache-2.0", 1024, 8192, query_prompt="query: "
    ),
    KnownModel(
        "Snowflake/snowflake-arctic-embed-m-v2.0",
        305,
        1221,
        "70+",
        "Apache-2.0",
        768,
        8192,
        query_prompt="query: ",
        figure=55.2,
        measure=_ALLOPROF,
        own_code=True,
    ),
    KnownModel("Alibaba-NLP/gte-multilingual-base", 305, 611, "70+", "Apache-2.0", 768, 8192, own_code=True),
    KnownModel(
        "google/embeddinggemma-300m",
        308,
        1211,
        "100+",
        "Gemma",
        768,
        2048,
        query_prompt="task: search result | query: ",
        passage_prompt="title: none | text: ",
        gated=True,
    ),
    _paraphrase("MiniLM-L12-v2", 118, 471, 384, 26.6),
    _paraphrase("mpnet-base-v2", 278, 1112, 768, 30.8),
    KnownModel("dangvantuan/sentence-camembert-base", 111, 443, "fr", "Apache-2.0", 768, None),
)


def known_model(name: str) -> KnownModel | None:
    """The known model of a name, whole or without its owner; None for any other."""
    wanted = name.casefold()
    return next((model for model in KNOWN if wanted in (model.name.casefold(), _short(model.name))), None)


def _short(name: str) -> str:
    return name.rpartition("/")[2].casefold()

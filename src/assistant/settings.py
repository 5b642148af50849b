"""Typed settings: defaults, then a TOML file, then ASSISTANT_* variables (nested names joined by two underscores).

Example: ASSISTANT_SERVER__PORT=7861, or in the file: [server] port = 7861. Unknown keys are refused by name.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_serializer, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from assistant.errors import SettingsError
from assistant.types import Language
from assistant.types.arguments import public_arguments

_PREFIX = "ASSISTANT_"
DATA_VARIABLE = "ASSISTANT_DATA"  # no setting: where tests and benchmarks find measured data
DEFAULT_SETTINGS_FILE = Path("assistant.toml")


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(_Section):
    """What reading one file may cost. A file that would cost more is listed as failed, never read half."""

    file_mb: int = Field(200, ge=1, description="Largest file read, in megabytes.")
    pages: int = Field(5000, ge=1, description="Most pages of one document.")
    characters: int = Field(20_000_000, ge=1000, description="Most characters of text of one file.")
    passages: int = Field(20_000, ge=100, description="Most passages one document is cut into.")
    memory_mb: int = Field(1024, ge=256, description="Address space of the process that reads, in megabytes.")
    cpu_seconds: int = Field(45, ge=1, description="CPU time of the process that reads one file, in seconds.")
    wall_seconds: int = Field(55, ge=1, description="Time to read one file by the clock, in seconds.")


class Recognition(_Section):
    """How text is recognised on pages that are pictures (scans, photographs, fonts that can't be read)."""

    tessdata: str = Field("", description="Folder of Tesseract's language data; empty: where systems put it.")
    pages: int = Field(500, ge=0, description="Most pages recognised of one document; 0: none.")
    seconds: int = Field(1800, ge=1, description="Most time for the pages of one document, by the clock, in seconds.")
    page_seconds: int = Field(30, ge=1, description="CPU time of the process that recognises one page, in seconds.")


class Passages(_Section):
    """How documents are cut into passages; lengths are in words."""

    target_words: int = Field(150, ge=20, description="Length aimed at.")
    max_words: int = Field(200, ge=30, description="Length never passed, unless one sentence alone is longer.")
    overlap_words: int = Field(
        30, ge=0, description="Longest sentence repeated at the start of a passage that continues a cut paragraph."
    )


class Embedding(_Section):
    """Which model makes the vectors."""

    model: str = Field(
        "embedded",
        description='Path of a model folder, a hub name, or "llama-index:MODULE.CLASS"; "embedded": the index\'s own '
        "(`assistant models use`), for a new index the one that comes with the program.",
    )
    arguments: dict[str, Any] = Field({}, description="What the class of a llama-index model is made with.")
    query_prompt: str = Field("", description='Put before a question (E5: "query: "); empty: what the model asks for.')
    passage_prompt: str = Field(
        "", description='Put before a passage (E5: "passage: "); empty: what the model asks for.'
    )
    max_tokens: int | None = Field(None, ge=16, description="Longest input in tokens; None: the model's own.")
    precision: Literal["auto", "float32", "bfloat16"] = Field(
        "auto", description="bfloat16 where the processor computes in it (auto), or one of the two always."
    )
    threads: int = Field(0, ge=0, description="Threads to embed passages with; 0: all cores. Questions use one.")
    batch_size: int = Field(8, ge=1, description="Passages embedded at a time.")

    @field_serializer("arguments", when_used="json")
    def _without_secrets(self, value: dict[str, Any]) -> dict[str, Any]:
        """What is written into reports."""
        return public_arguments(value)


class Retrieval(_Section):
    """How passages are found."""

    candidates: int = Field(100, ge=10, le=1000, description="Passages asked of each leg before fusion.")
    vector_weight: float | None = Field(
        None, ge=0, le=1, description="Share of the vector leg in the fusion; None: what was measured for the model."
    )
    evidence: int = Field(12, ge=1, le=100, description="Passages an answer is made from, at most.")
    reranker: str = Field(
        "",
        description="What orders the best passages again: the folder or hub name of a cross-encoder, or "
        '"llama-index:MODULE.CLASS"; empty: nothing.',
    )
    reranker_arguments: dict[str, Any] = Field({}, description="What the class of a llama-index reranker is made with.")
    rewrite: bool = Field(
        True, description="Have follow-up questions rewritten by the model server, where one is named."
    )
    rewrite_seconds: float = Field(
        10, gt=0, description="Longest wait for a rewritten question; beyond it, rules make it stand alone."
    )
    rerank_depth: int = Field(50, ge=1, le=1000, description="Passages given to the reranker.")

    @field_serializer("reranker_arguments", when_used="json")
    def _without_secrets(self, value: dict[str, Any]) -> dict[str, Any]:
        """What is written into reports."""
        return public_arguments(value)


class Answering(_Section):
    """How answers are made."""

    mode: Literal["auto", "extractive", "generative"] = Field(
        "auto",
        description='How: "extractive", by sentences of the documents; "generative", written by the model server '
        'from quotes, each claim checked; "auto", generative where a model server is named.',
    )
    unverified: Literal["remove", "strike"] = Field(
        "remove", description="What becomes of written sentences that their quotes do not establish."
    )
    nli: str = Field(
        "",
        description="Folder or hub name of an inference (NLI) model that checks written claims too; empty: none.",
    )
    max_sentences: int = Field(6, ge=1, le=20, description="Most sentences quoted in one answer.")
    question_characters: int = Field(4000, ge=100, description="Longest question taken.")


class Places(_Section):
    """Which places and authorities are recognised in documents."""

    file: Path = Field(
        Path("lieux.txt"),
        description="The group's own list, where it is there: a place a line (\"Name @ Authority = other name; other "
        'name"), "- Name" for one that is not to be recognised. French communes of 2,000 inhabitants and more, their '
        "groups, départements and regions are known.",
    )


class ModelServer(_Section):
    """A language model behind any server that speaks OpenAI's protocol. Nothing is sent to it unless it is named."""

    base_url: str = Field("", description="Its address, most often ending in /v1; empty: no model server.")
    model: str = Field("", description="Name of the model on that server.")
    api_key: SecretStr | None = Field(
        None, description="Its key, where it wants one; better in the variable than in the file."
    )
    context_tokens: int = Field(
        8192, ge=512, description="Tokens that a request and its answer may come to together, as the server is set up."
    )
    timeout_seconds: float = Field(120, gt=0, description="Longest wait for one answer, retries included.")
    retries: int = Field(2, ge=0, le=10, description="Times a request is sent again after a failure that may pass.")

    @field_validator("base_url")
    @classmethod
    def _is_plain_address(cls, value: str) -> str:
        """Keys and passwords have no place in an address: it is shown in messages."""
        address = urlsplit(value.strip())
        plain = address.scheme in ("http", "https") and address.hostname and "@" not in address.netloc
        if value.strip() and (not plain or address.query or address.fragment):
            raise ValueError("not a plain http or https address")
        return value.strip().rstrip("/")


class Conversations(_Section):
    """What is kept of the dialogues in the chat, and of those that ask for it."""

    per_owner: int = Field(500, ge=1, description="Most conversations kept of one person; more are refused, none lost.")
    in_all: int = Field(20_000, ge=1, description="Most conversations kept of all.")
    turns: int = Field(200, ge=1, description="Most questions kept of one conversation.")
    keep_days: int = Field(
        400, ge=0, description="Days after which a conversation nobody spoke in is erased, at the start; 0: never."
    )
    comment_characters: int = Field(2000, ge=0, description="Longest comment of a feedback.")


class Drafting(_Section):
    """How proposals are kept, written and exported."""

    proposals: int = Field(200, ge=1, description="Most proposals kept; more are refused, none lost.")
    sections: int = Field(60, ge=1, description="Most sections of one proposal.")
    quotes: int = Field(500, ge=1, description="Most quotes in the basket of one section.")
    quote_characters: int = Field(4000, ge=100, description="Longest quote picked.")
    text_characters: int = Field(200_000, ge=1000, description="Longest text of one section.")
    field_characters: int = Field(1000, ge=100, description="Longest question, reader or comment.")
    lock_seconds: int = Field(
        120, ge=10, description="Seconds that a section stays locked for whoever edits it, unless they say so again."
    )
    suggestions: int = Field(10, ge=1, le=50, description="Most quotes proposed for a section at a time.")
    on_bad_quote: Literal["refuse", "annotate"] = Field(
        "refuse",
        description="What an export does where a quote of the text no longer stands in its document, or may not be "
        'quoted any more: "refuse" it, or "annotate" it, marked where it stands.',
    )


class Web(_Section):
    """How the web is read, where a web address is ingested or a feed is watched."""

    folder: Path | None = Field(None, description="Folder that pages are kept in; None: web/ in the corpus folder.")
    allow_private: bool = Field(
        False, description="Read addresses of a private network and of this machine, too (never link-local ones)."
    )
    timeout_seconds: float = Field(30, gt=0, description="Longest wait for one whole answer.")
    max_mb: float = Field(50, gt=0, description="Largest answer read, decompressed, in megabytes.")
    pause_seconds: float = Field(
        1, ge=0, description="Pause between two requests to a site, longer where it asks for it, up to 30 s."
    )
    max_pages: int = Field(200, ge=1, description="Most pages read in one go, of a sitemap or a list.")
    user_agent: str = Field(
        "assistant/0.1 (veille documentaire d'un groupe de travail)",
        pattern=r"^[A-Za-z_-]+(?:/[ -~]*)?$",
        max_length=200,
        description="What sites are told we are; robots.txt names us by what is before the slash.",
    )


class Server(_Section):
    """Where the pages and the API are served."""

    host: str = Field("127.0.0.1", description="Address listened on; the default is reachable from this machine only.")
    port: int = Field(7860, ge=1, le=65535, description="Port listened on.")
    concurrency: int = Field(4, ge=1, description="Questions answered at the same time.")
    queue: int = Field(64, ge=1, description="Questions waiting at most; more are refused with a sentence.")


class Bench(_Section):
    """Where facilitators' test bench keeps its files."""

    folder: Path = Field(
        Path("evals"),
        description="Folder of the test bench: case files (`cases/`), passages to grade (`pools/`), measurements "
        "(`reports/`) and those that later ones are held against (`references/`).",
    )


class Settings(BaseSettings):
    """All settings. Build with `load_settings`, which maps what is wrong to a SettingsError."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    index: Path = Field(Path("index"), description="Folder of the index.")
    corpus: Path = Field(Path("corpus"), description="Folder ingested when no path is given.")
    backups: Path = Field(Path("backups"), description="Folder that the administration page puts backups in.")
    language: Language = Field("fr", description="Language of messages that do not answer a question: fr or en.")
    limits: Limits = Limits()
    recognition: Recognition = Recognition()
    passages: Passages = Passages()
    embedding: Embedding = Embedding()
    retrieval: Retrieval = Retrieval()
    answering: Answering = Answering()
    places: Places = Places()
    model_server: ModelServer = ModelServer()
    conversations: Conversations = Conversations()
    drafting: Drafting = Drafting()
    web: Web = Web()
    bench: Bench = Bench()
    server: Server = Server()

    @property
    def web_folder(self) -> Path:
        """The folder that web pages are kept in."""
        return self.web.folder or self.corpus / "web"

    @property
    def writes(self) -> bool:
        """Whether answers are written by a model server: one is named, and extracts are not asked for."""
        server = self.model_server
        return bool(server.base_url and server.model) and self.answering.mode != "extractive"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file (given as init values)."""
        return env_settings, init_settings


def load_settings(file: Path | None = None, overrides: dict[str, Any] | None = None) -> Settings:
    """Settings from a TOML file (by default assistant.toml where it exists), the environment, then overrides.

    Args:
        file: settings file; it must exist when given.
        overrides: top-level settings given on the command line; they win over everything.

    Raises:
        SettingsError: the file can't be read, or a key or value is not valid.
    """
    path = file or DEFAULT_SETTINGS_FILE
    values: dict[str, Any] = {}
    if file is not None or path.is_file():
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError("settings_file", path=path, detail=error) from error
    _refuse_unknown_variables()
    try:
        settings = Settings(**values)
        return settings.model_copy(update=overrides) if overrides else settings
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsError("settings_value", name=name, detail=first["msg"]) from error


def _refuse_unknown_variables() -> None:
    """A misspelt variable would be passed over in silence otherwise: only the first part of its name is checked here.

    Raises:
        SettingsError: settings_value, naming the variable.
    """
    for name in os.environ:
        first = name.removeprefix(_PREFIX).split("__")[0].lower()
        if name.startswith(_PREFIX) and name != DATA_VARIABLE and first not in Settings.model_fields:
            raise SettingsError("settings_value", name=name, detail="unknown")

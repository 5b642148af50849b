"""The assistant's retriever inside a llama-index query engine.

    python docs/examples/llama_index_engine.py QUESTION

Needs an index (`assistant ingest`). Any llama-index model can stand in the place of MockLLM, which only repeats what it
is given and needs no server.
"""

import sys

from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine

from assistant.build import build_assistant
from assistant.llama_index import as_retriever
from assistant.settings import load_settings

question = sys.argv[1] if len(sys.argv) > 1 else "Qu'est-ce qu'un budget participatif ?"

with build_assistant(load_settings()) as assistant:
    engine = RetrieverQueryEngine.from_args(as_retriever(assistant, limit=3), llm=MockLLM())
    response = engine.query(question)

for number, source in enumerate(response.source_nodes, start=1):
    page = f", p. {source.metadata['page_start']}" if source.metadata["page_start"] else ""
    sys.stdout.write(f"[{number}] {source.metadata['title']}{page}: {' '.join(source.text.split())[:120]}\n")

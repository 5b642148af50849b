"""The assistant: cited answers from a working group's documents.

The package imports nothing heavy: `import assistant` stays cheap, and each part loads its vendor
(torch, chromadb, gradio) only when it is used.
"""

__version__ = "0.1.0"

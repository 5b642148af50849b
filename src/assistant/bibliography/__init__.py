"""Bibliographies: read, linked to documents, and written: BibTeX, RIS, CSL-JSON, Zotero exports, sidecar files."""

"""Proposals as files: DOCX with native footnotes, ODT, Markdown, HTML, PDF, and a bundle that can be checked."""

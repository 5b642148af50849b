"""Proposals written from evidence: baskets of quotes, suggestions, text with its quotes, what checking it gives."""

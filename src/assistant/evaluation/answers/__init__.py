"""Answers, measured: quotes, support, correctness, refusals."""

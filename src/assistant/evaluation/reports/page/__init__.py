"""The page of a report: what it shows, in which words, drawn how. Values only; `evaluation.html` renders them."""

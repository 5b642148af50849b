"""Gold sets made by people: pooling, grading, agreement, candidate questions."""

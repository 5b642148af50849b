"""Does the evidence support the claim? Judges of that: answers are checked by them, the suite measures with them."""

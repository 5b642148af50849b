"""What facilitators do with the gold set and its measurements, for every front: cases, grades, measurements, gate."""

"""The page of facilitators: a search explained, the gold set, grades, measurements."""

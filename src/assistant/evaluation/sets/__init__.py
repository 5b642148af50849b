"""Question sets: BEIR folders and case files, held against an index: what is right, and where it stands."""

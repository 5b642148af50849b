"""Places and authorities: the list of their names, and which of them a document is about."""

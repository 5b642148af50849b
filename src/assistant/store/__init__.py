"""The stores: the catalogue is the truth; the lexical and vector indexes are caches that it can rebuild."""

"""Words of French and English, as data that every layer above may ask."""

"""The page of the index's state."""

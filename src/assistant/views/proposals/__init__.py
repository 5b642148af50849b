"""The page on which proposals are written."""

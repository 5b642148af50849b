"""Watching the web: feeds, what they propose, and what is new."""

"""The chat page, mounted in the API."""

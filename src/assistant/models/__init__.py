"""Adapters to models: those on disk (cross-encoders, folders of any model) and those behind a server."""

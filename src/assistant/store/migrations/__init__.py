"""Alembic's migrations of the catalogue, run by `database.Database.migrate` when it is opened."""

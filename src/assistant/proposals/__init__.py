"""Proposals as a service: kept, edited by several people, written, checked."""

"""Retrieval, measured leg by leg: is what is right found?"""

"""Measuring: question sets, metrics, and the runs that give them. Works on anything that searches like Assistant."""

"""Monitoring and evaluation: the figures of a quarter, and how they look."""

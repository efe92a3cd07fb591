"""Formats of plan documents to rows: one module for each family of files."""

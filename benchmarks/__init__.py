"""Figures measured against a bare bot of the same library, in one run: `make bench`. They are told, never tested."""

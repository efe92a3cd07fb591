"""Backups: one file that holds everything, perhaps sealed; nightly copies beside a pool; and the way back."""

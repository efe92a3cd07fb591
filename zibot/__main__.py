"""Start: `python -m zibot` is `zibot`."""

from zibot.cli import main

main()

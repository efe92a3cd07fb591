"""A whole quarter on bad days: the real bot's process, our own Telegram, faults and kill -9; then its books are held
against what people did. `make soak`, or `python -m tests.soak.judged` for many photos at once."""

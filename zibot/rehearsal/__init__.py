"""A Telegram Bot API on this machine, with a page on which one plays every person and moves the clock."""

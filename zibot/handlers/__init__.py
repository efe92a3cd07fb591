"""Someone spoke: each handler unpacks what Telegram says, asks the rules, writes facts, and puts out the answers."""

"""Plain rules: what is due, what may happen, who may do it. No chat, no database, no clock."""

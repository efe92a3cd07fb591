"""A browser, a supervisor or Telegram called us: health, and the webhook."""

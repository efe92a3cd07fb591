"""The durable inbox and outbox: nothing that came in or must go out is lost."""

"""Layouts of plans to items: one module for each way in which offices draw their table."""

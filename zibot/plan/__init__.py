"""A plan document to items with schedules, and problems by row. No chat, no database, no clock."""

from zibot.plan.problem import PlanError, Problem
from zibot.plan.read import read_plan
from zibot.plan.reading import Area, PlanItem, Reading, Source

__all__ = ["Area", "PlanError", "PlanItem", "Problem", "Reading", "Source", "read_plan"]

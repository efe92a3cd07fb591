"""The review workbook: a reading as a workbook that people correct, and the corrected workbook as a reading."""

from zibot.plan.review.book import is_review
from zibot.plan.review.read import read_review
from zibot.plan.review.shape import ReviewLabels
from zibot.plan.review.write import write_review

__all__ = ["ReviewLabels", "is_review", "read_review", "write_review"]

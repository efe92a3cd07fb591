"""Workbooks of a plan: the review workbook of a document and of the plan in force, out to the lead and back again."""

from collections.abc import Callable
from pathlib import Path

from zibot import texts
from zibot.context import Desk
from zibot.model import Draft, Person
from zibot.plan.problem import Problem
from zibot.plan.reading import Reading
from zibot.workdays import Workdays


def say_problem(problem: Problem) -> str:
    """A problem as one sentence."""
    return texts.problem(problem.code, problem.details)


def is_workbook(path: Path) -> bool:
    """Whether a file is a review workbook of ours."""
    from zibot.plan.review.book import is_review  # noqa: PLC0415 - its library is big, and seldom needed

    return is_review(path)


def read_workbook(
    path: Path, *, workdays: Workdays, year: int | None, kept: Callable[[str], Path] | None = None
) -> Reading:
    """The reading that a review workbook holds, with its corrections. Raises PlanError.

    `kept` tells where a file lies by its SHA-256: one that left without confidential words finds them there.
    """
    from zibot.plan.review.read import read_review  # noqa: PLC0415 - see above

    return read_review(path, workdays=workdays, year=year, kept=kept)


def send_review(desk: Desk, draft: Draft, *, to: Person) -> bool:
    """Send a draft's review workbook, with what to do with it; False where the one for the chat is not there."""
    assert draft.told is not None
    sha256 = draft.told.get("sheet")
    if sha256 is None or not desk.files.path(sha256).exists():
        return False
    name = f"lembar-periksa-{draft.told['year'] or 'rencana'}.xlsx"
    desk.record("exported", actor=to, what="review", files={name: sha256}, whole=draft.review_sha256)
    send_file(desk, draft.chat_id, name, sha256, caption=texts.render("draft_sheet", told=draft.told))
    return True


def send_file(desk: Desk, chat_id: int, name: str, sha256: str, *, caption: str) -> None:
    """Send a file from the store under a caption."""
    payload = {"chat_id": chat_id, "caption": caption, "parse_mode": "HTML", "filename": name}
    desk.put(chat_id, "sendDocument", payload, file_sha256=sha256)

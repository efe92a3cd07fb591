"""Every sentence that people read, filled with what a bad day brings: markup, emoji, endless words, nothing."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zibot import app, texts
from zibot.adoption import Adopted
from zibot.context import Verb, data, keyboard
from zibot.handlers.postponing import Decided
from zibot.jobs.digest import Counts
from zibot.model import Evidence, Item, Leave, Person, Plan
from zibot.monev.figures import quarter_figures
from zibot.plan.decree import Decree
from zibot.plan.problem import Problem
from zibot.plan.reading import Area, PlanItem, Reading
from zibot.plan.schedule import Schedule
from zibot.rehearsal.html import parse_html
from zibot.rules.assigning import Nobodys
from zibot.rules.day import Days
from zibot.rules.lifecycle import Duty, Standing, State
from zibot.rules.mornings import Digest
from zibot.rules.progress import overall, progress_by_area
from zibot.rules.roles import May, Role
from zibot.rules.subjects import Component
from zibot.rules.waiting import Away, Late
from zibot.storage.amending import Replanned
from zibot.workdays import Quarter

CODE = Path(texts.HERE).parent
SOURCES = {path: path.read_text(encoding="utf-8") for path in CODE.rglob("*.py")}
LABELS = tomllib.loads((texts.HERE / "labels.toml").read_text(encoding="utf-8"))
HTML = sorted(path.stem for path in texts.HERE.glob("*.html") if not path.stem.startswith("_"))
TODAY, DUE, LATER = date(2027, 4, 1), date(2027, 3, 31), date(2027, 4, 29)
NOW = datetime(2027, 4, 1, 1, 5, tzinfo=UTC)

MARKUP = "<b>Ani & \"Budi\"</b> 'x' </i> &lt;script&gt; &amp; <a href='x'>"
EMOJI = "👨‍👩‍👧‍👦🏳️‍🌈 Selesai 😀 "
WORD = "W" * 500
LONG = "panjang sekali " * 400
LINES = "baris satu\n\n\n\nbaris <dua>\ttab"
NASTY = {"markup": MARKUP, "emoji": EMOJI * 30, "word": WORD, "long": LONG, "lines": LINES, "one": "x"}


# what templates are filled with


def duty(words: str, state: State, due: date = DUE, number: int = 1, *, bare: bool = False) -> Duty:
    """An obligation whose every free text is `words`; a bare one has nothing that may be missing."""
    has_reason = state in (State.RETURNED, State.CANCELLED) or not bare
    return Duty(
        id=number,
        item_id=number,
        code=f"V.1.{number}",
        area=5,
        area_name=one_line(words),
        component=words,
        indicator=words,
        action=words,
        slots=() if bare else (words,) * 14,
        planned=due,
        adopted_on=date(2027, 1, 4),
        standing=Standing(state, words if has_reason else None, due, moved=False, evidence=() if bare else (1, 2, 3)),
        holders=() if bare else (1, 2, 99),
        confidential=not bare,
    )


def asked_for(words: str, *, bare: bool = False) -> Duty:
    """One for which a later due date is asked."""
    one = duty(words, State.PROGRESS, LATER, bare=bare)
    return replace(one, standing=replace(one.standing, asked=LATER + timedelta(days=9), asked_by=1))


def one_line(words: str) -> str:
    """Names come from the team file and the decree, where they are one line."""
    return " ".join(words.split())[:600]


def duties(words: str, *, bare: bool = False) -> list[Duty]:
    return [
        duty(words, state, due, number, bare=bare)
        for number, (state, due) in enumerate(((s, d) for s in State for d in (DUE, TODAY, LATER)), start=1)
    ]


def people(words: str, *, bare: bool = False) -> list[Person]:
    return [
        Person(
            id=number,
            satker_id=1,
            name=one_line(words),
            role=role,
            jabatan="" if bare else words,
            areas=[] if bare else [5, 6],
            items=[] if bare else ["V.1.2"] * 40,
            telegram_id=None if bare else 5,
        )
        for number, role in enumerate(Role, start=1)
    ]


def item(words: str, *, bare: bool = False) -> Item:
    return Item(
        satker_id=1,
        plan_id=1,
        position=1,
        code="V.1.2",
        area=5,
        area_name=one_line(words),
        component=words,
        indicator=words,
        action=words,
        slots=[] if bare else [words] * 14,
        target="" if bare else words,
        schedule={},
        certain=bare,
        confidential=not bare,
    )


def plan(words: str, *, bare: bool = False) -> Plan:
    return Plan(
        satker_id=1,
        year=2027,
        decree_number=None if bare else one_line(words),
        decree_date=None if bare else TODAY,
        source_name="x",
        source_sha256="0",
        adopted_at=NOW,
        adopted_on=TODAY,
    )


def piece(words: str, *, bare: bool = False) -> Evidence:
    return Evidence(
        satker_id=1,
        number=123,
        person_id=1,
        kind="photo",
        sha256="a" * 64,
        size=1,
        mime="",
        name=words,
        caption="" if bare else words,
        chat_id=1,
        message_id=1,
        sent_at=NOW,
        stored_at=NOW,
    )


def replanned(words: str) -> list[Replanned]:
    common = {"before": "V.1.2", "area": 5, "action": words, "confidential": False, "holders": frozenset()}
    return [
        Replanned(code="V.1.3", withdrawn=(DUE, TODAY), moved=((DUE, LATER),), planned=(LATER,), **common),
        Replanned(code="V.1.2", withdrawn=(), moved=((DUE, LATER),), planned=(), **common),
        Replanned(code="", withdrawn=(DUE,), moved=(), planned=(), **common),
    ]


def tellings(words: str, *, bare: bool) -> Iterator[dict[str, Any]]:
    """What was understood of a plan document, as its summary tells it."""
    line = one_line(words)
    change = {"added": 4, "dropped": 1, "changed": 2, "moved": 3, "same": 60, "unsure": 0 if bare else 1}
    named = [[kind, "V.1.2", words] for kind in ("added", "dropped", "changed", "moved")]
    yield {
        "year": None if bare else 2027,
        "number": None if bare else line,
        "date": None if bare else "4 Januari 2027",
        "other_office": None if bare else line,
        "items": 70,
        "due": 141,
        "areas": [[number, line, 10, 0 if bare else number] for number in range(1, 9)],
        "doubts": [] if bare else ["V.1.2"] * 40,
        "first": [] if bare else [{"code": "V.1.2", "action": words, "why": words}] * 3,
        "remarks": [] if bare else [words] * 5,
        "fixed": None if bare else 3,
        "asked": 0 if bare else 43,
        "unchanged": bare,
        "change": None if bare else {"number": line, "year": 2027, "named": named, **change},
        "replaces": None if bare else {"year": 2027, "number": line},
        "secret": 0 if bare else 5,
    }


def cases(template: str, words: str, *, bare: bool) -> Iterator[dict[str, Any]]:  # noqa: PLR0912, PLR0915 - one branch for each
    """Everything that a template is filled with in the code, in each of its shapes."""
    all_duties, team = duties(words, bare=bare), {person.id: person for person in people(words, bare=bare)}
    line = one_line(words)
    none_or_all = ([], all_duties)
    lists = {"team": team, "marks": texts.marks()}
    secret, never = (lambda duty: duty.confidential), (lambda duty: False)
    match template:
        case "agenda":
            common = {**lists, "of": f", {line} (V.1)", "when": "Mei 2027", "total": 99}
            shapes = ((d, h, n) for d in none_or_all for h in (secret, never) for n in (0, 4))
            yield from ({**common, "duties": d, "hidden": h, "done": n} for d, h, n in shapes)
        case "amended":
            counts = ({name: n for name in ("added", "changed", "recoded", "dropped", "withdrawn")} for n in (0, 7))
            for found in counts:
                common = {"plan": plan(words, bare=bare), "whole": found}
                yield from ({**common, "mine": mine, "areas": [5, 6]} for mine in (None, found))
        case "amended_mine":
            for many in (1, 40):
                yield {"name": line, "plan": plan(words, bare=bare), "changes": replanned(words) * many}
        case "area_unclear":
            yield from ({"asked": words, "candidates": c, "choices": [(5, line), (13, line)]} for c in (True, False))
        case "ask_evidence" | "moved" | "item_closed":
            yield from ({"duty": one, "code": one.code} for one in all_duties)
        case "cancelled":
            yield {"duty": duty(words, State.CANCELLED, bare=bare)}
        case "assign_list":
            found = [("V.4", line, ["V.4.1"] * n) for n in (1, 9)]
            common = {"count": 10, "page": 1, "example": line, "scope": "V.4", "areas": "" if bare else "V, VI"}
            for groups, pages in ((found, 3), (found[:1], 1), ([], 1)):
                yield from ({**common, "groups": groups, "pages": pages, "pic": pic} for pic in (True, False))
        case "assign_who":
            rows = [("V.4", words, 1), ("VI", line, 30)]
            for how, some in (("give", []), ("share", [line] * 3), ("take", [line])):
                common = {"how": how, "scopes": rows, "holders": some, "named": some, "people": len(some)}
                kinds = ((words, False, words), ("", True, ""), ("", False, ""))
                yield from ({**common, "unknown": u, "alike": a, "pic": p} for u, a, p in kinds)
        case "assign_which":
            yield {"asked": words, "scopes": [("V.4", words, 1), ("VI", line, 30)]}
        case "assign_unclear":
            yield from ({"asked": asked, "scope": "V.4", "example": line} for asked in (words, ""))
        case "assign_refused":
            for why in ("area", "reviewer", "wider", "not-held", "same"):
                yield {"why": why, "names": [line] * 2, "scope": "V.4", "wider": "V", "areas": "V, VI"}
        case "assigned":
            for some in ([], [line] * 3):
                one = {"scope": "V.4", "name": words, "count": len(some), "before": some, "after": some}
                both = [{**one, "closer": []}, {**one, "closer": [("V.4.3", [line])]}]
                yield from ({"lines": both, "told": some, "untold": some, "undone": u} for u in (True, False))
        case "assigned_yours":
            row = {"code": "V.4.1", "action": words, "due": DUE, "with": [line] * 2}
            plain = {**row, "due": None, "with": []}
            for won, lost in (([row, plain] * 9, []), ([], [row, plain] * 9), ([plain], [plain])):
                common = {"name": line, "by": line, "won": won, "lost": lost, "duties": all_duties[: len(won)]}
                yield from ({**common, "joined": joined} for joined in ([], [row, plain] * 9))
            yield {**common, "won": [], "lost": [], "joined": [row]}
        case "pic" | "pic_done":
            lasts = (None, *({"words": words, "names": [line], "same": same} for same in (True, False)))
            for last in lasts:
                some = [] if last is None else [line]
                common = {"words": words, "codes": ["V.4.1"] * 3, "scopes": ["V.4"] * 14, "holders": some, "nobodys": 1}
                yield {**common, "at": 1, "of": 9, "likely": [(name, words) for name in some], "last": last, "left": 0}
                yield {**common, "at": 1, "of": 9, "likely": [(line, "")], "last": last, "left": 4}
        case "pic_none":
            yield from ({"lead": lead} for lead in (True, False))
        case "pic_waiting":
            yield {"year": 2027, "count": 12, "example": words, "unowned": 30}
        case "ask_reason":
            kinds = ("reason-blocked", "reason-cancelled", "reason-denied", "new-due")
            yield from ({"duty": all_duties[0], "kind": kind} for kind in kinds)
        case "ask_schedule" | "schedule_unclear":
            yield from ({"item": item(words, bare=bare), "proposed": days} for days in ([], [LATER] * 12))
        case "scheduled":
            yield from ({"item": item(words, bare=bare), "dates": [LATER] * n, "left": n} for n in (0, 1, 12))
        case "unscheduled":
            yield {"items": [item(words, bare=bare)] * 40}
        case "backlog":
            yield {"duties": all_duties, "adopted": TODAY}
        case "date_unclear":
            yield {"example": TODAY}
        case "digest":
            leave = Days(TODAY, LATER, TODAY)
            groups = [(one, 7) for one in all_duties[:4]]
            nobodys = tuple(Nobodys("V.4", 5, words, ("V.4.1",) * 9, confidential=False) for _ in range(9))
            others = {
                "help": tuple(Late(*one) for one in groups),
                "reviews": tuple(all_duties),
                "asked": tuple(replace(o, standing=replace(o.standing, asked=LATER)) for o in all_duties[:4]),
                "ownerless": nobodys,
                "away": tuple(Away(one, 1, leave) for one in all_duties[:4]),
                "leave": leave,
                "unfiled": (12, 13, 14, 15),
            }
            own = {"late": tuple(all_duties[:3]), "today": tuple(all_duties[9:12]), "week": tuple(all_duties[12:14])}
            own |= {"later": tuple(all_duties[14:15])}
            also = {one.id: [DUE] * (one.id % 6) for one in all_duties}
            for filled in (own, {"late": own["late"][:1]}, others, own | others):
                digest = Digest(**filled)
                for more in (Counts(0, 0, 0, 0), Counts(6, 6, 6, 6)):
                    yield {**lists, "name": line, "person": 1, "digest": digest, "more": more, "also": also}
        case "later":
            yield from ({"duties": all_duties[:n], "day": LATER} for n in (1, 8))
        case "later_ask":
            yield {"duty": all_duties[0]}
        case "leaves":
            days = Leave(satker_id=1, person_id=1, first=TODAY, last=LATER, said_at=NOW)
            single = Leave(satker_id=1, person_id=1, first=TODAY, last=TODAY, said_at=NOW)
            yield from ({"leaves": found, "example": TODAY} for found in ([], [days, single]))
        case "leave_not":
            known = Leave(satker_id=1, person_id=1, first=TODAY, last=LATER, said_at=NOW)
            for why in ("unclear", "past", "long", "far", "overlaps"):
                yield {"why": why, "days": (TODAY, LATER), "known": known, "example": TODAY}
        case "leave_taken":
            leave = Leave(satker_id=1, person_id=1, first=TODAY, last=LATER, said_at=NOW)
            yield from (
                {"leave": leave, "duties": found, "more": n, "back": LATER}
                for found, n in (([], 0), (all_duties[:6], 3))
            )
        case "weekly":
            areas = [(5, line, all_duties), (13, line, all_duties[:1])]
            for week in ([], ["V.1.2"] * 12):
                common = {**lists, "week": week}
                yield {**common, "areas": areas, "secret": 3, "more": 7}
                yield {**common, "areas": [], "secret": 1, "more": 0}
        case "duty":
            notes = (("", None), ("submitted", None), ("progress", State.SUBMITTED), ("blocked", State.BLOCKED))
            for note, part in notes:
                common = {**lists, "note": note, "part": part, "heard": note == "blocked", "waits_for": []}
                for hidden in (True, False):
                    yield from ({**common, "duty": o, "closed": o.state.done, "hidden": hidden} for o in all_duties)
            for note in ("asked", "asked-nobody", "moved-own"):
                for waits_for in ([], [line, line]):
                    common = {**lists, "note": note, "part": None, "heard": False, "waits_for": waits_for}
                    yield {**common, "duty": asked_for(words, bare=bare), "closed": False, "hidden": False}
        case "restored":
            common = {"made": NOW, "until": NOW}
            yield from ({**common, "last": last, "restored": bare} for last in (0, 1_200))
        case "back":
            yield from ({"since": NOW, "until": NOW, "forgotten": forgotten} for forgotten in (None, NOW))
        case "unreachable":
            told = ((None, line, False), (line, None, False), (None, None, True))
            yield from ({"name": name, "title": title, "topic": topic} for name, title, topic in told)
        case "instead":
            yield {"name": line, "text": "<b>Selamat pagi</b>"}
        case "group_bound":
            for already, topic, area in (
                (True, False, None),
                (False, False, None),
                (False, True, 5),
                (True, True, None),
            ):
                yield {"already": already, "topic": topic, "area": area, "hears_all": already}
        case "topic_here":
            yield from ({"known": known} for known in (True, False))
        case "help":
            names = [name for name, _ in texts.commands("private")]
            for place, may in product((True, False), product((True, False), repeat=4)):
                rights = dict(zip(("reports", "reviews", "adopts", "teams"), may, strict=True))
                yield {"commands": names, "private": place, **rights}
        case "item":
            history = [{"at": TODAY, "what": "diajukan", "who": line, "due": LATER}] * 5
            for found in none_or_all:
                common = {
                    **lists,
                    "item": item(words, bare=bare),
                    "duties": found,
                    "asked": "V.1.2",
                    "total": len(found),
                }
                for dropped, earlier in ((False, None), (False, item(words)), (True, item(words))):
                    common |= {"dropped": dropped, "earlier": earlier, "private": not dropped, "start": 6}
                    common |= {"described": not dropped or not found, "history": history if earlier else []}
                    yield from ({**common, "holders": h, "hidden": x} for h in ([], [line] * 4) for x in (True, False))
            yield {**common, "holders": [], "hidden": False, "dropped": False, "asked": "V.1.3"}
        case "item_unknown":
            yield from ({"asked": words, "example": "V.1.2", "wrong": wrong} for wrong in (True, False))
        case "late":
            for found in none_or_all:
                common = {**lists, "duties": found, "total": 99, "hidden": secret}
                for of, when, earlier in (
                    ("", "", False),
                    (", area V", "minggu ini (5–11 Apr)", False),
                    ("", "besok", True),
                ):
                    yield from ({**common, "of": of, "when": when, "earlier": earlier, "besides": n} for n in (0, 3))
        case "missing":
            for found in none_or_all:
                common = {
                    **lists,
                    "duties": found,
                    "total": 99,
                    "hidden": secret,
                    "of": f", {line} (V.1)",
                    "until": LATER,
                }
                for when, n in (("", 0), ("minggu ini", 3)):
                    shown = {**common, "when": when, "besides": n}
                    yield from ({**shown, "dated": d, "coming": not when and not d} for d in (True, False))
        case "to_review":
            yield from ({**lists, "duties": found, "total": 99, "hidden": never} for found in none_or_all)
        case "person":
            counts = {"held": 9, "done": 3, "waiting": 2, "late": 4, "total": 99, "hidden": secret}
            for found in none_or_all:
                for who in (None, team[1]):
                    yield {**lists, **counts, "duties": found, "person": who}
                yield {**lists, **counts, "held": 0, "late": 0, "waiting": 0, "duties": [], "person": team[1]}
        case "person_unclear":
            yield {"people": [line] * 8}
        case "part_unclear":
            yield from ({"asked": words, "dated": dated} for dated in (True, False))
        case "found":
            for found in ([], [item(words, bare=bare)] * 8):
                yield from ({"asked": words, "items": found, "total": 99, "hidden": h} for h in (secret, never))
        case "component":
            one = Component("V.1", 5, words)
            for found in ([], [item(words, bare=bare)] * 8):
                common = {"component": one, "items": found, "counts": {None: (1, 12, 3)}, "total": 99}
                yield from ({**common, "hidden": h, "secret": h is secret} for h in (secret, never))
        case "components":
            yield {"area": 5, "name": line, "count": 5}
        case "holders":
            common = {"of": f", {line} (V.1)", "name": line, "more": 3}
            yield {
                **common,
                "coordinators": [line] * 3,
                "held": [(line, ["V.1.2"] * 40)] * 20,
                "nobody": ["V.1.2"] * 40,
            }
            yield {**common, "more": 0, "coordinators": [], "held": [], "nobody": []}
        case "page":
            html = "\n".join(f"<b>{texts.escape(part)}</b>" for part in texts.parted(words))
            yield from ({"html": html or "x", "page": 1, "pages": pages} for pages in (1, 5))
        case "maintainer":
            yield {"id": 7, "chat": -100, "tries": 6, "error": words}
        case "not_allowed":
            yield from ({"reviewer": reviewer, "code": "V.1.2"} for reviewer in (True, False))
        case "not_understood":
            shapes = (
                (reports, private, meant)
                for reports in (True, False)
                for private in (True, False)
                for meant in (True, False)
            )
            for reports, private, meant in shapes:
                yield {"reports": reports, "private": private, "meant": meant, "examples": [] if bare else ["Apa?"] * 3}
        case "piece" | "piece_unshown":
            day = None if bare else DUE
            common = {"words": "" if bare else words, "day": day, "forwarded": day}
            yield {**common, "piece": piece(words, bare=bare), "duty": all_duties[0]}
        case "plan":
            rows = [item(words, bare=bare)]
            areas = [(number, line, 3) for number in range(1, 9)]
            for undated in ([], rows * 50):
                yield {
                    "adopts": bare,
                    "plan": plan(words, bare=bare),
                    "items": rows,
                    "obligations": 5,
                    "areas": areas,
                    "undated": undated,
                }
        case "may_not":
            yield from ({"may": may} for may in May)
        case "account_moved":
            yield from ({"name": line, "lead": lead} for lead in (None, line))
        case "no_plan":
            yield from ({"adopts": adopts} for adopts in (True, False))
        case "draft":
            outcomes = (None, "adopting", "adopted", "replaced", "cancelled")
            for told in tellings(words, bare=bare):
                common = {"name": line, "told": told, "at": NOW}
                yield from ({**common, "outcome": outcome, "asking": False} for outcome in outcomes)
                yield {**common, "outcome": None, "asking": True}
        case "draft_notice":
            for state in ("reading", "waiting", "done"):
                common = {"name": line, "sha256": "a" * 64, "state": state, "page": 3}
                yield from ({**common, "pages": pages} for pages in (0, 12))
        case "draft_unread":
            yield from ({"name": line, "why": why} for why in (None, words))
        case "draft_adopted":
            for unchanged in (True, False):
                yield {"done": Adopted(2027, 70, 141, 0 if bare else 5, 0 if bare else 26, False, unchanged)}
        case "draft_sheet":
            yield from ({"told": told} for told in tellings(words, bare=bare))
        case "plan_sheet" | "plan_calendar":
            yield from ({"plan": plan(words, bare=bare), "secret": secret} for secret in (0, 5))
        case "recap" | "recap_chart":
            common = {"plan": plan(words, bare=bare), "history": (123_456, "ab" * 32)}
            yield {**common, "figures": quarter_figures(all_duties, Quarter(2027, 1), TODAY)}
            yield {**common, "figures": quarter_figures([], Quarter(2027, 4), TODAY)}
        case "recap_none":
            yield {"unclear": True, "quarter": None}
            yield {"unclear": False, "quarter": Quarter(2028, 3)}
        case "recap_waiting":
            yield {"quarter": Quarter(2027, 1)}
        case "receipt":
            asked = {"asks": True, "doubtful": (TODAY, DUE), "day": None, "why": "words", "dates": True}
            clear = {"asks": False, "doubtful": (), "day": None if bare else DUE, "why": "", "dates": False}
            extra = {
                "twin": None if bare else 12,
                "original": not bare,
                "breaks": not bare,
                "words": "" if bare else words,
                "at": NOW,
                "ids": [1],
            }
            common = {**extra, "piece": piece(words, bare=bare), "hidden": bare, "forwarded": None if bare else DUE}
            for parts, gone in (([piece(words)], set()), ([piece(words)] * 10, set()), ([piece(words)] * 2, {None})):
                common |= {"parts": parts, "gone": gone}
                for one in all_duties:
                    yield {**common, **asked, "submitted": one.state is State.SUBMITTED, "duty": one, "choices": None}
                for choices in none_or_all:
                    yield {**common, **clear, "duty": None, "choices": choices, "submitted": False}
            for why in ("held", "rest", ""):
                yield {**common, **clear, "why": why, "duty": all_duties[0], "choices": None, "submitted": False}
        case "void_ask" | "voided":
            yield from ({"parts": [piece(words, bare=bare)] * count, "at": NOW} for count in (1, 10))
        case "text_sure":
            yield {"duty": duty(words, State.OPEN), "words": words}
        case "code_unknown":
            yield from ({"asked": words, "offered": offered} for offered in (True, False))
        case "too_large":
            yield from ({"video": video} for video in (True, False))
        case "ask_remark":
            said = "" if bare else words
            yield from ({"parts": [piece("x")] * n, "words": said, "hidden": h} for n in (1, 10) for h in (True, False))
        case "remark_sure":
            yield from ({"parts": [piece("x")] * count, "words": words} for count in (1, 10))
        case "remarked":
            yield from ({"parts": [piece("x")] * count, "day": day} for count in (1, 10) for day in (None, DUE))
        case "ask_day" | "dated":
            yield from ({"parts": [piece("x")] * count, "day": DUE} for count in (1, 10))
        case "backup_failed":
            yield from ({"why": why, "numbers": (3, 1_200)} for why in ("", words))
        case "review":
            listed = {"name": words, "words": words, "day": DUE, "forwarded": True, "new": True}
            plain = {"name": "", "words": "", "day": None, "forwarded": False, "new": False}
            alike = {"here": 52, "there": 41, "code": "V.3.2", "due": DUE}
            for own in (True, False):
                some = [{"number": n, **(plain if bare else listed)} for n in range(1, 6)] if not (bare and own) else []
                found = [{**alike, "same": same, "secret": own} for same in (True, False)] if not bare else []
                common = {**lists, "duty": all_duties[0], "senders": [line] * 3, "own": own, "more": len(some)}
                for brief in (True, False):
                    short = {"pieces": some[:3] if brief else some, "matches": found, "brief": brief}
                    yield from ({**common, **short, "asking": asking, "left": 2} for asking in (True, False))
        case "reviewed":
            for left in (0, 2):
                common = {**lists, "by": "" if bare else line, "left": left}
                yield from ({**common, "duty": o, "hidden": h} for o in all_duties for h in (True, False))
        case "queue_done":
            for judged in (True, False):
                yield from ({"skipped": n, "judged": judged, "others": n} for n in (0, 3))
        case "compare" | "compare_unshown":
            one = {"number": 52, "code": "V.3.2", "due": DUE, "sent": TODAY, "sender": line, "words": words}
            yield from ({"pictures": [one, one], "same": same} for same in (True, False))
        case "verdict":
            for state in (State.ACCEPTED, State.RETURNED):
                yield from ({"duty": duty(words, state, bare=bare), "by": line, "hidden": h} for h in (True, False))
        case "settle":
            yield from ({"duty": all_duties[0], "left": 41, "hidden": hidden} for hidden in (True, False))
        case "status_all":
            yield {"areas": progress_by_area(all_duties, TODAY), "whole": overall(all_duties, TODAY)}
            yield {"areas": (), "whole": overall([], TODAY)}
        case "status_area":
            figures = progress_by_area(all_duties, TODAY)[0]
            for found, more in (([], 0), (all_duties, 7)):
                ends = {"late_more": more, "lacking_more": more, "horizon": LATER}
                common = {**lists, **ends, "figures": figures, "late": found, "lacking": found, "hidden": never}
                shown = (None, Component("V.1", 5, words), Component("V.2", 5, ""))
                yield from ({**common, "component": one} for one in shown)
        case "status_empty":
            for one in (None, Component("V.1", 5, words), Component("V.2", 5, "")):
                yield from ({"area": 6, "name": name, "component": one} for name in ("", line))
        case "tasks":
            for found in none_or_all:
                common = {**lists, "name": line, "duties": found, "hidden": secret}
                for when in ("", "minggu ini (5–11 Apr)"):
                    counts = ({"waiting": n, "others": n, "later": n, "total": 99} for n in (0, 3))
                    yield from ({**common, **count, "when": when} for count in counts)
        case "team":
            yield from ({"people": list(team.values()), "hidden": hidden} for hidden in (True, False))
        case "team_lead":
            counts = [(state, 3) for state in ("joined", "invited", "expired", "none")]
            yield from ({"people": 30, "counts": counts[:n], "page": n, "pages": n} for n in (1, 4))
        case "member":
            for one in team.values():
                for state in ("joined", "invited", "expired", "none"):
                    days = {"until": None if state == "none" else LATER, "since": None if bare else TODAY}
                    yield {"person": one, "held": 5, "late": 0 if bare else 3, "state": state, **days}
        case "member_ask":
            yield from ({"unclear": unclear} for unclear in (True, False))
        case "member_known":
            yield {"name": line}
        case "member_as":
            yield {"name": line, "jabatan": "" if bare else words, "offered": list(Role)}
        case "member_role" | "member_areas":
            yield from ({"person": one, "offered": list(Role)} for one in team.values())
        case "invitation":
            yield from (
                {"name": line, "link": "https://t.me/x?start=y", "until": NOW, "again": a} for a in (True, False)
            )
        case "role_changed":
            for role in Role:
                common = {
                    "name": line,
                    "role": role.value,
                    "areas": [] if bare else [5, 6],
                    "by": None if bare else line,
                }
                for before in (role.value, "coordinator"):
                    yield {**common, "before": before, "before_areas": [] if bare else [1, 2]}
        case "member_out":
            for one in team.values():
                common = {"person": one, "items": 8, "open": 3, "areas": [] if bare else [5, 6]}
                yield from ({**common, "holds": holds} for holds in (True, False))
        case "member_left":
            common = {"name": line, "areas": [] if bare else [5]}
            yield from ({**common, "to": to, "joined": j} for to in (None, line) for j in (True, False))
        case "goodbye":
            yield from ({"name": line, "lead": lead} for lead in (None, line))
        case "handed_over":
            for found in none_or_all:
                common = {
                    "name": line,
                    "before": line,
                    "duties": found,
                    "more": len(found),
                    "areas": [] if bare else [5],
                }
                yield from ({**common, "scopes": scopes} for scopes in ([], ["V.1.2"] * 40))
        case "welcome" | "welcome_again":
            for role in Role:
                for step in ("plan", "team", "tasks", "status"):
                    common = {
                        "name": line,
                        "role": role.value,
                        "jabatan": "" if bare else words,
                        "step": step,
                        "days": 30,
                    }
                    common |= {"areas": [] if bare else [5, 6]}
                    yield from ({**common, "held": len(found), "duties": found[:3]} for found in none_or_all)
        case "invitation_invalid":
            for why in ("unknown", "used", "replaced", "expired"):
                yield from ({"why": why, "ended": day, "lead": x} for day, x in ((None, None), (TODAY, line)))
        case "myself":
            for one in team.values():
                yield {"person": one, "held": 5, "since": None if bare else TODAY, "days": 30}
        case "myself_ask":
            kinds, reasons = ("my-name", "my-jabatan"), (None, "words", "taken")
            yield from ({"kind": kind, "unclear": why} for kind in kinds for why in reasons)
        case "corrected":
            common = {"before": line, "name": line, "jabatan": words}
            yield from ({**common, "what": what} for what in ("name", "jabatan"))
        case "erasure_sent":
            yield from ({"names": names} for names in ([], [line] * 3))
        case "erasure_asked":
            yield {"name": line}
        case "courtesy":
            yield from ({"reports": reports} for reports in (True, False))
        case "unsure":
            yield {"duty": all_duties[0], "words": words}
        case "promised":
            yield from ({"duty": found} for found in (all_duties[0], None))
        case "correct":
            yield {"duty": all_duties[0]}
        case "postpone":
            yield from ({"duty": asked_for(words, bare=bare), "asker": line, "reason": r} for r in (None, words))
        case "postponed":
            for one in (*all_duties, asked_for(words, bare=bare)):
                yield from ({"duty": one, "hidden": hidden} for hidden in (True, False))
        case "postpone_decided":
            who = people(words, bare=bare)[0]
            for decided in (Decided(who, LATER, DUE), *(Decided(who, LATER, DUE, False, r) for r in (None, words))):
                yield from ({"duty": all_duties[0], "decided": decided, "hidden": h} for h in (True, False))
        case "postpone_when":
            days = (None, TODAY, date(2029, 1, 1))
            yield from ({"duty": all_duties[0], "doubtful": day, "example": LATER} for day in days)
        case "which_item":
            yield from ({"said": words, "dates": found} for found in (None, all_duties[0]))
        case "which_slot":
            for hidden in (True, False):
                yield from ({"piece": piece(words), "duty": one, "hidden": hidden} for one in all_duties)
        case _:
            yield {}


def render(template: str, data: dict[str, Any], words: str) -> str:
    return texts.render(template, office=one_line(words), today=TODAY, **data)


# the messages


@pytest.mark.parametrize("bare", [False, True], ids=["full", "bare"])
@pytest.mark.parametrize("words", NASTY.values(), ids=NASTY)
@pytest.mark.parametrize("template", HTML)
def test_a_message_is_what_telegram_takes_whatever_it_is_filled_with(template: str, words: str, bare: bool) -> None:
    for filling in cases(template, words, bare=bare):
        html = render(template, filling, words)
        plain, _ = parse_html(html)
        assert plain == texts.plain(html)
        assert plain.strip()
        assert "None" not in plain
        assert "\n\n\n" not in html
        for limit in (texts.LIMIT, 700):
            pages = texts.pages(html, limit)
            for page in pages:
                said, _ = parse_html(page)
                assert said.strip()
                assert len(said.encode("utf-16-le")) // 2 <= limit


@pytest.mark.parametrize(
    "template", ["piece", "compare", "recap_chart", "draft_sheet", "plan_sheet", "plan_calendar", "invitation"]
)
@pytest.mark.parametrize("words", NASTY.values(), ids=NASTY)
def test_a_caption_fits_under_its_picture(template: str, words: str) -> None:
    for filling in cases(template, words, bare=False):
        assert texts.length(render(template, filling, words)) <= 1024


def test_the_seal_in_a_recap_can_be_read_back() -> None:
    [filling, *_] = cases("recap", EMOJI, bare=False)
    assert texts.sealed(render("recap", filling, EMOJI)) == filling["history"]
    assert texts.sealed("Riwayat: 12 catatan") is None


def test_pages_hold_all_lines_in_order() -> None:
    html = "\n".join(f"<b>{number}</b> {'kata ' * 20}" for number in range(200))
    pages = texts.pages(html)
    assert len(pages) > 1
    assert [line.rstrip() for line in "\n".join(pages).splitlines()] == [line.rstrip() for line in html.splitlines()]


@given(
    st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=120), max_size=60),
    st.integers(40, 400),
)
def test_any_lines_are_cut_into_pieces_that_fit(lines: list[str], limit: int) -> None:
    html = "\n".join(f"<b>{texts.escape(line)}</b>" for line in lines)
    for page in texts.pages(html, limit):
        parse_html(page)
        assert texts.length(page) <= limit


def test_what_was_read_from_a_plan_is_told_on_the_terminal_as_it_is() -> None:
    read = PlanItem(
        code="V.1.1",
        area=Area(5, MARKUP),
        component=MARKUP,
        indicator=LONG,
        action=MARKUP,
        evidence=(),
        target="",
        schedule=Schedule("none"),
        due=(DUE,),
        certain=False,
    )
    for decree in (Decree(), Decree("1/2027", TODAY, MARKUP, 2027, LONG)):
        for problems in ((), (Problem("no-year", "row 12"),) * 50):
            told = texts.lines(
                "plan_read",
                reading=Reading(decree, (read,), problems),
                listed=True,
                due=1,
                areas=[(5, MARKUP, 1)],
                doubts=1,
                say=lambda problem: texts.problem(problem.code, problem.details),
            )
            assert MARKUP[:20] in told
            assert "None" not in told
            assert ("baris 12: " in told) == bool(problems)


# which templates there are


def names_in_code() -> set[str]:
    """Templates named in the code: the argument of say, render or an Answer, wherever it is chosen."""
    found: set[str] = set()
    for source in SOURCES.values():
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            at = {"say": 1, "render": 0, "lines": 0, "Answer": 0}.get(name)
            if at is not None and len(node.args) > at:
                leaves = ast.walk(node.args[at])
                found |= {
                    leaf.value for leaf in leaves if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
                }
    return {name for name in found if re.fullmatch(r"[a-z_]+", name)}


def test_every_template_is_used_and_every_one_used_is_there() -> None:
    files = [path for path in texts.HERE.iterdir() if path.suffix in (".html", ".txt")]
    assert names_in_code() == {path.stem for path in files if not path.stem.startswith("_")}


def test_every_macro_that_templates_share_is_used() -> None:
    shared = (texts.HERE / "_lines.html").read_text(encoding="utf-8")
    rest = "".join(path.read_text(encoding="utf-8") for path in texts.HERE.glob("*.html"))
    for macro in re.findall(r"macro (\w+)\(", shared):
        assert len(re.findall(rf"\b{macro}\(", rest)) > 1, macro


# labels


def literals() -> set[str]:
    """Every string that stands in the code."""
    return {
        node.value
        for source in SOURCES.values()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("section", ["button", "toast", "terminal", "error"])
def test_every_label_is_used(section: str) -> None:
    said = literals()
    assert [name for name in LABELS[section] if name not in said] == []


def test_every_state_and_role_has_its_label_and_sign() -> None:
    assert set(LABELS["state"]) == set(LABELS["mark"]) == {state.value for state in State}
    assert set(LABELS["role"]) == {role.value for role in Role}


def calls(name: str) -> Iterator[list[str]]:
    """The leading literal arguments of each call of a function."""
    for source in SOURCES.values():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and name in (getattr(node.func, "attr", ""), getattr(node.func, "id", "")):
                yield [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]


def test_every_label_in_the_code_is_there() -> None:
    for arguments in calls("label"):
        if len(arguments) >= 2:
            assert arguments[1] in LABELS[arguments[0]], arguments
    for error in ("SettingsError", "RosterError"):
        assert {arguments[0] for arguments in calls(error) if arguments} <= set(LABELS["error"])
    commands = "\n".join(source for path, source in SOURCES.items() if path.parent == CODE / "cli")
    terminal = re.findall(r'^\s+say\("([\w-]+)"', commands, re.MULTILINE)
    assert terminal
    assert set(terminal) <= set(LABELS["terminal"])


def test_every_toast_that_a_button_returns_is_there() -> None:
    returned = set()
    for path in (CODE / "handlers").glob("*.py"):
        for node in ast.walk(ast.parse(SOURCES[path])):
            if (
                isinstance(node, ast.FunctionDef)
                and node.args.args[1:]
                and ast.unparse(node.returns or node) == "str | None"
            ):
                returned |= {
                    leaf.value.value
                    for leaf in ast.walk(node)
                    if isinstance(leaf, ast.Return) and isinstance(leaf.value, ast.Constant) and leaf.value.value
                }
    assert {"saved", "old"} <= returned <= set(LABELS["toast"])


def test_a_toast_fits() -> None:
    assert all(len(words) <= 200 for words in LABELS["toast"].values())


def test_a_label_is_filled_as_it_is_and_never_half() -> None:
    assert texts.label("button", "choose", code="V.1.2", what="<b>&", due="30 Apr", secret=False) == (
        "V.1.2 · 30 Apr · <b>&"
    )
    assert "<b>" not in texts.label("button", "choose", code="V.1.2", what="<b>&", due="30 Apr", secret=True)
    with pytest.raises(Exception, match="undefined"):
        texts.label("button", "choose", code="V.1.2")


# the menu and the buttons


def test_the_menu_names_commands_that_are_answered_and_every_answer_is_in_the_menu() -> None:
    menu = {name for scope in ("private", "group") for name, _ in texts.commands(scope)}
    assert menu <= {*app.COMMANDS}
    assert {*app.COMMANDS} - menu == {"help"}


def test_the_menu_is_what_telegram_takes() -> None:
    for scope in ("private", "group"):
        for name, text in texts.commands(scope):
            assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
            assert 1 <= len(text) <= 256


def test_commands_that_sentences_name_exist() -> None:
    sentences = "".join(
        path.read_text(encoding="utf-8") for path in texts.HERE.iterdir() if path.suffix in (".html", ".toml")
    )
    named = set(re.findall(r"(?<![\w<{./}])/([a-z]{3,})\b", sentences))
    assert named - {*app.COMMANDS, "start"} == set()


def test_every_button_has_an_answer_and_fits_into_what_telegram_sends_back() -> None:
    assert set(app.BUTTONS) == set(Verb)
    for verb in Verb:
        assert len(data(verb, 2**63, 2**63).encode()) <= 64


def test_an_empty_row_of_buttons_is_left_out() -> None:
    assert keyboard([[], [("Ya", "d:1")]]) == {"inline_keyboard": [[{"text": "Ya", "callback_data": "d:1"}]]}


# dates and figures


def test_dates_are_written_as_people_do() -> None:
    assert texts.long_date(date(2026, 4, 30)) == "Kamis, 30 April 2026"
    assert texts.long_date(date(2027, 8, 1)) == "Minggu, 1 Agustus 2027"
    assert texts.plain_date(date(2027, 1, 4)) == "4 Januari 2027"
    assert texts.short_date(date(2027, 12, 31)) == "31 Des"
    assert texts.clock_time(datetime(2027, 1, 4, 7, 5, tzinfo=UTC)) == "07.05"
    assert texts.number(123) == "000123"
    assert [texts.roman(number) for number in (0, 1, 4, 9, 12, 13)] == ["0", "I", "IV", "IX", "XII", "13"]


@given(st.text(max_size=300), st.integers(5, 120))
def test_shortened_words_are_never_longer_than_asked(words: str, length: int) -> None:
    short = texts.short(words, length)
    assert len(short) <= length
    assert "\n" not in short


def test_words_are_cut_at_a_word_and_a_single_endless_one_anywhere() -> None:
    assert texts.short("Memasang poster gratifikasi di ruang pelayanan", 30) == "Memasang poster gratifikasi…"
    assert texts.short(WORD, 30) == "W" * 29 + "…"
    assert texts.short(" dua  kata ", 30) == "dua kata"


def test_a_place_in_a_document_is_told_in_peoples_words() -> None:
    assert texts.where("row 12") == "baris 12"
    assert texts.where("sheet Rencana, row 3") == "lembar Rencana, baris 3"
    assert texts.where("table 2, row 3") == "tabel 2, baris 3"


def test_the_name_of_a_sheet_is_told_as_the_office_wrote_it() -> None:
    assert texts.where("sheet  row page 2, table") == "lembar  row page 2, table"
    assert texts.where("sheet decree, row 1, row 12") == "lembar decree, row 1, baris 12"

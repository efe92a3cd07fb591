"""Plans written as running text (area, component, numbered actions) to drafts of items, targets and measures."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zibot.plan.document import Row
from zibot.plan.layouts.areas import area_name
from zibot.plan.layouts.branches import Branch, branch_of
from zibot.plan.layouts.columns import ROLES, normal
from zibot.plan.layouts.drafts import Draft, Table, roman, short
from zibot.plan.layouts.frequency import words_of_time
from zibot.plan.layouts.labels import Label
from zibot.plan.layouts.levels import Component, Step, components_of
from zibot.plan.layouts.measures import measures_of
from zibot.plan.layouts.paragraphs import Paragraph, paragraphs_of
from zibot.plan.layouts.segments import Segment, segments_of
from zibot.plan.problem import Problem
from zibot.plan.reading import Area, Measure, Source
from zibot.plan.target_waktu import read_target

_TITLE = re.compile(r".*\b(?:RENCANA (?:AKSI|KERJA)|KOMPONEN PENGUNGKIT)\b.*")
_MONTHS = re.compile(r"(?:januari|februari|maret|april|mei|jun|jul|agust|septem|oktob|novem|desem|triwulan\s+[\di]"
                     r"|semester\s+[\di]|tw\b|akhir tahun)", re.IGNORECASE)  # fmt: skip
_FEWEST = 3
_LONGEST_TITLE = 150


@dataclass(frozen=True, slots=True)
class Outline:
    """What a plan in running text holds."""

    table: Table
    targets: Mapping[int, tuple[str, ...]]
    """What it wants to reach in each area, by the area's number."""
    measures: tuple[Measure, ...]


def read_outline(rows: Sequence[Row]) -> Outline | None:
    """Read a plan in running text, or give None where the text is none.

    It is one where it names two of the usual areas (or one, under a title such as "Rencana Aksi") with three actions
    or more, and is no regulation in articles.
    """
    paragraphs = paragraphs_of(rows)
    if sum(bool(re.match(r"Pasal\s+\d+$", paragraph.text, re.IGNORECASE)) for paragraph in paragraphs) > 2:
        return None
    segments = segments_of(paragraphs)
    areas = _areas(segments)
    branches = [branch_of(segment.paragraphs) for segment in areas]
    table = Table(has_components=True)
    numbers = _numbers(areas)
    targets: dict[int, tuple[str, ...]] = {}
    for segment, number, branch, components in zip(areas, numbers, branches, components_of(branches), strict=True):
        area = _area(segment, number, table)
        _write(table, area, components, branch)
        if branch.goals:
            targets[area.number] = (*targets.get(area.number, ()), *branch.goals)
    known = {segment.known for segment in areas} - {None}
    titled = any(len(one.text) <= _LONGEST_TITLE and _TITLE.fullmatch(normal(one.text)) for one in paragraphs)
    if len(table.drafts) < _FEWEST or len(known) < (1 if titled else 2):
        return None
    if sum(len(row.filled) > 3 for row in rows) >= len(table.drafts):
        return None  # the plan stands in a table, and the text only leads up to it
    results = [paragraph for segment in segments if segment.kind == "result" for paragraph in segment.paragraphs]
    return Outline(table, targets, measures_of(results))


def _areas(segments: Sequence[Segment]) -> list[Segment]:
    """The areas that hold work: not those that an introduction only lists, nor those under "Tujuan dan Sasaran"."""
    areas = [segment for segment in segments if segment.kind == "area" and segment.paragraphs]
    working = [segment for segment in areas if segment.within not in ("other", "result")] or areas
    listed = {segment.known for segment in working if segment.has_lists}
    return [segment for segment in working if segment.has_lists or segment.known not in listed]


def _numbers(areas: Sequence[Segment]) -> list[int]:
    """The number of each area: the document's own, unless its numbers only go on with those of other sections."""
    apart = {segment.number - segment.known for segment in areas if segment.known and segment.number}
    shift = next(iter(apart)) if len(apart) == 1 else 0
    found: list[int] = []
    for segment in areas:
        number = (segment.number or 0) - shift
        found.append(number if number > 0 else segment.known or max(found, default=0) + 1)
    return found


def _area(segment: Segment, number: int, table: Table) -> Area:
    """The area that a segment belongs to; one whose number is taken by another name gets a free one."""
    name = area_name(number, re.sub(r"\s*\([^()]*\)\s*$", "", segment.heading.text).strip(" :"))
    used = {draft.area.number: draft.area for draft in table.drafts}
    if number not in used or used[number].name == name:
        return Area(number, name)
    free = next(one for one in (segment.known or number, *range(1, len(used) + 2)) if one not in used)
    details = {"name": name, "number": roman(number), "other": used[number].name, "given": roman(free)}
    table.problems.append(Problem("area-number-twice", segment.heading.row.where, details))
    return Area(free, area_name(free, name))


def _write(table: Table, area: Area, components: Sequence[Component], branch: Branch) -> None:
    """The drafts of an area, with what is odd about its numbers."""
    before = max((draft.component[0] for draft in table.drafts if draft.area == area), default=0)
    _check_components(table, area, components)
    last = 0
    for count, component in enumerate(components, before + 1):
        component.name = component.name or area.name
        last = _check_steps(table, component, last)
        shared = [*branch.labels, *(component.node.labels if component.node else ())]
        drafts = [_draft(area, (count, component.name), step, shared) for step in component.steps]
        _doubt_shared(drafts, component)
        table.drafts += [draft for draft in drafts if draft.cells["action"]]


def _draft(area: Area, component: tuple[int, str], step: Step, shared: Sequence[Label]) -> Draft:
    paragraph, text, labels = _content(step)
    cells = {**dict.fromkeys(ROLES, ""), "component": component[1], "indicator": step.indicator, "action": text}
    cells["no"] = step.node.written if step.node else ""
    row = paragraph.row
    draft = Draft(area, cells, Source(row.page, row.number, row.place), component=component)
    own = {label.role for label in labels}
    for label in [*labels, *(label for label in shared if label.role not in own and label.role != "goal")]:
        _put(draft, label)
    if cells["target"]:
        if "target" not in own:
            draft.doubts.append(_shared_target(draft))
    else:
        _say_when(draft)
    return draft


def _content(step: Step) -> tuple[Paragraph, str, list[Label]]:
    """Where a step stands, its whole text, its labels; a component without a list is what its paragraphs say."""
    if step.node:
        return step.node.paragraph, _plain(step.node.whole()), list(step.node.all_labels())
    component = step.component
    assert component.paragraph is not None
    text = " ".join(paragraph.text for paragraph in component.prose) or component.name
    return component.paragraph, _plain(text), []


def _plain(text: str) -> str:
    """An action without marks of emphasis and without what closes it in its list."""
    text = re.sub(r"\*{1,3}|__", "", text)
    return re.sub(r"(?:[\s;,.:]|[;,]\s*(?:dan|serta))+$", "", text).strip()


def _put(draft: Draft, label: Label) -> None:
    """A labelled text to its cell, or to the notes under its label."""
    if label.role in ("evidence", "target", "indicator"):
        known = draft.cells[label.role]
        between = {"target": ", ", "evidence": ";\n"}.get(label.role, "\n")
        draft.cells[label.role] = f"{known}{between}{label.rest}" if known else label.rest
    elif label.role == "goal" and read_target(label.rest).schedule.months and not draft.cells["target"]:
        draft.cells["target"] = label.rest
    else:
        noted = draft.notes.get(label.name)
        draft.notes[label.name] = f"{noted}; {label.rest}" if noted else label.rest


def _say_when(draft: Draft) -> None:
    """Take the target from the sentence, which nobody called a target: such an item is never certain."""
    words = words_of_time(draft.cells["action"])
    draft.cells["target"] = words
    if words and read_target(words).certain:
        code = "time-in-sentence" if _MONTHS.search(words) else "inferred-frequency"
        draft.doubts.append(Problem(code, draft.source.where, {"target": words}))


def _shared_target(draft: Draft) -> Problem:
    details = {"target": draft.cells["target"], "name": draft.component[1]}
    return Problem("shared-target", draft.source.where, details)


def _doubt_shared(drafts: Sequence[Draft], component: Component) -> None:
    """A time that is written under the last action only may be meant for all of its component."""
    told = [
        any(label.role == "target" for label in step.node.all_labels()) if step.node else False
        for step in component.steps
    ]
    if len(told) > 1 and told[-1] and not any(told[:-1]):
        drafts[-1].doubts.append(_shared_target(drafts[-1]))


def _check_components(table: Table, area: Area, components: Sequence[Component]) -> None:
    """Tell where the numbers of components leave their order, once for each leap."""
    apart = 0
    for count, component in enumerate(components, 1):
        node = component.node
        if node is None or node.number is None:
            continue
        if node.number - count != apart:
            apart = node.number - count
            details = {"number": node.written.strip(".()"), "count": str(count), "area": roman(area.number)}
            table.problems.append(Problem("component-number", node.paragraph.row.where, details))


def _check_steps(table: Table, component: Component, last: int) -> int:
    """Tell where the numbers of actions leave their order; gives the last one, for the next component may go on."""
    nodes = [step.node for step in component.steps if step.node and not step.indicator]
    numbers = [node.number for node in nodes if node.number is not None]
    first = numbers[0] if numbers else 1
    if numbers and (numbers != list(range(first, first + len(numbers))) or first not in (1, last + 1)):
        marks = " ".join(node.written for node in nodes if node.number is not None)
        details = {"name": component.name, "marks": short(marks)}
        table.problems.append(Problem("action-numbers", nodes[0].paragraph.row.where, details))
    return numbers[-1] if numbers else last

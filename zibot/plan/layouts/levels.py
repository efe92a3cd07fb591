"""Which level of an area's lists are its components and which the actions, seen over the whole document."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zibot.plan.layouts.branches import Branch, Node
from zibot.plan.layouts.paragraphs import Paragraph


@dataclass(slots=True)
class Step:
    """An action on its way to an item: its node (or the paragraphs of a component without a list), its indicator."""

    node: Node | None
    component: "Component"
    indicator: str = ""


@dataclass(slots=True)
class Component:
    """A component: its name, where it stands, its steps, and its node, where it has a marker."""

    name: str
    paragraph: Paragraph | None
    node: Node | None = None
    prose: list[Paragraph] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def components_of(branches: Sequence[Branch]) -> list[list[Component]]:
    """The components of each area in order.

    Lists in which most entries hold a list of their own are components, whose entries are the actions. Where lists
    stand under headings without marker, these are the components. Otherwise all entries are actions straight below
    their area, whose one component has no name here.
    """
    tops = [node for branch in branches for node in branch.nodes]
    nested = [node for node in tops if node.children]
    styles = Counter(node.style for node in nested)
    usual = styles.most_common(1)[0][0] if styles and len(nested) * 2 >= len(tops) else ""
    headed = not usual and _are_headed(branches)
    found = [_headed(branch) if headed else _listed(branch, usual) for branch in branches]
    _find_indicators([component for components in found for component in components])
    return found


def _listed(branch: Branch, usual: str) -> list[Component]:
    """Components by their markers; `usual` is the style of components elsewhere in the document, "" for none."""
    nested = sum(bool(node.children) for node in branch.nodes)
    alike = any(node.style == usual for node in branch.nodes)
    if not usual or not (alike or nested * 2 >= len(branch.nodes)):
        component = Component("", None, prose=branch.prose)
        component.steps = [Step(node, component) for node in branch.nodes]
        return [component] if branch.nodes else []
    return [_component(node) for node in branch.nodes]


def _component(node: Node) -> Component:
    name, rest = _heading(node)
    component = Component(name, node.paragraph, node, [*rest, *node.prose])
    component.steps = [Step(child, component) for child in node.children] or [Step(None, component)]
    return component


def _heading(node: Node) -> tuple[str, list[Paragraph]]:
    """A component's name, without the sentence under it where the two could not be told apart by their lines."""
    lines = node.paragraph.lines
    if len(lines) > 1 and (node.text.endswith(":") or (not node.children and not node.prose and len(node.text) > 60)):
        cuts = [at for at in range(1, len(lines)) if re.match(r"[A-Z]", lines[at])]
        again = [at for at in cuts if lines[at].split()[0] == lines[0].split()[0]]
        if cuts:
            cut, row = (again or cuts)[0], node.paragraph.row
            return _name(Paragraph(None, lines[:cut], row).text), [Paragraph(None, lines[cut:], row)]
    return _name(node.text), []


def _name(text: str) -> str:
    return text.strip(" :;.,")


def _are_headed(branches: Iterable[Branch]) -> bool:
    """Whether lists begin anew under paragraphs that look like headings."""
    again = [node for branch in branches for node in branch.nodes[1:] if node.number in (1, None) and _title(node)]
    return bool(again)


def _title(node: Node) -> Paragraph | None:
    """The heading without marker right above a list's first entry."""
    for paragraph in reversed(node.before):
        text = paragraph.text
        sentence = text.endswith((".", ";")) or (text.endswith(":") and len(text) > 60)
        if len(text) <= 120 and not sentence and text[:1].isupper():
            return paragraph
    return None


def _headed(branch: Branch) -> list[Component]:
    """Components by the headings without marker above their lists."""
    found: list[Component] = []
    for at, node in enumerate(branch.nodes):
        title = _title(node) if node.number in (1, None) else None
        if title or not found:
            found.append(Component(_name(title.text) if title else "", title))
        if title and at and title in branch.nodes[at - 1].prose:
            _take_back(branch.nodes[at - 1], node.before)
        found[-1].steps.append(Step(node, found[-1]))
    return found


def _take_back(node: Node, headings: Sequence[Paragraph]) -> None:
    """Headings without marker were hung under the last entry of the list before."""
    node.prose = [paragraph for paragraph in node.prose if paragraph not in headings]


def _find_indicators(components: Iterable[Component]) -> None:
    """Where most numbered entries of components hold numbered lists, they are indicators and those lists actions."""
    components = list(components)
    steps = [step for component in components for step in component.steps if step.node]
    deeper = [step for step in steps if step.node and step.node.children and step.node.children[0].number]
    if len(deeper) < 3 or len(deeper) * 2 < len(steps):
        return
    for component in components:
        component.steps = [below for step in component.steps for below in _below(step)]


def _below(step: Step) -> list[Step]:
    if step.node is None or not step.node.children:
        return [step]
    return [Step(child, step.component, step.node.text.rstrip(" :;.")) for child in step.node.children]

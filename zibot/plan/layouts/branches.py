"""The paragraphs of one area as a tree: nested by the style of their markers, labelled blocks set apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from zibot.plan.layouts.labels import Label, introduces_goals, label_of, split_labels
from zibot.plan.layouts.paragraphs import Paragraph

_DEEPEST = 6
_ANNOUNCES = re.compile(r":$|\b(?:sebagai berikut|yaitu|yakni|antara lain|meliputi)\W*$", re.IGNORECASE)


@dataclass(slots=True)
class Node:
    """A marked paragraph with what belongs to it: paragraphs without marker, labelled texts, nested paragraphs."""

    paragraph: Paragraph
    text: str
    style: str
    prose: list[Paragraph] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    before: list[Paragraph] = field(default_factory=list)
    """Paragraphs without marker right before it."""

    @property
    def number(self) -> int | None:
        """Its number in its list; None for a bullet."""
        return self.paragraph.marker.number if self.paragraph.marker else None

    @property
    def written(self) -> str:
        """Its marker as the document writes it."""
        return self.paragraph.marker.written if self.paragraph.marker else ""

    def whole(self) -> str:
        """Its text with everything under it: a sub-point says how the action is done, and is part of it."""
        parts = [self.text, *(paragraph.text for paragraph in self.prose)]
        parts += [f"{child.written if child.written != '-' else '-'} {child.whole()}" for child in self.children]
        return " ".join(part for part in parts if part)

    def all_labels(self) -> Iterator[Label]:
        """Its labels and those of its sub-points."""
        yield from self.labels
        for child in self.children:
            yield from child.all_labels()


@dataclass(slots=True)
class Branch:
    """What stands under an area: its lists as a tree, the prose before them, what it wants to reach."""

    nodes: list[Node] = field(default_factory=list)
    prose: list[Paragraph] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


def branch_of(paragraphs: Sequence[Paragraph]) -> Branch:
    """Build the tree of the paragraphs between an area's heading and the next one."""
    grower = _Grower(paragraphs)
    for paragraph in paragraphs:
        grower.take(paragraph)
    return grower.branch


@dataclass(slots=True)
class _Block:
    """A list under a label alone on its line: what role its entries have, and the style of their marks."""

    label: Label
    style: str = ""
    number: int | None = None
    filled: bool = False
    """Whether a paragraph without marker stands in it."""


class _Grower:
    """Takes paragraph after paragraph and remembers the open lists and the open block."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.branch = Branch()
        self._open: list[Node] = []
        self._block: _Block | None = None
        self._loose: list[Paragraph] = []
        labels = [label for paragraph in paragraphs if (label := label_of(paragraph.text))]
        self._goal_labels = sum(label.role == "goal" and bool(label.rest) for label in labels)
        self._last_action = max((at for at, p in enumerate(paragraphs) if _is_action_label(p)), default=-1)
        self._at = -1

    def take(self, paragraph: Paragraph) -> None:
        """Take in one paragraph."""
        self._at += 1
        label = label_of(paragraph.text, alone=paragraph.marker is None)
        if label:
            self._label(label)
        elif self._block and self._in_block(self._block, paragraph):
            self._fill(self._block, paragraph)
        elif paragraph.marker:
            self._block = None
            self._hang(paragraph)
        elif introduces_goals(paragraph.text):
            self._block = _Block(Label("goal", "Target", ""))
        else:
            self._block = None
            (self._open[-1].prose if self._open else self.branch.prose).append(paragraph)
            self._loose.append(paragraph)

    def _label(self, label: Label) -> None:
        """A label with its text goes to the node above it; one alone begins a block."""
        self._block = None
        alone = not label.rest or label.rest.endswith(":")
        if label.role == "action" or (label.role == "indicator" and alone and self._at > self._last_action):
            if not alone:
                self._keep(label)
            return  # what follows are actions, or the components that a plan calls its indicators
        if alone:
            self._block = _Block(label)
        else:
            self._keep(label)

    def _keep(self, label: Label) -> None:
        if label.role == "goal" and not (self._open and self._goal_labels > 1):
            self.branch.goals.append(label.rest)
        else:
            (self._open[-1].labels if self._open else self.branch.labels).append(label)

    def _in_block(self, block: _Block, paragraph: Paragraph) -> bool:
        """Whether a paragraph belongs to the open block and not to the lists around it."""
        marker = paragraph.marker
        if marker is None:
            return not block.style
        if block.style:
            again = marker.number is not None and marker.number <= (block.number or 0)
            return marker.style == block.style and not again
        if block.filled:
            return False  # a paragraph was all that the label stood for
        return not any(
            node.style == marker.style and marker.number is not None and marker.number == (node.number or 0) + 1
            for node in self._open
        )

    def _fill(self, block: _Block, paragraph: Paragraph) -> None:
        if paragraph.marker:
            block.style, block.number = paragraph.style, paragraph.marker.number
        elif _ANNOUNCES.search(paragraph.text):
            return  # the sentence between "Target:" and its list
        else:
            block.filled = True
        text = re.sub(r"[\s;,]+$", "", paragraph.text).removesuffix(".")
        if block.label.role == "goal":
            self.branch.goals.append(text)
        else:
            self._keep(Label(block.label.role, block.label.name, text))

    def _hang(self, paragraph: Paragraph) -> None:
        """Hang a marked paragraph where its list is open, or begin a list under the last one."""
        text, labels = split_labels(paragraph.text)
        node = Node(paragraph, text, paragraph.style, labels=labels, before=self._loose)
        self._loose = []
        depth = self._depth(node)
        del self._open[depth:]
        (self._open[-1].children if self._open else self.branch.nodes).append(node)
        self._open.append(node)

    def _depth(self, node: Node) -> int:
        """How many open nodes stand above it."""
        alike = [at for at, one in enumerate(self._open) if one.style == node.style]
        if not alike:
            return self._beside(node)
        for at in reversed(alike):
            if node.number is None or node.number == (self._open[at].number or 0) + 1:
                return at
        nested = node.number == 1 and alike[-1] != len(self._open) - 1 and self._announced()
        return len(self._open) if nested and len(self._open) < _DEEPEST else alike[-1]

    def _beside(self, node: Node) -> int:
        """The depth of a style that is not open: headings by their #, dotted numbers by their parts, others below."""
        marker = node.paragraph.marker
        if marker and marker.heading:
            hashes = [one.paragraph.marker.heading if one.paragraph.marker else 0 for one in self._open]
            return next((at for at, level in enumerate(hashes) if level >= marker.heading or not level), len(hashes))
        if node.style.startswith("."):
            parts = [one.style.count(".") if one.style.startswith(".") else 0 for one in self._open]
            return next((at for at, depth in enumerate(parts) if depth >= node.style.count(".")), len(parts))
        return len(self._open)

    def _announced(self) -> bool:
        """Whether the text right above says that a list follows."""
        last = self._loose[-1] if self._loose else self._open[-1].paragraph
        return last.text.endswith(":")


def _is_action_label(paragraph: Paragraph) -> bool:
    label = label_of(paragraph.text)
    return bool(label and label.role == "action" and not label.rest)

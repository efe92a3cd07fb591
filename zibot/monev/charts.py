"""The chart of a quarter as a PNG for phones. The only module that knows matplotlib, which costs 50 MB once loaded."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from zibot.monev.figures import QuarterArea, QuarterFigures, Tally
from zibot.rules.areas import roman

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TIMEOUT = 60
"""Seconds that a chart may take."""


class ChartError(Exception):
    """The chart could not be drawn; the text says why, for the log."""


@dataclass(frozen=True, slots=True)
class ChartLabels:
    """Every word of the chart, ready to print."""

    title: str
    subtitle: str
    """Names the quarter and the cut-off."""
    done: str
    submitted: str
    progress: str
    late: str
    pending: str
    quarter: str
    """Stands before a quarter's percent."""
    cumulative: str
    """Stands before the percent of the year so far."""
    nothing: str
    """In place of a bar where the quarter has nothing planned."""
    total: str
    """The name of the bar of all areas."""
    unit: str
    """What the numbers upon the bars count."""


@dataclass(frozen=True, slots=True)
class _Part:
    """How one part of a bar looks; lightness and hatch tell the parts apart where colours do not."""

    name: str
    colour: str
    ink: str
    hatch: str = ""


# Okabe and Ito's palette, readable with any kind of colour blindness.
_PARTS = (
    _Part("done", "#0072B2", "#FFFFFF"),
    _Part("submitted", "#8CCBEF", "#1A1A1A"),
    _Part("progress", "#F0E442", "#1A1A1A"),
    _Part("late", "#C94F00", "#FFFFFF", "//"),
    _Part("pending", "#DADADA", "#1A1A1A"),
)
_INK, _FAINT = "#1A1A1A", "#555555"
_DPI, _WIDTH, _HEAD, _ROW, _FOOT = 100, 10.8, 1.8, 1.38, 2.04
_LEFT, _RIGHT = 0.5, 10.3
_BAR = 0.5
_CHARACTERS = 31
"""What fits beside the percents in one line of an area's name."""


def quarter_chart(figures: QuarterFigures, *, office: str, labels: ChartLabels) -> bytes:
    """Draw the figures, 1080 pixels wide; the same input gives the same bytes."""
    import matplotlib  # noqa: PLC0415 - see the module's first line
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # whatever the machine's own matplotlibrc says
        matplotlib.rcParams.update({"font.family": "DejaVu Sans", "text.parse_math": False, "hatch.linewidth": 1.5})
        rows = (*figures.areas, figures.total)
        height = _HEAD + _ROW * len(rows) + _FOOT
        figure = Figure(figsize=(_WIDTH, height), dpi=_DPI, facecolor="white")
        FigureCanvasAgg(figure)
        axes = _canvas(figure, height)
        _heading(axes, office, labels)
        for number, area in enumerate(rows):
            _row(axes, area, top=_HEAD + number * _ROW, labels=labels)
        _legend(axes, labels, top=_HEAD + _ROW * len(rows) + 0.1)
        png = BytesIO()
        figure.savefig(png, format="png", metadata={"Software": None})
        return png.getvalue()


def _canvas(figure: "Figure", height: float) -> "Axes":
    """Axes that fill the picture, in inches from its top left corner."""
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, _WIDTH), ylim=(height, 0))
    axes.set_axis_off()
    return axes


def _wrapped(text: str, width: int, lines: int) -> str:
    return "\n".join(wrap(text, width, max_lines=lines, placeholder=" …"))


def _heading(axes: "Axes", office: str, labels: ChartLabels) -> None:
    _line(axes, labels.title, top=0.4, size=29, fits=40, weight="bold", color=_INK)
    _line(axes, office, top=0.98, size=23, fits=50, color=_INK)
    _line(axes, labels.subtitle, top=1.45, size=19, fits=60, color=_FAINT)


def _line(axes: "Axes", text: str, *, top: float, size: float, fits: int, **look: Any) -> None:
    """A line of text that grows smaller where it has more characters than fit, and is cut beyond that."""
    text = _wrapped(text, fits * 3 // 2, 1)
    axes.text(_LEFT, top, text, size=size * min(1, fits / max(1, len(text))), va="top", **look)


def _row(axes: "Axes", area: QuarterArea, *, top: float, labels: ChartLabels) -> None:
    """One area: its name and percents above its bar."""
    name = f"{roman(area.area)}. {area.name}" if area.area else labels.total
    base = top + 0.68
    if not area.area:
        axes.plot((_LEFT, _RIGHT), (top + 0.08, top + 0.08), color="#BBBBBB", linewidth=1.5)
    text = _wrapped(name, _CHARACTERS, 2)
    axes.text(_LEFT, base, text, size=18, weight="bold", color=_INK, va="bottom", linespacing=1.05)
    percents = (f"{labels.quarter} {_percent(area.quarter)}", f"{labels.cumulative} {_percent(area.cumulative)}")
    axes.text(_RIGHT, base, "  ·  ".join(percents), size=19, color=_INK, va="bottom", ha="right")
    _bar(axes, area.quarter, top=base + 0.04, nothing=labels.nothing)


def _percent(tally: Tally) -> str:
    return "–" if tally.percent is None else f"{tally.percent}%"


def _bar(axes: "Axes", tally: Tally, *, top: float, nothing: str) -> None:
    """The quarter's obligations as shares of the full width, each with its count where there is room."""
    middle = top + _BAR / 2
    if not tally.planned:
        axes.barh(middle, _RIGHT - _LEFT, _BAR, left=_LEFT, facecolor="white", edgecolor="#BBBBBB", linestyle="--")
        axes.text((_LEFT + _RIGHT) / 2, middle, nothing, size=17, color=_FAINT, va="center", ha="center")
        return
    left = _LEFT
    for part in _PARTS:
        count: int = getattr(tally, part.name)
        width = (_RIGHT - _LEFT) * count / tally.planned
        if count:
            axes.barh(middle, width, _BAR, left=left, facecolor=part.colour, edgecolor="white", linewidth=2)
            _hatched(axes, part, (left, middle, width))
        if width > 0.2 + 0.17 * len(str(count)):
            _count(axes, part, (left + width / 2, middle), count)
        left += width


def _hatched(axes: "Axes", part: _Part, place: tuple[float, float, float], height: float = _BAR) -> None:
    left, middle, width = place
    if part.hatch:
        axes.barh(middle, width, height, left=left, fill=False, hatch=part.hatch, edgecolor="#E8A27A", linewidth=0)


def _count(axes: "Axes", part: _Part, place: tuple[float, float], count: int) -> None:
    """A count upon its part; upon a hatch it gets a plain ground."""
    ground = {"facecolor": part.colour, "edgecolor": "none", "pad": 2.5} if part.hatch else None
    axes.text(*place, str(count), size=19, weight="bold", color=part.ink, va="center", ha="center", bbox=ground)


def _legend(axes: "Axes", labels: ChartLabels, *, top: float) -> None:
    """What the colours and the numbers mean, two to a line."""
    column = (_RIGHT - _LEFT) / 2
    for number, part in enumerate(_PARTS):
        left, middle = _LEFT + number % 2 * column, top + 0.3 + number // 2 * 0.55
        axes.barh(middle, 0.5, 0.34, left=left, facecolor=part.colour)
        _hatched(axes, part, (left, middle, 0.5), height=0.34)
        axes.text(left + 0.65, middle, getattr(labels, part.name), size=19, color=_INK, va="center")
    axes.text(_LEFT + column, top + 1.4, labels.unit, size=17, color=_FAINT, va="center")


def render_in_child(figures: QuarterFigures, labels: ChartLabels, office: str) -> bytes:
    """Draw the chart in a process of its own, so that this one never carries matplotlib."""
    order = json.dumps({"figures": figures.as_dict(), "labels": asdict(labels), "office": office})
    command = [sys.executable, "-m", "zibot.monev.charts"]
    # It needs no secret, and a backend named in the environment must not hinder it.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ZIBOT_", "MPLBACKEND"))}
    try:
        done = subprocess.run(
            command, input=order.encode(), capture_output=True, timeout=TIMEOUT, env=environment, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ChartError(f"the chart's process did not end well: {error}") from error
    if done.returncode or not done.stdout:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        raise ChartError(f"the chart's process ended with {done.returncode}: {lines[-1]}")
    return done.stdout


def main() -> None:
    """Read figures, labels and office as JSON from standard input, write the PNG to standard output."""
    order: dict[str, Any] = json.load(sys.stdin.buffer)
    figures, labels = QuarterFigures.from_dict(order["figures"]), ChartLabels(**order["labels"])
    sys.stdout.buffer.write(quarter_chart(figures, office=order["office"], labels=labels))


if __name__ == "__main__":
    main()

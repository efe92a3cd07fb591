import subprocess
import sys
import tomllib
from dataclasses import fields, replace
from datetime import date
from importlib.resources import files
from io import BytesIO

import pytest
from PIL import Image

from tests.duties import duty
from zibot.monev.charts import ChartError, ChartLabels, quarter_chart, render_in_child
from zibot.monev.figures import QuarterFigures, quarter_figures
from zibot.rules.lifecycle import State
from zibot.workdays import Quarter

OFFICE = "KPU Kabupaten Tirta Kencana"


@pytest.fixture(scope="module")
def labels() -> ChartLabels:
    texts = tomllib.loads((files("zibot.texts") / "chart.toml").read_text(encoding="utf-8"))
    return ChartLabels(
        **{name: text.format(quarter="II", year=2027, cut_off="30 Juni 2027") for name, text in texts.items()}
    )


def figures(areas: range = range(1, 7)) -> QuarterFigures:
    known = [
        duty(date(2027, 4 + number % 3, 28), state, area=area)
        for area in areas
        for number, state in enumerate([State.ACCEPTED] * area + [State.SUBMITTED, State.PROGRESS, State.OPEN])
    ]
    return quarter_figures([*known, duty(date(2027, 11, 1), area=7)], Quarter(2027, 2), date(2027, 6, 30))


def test_the_labels_of_the_house_are_all_the_chart_needs(labels: ChartLabels) -> None:
    assert all(getattr(labels, field.name) for field in fields(labels))
    assert "{" not in "".join(getattr(labels, field.name) for field in fields(labels))


def test_the_chart_is_a_picture_for_a_phone(labels: ChartLabels) -> None:
    with Image.open(BytesIO(quarter_chart(figures(), office=OFFICE, labels=labels))) as picture:
        picture.load()
        assert picture.format == "PNG"
        assert picture.width == 1080
        assert 1200 <= picture.height <= 1700
        assert "Software" not in picture.info
        assert len(picture.convert("RGB").getcolors(maxcolors=1 << 24) or []) > 5


def test_the_same_figures_give_the_same_bytes(labels: ChartLabels) -> None:
    first, second = (quarter_chart(figures(), office=OFFICE, labels=labels) for _ in range(2))
    assert first == second


def test_a_plan_without_anything_still_has_a_chart(labels: ChartLabels) -> None:
    nothing = quarter_figures([], Quarter(2027, 2), date(2027, 6, 30))
    assert quarter_chart(nothing, office=OFFICE, labels=labels).startswith(b"\x89PNG")


def test_dollars_and_very_long_names_do_no_harm(labels: ChartLabels) -> None:
    plan = figures(range(1, 2))
    long = replace(plan.areas[0], name="Peningkatan $kualitas^ " * 9)
    odd = replace(plan, areas=(long,))
    assert quarter_chart(odd, office="Sekretariat $KPU$ " * 9, labels=labels).startswith(b"\x89PNG")


def test_the_chart_is_drawn_in_a_process_of_its_own(labels: ChartLabels) -> None:
    assert render_in_child(figures(), labels, OFFICE) == quarter_chart(figures(), office=OFFICE, labels=labels)


def test_a_failing_process_is_told_as_a_chart_error(labels: ChartLabels) -> None:
    with pytest.raises(ChartError, match="ended with 1"):
        render_in_child(figures(), replace(labels, title=None), OFFICE)  # type: ignore[arg-type]


def test_importing_the_module_does_not_load_matplotlib() -> None:
    code = "import sys, zibot.monev.charts; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

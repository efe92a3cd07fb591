"""Obligations for tests of the figures: made by hand, or by hypothesis."""

from datetime import date

from hypothesis import strategies as st

from zibot.rules.lifecycle import Duty, Standing, State

ADOPTED = date(2027, 2, 8)
NAMES = {1: "Manajemen Perubahan", 4: "Penguatan Akuntabilitas", 5: "Penguatan Pengawasan"}


def duty(
    due: date,
    state: State = State.OPEN,
    *,
    code: str = "V.1.1",
    area: int = 5,
    planned: date | None = None,
    reason: str | None = None,
    evidence: tuple[int, ...] = (),
    holders: tuple[int, ...] = (7,),
    confidential: bool = False,
    number: int = 1,
) -> Duty:
    """An obligation that stands as said; it was moved where `planned` is another day."""
    moved = planned is not None and planned != due
    return Duty(
        id=number,
        item_id=number,
        code=code,
        area=area,
        area_name=NAMES.get(area, f"Area {area}"),
        component="Komponen",
        indicator="Indikator",
        action="Langkah",
        slots=("Bukti",),
        planned=planned or due,
        adopted_on=ADOPTED,
        standing=Standing(state, reason, due, moved, evidence),
        holders=holders,
        confidential=confidential,
    )


days = st.dates(date(2026, 11, 1), date(2028, 2, 28))
duties = st.lists(
    st.builds(
        duty,
        days,
        st.sampled_from(State),
        area=st.sampled_from([1, 4, 5, 8]),
        planned=st.one_of(st.none(), days),
        reason=st.sampled_from([None, "listrik padam", "Listrik  Padam", "menunggu anggaran"]),
        evidence=st.sampled_from([(), (1,), (1, 2)]),
        confidential=st.booleans(),
        number=st.integers(1, 500),
    ),
    max_size=40,
)

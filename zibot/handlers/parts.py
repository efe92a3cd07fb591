"""What several hold: it is handed in once the rest have all said that theirs is done, also when one of them is gone."""

from zibot.context import Desk
from zibot.handlers.review import submitted
from zibot.rules.lifecycle import Kind, State
from zibot.storage import people, plans


def completed(desk: Desk) -> int:
    """Hand in what is done by all who hold it now, after someone ceased to; returns how many were handed in.

    Its last sayer is who hands it in, so that whoever holds it later does not open it again.
    """
    team = people.members(desk.session, desk.satker_id)
    count = 0
    for duty in plans.duties(desk.session, desk.satker_id):
        if duty.state is not State.SUBMITTED or duty.standing.state is State.SUBMITTED:
            continue
        said = [one.person_id for one in duty.standing.said if one.person_id in duty.holders]
        sender = team[said[-1]]
        desk.record(Kind.SUBMITTED, actor=sender, duty=duty)
        now = plans.duty(desk.session, desk.satker_id, duty.id)
        if now is not None:
            submitted(desk, sender, now)
        count += 1
    return count

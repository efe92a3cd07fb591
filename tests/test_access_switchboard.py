"""What each command and button asks of its sender, said a second time: the switchboard is not its own judge."""

import pytest

from zibot.app import BUTTONS, COMMANDS, EDITED, EVIDENCE, RECAPTIONED, UNKNOWN, WORDS
from zibot.context import Verb
from zibot.handlers.who import always
from zibot.rules.roles import May

ASKED = {
    May.READ: """
        /tugas /status /butir /terlambat /jadwal /cari /rekap /rencana /tim /saya /cuti /bantuan /help
        AREA OPEN TURN LATE MISSING AGENDA ITEM COMPONENT PERSON COMPARE SHOW LEAVE_CANCEL
        MY_DATA MY_NAME MY_JABATAN MY_ERASURE MY_ERASURE_YES
    """,
    May.REPORT: """
        SEND FILE CHOOSE DONE WHAT_FOR VOID VOID_YES VOID_NO VOID_ALL SLOTS SLOT REMARK REMARK_YES REMARK_NO
        DAY OTHER_DAY TEXT_YES TEXT_NO SUBMIT PROGRESS BLOCK SAY CORRECT POSTPONE WITHDRAW
        LATER LATER_DAY LATER_ALL LATER_NOT
    """,
    May.REVIEW: """
        /periksa ACCEPT RETURN RETURN_FOR RETURN_BACK QUEUE SKIP SCHEDULE PROPOSED UNDATED GRANT DENY DENY_PLAIN
    """,
    May.ASSIGN: """
        /tugaskan ASSIGN_LIST ASSIGN_SCOPE ASSIGN_TO ASSIGN_PAGE ASSIGN_WHICH ASSIGN_MORE ASSIGN_CLOSER ASSIGN_UNDO
    """,
    May.SETTLE: "SETTLE SETTLE_DONE SETTLE_MOVE SETTLE_CANCEL PIC PIC_SET PIC_ALL PIC_CHOOSE",
    May.BIND_GROUP: "/pasang",
    May.ADOPT: """
        PLAN_SEND PLAN_THIS PLAN_SHEET PLAN_CALENDAR
        DRAFT_ASK DRAFT_ADOPT DRAFT_BACK DRAFT_SHEET DRAFT_CANCEL DRAFT_EVIDENCE DRAFT_AGAIN DRAFT_YEAR
    """,
    May.TEAM: """
        TEAM MEMBER MEMBER_NEW MEMBER_NEW_AS MEMBER_NEW_NOT MEMBER_LINK MEMBER_ROLE MEMBER_AREAS MEMBER_AREAS_DONE
        MEMBER_OUT MEMBER_OUT_TO
    """,
    May.MAINTAIN: "RETRY_INBOX",
}
IN_THE_GROUP = """
    AREA OPEN TURN LATE MISSING AGENDA ITEM COMPONENT PERSON
    SEND FILE CHOOSE DONE VOID VOID_YES VOID_NO VOID_ALL SLOTS SLOT REMARK REMARK_YES REMARK_NO
    DAY OTHER_DAY TEXT_YES TEXT_NO SUBMIT PROGRESS BLOCK SAY CORRECT POSTPONE WITHDRAW
"""
"""Buttons that stand in the group, too; each looks for itself whether what it names is confidential."""


@pytest.mark.parametrize("may", May)
def test_no_command_and_no_button_asks_for_less_than_it_should(may: May) -> None:
    commands = {f"/{name}" for name, command in COMMANDS.items() if command.may is may}
    buttons = {verb.name for verb, button in BUTTONS.items() if button.may is may}
    assert commands | buttons == set(ASKED[may].split())


def test_what_is_none_of_the_groups_business_is_pressed_in_private_only() -> None:
    assert {verb.name for verb, button in BUTTONS.items() if not button.private} == set(IN_THE_GROUP.split())
    assert set(BUTTONS) == set(Verb)


def test_only_the_binding_of_a_group_is_heard_in_a_group_that_is_not_ours() -> None:
    assert [name for name, command in COMMANDS.items() if command.anywhere] == ["pasang"]
    assert not any(known.anywhere for known in (UNKNOWN, WORDS, EDITED, EVIDENCE, RECAPTIONED))


def test_evidence_is_asked_of_who_reports_and_nothing_but_commands_is_heeded_everywhere() -> None:
    assert (EVIDENCE.may, RECAPTIONED.may) == (May.REPORT, May.REPORT)
    assert {command.heeds for command in COMMANDS.values()} == {always}
    assert always not in {known.heeds for known in (UNKNOWN, WORDS, EDITED, EVIDENCE, RECAPTIONED)}

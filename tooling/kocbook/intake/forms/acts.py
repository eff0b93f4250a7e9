"""What each form becomes that is about one act: the next one is a row here, a row of questions, and its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kocbook.intake.forms import (
    event_acts,
    loan_acts,
    member_acts,
    notices,
    proposing,
    staff_acts,
)
from kocbook.intake.forms.answers import FormAnswers
from kocbook.intake.forms.arranging import draft_arrangement
from kocbook.intake.forms.records import Draft, FormContext
from kocbook.model.forms import FormName
from kocbook.model.people import Member

ActDrafter = Callable[[FormContext, FormAnswers, Member, str], Draft]

ACTS: Mapping[FormName, ActDrafter] = MappingProxyType(
    {
        FormName.ARRANGE: draft_arrangement,
        FormName.WITHDRAW: notices.draft_withdrawal,
        FormName.TAKE_DOWN: notices.draft_takedown,
        FormName.OUTCOME: notices.draft_outcome,
        FormName.EXTEND: member_acts.draft_extension,
        FormName.RELEASE: member_acts.draft_release,
        FormName.SIGN: member_acts.draft_signoff,
        FormName.DECLINE: member_acts.draft_refusal,
        FormName.CREDIT: member_acts.draft_credit,
        FormName.PROFILE: member_acts.draft_profile,
        FormName.EXCHANGE: member_acts.draft_exchange,
        FormName.RECEIVED: member_acts.draft_receipt,
        FormName.LEAVE: member_acts.draft_leaving,
        FormName.REVIEW: staff_acts.draft_review,
        FormName.REPLY: staff_acts.draft_reply,
        FormName.TRIAGE: staff_acts.draft_triage,
        FormName.CONFIRM: staff_acts.draft_confirmation,
        FormName.RECOGNISE: staff_acts.draft_thanks,
        FormName.INVITE: staff_acts.draft_invitation,
        FormName.PLAN: staff_acts.draft_plan,
        FormName.SHIP: notices.draft_shipped,
        FormName.PROPOSE: proposing.draft_proposal,
        FormName.ADVISE: proposing.draft_advice,
        FormName.REGISTER: event_acts.draft_registration,
        FormName.CANCEL: event_acts.draft_cancellation,
        FormName.BOOK: loan_acts.draft_booking,
        FormName.ATTENDANCE: event_acts.draft_attendance,
    }
)
"""What a member's answers are turned into: files on a branch, or a question to ask back."""

"""The table of `koc schema`: the kinds of records and where they stand."""

from __future__ import annotations

from datetime import date

from kocbook.base.languages import find_line
from kocbook.base.texts import Texts
from kocbook.model.paths import RecordKind
from kocbook.records.schema import load_schema
from kocbook.report.table import Column, Row, Table, plain

# As editors match them: `.vscode/settings.json` maps the same patterns to the schemas.
_IN_MODULE = "modules/*/*"
GLOBS: dict[RecordKind, tuple[str, ...]] = {
    RecordKind.COMMUNITY: ("community.yml",),
    RecordKind.MEMBER: ("members/*.yml",),
    RecordKind.RECOGNITION: ("members/recognition/*/*.yml",),
    RecordKind.HANDBOOK: ("modules/*/handbook.yml",),
    RecordKind.MODULE: (f"{_IN_MODULE}/module.yml",),
    RecordKind.CLAIM: (f"{_IN_MODULE}/claims/*.yml", f"{_IN_MODULE}/claims/past/*.yml"),
    RecordKind.INVITATION: (f"{_IN_MODULE}/invitations/*.yml",),
    RecordKind.RESPONSE: (f"{_IN_MODULE}/responses/*.yml",),
    RecordKind.REVIEW: (f"{_IN_MODULE}/reviews/*.yml",),
    RecordKind.SIGNOFF: (f"{_IN_MODULE}/signoffs/*.yml",),
    RecordKind.REUSE: (f"{_IN_MODULE}/reuse/*.yml",),
    RecordKind.QUESTION: (f"{_IN_MODULE}/questions/*.yml",),
    RecordKind.ANSWER: (f"{_IN_MODULE}/answers/*.yml",),
    RecordKind.CREDIT: (f"{_IN_MODULE}/credits/*.yml",),
    RecordKind.WAIVER: (f"{_IN_MODULE}/waivers/*.yml",),
    RecordKind.PAYOUT: ("modules/*/payouts/*.yml",),
    RecordKind.BUDGET: ("modules/*/budget.yml",),
    RecordKind.CASH: (f"{_IN_MODULE}/cash.yml",),
    RecordKind.ARRANGEMENT: (f"{_IN_MODULE}/arrangement.yml",),
    RecordKind.TRIAGE: (f"{_IN_MODULE}/triage/*.yml",),
    RecordKind.SERVICE: (f"{_IN_MODULE}/services/*.yml",),
    RecordKind.JUDGING: (f"{_IN_MODULE}/judgings/*.yml",),
    RecordKind.CONSENT: (f"{_IN_MODULE}/consents/*.yml",),
    RecordKind.TAKEDOWN: (f"{_IN_MODULE}/takedowns/*.yml", "members/takedowns/*.yml"),
    RecordKind.OUTCOME: (f"{_IN_MODULE}/outcome.yml",),
    RecordKind.TRANSLATION: (f"{_IN_MODULE}/translations/*.yml",),
    RecordKind.CAMPAIGN: ("plan/campaigns/*.yml",),
    RecordKind.PROPOSAL: ("plan/proposals/*.yml",),
    RecordKind.ADVICE: ("plan/advice/*.yml",),
    RecordKind.EVENT: ("events/*/event.yml",),
    RecordKind.REGISTRATION: ("events/*/registrations/*.yml",),
    RecordKind.ATTENDANCE: ("events/*/attendance/*.yml",),
    RecordKind.RECAP: ("events/*/recap.yml",),
    RecordKind.EQUIPMENT: ("equipment/*/equipment.yml",),
    RecordKind.BOOKING: ("equipment/*/bookings/*.yml",),
    RecordKind.HANDOVER: ("equipment/*/handovers/*.yml",),
    RecordKind.RETURN: ("equipment/*/returns/*.yml",),
    RecordKind.LOAN_DETAILS: ("equipment/*/details/*.yml",),
    RecordKind.CONFIRMATION: ("members/confirmations/*.yml",),
    RecordKind.CONTACT: ("members/contacts/*.yml",),
    RecordKind.QUESTIONNAIRE: (f"{_IN_MODULE}/questionnaire.yml",),
    RecordKind.GIFT: ("members/gifts/*/*.yml",),
    RecordKind.OFFER: ("members/offers/*.yml",),
    RecordKind.GIFT_DETAIL: ("members/gift-details/*/*.yml",),
}


def schema_table(as_of: date, texts: Texts) -> Table:
    """Return a row for each kind of record."""
    rows: tuple[Row, ...] = tuple(
        {
            "record": str(kind),
            "path": GLOBS[kind][0],
            "description": describe(kind, texts.language),
        }
        for kind in RecordKind
    )
    return Table(
        as_of,
        ("record", "path", "description"),
        rows,
        (
            Column("record", plain("record")),
            Column("path", plain("path")),
            Column("description", plain("description"), least=16),
        ),
        sort=("record",),
    )


def describe(kind: RecordKind, language: str) -> str:
    """Return what a kind of record is, from its schema, which says it in a line for each language."""
    return find_line(language, str(load_schema(kind)["description"]).split("\n"))

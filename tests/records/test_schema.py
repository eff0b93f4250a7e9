"""The schemas are complete, agree with the reference validator, and agree with the dataclasses."""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kocbook.model import (
    activity,
    brief,
    event,
    gifts,
    handbook,
    loan,
    payout,
    people,
    plan,
    private,
    questionnaire,
    takedown,
    work,
)
from kocbook.model import settings as community_settings
from kocbook.model.paths import RecordKind, parse_record_path
from kocbook.records.schema import find_schema_faults, load_schema
from kocbook.records.typed_record import RawRecord, to_record
from tests.conftest import examples
from tests.strategies import values_of

KINDS = list(RecordKind)
PATHS = {
    RecordKind.COMMUNITY: "community.yml",
    RecordKind.MEMBER: "members/lin-xiaoman.yml",
    RecordKind.RECOGNITION: "members/recognition/2026/2026-04-20-praise.yml",
    RecordKind.HANDBOOK: "modules/guide/handbook.yml",
    RecordKind.MODULE: "modules/guide/setup/module.yml",
    RecordKind.CLAIM: "modules/guide/setup/claims/director.yml",
    RecordKind.INVITATION: "modules/guide/setup/invitations/director-1.yml",
    RecordKind.RESPONSE: "modules/guide/setup/responses/lin-xiaoman.yml",
    RecordKind.REVIEW: "modules/guide/setup/reviews/1-zhou-lan.yml",
    RecordKind.ARRANGEMENT: "modules/guide/first-setup/arrangement.yml",
    RecordKind.SIGNOFF: "modules/guide/setup/signoffs/lin-xiaoman.yml",
    RecordKind.REUSE: "modules/guide/setup/reuse/2026-06-01-wechat.yml",
    RecordKind.QUESTION: "modules/guide/setup/questions/2026-04-05-lin-xiaoman.yml",
    RecordKind.ANSWER: "modules/guide/setup/answers/2026-04-05-lin-xiaoman.yml",
    RecordKind.CREDIT: "modules/guide/setup/credits/lin-xiaoman--testing.yml",
    RecordKind.WAIVER: "modules/guide/setup/waivers/1.yml",
    RecordKind.PAYOUT: "modules/guide/payouts/2026-06-30-first.yml",
    RecordKind.BUDGET: "modules/guide/budget.yml",
    RecordKind.CASH: "modules/guide/setup/cash.yml",
    RecordKind.TRIAGE: "modules/guide/setup/triage/lin-xiaoman.yml",
    RecordKind.SERVICE: "modules/guide/setup/services/2026-10-18-lin-xiaoman.yml",
    RecordKind.JUDGING: "modules/guide/setup/judgings/zhou-lan.yml",
    RecordKind.CONSENT: "modules/guide/setup/consents/lin-xiaoman--1.yml",
    RecordKind.TAKEDOWN: "modules/guide/setup/takedowns/2026-06-01-1.yml",
    RecordKind.OUTCOME: "modules/guide/setup/outcome.yml",
    RecordKind.TRANSLATION: "modules/guide/setup/translations/en.yml",
    RecordKind.CAMPAIGN: "plan/campaigns/summer-drive.yml",
    RecordKind.PROPOSAL: "plan/proposals/lin-xiaoman--1.yml",
    RecordKind.ADVICE: "plan/advice/lin-xiaoman--1-1.yml",
    RecordKind.EVENT: "events/talk/event.yml",
    RecordKind.REGISTRATION: "events/talk/registrations/lin-xiaoman.yml",
    RecordKind.ATTENDANCE: "events/talk/attendance/lin-xiaoman.yml",
    RecordKind.RECAP: "events/talk/recap.yml",
    RecordKind.EQUIPMENT: "equipment/car/equipment.yml",
    RecordKind.BOOKING: "equipment/car/bookings/2026-06-10-lin-xiaoman.yml",
    RecordKind.HANDOVER: "equipment/car/handovers/2026-06-10-lin-xiaoman.yml",
    RecordKind.RETURN: "equipment/car/returns/2026-06-10-lin-xiaoman.yml",
    RecordKind.LOAN_DETAILS: "equipment/car/details/2026-06-10-lin-xiaoman.yml",
    RecordKind.CONFIRMATION: "members/confirmations/lin-xiaoman--1.yml",
    RecordKind.CONTACT: "members/contacts/lin-xiaoman.yml",
    RecordKind.QUESTIONNAIRE: "modules/guide/setup/questionnaire.yml",
    RecordKind.GIFT: "members/gifts/2026/2026-04-20-lamp.yml",
    RecordKind.OFFER: "members/offers/camping-lamp.yml",
    RecordKind.GIFT_DETAIL: "members/gift-details/2026/2026-04-20-lamp.yml",
}
CLASSES = {
    RecordKind.COMMUNITY: community_settings.Settings,
    RecordKind.MEMBER: people.Member,
    RecordKind.RECOGNITION: people.Recognition,
    RecordKind.HANDBOOK: handbook.Handbook,
    RecordKind.MODULE: brief.Brief,
    RecordKind.CLAIM: work.Claim,
    RecordKind.INVITATION: work.Invitation,
    RecordKind.RESPONSE: work.Response,
    RecordKind.REVIEW: work.Review,
    RecordKind.ARRANGEMENT: work.Arrangement,
    RecordKind.SIGNOFF: work.Signoff,
    RecordKind.REUSE: work.Reuse,
    RecordKind.QUESTION: work.Question,
    RecordKind.ANSWER: work.Answer,
    RecordKind.CREDIT: work.Credit,
    RecordKind.WAIVER: work.Waiver,
    RecordKind.PAYOUT: payout.Payout,
    RecordKind.BUDGET: private.PrivateBudget,
    RecordKind.CASH: private.PrivateCash,
    RecordKind.TRIAGE: activity.Triage,
    RecordKind.SERVICE: activity.Service,
    RecordKind.JUDGING: activity.Judging,
    RecordKind.CONSENT: work.Consent,
    RecordKind.TAKEDOWN: takedown.Takedown,
    RecordKind.OUTCOME: activity.Outcome,
    RecordKind.TRANSLATION: work.Translation,
    RecordKind.CAMPAIGN: plan.Campaign,
    RecordKind.PROPOSAL: plan.Proposal,
    RecordKind.ADVICE: plan.Advice,
    RecordKind.EVENT: event.EventPlan,
    RecordKind.REGISTRATION: event.Registration,
    RecordKind.ATTENDANCE: event.Attendance,
    RecordKind.RECAP: event.Recap,
    RecordKind.EQUIPMENT: loan.EquipmentCard,
    RecordKind.BOOKING: loan.Booking,
    RecordKind.HANDOVER: loan.Handover,
    RecordKind.RETURN: loan.Return,
    RecordKind.LOAN_DETAILS: loan.LoanDetails,
    RecordKind.CONFIRMATION: work.Confirmation,
    RecordKind.CONTACT: private.Contact,
    RecordKind.QUESTIONNAIRE: questionnaire.Questionnaire,
    RecordKind.GIFT: gifts.Gift,
    RecordKind.OFFER: gifts.Offer,
    RecordKind.GIFT_DETAIL: gifts.GiftDetail,
}
FROM_PATH = {"id", "path", "seat", "round", "name", "number", "reporter", "report", "handbook"}
FROM_PATH |= {"language", "proposal"}


def iter_schemas(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    yield path, schema
    for name, inner in schema.get("properties", {}).items():
        yield from iter_schemas(inner, f"{path}/{name}")
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict) and "description" in schema[key]:
            yield from iter_schemas(schema[key], f"{path}/{key}")


@pytest.mark.parametrize("kind", KINDS)
def test_every_property_is_described_in_both_languages_with_an_example(kind: RecordKind) -> None:
    schema = load_schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    for path, inner in iter_schemas(schema):
        chinese, _, english = inner["description"].partition("\n")
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese), path
        assert english.isascii(), path
        assert english, path
        assert inner["examples"], path
        if inner.get("type") == "object" and "properties" in inner:
            assert inner["additionalProperties"] is False, path


@pytest.mark.parametrize("kind", KINDS)
def test_patterns_escape_only_what_every_validator_lets_them(kind: RecordKind) -> None:
    # ECMA-262 with the u flag refuses escapes of signs that mean nothing; Python takes any.
    for _, inner in iter_schemas(load_schema(kind)):
        escaped = re.findall(r"\\(.)", str(inner.get("pattern", "")))
        assert set(escaped) <= set("dDsSwWbBpPnrtfvu^$\\.*+?()[]{}|/")


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_of_a_property_is_valid(kind: RecordKind) -> None:
    for path, inner in iter_schemas(load_schema(kind)):
        if path:
            validator = jsonschema.Draft202012Validator(inner)
            assert [str(e.message) for e in validator.iter_errors(inner["examples"][0])] == [], path


@pytest.mark.parametrize("kind", KINDS)
def test_schema_and_dataclass_have_the_same_fields(kind: RecordKind) -> None:
    properties = set(load_schema(kind)["properties"])
    fields = {field.name for field in dataclasses.fields(CLASSES[kind])}
    assert properties <= fields
    assert fields - properties <= FROM_PATH


def test_every_kind_of_record_has_a_path() -> None:
    for kind, path in PATHS.items():
        where = parse_record_path(path)
        assert where is not None
        assert where.kind is kind


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_the_schema_calls_valid_loads(kind: RecordKind) -> None:
    @settings(max_examples=examples(60), suppress_health_check=list(HealthCheck), deadline=None)
    @given(values_of(load_schema(kind)))
    def check(value: dict[str, Any]) -> None:
        assert find_schema_faults(kind, value) == []
        where = parse_record_path(PATHS[kind])
        assert where is not None
        assert isinstance(to_record(RawRecord(where, value)), CLASSES[kind])

    check()


WRONG = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        1.5,
        "",
        " ",
        "x",
        "A B",
        "2026-02-30",
        "20260302",
        [],
        {},
        [None],
        {"a": 1},
    ]
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_fast_validator_and_the_reference_agree_over_mutated_records(kind: RecordKind) -> None:
    schema = load_schema(kind)
    reference = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )

    @settings(max_examples=examples(80), suppress_health_check=list(HealthCheck), deadline=None)
    @given(values_of(schema), st.data())
    def check(value: dict[str, Any], data: st.DataObject) -> None:
        mutated = copy.deepcopy(value)
        _mutate(mutated, data)
        assert reference.is_valid(mutated) == (find_schema_faults(kind, mutated) == [])

    check()


def _mutate(value: Any, data: st.DataObject) -> None:
    """Change, remove or add one value somewhere in `value`."""
    node = value
    while isinstance(node, dict | list) and node:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        inner = node[key]
        if isinstance(inner, dict | list) and inner and data.draw(st.booleans()):
            node = inner
            continue
        match data.draw(st.sampled_from(["change", "remove", "add"])):
            case "change":
                node[key] = data.draw(WRONG)
            case "remove":
                del node[key]
            case _ if isinstance(node, dict):
                node["surprise"] = data.draw(WRONG)
        return


def test_a_fault_names_the_value_or_the_key() -> None:
    faults = find_schema_faults(
        RecordKind.CLAIM, {"member": 12, "claimd": "2026-04-02", "terms": "3f9c2a71b0de"}
    )
    assert {(fault.rule, fault.pointer, fault.on_key) for fault in faults} == {
        ("record-wrong-type", ("member",), False),
        ("record-unknown-key", ("claimd",), True),
        ("record-missing-key", (), False),
    }
    unknown = next(fault for fault in faults if fault.rule == "record-unknown-key")
    assert unknown.data["near"] == "claimed"

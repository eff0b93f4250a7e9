"""Every rule of the policy: its id, its weight and its one sentence of fact."""

from __future__ import annotations

from kocbook.base.finding import Severity
from kocbook.rules.registry import Reach, Rule, Sight, all_rules

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
_TELLING = Sight(Reach.COMMUNITY, tells=True)

_RULES: dict[str, Rule] = {
    rule_id: Rule(rule_id, severity, record, doc, None, None, *sight)
    for rule_id, severity, record, doc, *sight in (
        ("policy-actor-unproven", _NOTE, "change", "Only a login tells whose change this is."),
        ("policy-login-reused", _WARNING, "change", "A member's old login is another account now."),
        ("policy-base-unreadable", _ERROR, "change", "The base's settings cannot be read."),
        ("policy-conflict", _ERROR, "file", "A change clashes with what was merged meanwhile."),
        ("policy-unreadable", _ERROR, "file", "A changed file cannot be read."),
        ("policy-file-kind", _ERROR, "file", "A change adds a link, a submodule or a program."),
        (
            "policy-file-name",
            _ERROR,
            "file",
            "A change adds a name that computers read in two ways.",
        ),
        ("policy-not-a-member", _ERROR, "file", "Somebody who has not joined changes a file."),
        ("policy-lead-only", _ERROR, "file", "A file of the project lead is changed by another."),
        ("policy-staff-only", _ERROR, "file", "A record of the staff is changed by another."),
        (
            "policy-planner-only",
            _ERROR,
            "module",
            "A plan is changed by somebody who is no planner.",
        ),
        ("policy-not-yours", _ERROR, "file", "A member's own record is changed by another."),
        ("policy-other-name", _ERROR, "file", "A record is written in another person's name."),
        (
            "policy-field",
            _ERROR,
            "file",
            "A property is changed by somebody who may not change it.",
        ),
        ("policy-join-account", _ERROR, "member", "A new member names another account."),
        ("policy-join-twice", _ERROR, "member", "One account joins twice."),
        ("policy-join-id", _ERROR, "member", "A new member's id means something else."),
        ("policy-join-name", _WARNING, "member", "A name is shown for somebody else already."),
        (
            "policy-join-address",
            _ERROR,
            "member",
            "An address of commits is listed that nobody has shown to be the member's.",
        ),
        ("policy-claim-closed", _ERROR, "claim", "A seat is claimed that nobody can claim now."),
        ("policy-claim-taken", _ERROR, "claim", "A seat is claimed that somebody holds."),
        ("policy-claim-release", _ERROR, "claim", "A claim goes without its past record."),
        ("policy-claim-settled", _ERROR, "claim", "A claim on accepted work is removed."),
        ("policy-past-claim", _ERROR, "claim", "A past claim is invented or changed."),
        ("policy-terms-locked", _ERROR, "module", "Agreed terms change without those who agreed."),
        (
            "policy-own-yardstick",
            _ERROR,
            "module",
            "Somebody changes by what their own work is measured.",
        ),
        (
            "policy-pin-missing",
            _ERROR,
            "file",
            "A new record does not hold what it relied on.",
        ),
        ("policy-review-final", _ERROR, "review", "A review is changed after it was given."),
        ("policy-consent-final", _ERROR, "consent", "A yes that was written down is changed."),
        ("policy-takedown-final", _ERROR, "takedown", "A record of a takedown is changed."),
        ("policy-takedown-whose", _ERROR, "takedown", "Somebody takes down what they may not."),
        ("policy-takedown-more", _ERROR, "takedown", "A takedown changes more than it takes down."),
        ("policy-review-own-work", _ERROR, "review", "A reviewer has or had a seat in the module."),
        ("policy-review-safety", _ERROR, "review", "A safety goal is judged by no product expert."),
        ("policy-signoff-text", _ERROR, "signoff", "A sign-off names other words than those here."),
        (
            "policy-signoff-no-seat",
            _ERROR,
            "signoff",
            "A sign-off comes from somebody without a seat.",
        ),
        ("policy-response-closed", _ERROR, "response", "A response comes while none is collected."),
        ("policy-own-credit", _ERROR, "credit", "Somebody confirms a credit of their own."),
        ("policy-own-activity", _ERROR, "file", "Somebody decides about a part of their own."),
        ("policy-triage-step", _ERROR, "triage", "A report skips a step, or goes back too far."),
        ("policy-triage-expert", _ERROR, "triage", "A fault is called real by no product expert."),
        (
            "policy-content-no-claim",
            _ERROR,
            "content",
            "Content comes from somebody without a claim.",
        ),
        (
            "policy-words-changed",
            _ERROR,
            "content",
            "Words change without their authors' sign-off.",
        ),
        ("policy-part-place", _ERROR, "content", "A file lies where it is no seat's part."),
        (
            "policy-part-not-yours",
            _ERROR,
            "content",
            "A file is put into the part of a teammate.",
        ),
        ("policy-arrangement", _ERROR, "arrangement", "A page is arranged by no integrator."),
        ("policy-media-changed", _ERROR, "media", "An author's picture or video is replaced."),
        (
            "policy-effect-loss",
            _ERROR,
            "change",
            "Somebody loses something, and has not agreed.",
            _TELLING,
        ),
        (
            "policy-effect-gain",
            _ERROR,
            "change",
            "Somebody gains what nobody else stands by.",
            _TELLING,
        ),
        (
            "policy-merged-effect",
            _WARNING,
            "change",
            "What was merged takes or gives something, and Git shows nobody's yes.",
        ),
        ("policy-needs-agreement", _ERROR, "file", "A change waits for somebody's agreement."),
    )
}


def all_policy_rules() -> tuple[Rule, ...]:
    """List the rules of the policy, sorted by id."""
    return tuple(_RULES[rule_id] for rule_id in sorted(_RULES))


def find_policy_rule(rule_id: str) -> Rule | None:
    """Return the policy rule with this id, or None."""
    return _RULES.get(rule_id)


def tells_names(rule_id: str) -> bool:
    """True for a rule, of records or of changes, whose sentences name others of the community."""
    rules = (*all_rules(), *_RULES.values())
    return any(rule.sight.tells for rule in rules if rule.id == rule_id)


def severity_of(rule_id: str) -> Severity:
    """Return how much a policy rule weighs.

    Raises:
        KeyError: there is no such rule.
    """
    return _RULES[rule_id].severity

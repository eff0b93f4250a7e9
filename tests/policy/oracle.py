"""Who lost or gained what: told from plain records by simple, slow means, apart from both judges.

It imports nothing of `kocbook.policy`, and of the facts no more than the fingerprint of a text. It
knows less than the judge of effects and asks for fewer people's yes: what it calls a theft is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kocbook.insight.fingerprint import text_fingerprint

Files = Mapping[str, Any]
MARK = "〔已撤下〕"
GRACE, GIVEN_ALONE = 3, 50
OWNED = {"responses": "member", "questions": "member", "signoffs": "member"}
VOICES = {**OWNED, "answers": "by", "reviews": "reviewer", "judgings": "judge"}
MEASURE = ("days", "goals", "size", "type", "seats", "reward", "terms", "scope", "form")
UNSAID = {"visibility": "named"}
SELF = ("name", "city", "product", "intro", "skills", "wants", "visibility", "links", "sort")


@dataclass(frozen=True)
class Theft:
    """Somebody lost, or gained, without the yes of `whose`."""

    person: str
    what: str
    whose: str


@dataclass(frozen=True)
class Change:
    """Two states of the records, whose change it is, and who approved."""

    before: Files
    after: Files
    actor: str
    approved: frozenset[str]
    today: date

    @property
    def agreed(self) -> frozenset[str]:
        return self.approved | {self.actor}

    def roles(self, name: str) -> list[str]:
        record = self.before.get(f"members/{name}.yml")
        return list(record.get("staff", [])) if isinstance(record, dict) else []

    def staff_agreed(self, *besides: str) -> bool:
        return any(self.roles(name) for name in self.agreed - set(besides))

    @property
    def lead_agreed(self) -> bool:
        return any("project-lead" in self.roles(name) for name in self.agreed)


def find_thefts(change: Change) -> list[Theft]:
    """List what somebody lost or gained without the people whose yes it needs."""
    found: list[Theft] = []
    for part in (_seats, _measures, _voices, _votes, _points, _payments, _confirmed, _honours):
        found += part(change)
    found += _promises(change)
    for part in (_published, _parts, _pictures, _persons, _waivers):
        found += part(change)
    return found


def _modules(files: Files) -> dict[str, dict[str, Any]]:
    """Return the briefs by their folder."""
    return {
        path.removesuffix("/module.yml"): value
        for path, value in files.items()
        if path.startswith("modules/") and path.endswith("/module.yml") and isinstance(value, dict)
    }


def _below(files: Files, folder: str) -> dict[str, dict[str, Any]]:
    """Return the records directly in a folder, by name."""
    start = f"{folder}/"
    return {
        path.removeprefix(start).removesuffix(".yml"): value
        for path, value in files.items()
        if path.startswith(start)
        and "/" not in path.removeprefix(start)
        and isinstance(value, dict)
    }


def _said(record: Mapping[str, Any], name: str) -> Any:
    """Return a value without what goes without saying: whoever writes it down changes nothing."""
    return _bare(record.get(name)) or UNSAID.get(name)


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: bare for key, item in value.items() if (bare := _bare(item))}
    return [_bare(item) for item in value] if isinstance(value, list) else value


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _text(files: Files, folder: str) -> str | None:
    text = files.get(f"content/{folder.removeprefix('modules/')}/index.md")
    return text if isinstance(text, str) else None


def _accepted(files: Files, folder: str) -> bool:
    """True where the newest round of reviews met every goal that must be met."""
    brief, reviews = _modules(files).get(folder), _below(files, f"{folder}/reviews")
    if brief is None or not reviews:
        return False
    newest = max(int(name.split("-")[0]) for name in reviews)
    last = [value for name, value in reviews.items() if int(name.split("-")[0]) == newest]
    goals = [goal["id"] for goal in brief["goals"] if goal.get("must")]
    goals = goals or [goal["id"] for goal in brief["goals"]]
    if any(review.get("declined") for review in last):
        return False
    said = [(goal, mark["met"]) for review in last for goal, mark in review["goals"].items()]
    return all(
        any(name == goal for name, _ in said)
        and all(met == "fully" for name, met in said if name == goal)
        for goal in goals
    )


def _lapsed(change: Change, folder: str, claim: Mapping[str, Any]) -> bool:
    """True where others may claim: days and grace are over, and nothing was delivered.

    Work that was sent back lapses too; that is allowed here without counting the days again.
    """
    if _below(change.before, f"{folder}/reviews") and not _accepted(change.before, folder):
        return True
    brief = _modules(change.before)[folder]
    days = brief["days"] + ((brief["days"] + 1) // 2 if claim.get("extended") else 0)
    over = change.today >= _day(claim["claimed"]) + timedelta(days=days + GRACE)
    # After a hand-over the text that is there may be the earlier holder's.
    handed = _below(change.before, f"{folder}/claims/past")
    silent = _text(change.before, folder) is None or (handed and not claim.get("delivered"))
    return bool(over and silent)


def _seats(change: Change) -> Iterator[Theft]:
    for folder in _modules(change.before):
        old = _below(change.before, f"{folder}/claims")
        new = _below(change.after, f"{folder}/claims")
        for seat, claim in old.items():
            holder, now = claim["member"], new.get(seat, {})
            if now.get("member") == holder and now.get("claimed") == claim["claimed"]:
                continue
            if holder in change.agreed or _lapsed(change, folder, claim):
                continue
            idle = not claim.get("delivered") and not _accepted(change.before, folder)
            if change.roles(change.actor) and idle and seat not in new:
                continue
            yield Theft(holder, f"seat {folder} {seat}", holder)
        for seat, claim in new.items():
            if seat in old and old[seat]["member"] == claim["member"]:
                continue
            if claim["member"] not in change.agreed:
                yield Theft(claim["member"], f"claimed for another {folder}", claim["member"])


def _measures(change: Change) -> Iterator[Theft]:
    """What was agreed under a claim, and by what a reviewer judged."""
    new = _modules(change.after)
    for folder, brief in _modules(change.before).items():
        now = new.get(folder, {})
        moved = [name for name in MEASURE if _said(brief, name) != _said(now, name)]
        if not moved:
            continue
        held = {claim["member"] for claim in _below(change.before, f"{folder}/claims").values()}
        kept = {claim["member"] for claim in _below(change.after, f"{folder}/claims").values()}
        for holder in held & kept if now else held:
            if holder not in change.agreed:
                yield Theft(holder, f"agreed {folder} {moved}", holder)
            elif holder == change.actor and not change.staff_agreed(holder):
                yield Theft(holder, f"own yardstick {folder} {moved}", "staff")


def _voices(change: Change) -> Iterator[Theft]:
    folders = {*_modules(change.before), *_modules(change.after)}
    for folder in sorted(folders):
        for kind, author in VOICES.items():
            old = _below(change.before, f"{folder}/{kind}")
            new = _below(change.after, f"{folder}/{kind}")
            for name in old.keys() | new.keys():
                was, now = old.get(name, {}), new.get(name, {})
                path = f"{folder}/{kind}/{name}.yml"
                if was == now or _struck(change, path, was, now):
                    continue
                for speaker in {was.get(author), now.get(author)} - {None}:
                    if speaker not in change.agreed:
                        yield Theft(str(speaker), f"voice {folder}/{kind}/{name}", str(speaker))


def _struck(change: Change, path: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """True where staff took words down, said so in a record of this change, and nothing else went."""
    folder = "/".join(path.split("/")[:3])
    records = _below(change.after, f"{folder}/takedowns")
    old = _below(change.before, f"{folder}/takedowns")
    told = any(
        (one["by"], one["target"]) == (change.actor, path) and one["reason"] != "withdrawn"
        for name, one in records.items()
        if name not in old
    )
    differ = {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)}
    words = differ <= {"text", "reason", "note"}
    gone = all(now.get(name) in (None, MARK) for name in differ)
    return bool(told and change.roles(change.actor) and words and gone and now)


def _votes(change: Change) -> Iterator[Theft]:
    """Options after votes, rubrics after scores."""
    new = _modules(change.after)
    for folder, brief in _modules(change.before).items():
        now = new.get(folder, {})
        options = {one["id"]: one for one in brief.get("options", [])}
        others = {one["id"]: one for one in now.get("options", [])}
        answers = _below(change.before, f"{folder}/responses")
        left = _below(change.after, f"{folder}/responses")
        for name in answers.keys() & left.keys():
            voter = answers[name]["member"]
            swapped = [
                one
                for one in answers[name].get("choice", [])
                if options.get(one) != others.get(one)
            ]
            if swapped and voter not in change.agreed:
                yield Theft(voter, f"meaning of a vote {folder}", voter)
        if brief.get("rubric") != now.get("rubric"):
            for judging in _below(change.before, f"{folder}/judgings").values():
                if judging["judge"] not in change.agreed:
                    yield Theft(judging["judge"], f"rubric {folder}", judging["judge"])


def _earned(files: Files) -> Counter[str]:
    """Return ten thousandths of points of accepted seats, and of real reports, by person."""
    points: Counter[str] = Counter()
    for folder, brief in _modules(files).items():
        worth = int(brief["reward"]["points"])
        if _accepted(files, folder):
            shares = {seat["id"]: seat["share"] for seat in brief.get("seats", [])}
            for seat, claim in _below(files, f"{folder}/claims").items():
                # In a team nobody earns anything without a delivery of their own.
                counts = len(shares) < 2 or claim.get("delivered")
                points[claim["member"]] += worth * shares.get(seat, 0) if counts else 0
        if brief["form"] == "bug-hunt":
            reports = _below(files, f"{folder}/responses")
            for name, triage in _below(files, f"{folder}/triage").items():
                reporter = reports.get(name, {}).get("member")
                if reporter == name and triage["state"] in ("confirmed", "forwarded", "fixed"):
                    points[reporter] += worth * 10_000
    return points


def _points(change: Change) -> Iterator[Theft]:
    old, new = _earned(change.before), _earned(change.after)
    for person in old.keys() | new.keys():
        if new[person] < old[person] and person not in change.agreed:
            if not {"product-expert", "project-lead"} & set(change.roles(change.actor)):
                yield Theft(person, "points", person)
        elif new[person] > old[person] and not change.staff_agreed(person):
            yield Theft(person, "more points", "staff")


def _payments(change: Change) -> Iterator[Theft]:
    old, new = _paid(change.before), _paid(change.after)
    for place, amount in old.items():
        if new[place] < amount:
            person = place[0]
            if person not in change.agreed or not change.staff_agreed(person, change.actor):
                yield Theft(person, f"payment {place}", f"{person} and a second")


def _paid(files: Files) -> Counter[tuple[str, str, str]]:
    paid: Counter[tuple[str, str, str]] = Counter()
    for path, value in files.items():
        if "/payouts/" in path and isinstance(value, dict):
            for line in value["lines"]:
                paid[line["member"], line["module"], line["seat"]] += line["cash_minor"]
    return paid


def _confirmed(change: Change) -> Iterator[Theft]:
    """Credits and services that staff confirmed."""
    old, new = _vouched(change.before), _vouched(change.after)
    for person, folder, role in old - new:
        if person not in change.agreed:
            yield Theft(person, f"credit {folder} {role}", person)
    for person, folder, role in new - old:
        if not change.staff_agreed(person):
            yield Theft(person, f"new credit {folder} {role}", "staff")


def _vouched(files: Files) -> set[tuple[str, str, str]]:
    found = set()
    for folder in _modules(files):
        for kind, what in (("credits", "role"), ("services", "kind")):
            for record in _below(files, f"{folder}/{kind}").values():
                if record.get("confirmed_by"):
                    found.add((record["member"], folder, record[what]))
    return found


def _honours(change: Change) -> Iterator[Theft]:
    old, new = _given(change.before), _given(change.after)
    for person in {one for one, *_ in old} | {one for one, *_ in new}:
        lost = sum(points for who, _, points in old if who == person)
        won = sum(points for who, _, points in new if who == person)
        fewer = sum(who == person for who, *_ in new) < sum(who == person for who, *_ in old)
        if (won < lost or fewer) and person not in change.agreed:
            yield Theft(person, "honour", person)
        if won > lost and not change.staff_agreed(person):
            yield Theft(person, "an honour of one's own", "staff")
        if won > lost + GIVEN_ALONE and not change.lead_agreed:
            yield Theft(person, "many points by hand", "lead")


def _promises(change: Change) -> Iterator[Theft]:
    """Gifts: nobody's is taken, altered or signed for without them, nobody makes their own."""
    old, new = (_below(side, "members/gifts/2026") for side in (change.before, change.after))
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name, {}), new.get(name, {})
        kept = all(was.get(key) == now.get(key) for key in ("member", "kind", "what", "due"))
        for_them = was and not (kept and was.get("received") == now.get("received"))
        if for_them and was["member"] not in change.agreed:
            yield Theft(was["member"], "promise", was["member"])
        fresh = now and now["member"] != was.get("member")
        if fresh and not change.staff_agreed(now["member"]):
            yield Theft(now["member"], "a promise to oneself", "staff")


def _given(files: Files) -> list[tuple[str, str, int]]:
    return [
        (value["member"], value["by"], value.get("points", 0))
        for path, value in files.items()
        if path.startswith("members/recognition/") and isinstance(value, dict)
    ]


def _published(change: Change) -> Iterator[Theft]:
    """The words of accepted work stay, or their authors sign the new ones and staff have seen them."""
    for folder in _modules(change.before):
        old, new = _text(change.before, folder), _text(change.after, folder)
        if old is None or old == new or not _accepted(change.before, folder):
            continue
        now = text_fingerprint(new) if new is not None else None
        if now == text_fingerprint(old):
            continue
        claims = _below(change.before, f"{folder}/claims").values()
        authors = {claim["member"] for claim in claims}
        if not _stood_there(change.before, folder, old, authors):
            continue
        signed = {
            one["member"]
            for one in _below(change.after, f"{folder}/signoffs").values()
            if one["text"] == now
        }
        for author in authors - change.agreed - signed:
            yield Theft(author, f"published words {folder}", author)
        if now and authors <= signed and not change.staff_agreed():
            yield Theft(change.actor, f"unseen words {folder}", "staff")


def _parts(change: Change) -> Iterator[Theft]:
    """What one of a team delivered in a folder of their own."""
    for folder, brief in _modules(change.before).items():
        claims = _below(change.before, f"{folder}/claims")
        kept = _below(change.after, f"{folder}/claims")
        for seat, claim in claims.items():
            start = f"content/{folder.removeprefix('modules/')}/{seat}/"
            stays = kept.get(seat, {}).get("member") == claim["member"]
            if not claim.get("delivered") or not stays or len(brief.get("seats", [])) < 2:
                continue
            was = {path: value for path, value in change.before.items() if path.startswith(start)}
            moved = [path for path in was if not _same_content(was[path], change.after.get(path))]
            if moved and claim["member"] not in change.agreed:
                yield Theft(claim["member"], f"part {moved}", claim["member"])


def _same_content(was: Any, now: Any) -> bool:
    if isinstance(was, str) and isinstance(now, str):
        return text_fingerprint(was) == text_fingerprint(now)
    return bool(was == now)


def _stood_there(files: Files, folder: str, text: str, authors: Collection[str]) -> bool:
    """True where every author of a team had signed the words, so that readers saw them."""
    name = text_fingerprint(text)
    signoffs = _below(files, f"{folder}/signoffs")
    signed = {one["member"] for one in signoffs.values() if one["text"] == name}
    return set(authors) <= signed


def _pictures(change: Change) -> Iterator[Theft]:
    """Pictures that came with a response are their sender's."""
    for folder in _modules(change.before):
        content = f"content/{folder.removeprefix('modules/')}"
        for response in _below(change.before, f"{folder}/responses").values():
            for name in response.get("media", []):
                path = f"{content}/{name}"
                was, now = change.before.get(path), change.after.get(path)
                gone = was is not None and now != was
                if gone and response["member"] not in change.agreed:
                    yield Theft(response["member"], f"picture {path}", response["member"])


def _persons(change: Change) -> Iterator[Theft]:
    for path, old in change.before.items():
        name = path.removeprefix("members/").removesuffix(".yml")
        if path != f"members/{name}.yml" or "/" in name or not isinstance(old, dict):
            continue
        new = change.after.get(path) or {}
        if old.get("staff", []) != new.get("staff", []) and not change.lead_agreed:
            yield Theft(name, "roles", "lead")
        leaves = new.get("visibility") == "withdrawn" or not new
        moved = any(_said(old, one) != _said(new, one) for one in SELF)
        if moved and name not in change.agreed and not (leaves and change.lead_agreed):
            yield Theft(name, "own record", name)
    for path, new in change.after.items():
        joins = path.startswith("members/") and path.count("/") == 1 and path not in change.before
        roles = new.get("staff") if isinstance(new, dict) else None
        if joins and roles and not change.lead_agreed:
            yield Theft(path, "roles of a newcomer", "lead")


def _waivers(change: Change) -> Iterator[Theft]:
    for folder in _modules(change.after):
        old = _below(change.before, f"{folder}/waivers")
        for name, waiver in _below(change.after, f"{folder}/waivers").items():
            who = waiver["candidate"]
            known = f"members/{who}.yml" in change.before
            fresh = waiver != old.get(name) and waiver["reason"] == "declined"
            if known and fresh and who not in change.agreed:
                yield Theft(who, f"waived {folder}", who)

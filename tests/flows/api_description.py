"""GitHub's own OpenAPI description, as a referee: is this a request that it takes, an answer that it gives?

The description is read once a process; of its 12 MB a validator gets the schemas that it needs and no more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

ROOT = Path(__file__).parents[2]
DESCRIPTION = ROOT / "node_modules/@octokit/openapi/generated/api.github.com.json"
_JSON = "application/json"
_ANYWHERE = {"401", "403", "404", "429", "500", "502", "503"}
"""Codes of a failure that any operation may end with; where none is described they say `message`."""
_SCHEMA = re.compile(r"#/components/schemas/(.+)")


class ContractError(AssertionError):
    """Something that GitHub would not take, or would not say."""


@dataclass(frozen=True)
class Operation:
    """One operation: its name (`pulls/list`), and what is described of it."""

    name: str
    method: str
    path: str
    described: Mapping[str, Any]

    def check_request(self, path: str, query: Mapping[str, str], body: Any, media: str) -> None:
        """Judge a request; `body` is None where there is none."""
        values = {"path": _path_values(self.path, path), "query": dict(query)}
        for parameter in map(_resolve, self.described.get("parameters", ())):
            place, name = parameter["in"], parameter["name"]
            if name not in values.get(place, {}):
                _require(not parameter.get("required"), f"{self.name}: {name} is missing")
                continue
            value = _typed(values[place].pop(name), parameter["schema"])
            _judge(parameter["schema"], value, f"{self.name}: {name}")
        _require(not values["query"], f"{self.name}: unknown filters {values['query']}")
        _require(not values["path"], f"{self.name}: unknown places {values['path']}")
        self._check_body(body, media)

    def _check_body(self, body: Any, media: str) -> None:
        wanted = self.described.get("requestBody")
        if body is None:
            _require(not (wanted and wanted.get("required")), f"{self.name}: the body is missing")
            return
        _require(wanted is not None, f"{self.name} takes no body")
        assert wanted is not None
        _require(media == _JSON, f"{self.name}: the body is {media}")
        schema = wanted["content"][_JSON]["schema"]
        _judge(schema, body, f"{self.name}: body")
        if isinstance(body, dict) and (known := _properties(schema)):
            _require(body.keys() <= known, f"{self.name}: unknown values {body.keys() - known}")

    def check_response(self, code: int, body: Any) -> None:
        """Judge an answer."""
        found = self.described["responses"].get(str(code))
        where = f"{self.name}: answer {code}"
        if found is None:
            _require(str(code) in _ANYWHERE, f"{where} is not described")
            _require(isinstance(body, dict) and "message" in body, f"{where} without a message")
            return
        content = _resolve(found).get("content", {}).get(_JSON)
        if content is None:
            _require(body is None, f"{where} has a body")
        else:
            _judge(content["schema"], body, where)

    def example(self) -> Any:
        """Return GitHub's own example of the answer, a copy."""
        answers = self.described["responses"]
        good = next(code for code in sorted(answers) if code.startswith("2"))
        examples = _resolve(answers[good])["content"][_JSON]["examples"]
        value = _resolve(_resolve(next(iter(examples.values())))["value"])
        return json.loads(json.dumps(value.get("value", value) if "value" in value else value))


@cache
def describe() -> Mapping[str, Any]:
    """Return the whole description."""
    found: dict[str, Any] = json.loads(DESCRIPTION.read_bytes())
    return found


@cache
def _operations() -> tuple[tuple[re.Pattern[str], Operation], ...]:
    """List the operations on one repository, those with the most fixed words first."""
    found = []
    for path, methods in describe()["paths"].items():
        if path.startswith("/repos/{owner}/{repo}/"):
            pattern = re.compile(re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(path)))
            found += [
                (pattern, Operation(one["operationId"], method.upper(), path, one))
                for method, one in methods.items()
            ]
    return tuple(sorted(found, key=lambda item: item[1].path.count("{")))


def find_operation(method: str, path: str) -> Operation:
    """Return the operation that a request asks for.

    Raises:
        ContractError: GitHub has none such.
    """
    for pattern, operation in _operations():
        if operation.method == method and pattern.fullmatch(path):
            return operation
    raise ContractError(f"GitHub has no {method} {path}")


def operation_of(name: str) -> Operation:
    """Return an operation by its name."""
    return next(one for _, one in _operations() if one.name == name)


def _path_values(pattern: str, path: str) -> dict[str, str]:
    names = re.findall(r"\{(\w+)\}", pattern)
    found = re.fullmatch(re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(pattern)), path)
    assert found
    return dict(zip(names, found.groups(), strict=True))


def _typed(text: str, schema: Mapping[str, Any]) -> Any:
    """Read a word of an address as what its schema says."""
    kinds = {schema.get("type"), *(one.get("type") for one in schema.get("oneOf", ()))}
    return int(text) if "integer" in kinds and text.isdigit() else text


def _properties(schema: Mapping[str, Any]) -> set[str]:
    """Return the names that an object may have; nothing where any may."""
    schema = _resolve(schema)
    found = set(schema.get("properties", ()))
    for part in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(part, ()):
            found |= _properties(one)
    return found


def _resolve(value: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in value:
        found: Any = describe()
        for word in str(value["$ref"]).removeprefix("#/").split("/"):
            found = found[word]
        value = found
    return value


def _judge(schema: Mapping[str, Any], value: Any, what: str) -> None:
    error = next(_validator(json.dumps(schema)).iter_errors(value), None)
    if error is not None:
        place = "/".join(map(str, error.instance_path))
        raise ContractError(f"{what}: {place}: {error.message[:400]}")


@cache
def _validator(schema: str) -> jsonschema_rs.Draft7Validator:
    """Return a validator of one schema, with those that it refers to."""
    wanted = json.loads(schema)
    needed: dict[str, Any] = {}
    waiting = list(_names(wanted))
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = _as_seen(name, describe()["components"]["schemas"][name])
            waiting += _names(needed[name])
    whole = {**wanted, "components": {"schemas": needed}}
    if "$ref" in wanted:  # beside a reference nothing else counts
        whole = {"allOf": [wanted], "components": {"schemas": needed}}
    return jsonschema_rs.Draft7Validator(_plain(whole), validate_formats=True)


def _as_seen(name: str, schema: Any) -> Any:
    """Return a schema with what GitHub says although it is not described.

    The copy that a request came from is null once its owner has deleted it.
    """
    if name in ("pull-request", "pull-request-simple"):
        schema = json.loads(json.dumps(schema))
        head = schema["properties"]["head"]["properties"]
        head["repo"] = {"anyOf": [{"type": "null"}, head["repo"]]}
    return schema


def _names(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        reference = schema.get("$ref")
        if isinstance(reference, str) and (found := _SCHEMA.fullmatch(reference)):
            yield found[1]
        for value in schema.values():
            yield from _names(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _names(value)


def _plain(schema: Any) -> Any:
    """Return a schema of OpenAPI 3.0 as JSON Schema: `nullable` is a word of OpenAPI's own."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {
        name: _plain(value)
        for name, value in schema.items()
        if name not in ("nullable", "example", "examples", "discriminator")
        or isinstance(value, dict)  # a property of that name
    }
    return {"anyOf": [{"type": "null"}, plain]} if schema.get("nullable") is True else plain


def _require(holds: bool, words: str) -> None:
    if not holds:
        raise ContractError(words)

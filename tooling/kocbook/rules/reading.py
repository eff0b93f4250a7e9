"""What the reader itself reports while it loads files: these rules have no check of their own."""

from __future__ import annotations

from kocbook.base.finding import Severity
from kocbook.rules.registry import Rule, add_rule

FILE = {
    "file-encoding": "A file is not UTF-8 text.",
    "text-control-character": "A text holds an invisible or direction-changing character.",
    "file-too-large": "A text file is larger than a record or an article may be.",
    "file-empty": "A record holds nothing.",
    "file-not-regular": "A path is a symbolic link or a special file.",
    "file-unreadable": "A file could not be read from disk.",
    "file-name": "A record's file name is nearly right.",
    "file-name-not-nfc": "A path is not in Unicode normal form C.",
    "file-name-device": "A path holds a name that Windows takes for a device.",
    "file-not-uploaded": "A file is a pointer of Git LFS in place of what it points to.",
    "file-unexpected": "A file stands where no record belongs.",
    "file-orphan": "A record or content belongs to a brief or blueprint that does not exist.",
    "yaml-syntax": "A record is not YAML.",
    "yaml-duplicate-key": "A record names one key twice.",
    "yaml-feature": "A record uses a YAML feature that records do without.",
    "yaml-too-deep": "A record is nested too deeply.",
    "yaml-key-not-text": "A key is not plain text.",
    "record-unknown-key": "A record has a key that its schema does not know.",
    "record-missing-key": "A record lacks a key that its schema requires.",
    "record-bad-key": "A key is not an id.",
    "record-wrong-type": "A value has another type than its schema wants.",
    "record-unknown-word": "A value is none of the words that its schema lists.",
    "record-wrong-value": "A value is outside the form or range that its schema allows.",
}
CONTENT = {
    "content-bad-name": "A contributed file's name or suffix is not allowed.",
}

for _record, _docs in (("file", FILE), ("content", CONTENT)):
    for _rule_id, _doc in _docs.items():
        add_rule(Rule(_rule_id, Severity.ERROR, _record, _doc, None))

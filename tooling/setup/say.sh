# shellcheck shell=bash
# Sourced by the set-up scripts: every message in both languages, on stderr.

say() { printf '%s\n%s\n' "$1" "$2" >&2; }

fail() {
    say "$@"
    exit 3 # the environment failed, as in koc's own exit codes
}

"""A process that ends at once: its code, its words and its last duties are what they always are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BEGIN = """
import atexit, os, sys, tempfile, threading, time
from kocbook.base.quick_exit import prepare_exit
end = prepare_exit()
class Heavy:
    def __del__(self): print("freed")
heavy = Heavy()
"""


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BEGIN + script], capture_output=True, text=True, check=False
    )


def test_code_and_words_arrive_and_nothing_is_freed() -> None:
    done = run("sys.stdout.write('字' * 100_000); sys.stderr.write('there'); end(3)")
    assert (done.returncode, done.stdout, done.stderr) == (3, "字" * 100_000, "there")


def test_handlers_run_and_threads_are_waited_for(tmp_path: Path) -> None:
    done = run(
        f"""
folder = tempfile.TemporaryDirectory(dir={str(tmp_path)!r})
atexit.register(print, "handler")
def work(): time.sleep(0.3); print("thread")
threading.Thread(target=work).start()
end(0)
"""
    )
    assert (done.returncode, done.stdout) == (0, "thread\nhandler\n")
    assert list(tmp_path.iterdir()) == []


def test_an_end_that_nobody_asked_for_is_as_usual() -> None:
    done = run("raise ValueError('told')")
    assert done.returncode == 1
    assert done.stdout == "freed\n"
    assert "ValueError: told" in done.stderr

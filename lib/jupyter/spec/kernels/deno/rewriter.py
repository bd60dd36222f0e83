"""Cells as Deno's kernel has to run them, rewritten by lib/jupyter/code/rewriter.ts."""
import json
import pathlib
import subprocess

PROJECT = pathlib.Path(__file__).resolve().parents[5]
REWRITER = PROJECT / "lib" / "jupyter" / "code" / "rewriter.ts"


class Rewriter:
    """Runs the rewriter as a child process, which ends when its standard input is closed."""

    def __init__(self, deno):
        self.process = subprocess.Popen(
            [deno, "run", "--quiet", "--config", PROJECT / "deno.json", REWRITER],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def rewrite(self, number, count, source):
        """Returns the code to run for a cell, or None if the rewriter has failed."""
        request = json.dumps({"id": number, "count": count, "source": source})
        try:
            self.process.stdin.write(request.encode() + b"\n")
            self.process.stdin.flush()
            return json.loads(self.process.stdout.readline())["code"]
        except (OSError, ValueError):
            return None

    def stop(self):
        self.process.kill()
        self.process.wait()

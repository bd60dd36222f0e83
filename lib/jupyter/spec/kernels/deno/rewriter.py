"""Cells as Deno's kernel has to run them, rewritten by lib/jupyter/code/rewriter.ts."""
import json
import os
import pathlib
import select
import subprocess
import time

from deno_kernel import die_with_parent

PROJECT = pathlib.Path(__file__).resolve().parents[5]
REWRITER = PROJECT / "lib" / "jupyter" / "code" / "rewriter.ts"
# Seconds that a cell may take. Parsing takes milliseconds; the first time packages may be fetched.
LIMIT = 10


class Rewriter:
    """Runs the rewriter as a child process, which ends when its standard input is closed."""

    def __init__(self, deno):
        config = PROJECT / "deno.json"
        # The folder from which relative imports are resolved.
        self.command = [deno, "run", "--quiet", "--config", config, REWRITER, os.getcwd()]
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            self.command,
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            preexec_fn=die_with_parent,
        )
        os.set_blocking(self.process.stdin.fileno(), False)

    def rewrite(self, number, count, source):
        """Returns the code to run for a cell, or None if the rewriter failed: the next cell gets a new one."""
        request = json.dumps({"id": number, "count": count, "source": source}).encode() + b"\n"
        try:
            if self.process is None:
                self.start()
            return json.loads(self._exchange(request))["code"]
        except (OSError, ValueError, KeyError, TypeError):
            self.stop()
            return None

    def _exchange(self, request):
        """Sends a line and waits for the answer, at most LIMIT: meanwhile the relay does nothing else."""
        stdin, stdout = self.process.stdin.fileno(), self.process.stdout.fileno()
        end = time.monotonic() + LIMIT
        answer = b""
        while not answer.endswith(b"\n"):
            wait = end - time.monotonic()
            readable, writable, _ = select.select([stdout], [stdin] if request else [], [], wait)
            if writable:
                request = request[os.write(stdin, request) :]
            if readable:
                piece = os.read(stdout, 1 << 16)
                if not piece:
                    raise OSError("the rewriter ended")
                answer += piece
            if not readable and not writable:
                raise TimeoutError("the rewriter did not answer")
        return answer

    def stop(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

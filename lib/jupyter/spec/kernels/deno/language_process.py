"""The language process: lib/jupyter/language/main.ts, to which lines of JSON go, and from which they come."""
import json
import os
import subprocess

import zmq

from deno_kernel import die_with_parent
from rewriter import PROJECT

MAIN = PROJECT / "lib" / "jupyter" / "language" / "main.ts"
NICE = 5


class LanguageProcess:
    """Runs the process. Neither reading nor writing ever waits."""

    def __init__(self, deno, poller):
        self.poller, self.unsent, self.unread = poller, b"", b""
        env = PROJECT / ".env"
        self.process = subprocess.Popen(
            [
                *(deno, "run", "--quiet", "--config", PROJECT / "deno.json"),
                *([f"--env-file={env}"] if env.exists() else []),
                *("--allow-read", "--allow-env", "--allow-net", f"--allow-run={deno}"),
                *("--allow-sys", MAIN, os.getcwd()),
            ],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            preexec_fn=_low_priority,
        )
        for pipe in (self.process.stdin, self.process.stdout):
            os.set_blocking(pipe.fileno(), False)
        poller.register(self.process.stdout, zmq.POLLIN)

    def send(self, message):
        """Sends a message, now or with a later write()."""
        self.unsent += json.dumps(message).encode() + b"\n"
        self.write()

    def write(self):
        """Sends as much as the process takes. An error means that it ended, which receive() says."""
        try:
            while self.unsent:
                self.unsent = self.unsent[os.write(self.process.stdin.fileno(), self.unsent) :]
        except OSError:
            return

    def receive(self):
        """Returns the messages that came; None if the process ended or wrote something else."""
        messages = []
        try:
            while True:
                piece = os.read(self.process.stdout.fileno(), 1 << 16)
                if not piece:
                    return None
                *lines, self.unread = (self.unread + piece).split(b"\n")
                parsed = map(json.loads, lines)
                messages += [message for message in parsed if isinstance(message, dict)]
        except BlockingIOError:
            return messages
        except (OSError, ValueError):
            return None

    def stop(self):
        self.poller.unregister(self.process.stdout)
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def _low_priority():
    die_with_parent()
    os.nice(NICE)

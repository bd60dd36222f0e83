"""Deno's own kernel as a child process with its own ports."""
import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import zmq

from private_config import copied_config
from wire import CHANNELS


def find_deno():
    """Returns the path of the deno to run."""
    deno = os.environ.get("DENO") or shutil.which("deno")
    if not deno:
        sys.exit("Cannot find deno: put it on PATH, or start Jupyter with: deno task lab")
    return deno


class DenoKernel:
    """Runs `deno jupyter --kernel`. `sockets` are the relay's ends of its channels."""

    def __init__(self, deno, context, connection, wire):
        self.wire = wire
        notebooks = os.getcwd()
        os.environ["TRIBUTARY_NOTEBOOK_FOLDER"] = notebooks  # for the prelude
        for attempt in (1, 2, 3):  # another program may take a port before the kernel does
            self.copies = copied_config(notebooks)
            self.file = self._choose_ports(connection)
            # A pipe for comms, which the prelude reads also while a cell runs.
            self.pipe, self.pipe_write = os.pipe()
            self.process = subprocess.Popen(
                [deno, "jupyter", "--kernel", "--conn", self.file],
                cwd=self.copies or notebooks,
                env={**os.environ, "DENO_V8_FLAGS": "--expose-gc"},
                stdin=subprocess.DEVNULL,
                pass_fds=[self.pipe],
                preexec_fn=die_with_parent,
            )
            self.sockets = self._connect(context)
            answers = self._answers()
            os.unlink(self.file)  # the kernel has read it; a killed relay leaves none
            if answers:
                return
            self.stop()
        sys.exit("Deno's kernel did not start")

    def send(self, channel, message):
        """Sends a message unchanged."""
        self.sockets[channel].send_multipart(self.wire.frames(message))

    def execute(self, code, **options):
        """Requests that code be run. Returns the id of the request."""
        content = {"code": code, "silent": True, "store_history": False, "allow_stdin": False}
        message = self.wire.make("execute_request", {**content, "user_expressions": {}, **options})
        self.send("shell", message)
        return message.id

    def interrupt(self):
        """Interrupts the code that is running."""
        self.send("control", self.wire.make("interrupt_request", {}))

    def worked(self):
        """Seconds of CPU time that Deno has used, or of wall time if that is not known."""
        try:
            with open(f"/proc/{self.process.pid}/stat") as file:
                fields = file.read().rpartition(")")[2].split()  # proc_pid_stat(5), from field 3
        except OSError:
            return time.monotonic()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def alive(self):
        return self.process.poll() is None

    def stop(self):
        """Ends the kernel, by force if necessary."""
        self.process.terminate()
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for socket in self.sockets.values():
            socket.close(0)
        os.close(self.pipe)
        os.close(self.pipe_write)
        if self.copies:
            shutil.rmtree(self.copies, ignore_errors=True)

    def _choose_ports(self, connection):
        with zmq.Context() as context:
            probes = {name: context.socket(zmq.REP) for name in CHANNELS}
            own = {f"{n}_port": s.bind_to_random_port("tcp://127.0.0.1") for n, s in probes.items()}
            for socket in probes.values():
                socket.close(0)
        self.connection = {**connection, **own, "ip": "127.0.0.1", "transport": "tcp"}
        handle, name = tempfile.mkstemp(prefix="deno-kernel-", suffix=".json")
        with os.fdopen(handle, "w") as file:
            json.dump(self.connection, file)
        return name

    def _connect(self, context):
        sockets = {}
        for name in ("shell", "iopub", "stdin", "control"):
            socket = context.socket(zmq.SUB if name == "iopub" else zmq.DEALER)
            socket.linger = 0
            socket.rcvhwm = socket.sndhwm = 0  # never drop
            if name == "iopub":
                socket.subscribe(b"")
            else:
                socket.identity = b"relay"
            socket.connect(f"tcp://127.0.0.1:{self.connection[name + '_port']}")
            sockets[name] = socket
        return sockets

    def _answers(self):
        """Waits until requests are answered and outputs arrive. Keeps the kernel's info."""
        self.info, heard, deadline = None, False, time.monotonic() + 60
        while self.alive() and time.monotonic() < deadline:
            self.send("shell", self.wire.make("kernel_info_request", {}))
            shell, iopub = self.sockets["shell"], self.sockets["iopub"]
            while shell.poll(100):
                self.info = self.wire.read(shell.recv_multipart()).data
            while iopub.poll(50):
                heard = bool(iopub.recv_multipart())
            if self.info and heard:
                return True
        return False


def die_with_parent():
    """In the child: accept SIGINT again and, on Linux, die with the relay however it dies."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG

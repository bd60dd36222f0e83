"""Comms between Jupyter and the prelude, past Deno's queue of requests.

Deno's kernel takes one request of the shell channel at a time and knows no comms. Messages for them
go through a pipe, a line of JSON each, which the prelude reads (prelude/comms.ts); those of the
kernel come on iopub like outputs.

https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages
"""
import base64
import fcntl
import json
import os


class Comms:
    """The comms that are open, and their messages' way to Deno."""

    def __init__(self, front, pipe):
        self.front, self.pipe = front, pipe
        self.targets = {}  # id of an open comm -> the name of its target
        self.waiting = bytearray()  # what the pipe does not take yet: Deno computes
        self.owed = []  # messages that came while a cell ran: `idle` would be wrong until its end
        os.set_blocking(pipe, False)
        try:
            # Linux gives a pipe 64 KiB, in which a message of a megabyte is sent in a hundred pieces.
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)
        except (AttributeError, OSError):
            pass  # another system, or its limit is reached: slower, not less

    def from_jupyter(self, channel, message, running):
        """Passes a comm's message on, or answers which comms there are."""
        self.front.publish("status", {"execution_state": "busy"}, message)
        content = message.data
        if message.type == "comm_info_request":
            wanted = content.get("target_name")
            comms = {
                id: {"target_name": target}
                for id, target in self.targets.items()
                if wanted in (None, target)
            }
            reply = {"status": "ok", "comms": comms}
            self.front.answer(channel, message, "comm_info_reply", reply)
        else:
            self._note(message.type, content)
            buffers = [base64.b64encode(buffer).decode() for buffer in message.buffers]
            line = {"type": message.type, "content": content, "buffers": buffers}
            self.waiting += json.dumps(line).encode() + b"\n"
            self.flush()
        self.owed.append(message)
        if not running:
            self.idle()

    def from_deno(self, message):
        """Passes a message of the kernel on to all pages."""
        self._note(message.type, message.data)
        self.front.send("iopub", message)

    def idle(self):
        """Says that the messages so far are done: a page keeps each until it hears that."""
        for message in self.owed:
            self.front.publish("status", {"execution_state": "idle"}, message)
        self.owed = []

    def flush(self):
        """Writes as much as the pipe takes."""
        while self.waiting:
            try:
                del self.waiting[: os.write(self.pipe, self.waiting)]
            except BlockingIOError:
                return
            except BrokenPipeError:  # Deno has ended, which the relay reports
                self.waiting.clear()

    def _note(self, kind, content):
        if kind == "comm_open":
            self.targets[content["comm_id"]] = content.get("target_name", "")
        elif kind == "comm_close":
            self.targets.pop(content["comm_id"], None)

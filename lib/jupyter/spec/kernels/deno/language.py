"""Completion, inspection and type notes: lib/jupyter/language/main.ts beside Deno's kernel.

Nothing waits for it. What it does not answer in time is answered as empty; if it ends or hangs, it is
started again and gets the cells that ran. It starts after the first cell, in a pause, at a low
priority, so that neither the kernel nor a cell is slower for it.
"""
import os
import time

from language_process import MAIN, LanguageProcess

LIMIT = 2.2  # seconds after which a request is answered as empty
COLD = 30.0  # seconds after its start in which it may be slow
PAUSE = 0.3  # seconds without a running cell until it reads the cells that ran
LATEST = 3.0  # ... but at most this many after the first of them
REST = 10.0  # seconds between two starts
EMPTY = {
    "complete": {"status": "ok", "matches": [], "metadata": {}},
    "inspect": {"status": "ok", "found": False, "data": {}, "metadata": {}},
}


class Language:
    """The relay's side of the process. TRIBUTARY_LANGUAGE says what it does: README."""

    def __init__(self, deno, relay):
        self.deno, self.relay = deno, relay
        self.wanted = os.environ.get("TRIBUTARY_LANGUAGE", "")
        self.process, self.poller = None, None
        self.started = -REST
        self.pending = {}  # requests by id: (message, deadline)
        self.waiting = []  # cells that it has yet to read
        self.first = self.last = 0.0  # when the first and the last of them ended
        self.late = 0  # requests in a row without an answer
        self.asking = {}  # questions about live values, by id: the id of their request in Deno

    # -- from the relay ----------------------------------------------------------------------------

    def takes(self, message):
        """Whether it answers a request of Jupyter. It then does."""
        kind = message.type.removesuffix("_request")
        if kind not in EMPTY or self.wanted == "off":
            return False
        data = message.data
        self.pending[message.id] = (kind, message, time.monotonic() + LIMIT)
        request = {"kind": kind, "id": message.id, "code": data["code"]}
        detail = data.get("detail_level", 0)
        self.hand_over()
        if not self.send({**request, "cursor": data["cursor_pos"], "detail": detail}):
            self.reply(message.id, {})
        return True

    def ran(self, cell):
        """Takes note of a cell that ran."""
        if cell.asked.get("silent") or not (self.process or self.interactive(cell)):
            return
        self.last = time.monotonic()
        self.first = self.first if self.waiting else self.last
        self.waiting.append(cell)

    def step(self):
        """Reads what the process wrote, and answers what has waited for too long."""
        if self.process:
            self.process.write()
            messages = self.process.receive()
            for message in messages or ():
                self.take(message)
            if messages is None:
                self.stop()
        now = time.monotonic()
        pause = self.relay.idle() and now - self.last > PAUSE
        if self.waiting and (pause or now - self.first > LATEST):
            self.hand_over()
        for id, (kind, message, deadline) in list(self.pending.items()):
            if now > deadline:
                self.late += 1
                self.reply(id, {})
        if self.late >= 3 and now - self.started > COLD:
            self.stop()

    def busy(self):
        """Whether an answer is to come soon."""
        unsent = self.process and self.process.unsent
        return bool(self.pending or unsent or self.asking or self.waiting)

    def live(self, id, names):
        """Passes on what the kernel said about a live value."""
        if self.asking.pop(id, None):
            self.send({"kind": "live", "id": id, "names": names})

    def stop(self):
        if self.process:
            self.process.stop()
        self.process = None
        self.late = 0
        self.asking.clear()

    # -- the process -------------------------------------------------------------------------------

    def interactive(self, cell):
        """Whether somebody looks: browsers and editors send which cell it is, nbconvert does not."""
        return self.wanted == "on" or self.wanted != "off" and cell.follows

    def hand_over(self):
        """Lets the process read the cells that ran."""
        if self.waiting and (self.process or self.start()):
            for cell in self.waiting:
                check = self.wanted in ("", "on") and self.interactive(cell)
                self.send(self.line(cell, check and not cell.stopped))
        self.waiting = []

    def send(self, request):
        if not self.process and not self.start():
            return False
        self.process.send(request)
        return True

    def line(self, cell, check):
        id = cell.request.metadata.get("cellId")
        return {
            "kind": "ran",
            "run": cell.number,
            "source": cell.asked["code"],
            "cell": id,
            "check": check,
        }

    def start(self):
        now = time.monotonic()
        if self.wanted == "off" or now - self.started < REST or not MAIN.exists():
            return False
        self.started = now
        self.process = LanguageProcess(self.deno, self.poller)
        for cell in self.relay.cells.values():
            if cell.reply and cell not in self.waiting and not cell.asked.get("silent"):
                self.process.send(self.line(cell, False))
        return True

    def take(self, message):
        if "reply" in message:
            self.late = 0
            self.reply(message["id"], message["reply"])
        elif "ask" in message:
            id = message["ask"]
            self.asking[id] = True
            if self.relay.idle():
                self.relay.back.execute(message["code"])
            else:
                self.live(id, [])
        elif "note" in message:
            cell = self.relay.cells.get(message["note"])
            if cell:
                content = {"data": message["data"], "metadata": {}, "transient": {}}
                self.relay.front.publish("display_data", content, cell.request)

    def reply(self, id, content):
        kind, message, _ = self.pending.pop(id, (None, None, None))
        if not message:
            return
        if kind == "complete":
            at = message.data["cursor_pos"]
            content = {"cursor_start": at, "cursor_end": at, **content}
        content = {**EMPTY[kind], **content}
        self.relay.front.answer("shell", message, f"{kind}_reply", content)
        self.relay.tell_idle(message)

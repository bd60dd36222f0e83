"""One execute request: when it is done, how it is stopped, what its failure says."""
import json
import signal

QUIET = 0.05  # seconds without output after which a cell counts as done
LATEST = 0.25  # ... but no longer than this after its reply
TURN = 0.3  # seconds of work that Deno may do without noticing a SIGINT, before its loop is broken
REPEAT = 0.7  # seconds from one SIGINT to the next
KILL = 8.0  # seconds that a stopped cell may take to end, before the kernel is killed


class Cell:
    """An execute request, from the moment it is handed on until it is done."""

    def __init__(self, number, request, count):
        self.number, self.request, self.count = number, request, count
        self.asked = request.data
        self.running = ""  # id of the request that runs it in Deno
        self.reply = self.error = self.done = None
        self.replied = self.last_output = 0.0
        self.ending = False
        self.stopped = self.signalled = 0.0  # when Stop was pressed, when Deno was told last
        self.worked = 0.0  # what Deno had worked when it was told
        self.turn = TURN
        self.noticed = False  # whether Deno noticed the last signal
        # Clients that name the cell show late outputs under it (JupyterLab, VS Code, our runner);
        # others (nbclient) drop what comes after the cell is done.
        self.follows = "cellId" in request.metadata

    def quiet(self, now):
        """Whether its outputs are here, after its reply."""
        quiet = now - max(self.last_output, self.replied) >= QUIET
        return quiet or self.stopped or now - self.replied >= LATEST

    def press(self, kernel, now):
        """Stops it: by its awaits, by breaking its loop, in the end with the kernel."""
        if now - self.stopped > KILL:
            kernel.process.kill()
        elif self.signalled and not self.noticed and kernel.worked() - self.worked > self.turn:
            # A loop that never waits. Only then: what waits would never wake up again. After the
            # first break Deno collects what cannot settle, which is work too.
            kernel.interrupt()
            self.noticed = True
            self.turn = 4 * TURN
        elif now - self.signalled > REPEAT and (self.noticed or not self.signalled):
            self.signalled, self.noticed, self.worked = now, False, kernel.worked()
            kernel.process.send_signal(signal.SIGINT)

    def failure(self):
        """What the prelude is asked about a cell that failed, as arguments."""
        if self.reply["status"] != "error":
            return ""
        if self.error or self.stopped:
            return json.dumps((self.error or self.reply).get("evalue", ""))
        return f'"", {json.dumps(self.asked["code"])}'

    def told_error(self):
        """Its error as Jupyter shows it, with what the prelude told."""
        error = self.error
        if not error and self.stopped:
            text = "The cell was stopped. Variables are kept"
            error = {"ename": "Interrupted", "evalue": text}
        elif not error:
            text = self.done.get("refused") or "Deno's kernel refused this cell and did not say why"
            name, _, rest = text.partition(": ")
            error = {"ename": name, "evalue": rest} if rest else {"ename": "Error", "evalue": text}
        plain = f"{error['ename']}: {error['evalue']}"
        text = self.done.get("report") or "\n".join(error.get("traceback", [])).strip() or plain
        return {**error, "traceback": text.split("\n")}

"""One execute request: when it is done, how it is stopped, how its failure is reported."""
import json
import signal

QUIET = 0.05  # seconds without output after the reply until a cell counts as done
LATEST = 0.25  # ... but at most this many seconds after its reply
TURN = 0.3  # seconds that Deno may compute without noticing a SIGINT before its loop is broken
REPEAT = 0.7  # seconds from one SIGINT to the next
KILL = 8.0  # seconds that a stopped cell may take to end before the kernel is killed
DEAF = 1.5  # seconds without noticing a SIGINT after which a cell must be in a native call
BLOCKED = 0.1  # CPU seconds below which such a call waits
COMPUTING = 1.0  # CPU seconds above which it computes: a loop would have been broken by then


class Execution:
    """An execute request, from the moment it is passed on until it is done."""

    def __init__(self, number, request, count):
        self.number, self.request, self.count = number, request, count
        self.asked = request.data
        self.code = ""  # what Deno runs
        self.running = ""  # id of the request that runs it in Deno
        self.reply = self.error = self.done = None
        self.replied = self.last_output = 0.0
        self.ending = False
        self.stopped = self.signalled = 0.0  # when Stop was pressed, when the last SIGINT was sent
        self.worked = 0.0  # CPU seconds that Deno had used at that time
        self.turn = TURN
        self.noticed = False  # whether Deno noticed the last signal
        self.broken = False  # whether its loop was broken after the last signal
        self.heard = False  # whether Deno noticed any signal
        self.first, self.before = 0.0, 0.0  # when the first signal was sent, CPU seconds before it
        # Clients that send a cellId show late outputs under their cell (JupyterLab, VS Code, our
        # runner); others (nbclient) drop what comes after the cell is done.
        self.follows = "cellId" in request.metadata

    def quiet(self, now):
        """Whether all its outputs have probably arrived. For a cell that has a reply."""
        quiet = now - max(self.last_output, self.replied) >= QUIET
        return quiet or self.stopped or now - self.replied >= LATEST

    def press(self, kernel, now):
        """Stops it: ends its awaits, then breaks its loop, and in the end kills the kernel."""
        self.heard = self.heard or self.noticed
        deaf = self.signalled and not self.noticed
        if now - self.stopped > KILL or self.native(kernel, now):
            kernel.process.kill()
        elif deaf and not self.broken and kernel.worked() - self.worked > self.turn:
            # A loop that never awaits. Only then: code that waits would never wake up again. After
            # the first break Deno collects what cannot settle, which takes CPU time too.
            kernel.interrupt()
            self.broken = True
            self.turn = 4 * TURN
        elif now - self.signalled > REPEAT and (not deaf or self.broken):
            self.signalled, self.noticed, self.broken = now, False, False
            self.worked = kernel.worked()
            if not self.first:
                self.first, self.before = now, self.worked
            kernel.process.send_signal(signal.SIGINT)

    def native(self, kernel, now):
        """Whether it is in a call that is not JavaScript: no signal is noticed, and no break ends it."""
        if self.heard or not self.first or now - self.first < DEAF:
            return False
        used = kernel.worked() - self.before
        return used > COMPUTING or used < BLOCKED  # between them, the machine is busy with something else

    def failure(self):
        """The arguments of the prelude's end(), as JavaScript."""
        if self.reply["status"] != "error":
            return ""
        if self.error or self.stopped:
            return json.dumps((self.error or self.reply).get("evalue", ""))
        return f'"", {json.dumps(self.asked["code"])}'

    def reported_error(self):
        """Its error as Jupyter shows it, with the prelude's report."""
        error = self.error
        if not error and self.stopped:
            text = "The cell was stopped. Variables are kept"
            error = {"ename": "Interrupted", "evalue": text}
        elif not error:
            unknown = "Deno's kernel rejected this cell and did not say why"
            text = self.done.get("refused") or unknown
            name, _, rest = text.partition(": ")
            error = {"ename": name, "evalue": rest} if rest else {"ename": "Error", "evalue": text}
        plain = f"{error['ename']}: {error['evalue']}"
        text = self.done.get("report") or "\n".join(error.get("traceback", [])).strip() or plain
        return {**error, "traceback": text.split("\n")}

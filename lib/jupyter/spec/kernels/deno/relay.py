"""relay.py CONNECTION_FILE: Deno's kernel, made to behave as Jupyter expects.

Deno's kernel says that a cell is done before its outputs are sent, assigns each output to the
newest request, continues with the queued cells after an error, dies when Stop is pressed, and is
silent about syntax errors. The relay sits between Jupyter and this kernel and passes on one cell at
a time, rewritten by lib/jupyter/code/rewriter.ts. It loads lib/jupyter/prelude/prelude.ts into the
kernel, which marks each output with its cell:

    Jupyter          relay                          Deno's kernel with the prelude
    execute     ->   prepare(rewritten cell)   ->   makes it current       -> tributary_prepared
                     the rewritten cell        ->   runs it                -> outputs, reply (held)
    idle, reply <-   end(), after a quiet time ->   sends what it printed  -> tributary_ended
    interrupt   ->   SIGINT                    ->   ends what waits        -> tributary_stopping
                     interrupt_request         ->   ends a loop that never awaits
    comm_msg    ->   a line in a pipe          ->   its handler, also while a cell awaits
"""
import collections
import json
import os
import signal
import sys
import time

import zmq

from comms import Comms
from deno_kernel import DenoKernel, find_deno
from execution import Execution
from front import Front
from language import Language
from rewriter import PROJECT, Rewriter
from wire import Wire

PRELUDE = (PROJECT / "lib" / "jupyter" / "prelude" / "prelude.ts").as_uri()


class Relay:
    def __init__(self, connection):
        self.wire = Wire(connection["key"])
        self.context = zmq.Context()
        self.front = Front(self.context, connection, self.wire)
        deno = find_deno()
        self.rewriter = Rewriter(deno)
        self.rewriter.start()  # beside the kernel: both are ready at the same time
        self.back = DenoKernel(deno, self.context, connection, self.wire)
        self.language = Language(deno, self)
        self.comms = Comms(self.front, self.back.pipe_write)
        self.queue = collections.deque()
        self.cells = {}  # by number, so that late outputs find theirs
        self.asked = {}  # id of a request that does not run code -> the identities of its client
        self.cell = None  # the one that is running
        self.count = 0
        self.ready = self.ended = False

    # -- the loop ----------------------------------------------------------------------------------

    def run(self):
        """Relays until the kernel has ended. Returns its exit code."""
        self.back.execute(f"(await import({json.dumps(PRELUDE)})).install({self.back.pipe})")
        poller = self.language.poller = zmq.Poller()
        for side in (self.front.sockets, self.back.sockets):
            for name, socket in side.items():
                if socket.type != zmq.PUB:
                    poller.register(socket, zmq.POLLIN)
        began, parent = time.monotonic(), os.getppid()
        while not self.ended and self.back.alive():
            if os.getppid() != parent:  # Jupyter was killed
                break
            ready = dict(poller.poll(self.patience()))
            for name, socket in self.back.sockets.items():
                while socket in ready and socket.poll(0):
                    self.from_deno(name, self.wire.read(socket.recv_multipart()))
            for name in ("control", "stdin", "shell"):
                socket = self.front.sockets[name]
                while socket in ready and socket.poll(0):
                    self.from_jupyter(name, self.wire.read(socket.recv_multipart()))
            self.language.step()
            self.step()
            if not self.ready and time.monotonic() - began > 60:
                self.fail_to_load("no answer")
        died = not self.back.alive()
        code = self.back.process.poll()
        self.stop()
        if died:
            # The last thing before the sockets close: what a client sends between them is lost.
            self.report_death()
        self.disconnect()
        if self.ready and not self.ended and code is not None:
            # Begins from scratch at once, as the same process: Jupyter would look after seconds.
            os.execv(sys.executable, [sys.executable, *sys.argv])
        return 0 if self.ended else code or 1

    def stop(self):
        """Ends Deno's kernel, the rewriter and the language process."""
        self.back.stop()
        self.rewriter.stop()
        self.language.stop()

    def disconnect(self):
        """Sends the remaining messages and closes the sockets to Jupyter."""
        self.front.close()
        self.context.term()

    def close(self):
        self.stop()
        self.disconnect()

    def patience(self):
        """Maximum milliseconds to wait for messages."""
        if self.comms.waiting or self.cell and (self.cell.reply or self.cell.stopped):
            return 10
        return 100 if self.language.busy() else 1000

    def idle(self):
        """Whether a silent request to Deno's kernel would delay nothing."""
        return self.ready and not self.cell and not self.queue

    def step(self):
        cell, now = self.cell, time.monotonic()
        self.comms.flush()
        if cell and cell.stopped and cell.running and not cell.reply:
            cell.press(self.back, now)
        if cell and cell.reply and not cell.ending and cell.quiet(now):
            cell.ending = True
            self.back.execute(f"$tributary.end({cell.failure()})")
        if cell and cell.done is not None:
            self.finish(cell)
        while self.ready and self.queue and not self.cell:
            message = self.queue.popleft()
            if message.type == "execute_request":
                self.begin(message)
            else:
                self.asked[message.id] = message.idents
                self.back.send("shell", _without_idents(message))

    # -- from Jupyter ------------------------------------------------------------------------------

    def from_jupyter(self, channel, message):
        if message is None:
            return
        if message.type == "kernel_info_request":
            # Answered here, so that a reopened page finds the kernel while a cell runs.
            self.front.publish("status", {"execution_state": "busy"}, message)
            self.front.answer(channel, message, "kernel_info_reply", self.back.info)
            self.tell_idle(message)
        elif message.type == "interrupt_request":
            if self.cell and not self.cell.stopped:
                self.cell.stopped = time.monotonic()
            self.front.answer(channel, message, "interrupt_reply", {"status": "ok"})
        elif message.type == "shutdown_request":
            self.front.answer(channel, message, "shutdown_reply", {"status": "ok", **message.data})
            # Ignores one that was sent before a restart and comes late.
            self.ended = self.ready
        elif channel == "shell" and self.language.takes(message):
            pass  # answered while a cell runs
        elif message.type.startswith("comm_"):
            self.comms.from_jupyter(channel, message, running=self.cell is not None)
        elif channel == "shell":
            self.queue.append(message)
        else:
            self.asked[message.id] = message.idents
            self.back.send(channel, _without_idents(message))

    def tell_idle(self, request):
        """Says that a request was handled, and that the cell still runs if one does."""
        self.front.publish("status", {"execution_state": "idle"}, request)
        if self.cell:
            self.front.publish("status", {"execution_state": "busy"}, self.cell.request)

    def begin(self, request):
        if not request.data.get("silent") and request.data.get("store_history", True):
            self.count += 1
        cell = self.cell = Execution(len(self.cells) + 1, request, self.count)
        self.cells[cell.number] = cell
        self.front.publish("status", {"execution_state": "busy"}, request)
        if not cell.asked.get("silent"):
            code = {"code": cell.asked["code"], "execution_count": cell.count}
            self.front.publish("execute_input", code, request)
        cell.code = self.rewriter.rewrite(cell.number, cell.count, cell.asked["code"], request.metadata)
        if cell.code is None:
            cell.code = cell.asked["code"]
            text = (
                "This cell runs unchanged, so Stop may cost all variables: its code could not be "
                "prepared (see Jupyter's log). The next cell tries again\n"
            )
            self.front.publish("stream", {"name": "stderr", "text": text}, request)
        code = json.dumps(cell.code)
        self.back.execute(f"$tributary.prepare({cell.number}, {cell.count}, {code})")

    # -- from Deno ---------------------------------------------------------------------------------

    def from_deno(self, channel, message):
        if message is None:
            return
        if channel == "iopub":
            self.output(message)
        elif channel == "stdin":
            if self.cell:
                message.parent = self.cell.request.head
                message.idents = self.cell.request.idents
                self.front.send("stdin", message)
        elif self.cell and message.parent.get("msg_id") == self.cell.running:
            self.cell.reply, self.cell.replied = message.data, time.monotonic()
        elif message.parent.get("msg_id") in self.asked:
            message.idents = self.asked.pop(message.parent["msg_id"])
            self.front.send(channel, message)

    def output(self, message):
        cell, kind = self.cell, message.type
        if kind == "tributary_ready":
            self.ready = True
            # After a restart of its own, Jupyter still waits for this.
            self.front.send("iopub", self.wire.make("status", {"execution_state": "idle"}))
        elif kind == "tributary_stopping":
            if cell:
                cell.noticed = True
        elif kind == "tributary_prepared":
            options = {key: cell.asked[key] for key in ("allow_stdin",) if key in cell.asked}
            cell.running = self.back.execute(cell.code, silent=False, **options)
        elif kind == "tributary_ended":
            cell.done = message.data
        elif kind == "tributary_names":
            self.language.live(message.data["id"], message.data["names"])
        elif kind == "error" and not self.ready:
            self.fail_to_load(message.data["evalue"])
        elif kind == "error" and cell and message.parent.get("msg_id") == cell.running:
            cell.error = message.data  # shown last, with its causes
        elif kind in ("comm_open", "comm_msg", "comm_close"):
            owner = self.cell or self.cells.get(len(self.cells))
            message.parent = owner.request.head if owner else {}
            self.comms.from_deno(message)
        elif kind in ("status", "execute_input"):
            if message.parent.get("session") != self.wire.session:
                self.front.send("iopub", message)
        else:
            self.show(message)

    def show(self, message):
        """Passes an output on under the cell that it belongs to."""
        owner = self.cells.get(message.metadata.pop("tributary", None), self.cell)
        if owner and owner is not self.cell and not owner.follows:
            owner = self.cell or owner
        owner = owner or self.cells.get(len(self.cells))
        if not owner:
            return
        owner.last_output = time.monotonic()
        message.parent = owner.request.head
        if message.type == "execute_result":
            message.content = json.dumps({**message.data, "execution_count": owner.count}).encode()
        self.front.send("iopub", message)

    def fail_to_load(self, reason):
        self.close()
        sys.exit(f"Cannot load {PRELUDE} into Deno's kernel: {reason}. Wanted: deno 2.9")

    # -- the end of a cell -------------------------------------------------------------------------

    def finish(self, cell):
        reply = cell.reply
        reply["execution_count"] = cell.count
        if reply["status"] == "error" or cell.error:
            error = cell.reported_error()
            self.front.publish("error", error, cell.request)
            if reply["status"] == "error":
                reply.update(error)
        self.front.answer("shell", cell.request, "execute_reply", reply)
        self.front.publish("status", {"execution_state": "idle"}, cell.request)
        self.cell = None
        self.language.ran(cell)
        self.comms.idle()
        if reply["status"] == "error" and cell.asked.get("stop_on_error", True):
            self.abort_queue()

    def abort_queue(self):
        kept = [message for message in self.queue if message.type != "execute_request"]
        for message in self.queue:
            if message.type == "execute_request":
                self.front.publish("status", {"execution_state": "busy"}, message)
                self.front.answer("shell", message, "execute_reply", {"status": "aborted"})
                self.front.publish("status", {"execution_state": "idle"}, message)
        self.queue = collections.deque(kept)

    def report_death(self):
        """Shows in the cell that it ended the kernel, and says that a new one is started."""
        code = self.back.process.poll()
        if not self.cell:
            return self.report_idle_death(code)
        reason = (
            "Stop could not end this cell: it is in a native call, such as outputSync(), FFI or the "
            "sort of a large typed array"
            if self.cell.stopped
            else f"Deno's kernel ended in this cell (exit code {code})"
        )
        text = f"{reason}. All variables are lost; a new kernel is started: run the cells above again"
        request = self.cell.request
        self.cell.error = {"ename": "KernelDied", "evalue": text}
        self.cell.reply, self.cell.done = {"status": "error"}, {}
        self.finish(self.cell)
        self.front.publish("status", {"execution_state": "restarting"}, request)

    def report_idle_death(self, code):
        """Says the same where no cell ran: something killed the kernel, or a timer ended it."""
        last = self.cells.get(len(self.cells))
        if self.ended or not last:
            return
        text = (
            f"Deno's kernel ended while no cell ran (exit code {code}). All variables are lost; a new "
            "kernel is started: run the cells above again\n"
        )
        self.front.publish("stream", {"name": "stderr", "text": text}, last.request)
        self.front.publish("status", {"execution_state": "restarting"}, last.request)


def _without_idents(message):
    message.idents = []
    return message


def main():
    with open(sys.argv[1]) as file:
        relay = Relay(json.load(file))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Stop is a message

    def end(*_):
        relay.ended = True

    signal.signal(signal.SIGTERM, end)
    sys.exit(relay.run())


if __name__ == "__main__":
    main()

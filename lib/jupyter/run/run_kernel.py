"""Runs the cells of one notebook in a Jupyter kernel; started by run_kernel.ts.

Standard input: {"folder": str, "cells": [str], "limit": seconds, "queue": bool}. Standard output, a
line each: {"cell": n} when a cell starts, {"late": n} when it took too long, and at the end
{"cells": [{"status", "count", "outputs"}]} in nbformat's form, of the cells that were started.

Unlike nbclient, it accepts an output that comes late and puts it under the cell that it belongs to.
With "queue", it sends all cells at once, as a browser does on Run All.
"""
import json
import queue
import signal
import sys
import tempfile
import time

from jupyter_client import KernelManager

LATE = 1.0  # seconds without output after which the notebook is done
LATEST = 3.0  # ... but no longer than this after its last cell


class SentCell:
    """A cell that was sent to the kernel, and its outputs."""

    def __init__(self, number):
        self.number, self.outputs = number, []
        self.status = self.count = None
        self.started = self.idle = self.clear = False

    def result(self):
        return {"status": self.status, "count": self.count, "outputs": self.outputs}


class NotebookSession:
    """The run of one notebook in a kernel."""

    def __init__(self, client, manager, limit):
        self.client, self.manager, self.limit = client, manager, limit
        self.cells = {}  # by the id of their request
        self.displays = {}  # by display id: outputs that may be updated
        self.began = time.monotonic()

    def send(self, number, source):
        # A cellId tells the relay that this client accepts late outputs.
        message = self.client.session.msg(
            "execute_request",
            {
                "code": source,
                "silent": False,
                "store_history": True,
                "user_expressions": {},
                "allow_stdin": False,
                "stop_on_error": True,
            },
            metadata={"cellId": f"cell-{number}"},
        )
        cell = self.cells[message["header"]["msg_id"]] = SentCell(number)
        self.client.shell_channel.send(message)
        return cell

    def wait(self, cell):
        """Waits until the cell is done, and stops it if it takes too long."""
        late = None
        while not (cell.status and cell.idle):
            self.pump(0.05)
            waited = time.monotonic() - self.began
            if cell.started and late is None and waited > self.limit:
                late = time.monotonic()
                report({"late": cell.number})
                self.manager.interrupt_kernel()
            if late and time.monotonic() - late > 15 or not self.manager.is_alive():
                self.pump(0.5)
                cell.status = cell.status or "dead"
                return

    def pump(self, timeout):
        """Handles the messages that have come. Returns whether there was an output."""
        try:
            self.output(self.client.get_iopub_msg(timeout=timeout))
            came = True
        except queue.Empty:
            came = False
        try:
            while True:
                message = self.client.get_shell_msg(timeout=0)
                cell = self.cells.get(message["parent_header"].get("msg_id"))
                if cell:
                    cell.status = message["content"]["status"]
                    cell.count = message["content"].get("execution_count")
        except queue.Empty:
            return came

    def output(self, message):
        kind, content = message["msg_type"], message["content"]
        cell = self.cells.get(message["parent_header"].get("msg_id"))
        if not cell:
            return
        if kind == "status":
            if content["execution_state"] == "busy" and not cell.started:
                cell.started, self.began = True, time.monotonic()
                report({"cell": cell.number})
            cell.idle = content["execution_state"] == "idle"
        elif kind == "clear_output":
            cell.clear = content.get("wait", False)
            if not cell.clear:
                cell.outputs.clear()
        elif kind == "update_display_data":
            for shown in self.displays.get(content["transient"].get("display_id"), []):
                shown.update(data=content["data"], metadata=content["metadata"])
        elif kind in ("stream", "display_data", "execute_result", "error"):
            if cell.clear:
                cell.outputs.clear()
                cell.clear = False
            self.add(cell.outputs, kind, dict(content))

    def add(self, outputs, kind, content):
        transient = content.pop("transient", None) or {}
        last = outputs[-1] if outputs else {}
        if kind == "stream" and last.get("name") == content["name"]:
            last["text"] += content["text"]
            return
        output = {"output_type": kind, **content}
        outputs.append(output)
        if "display_id" in transient:
            self.displays.setdefault(transient["display_id"], []).append(output)


def report(event):
    print(json.dumps(event), flush=True)


def main():
    task = json.load(sys.stdin)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    manager = KernelManager(kernel_name="deno")
    with tempfile.TemporaryFile("w+") as errors:
        manager.start_kernel(cwd=task["folder"], stderr=errors)
        client = manager.client()
        try:
            client.start_channels()
            client.wait_for_ready(timeout=60)
            report({"cells": run(task, NotebookSession(client, manager, task["limit"]))})
        except RuntimeError as error:
            errors.seek(0)
            sys.exit(f"{error}: {errors.read()[-2000:]}")
        finally:
            client.stop_channels()
            manager.shutdown_kernel()


def run(task, notebook):
    numbered = list(enumerate(task["cells"], 1))
    sent = [notebook.send(*cell) for cell in numbered] if task["queue"] else []
    for at, cell in enumerate(numbered):
        one = sent[at] if sent else notebook.send(*cell)
        notebook.wait(one)
        if one.status != "ok" and not sent:
            break
    end = time.monotonic()
    while notebook.pump(LATE) and time.monotonic() - end < LATEST:
        pass
    return [cell.result() for cell in notebook.cells.values()]


if __name__ == "__main__":
    main()

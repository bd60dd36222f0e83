"""Times one start of a Jupyter kernel; started by kernels.ts.

Standard input: {"kernel": name, "folder": str, "setup": str, "library": str, "warm": [code, name],
"complete": [code], "inspect": [code], "times": n}. Standard output: a line of JSON with milliseconds
(lists for what is repeated) and the megabytes of the kernel's processes.
"""
import json
import os
import sys
import time

from jupyter_client import KernelManager


class Client:
    """A client that sends a cellId with each cell, as JupyterLab does."""

    def __init__(self, task):
        began = time.monotonic()
        self.manager = KernelManager(kernel_name=task["kernel"])
        self.manager.start_kernel(cwd=task["folder"], stderr=open(os.devnull, "w"))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.ready = since(began)

    def ask(self, kind, content, metadata=None, channel="shell"):
        """Sends a request. Returns the reply's content and its milliseconds."""
        began = time.monotonic()
        message = self.client.session.msg(kind, content, metadata=metadata)
        self.client.shell_channel.send(message)
        while True:
            reply = self.client.get_shell_msg(timeout=60)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return reply["content"], since(began)

    def run(self, code, cell):
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
        content |= {"allow_stdin": False, "stop_on_error": True}
        reply, ms = self.ask("execute_request", content, {"cellId": cell})
        if reply["status"] != "ok":
            sys.exit(f"{code}: {reply}")
        return ms

    def complete(self, code):
        reply, ms = self.ask("complete_request", {"code": code, "cursor_pos": len(code)})
        return reply["matches"], ms

    def inspect(self, code):
        content = {"code": code, "cursor_pos": len(code), "detail_level": 0}
        return self.ask("inspect_request", content)[1]


def main():
    task = json.load(sys.stdin)
    client = Client(task)
    result = {"ready": client.ready}
    if task["library"]:
        result["library"] = client.run(task["library"], "library")
    client.run(task["setup"], "setup")
    began = time.monotonic()
    code, name = task["warm"]
    matches, result["first"] = client.complete(code)
    while name not in matches and time.monotonic() - began < 30:
        time.sleep(0.1)
        matches, _ = client.complete(code)
    result["warm"] = since(began)
    for kind, ask in (("complete", client.complete), ("inspect", client.inspect)):
        codes = task[kind]
        for each in codes:
            ask(each)
        answers = [ask(codes[i % len(codes)]) for i in range(task["times"])]
        result[kind] = [answer[1] if kind == "complete" else answer for answer in answers]
    result["one"] = [client.run("1+1", "one") for _ in range(task["times"])]
    result["megabytes"] = megabytes(client.manager.provisioner.process.pid)
    client.client.stop_channels()
    client.manager.shutdown_kernel(now=True)
    print(json.dumps(result))


def megabytes(pid):
    """Resident memory of a process and those below it, by what they are; empty where there is no /proc."""
    sizes = {}
    for process in tree(pid):
        try:
            with open(f"/proc/{process}/cmdline") as file:
                command = file.read().replace("\0", " ")
            with open(f"/proc/{process}/smaps_rollup") as file:
                kilobytes = next(int(l.split()[1]) for l in file if l.startswith("Pss:"))
        except OSError:
            continue
        language = "language/main.ts" in command or " lsp " in command
        name = "language" if language else "kernel"
        sizes[name] = sizes.get(name, 0) + kilobytes / 1000
    return sizes


def tree(pid):
    children = []
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as file:
                children += file.read().split()
    except OSError:
        pass
    return [pid, *(each for child in children for each in tree(int(child)))]


def since(began):
    return (time.monotonic() - began) * 1000


if __name__ == "__main__":
    main()

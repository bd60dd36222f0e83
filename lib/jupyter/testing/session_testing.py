"""For tests: a client of one kernel that obeys lines of JSON; see session_testing.ts."""
import json
import os
import queue
import sys
import time

from jupyter_client import KernelManager


def run(client, manager, command):
    began = time.monotonic()
    ids = [execute(client, code, at, command) for at, code in enumerate(command["run"])]
    cells = {id: {"status": None, "outputs": [], "seconds": None} for id in ids}
    answers, stop, asked = {}, command.get("stop"), command.get("ask", [])
    requests, replies = list(command.get("request", [])), []
    waiting = None
    comms, later = [], command.get("comm", [])
    ended = None
    while True:
        now = time.monotonic() - began
        if stop is not None and now > stop:
            manager.interrupt_kernel()
            stop = None
        if asked and now > 0.5:
            for kind in asked:
                message = client.session.msg(kind, {})
                client.shell_channel.send(message)
                answers[message["header"]["msg_id"]] = None
            asked = []
        if requests and not waiting and (now > command.get("after", 0)):
            message = client.session.msg(requests[0]["type"], requests[0]["content"])
            waiting = (message["header"]["msg_id"], time.monotonic())
            client.shell_channel.send(message)
        while later and now > later[0].get("at", 0):
            send_comm(client, **later.pop(0))
        for channel in (client.iopub_channel, client.shell_channel):
            try:
                while True:
                    message = channel.get_msg(timeout=0.02 if not waiting else 0.002)
                    take(message, cells, answers, began)
                    if message["msg_type"].startswith("comm_"):
                        comms.append(received(message, time.monotonic() - began))
                    if waiting and is_reply(message, waiting[0]):
                        ms = (time.monotonic() - waiting[1]) * 1000
                        replies.append({"ms": ms, **message["content"]})
                        waiting = requests.pop(0) and None
            except queue.Empty:
                pass
        done = all(c["status"] and c["seconds"] for c in cells.values())
        if ended is None and done and not requests:
            ended = now
        if ended is not None and now > ended + command.get("wait", 0) or now > 60:
            kernel = manager.provisioner.process
            return {
                "cells": list(cells.values()),
                "replies": replies,
                "answers": [kind for kind in answers.values() if kind],
                "comms": comms,
                "beating": client.hb_channel.is_beating(),
                "pid": kernel.pid if kernel else None,
            }


def execute(client, code, at, command):
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
    content |= {"allow_stdin": False, "stop_on_error": True}
    ids = command.get("ids", [f"cell{i}" for i in range(len(command["run"]))])
    metadata = {"cellId": ids[at]} if command.get("follow") else {}
    message = client.session.msg("execute_request", content, metadata=metadata)
    client.shell_channel.send(message)
    return message["header"]["msg_id"]


def is_reply(message, id):
    return message["parent_header"].get("msg_id") == id and message["msg_type"].endswith("_reply")


def send_comm(client, type, content, buffers=(), at=0):
    message = client.session.msg(type, content)
    session = client.session
    session.send(client.shell_channel.socket, message, buffers=[b.encode() for b in buffers])


def received(message, seconds):
    return {
        "type": message["msg_type"],
        "content": message["content"],
        "buffers": [bytes(buffer).decode() for buffer in message["buffers"]],
        "seconds": seconds,
    }


def take(message, cells, answers, began):
    id, kind, content = message["parent_header"].get("msg_id"), message["msg_type"], message["content"]
    if id in answers and kind.endswith("_reply"):
        answers[id] = kind
    cell = cells.get(id)
    if not cell:
        return
    if kind == "status" and content["execution_state"] == "idle":
        cell["seconds"] = time.monotonic() - began
    elif kind == "execute_reply":
        cell["status"] = content["status"]
    elif kind not in ("status", "execute_input"):
        cell["outputs"].append({"output_type": kind, **content})


def main():
    manager = KernelManager(kernel_name="deno")
    manager.start_kernel(cwd=os.getcwd(), stderr=open(os.devnull, "w"))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    client.hb_channel.unpause()
    for line in sys.stdin:
        command = json.loads(line)
        if command.get("restart"):
            manager.restart_kernel()
            client.wait_for_ready(timeout=60)
        print(json.dumps(run(client, manager, {"run": [], **command})), flush=True)
    client.stop_channels()
    manager.shutdown_kernel()


if __name__ == "__main__":
    main()

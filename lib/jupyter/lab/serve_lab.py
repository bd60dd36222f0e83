"""serve_lab.py OPTIONS…: JupyterLab, which ends itself and its kernels when its parent is gone.

`deno task lab` ends JupyterLab when it ends. When it is killed instead, nothing else would: server,
kernels and language servers, up to a gigabyte for each notebook, would stay.
"""
import os
import runpy
import signal
import sys
import threading
import time


def end_with(parent):
    """Sends itself SIGTERM, on which JupyterLab ends its kernels first, once the parent is another."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=end_with, args=[os.getppid()], daemon=True).start()
del sys.path[0]  # this folder: nothing is imported from it
runpy.run_module("jupyterlab", run_name="__main__", alter_sys=True)

"""serve_lab.py OPTIONS…: JupyterLab with our kernel once, which ends when its parent is gone.

`deno task lab --install` has put the same kernel into the user's folder, for other Jupyters: it would
be listed twice here.

`deno task lab` ends JupyterLab when it ends. When it is killed instead, nothing else would: server,
kernels and language servers, up to a gigabyte for each notebook, would stay.
"""
import importlib
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


def hide_installed(manager):
    """Leaves the installed kernel out of the lists of a KernelSpecManager class that has ours too."""
    find = manager.find_kernel_specs

    def found(self):
        specs = find(self)
        if "deno" in specs:
            specs.pop("tributary", None)
        return specs

    manager.find_kernel_specs = found


threading.Thread(target=end_with, args=[os.getppid()], daemon=True).start()
del sys.path[0]  # this folder: nothing is imported from it
hide_installed(importlib.import_module("jupyter_client.kernelspec").KernelSpecManager)
runpy.run_module("jupyterlab", run_name="__main__", alter_sys=True)

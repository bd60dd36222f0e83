"""install.py install FOLDER | uninstall: puts our parts into the user's Jupyter data folder.

The folder is the one that Jupyter itself names, JUPYTER_DATA_DIR or its default. A part is a folder
with the file MARKER; one without it belongs to someone else and is left alone. Prints a line of JSON:
the paths, or an error.
"""
import json
import pathlib
import shutil
import sys

from jupyter_core.paths import jupyter_data_dir

PARTS = ("kernels/tributary", "labextensions/tributary")
MARKER = "tributary.json"


def is_ours(path):
    return (path / MARKER).is_file()


def install(source, data):
    """Copies each part that there is. A killed run leaves the old part or the new one."""
    done = []
    for part in PARTS:
        if not (source / part).is_dir():
            continue
        target = data / part
        if target.exists() and not is_ours(target):
            sys.exit(f"{target} is not from us: move it away")
        new = target.with_name(f".{target.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(source / part, new)
        if target.exists():
            shutil.rmtree(target)
        new.rename(target)
        done.append(str(target))
    return done


def uninstall(data):
    done = []
    for part in PARTS:
        target = data / part
        shutil.rmtree(target.with_name(f".{target.name}.new"), ignore_errors=True)
        if is_ours(target):
            shutil.rmtree(target)
            done.append(str(target))
    return done


if __name__ == "__main__":
    folder = pathlib.Path(jupyter_data_dir())
    if sys.argv[1] == "install":
        print(json.dumps(install(pathlib.Path(sys.argv[2]), folder)))
    else:
        print(json.dumps(uninstall(folder)))

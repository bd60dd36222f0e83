"""A copy of the project's deno.json and deno.lock for Deno's kernel.

A cell may import any package, and Deno then writes it into the deno.lock that it has found; `deno
jupyter` has no option against it. So the kernel starts in a folder with copies, and the prelude then
changes to the notebook's folder; the rewriter makes relative imports absolute.
"""
import json
import pathlib
import shutil
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parents[5]
# What refers to other files of the project in ways that a copy elsewhere does not know.
ROOTED = ("workspace", "links", "patch", "importMap", "vendor", "lock")


def copied_config(notebooks):
    """Makes a folder with copies, in which Deno's kernel starts. None if a copy would mean something else."""
    found = find_config(pathlib.Path(notebooks))
    config = found and same_elsewhere(found)
    if not config:
        return None
    if found.parent != PROJECT:
        add_library(config)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="deno-kernel-"))
    (folder / "deno.json").write_text(json.dumps(config))
    lock = found.parent / "deno.lock"
    if lock.is_file():
        shutil.copyfile(lock, folder / "deno.lock")
    return str(folder)


def add_library(config):
    """Lets the library's own files import their packages, whatever the notebook's project imports."""
    own = json.loads((PROJECT / "deno.json").read_text())
    config["scopes"][PROJECT.as_uri() + "/"] = absolute(own["imports"], PROJECT)


def find_config(folder):
    """Returns the deno.json that Deno would use there, unless a package.json takes part; the project's
    if there is none, so that a notebook anywhere can import the library."""
    for parent in (folder, *folder.parents):
        if (parent / "package.json").exists() or (parent / "deno.jsonc").exists():
            return None
        if (parent / "deno.json").is_file():
            return parent / "deno.json"
    return PROJECT / "deno.json"


def same_elsewhere(path):
    """Returns a configuration that means the same in another folder; None if there is none."""
    try:
        config = json.loads(path.read_text())
    except ValueError:  # Deno allows comments
        return None
    if not isinstance(config, dict):
        return None
    if any(key in config for key in ROOTED) or config.get("nodeModulesDir", "none") != "none":
        return None
    kept = {"nodeModulesDir": "none"}
    kept.update({key: config[key] for key in ("compilerOptions", "unstable") if key in config})
    kept["imports"] = absolute(config.get("imports", {}), path.parent)
    scopes = config.get("scopes", {})
    kept["scopes"] = {
        target(key, path.parent): absolute(names, path.parent) for key, names in scopes.items()
    }
    return kept


def absolute(names, base):
    return {target(key, base): target(value, base) for key, value in names.items()}


def target(text, base):
    """Makes a relative path a URL."""
    if not text.startswith(("./", "../")):
        return text
    end = "/" if text.endswith("/") else ""
    return (base / text).resolve().as_uri() + end

import assert from "node:assert/strict";
import { UnavailableError } from "../errors.ts";
import { findPython } from "./python.ts";

const ignore = Deno.build.os === "windows";
if (ignore) console.log("skipped: findPython because its fake programs are shell scripts");

/** A folder with a `python3` that is a shell script. */
async function withPython(script: string, test: (folder: string, path: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/bin`);
    await Deno.writeTextFile(`${folder}/bin/python3`, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    await test(folder, `${folder}/bin:/usr/bin:/bin`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A python3 without Jupyter; it makes an environment whose python has it once pip has run. */
const INSTALLS = `
case "$1 $2" in
  "-c "*) exit 1 ;;
  "-m venv") mkdir -p "$3/bin" && cat > "$3/bin/python" <<'END'
#!/bin/sh
[ "$2" = pip ] && { sleep 0.3; touch "$(dirname "$0")/installed"; exit 0; }
[ -e "$(dirname "$0")/installed" ]
END
  chmod +x "$3/bin/python" ;;
esac`;

Deno.test({
  name: "findPython() takes the python that has the part",
  ignore,
  fn: () =>
    withPython("exit 0", async (folder, path) => {
      assert.equal(await findPython("lab", { dir: folder, path, log: assert.fail }), "python3");
    }),
});

Deno.test({
  name: "findPython() installs once if two ask at the same time, and finds it again",
  ignore,
  fn: () =>
    withPython(INSTALLS, async (folder, path) => {
      const lines: string[] = [];
      const options = { dir: `${folder}/stack`, path, log: (line: string) => lines.push(line) };
      const found = await Promise.all([
        findPython("client", options),
        findPython("client", options),
      ]);
      assert.deepEqual(found, Array(2).fill(`${folder}/stack/venv_client/bin/python`));
      assert.equal(await findPython("client", options), found[0]);
      assert.equal(lines.length, 1);
      assert.match(lines[0]!, /^Installing jupyter_client==/);
    }),
});

Deno.test({
  name: "findPython() builds again what was half built, moved, or is of another version",
  ignore,
  fn: () =>
    withPython(INSTALLS, async (folder, path) => {
      const options = { dir: `${folder}/stack`, path, log() {} };
      const venv = `${folder}/stack/venv`;
      await Deno.mkdir(`${venv}/left`, { recursive: true }); // as a kill leaves it
      assert.equal(await findPython("lab", options), `${venv}/bin/python`);
      assert.deepEqual(
        (await Array.fromAsync(Deno.readDir(venv))).map(({ name }) => name).sort(),
        ["bin", "tributary_complete.json"],
      );
      assert.equal(await findPython("client", options), `${venv}/bin/python`, "lab includes it");
      await Deno.rename(`${folder}/stack`, `${folder}/moved`);
      const lines: string[] = [];
      const moved = { dir: `${folder}/moved`, path, log: (line: string) => lines.push(line) };
      assert.equal(await findPython("lab", moved), `${folder}/moved/venv/bin/python`);
      assert.equal(lines.length, 1, "it was installed again");
    }),
});

Deno.test({
  name: "findPython() ends with its signal, and what it left is not taken for whole",
  ignore,
  fn: () =>
    withPython(INSTALLS.replace("sleep 0.3", "exec sleep 20"), async (folder, path) => {
      const options = { dir: `${folder}/stack`, path, log() {} };
      const signal = AbortSignal.timeout(300);
      await assert.rejects(findPython("client", { ...options, signal }), { name: "TimeoutError" });
      await Deno.writeTextFile(
        `${folder}/bin/python3`,
        `#!/bin/sh\n${INSTALLS}\n`,
        { mode: 0o755 },
      );
      const found = await findPython("client", options);
      assert.equal(found, `${folder}/stack/venv_client/bin/python`);
    }),
});

Deno.test({
  name: "findPython() says why it cannot install, and leaves no partial installation",
  ignore,
  fn: () =>
    withPython('[ "$1" = -c ] && exit 1\necho "no ensurepip" >&2; exit 1', async (folder, path) => {
      const options = { dir: `${folder}/stack`, path, log() {} };
      await assert.rejects(
        findPython("lab", options),
        (error) =>
          error instanceof UnavailableError && /no ensurepip\. Install Python/.test(error.message),
      );
      const left = await Array.fromAsync(Deno.readDir(`${folder}/stack`));
      assert.deepEqual(left.map(({ name }) => name), ["venv.lock"]);
    }),
});

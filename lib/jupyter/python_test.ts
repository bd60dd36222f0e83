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

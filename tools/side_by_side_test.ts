import assert from "node:assert/strict";
import { until } from "../lib/retry.ts";
import { type Outputs, sideBySide } from "./side_by_side.ts";

const shell = (script: string) =>
  new Deno.Command("sh", { args: ["-c", script], stdout: "piped", stderr: "piped" });

/** What is printed, in its order. */
function recorder(): { outputs: Outputs; text: () => string } {
  let text = "";
  const decoder = new TextDecoder();
  const print = (part: Uint8Array) => void (text += decoder.decode(part));
  return { outputs: { stdout: print, stderr: print }, text: () => text };
}

Deno.test("sideBySide() runs all at the same time and prints the output of each whole", async () => {
  const dir = await Deno.makeTempDir();
  try {
    // Each waits for the other: one after the other, the first would never end.
    const script = (own: string, other: string) =>
      `echo ${own} begins; touch ${dir}/${own}
      while [ ! -e ${dir}/${other} ]; do sleep 0.01; done; echo ${own} ends >&2`;
    const { outputs, text } = recorder();
    const commands = [script("one", "two"), script("two", "one")].map(shell);
    assert.equal(await sideBySide(commands, outputs), 0);
    assert.equal(text(), "one begins\none ends\ntwo begins\ntwo ends\n");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("sideBySide() runs the others to their end if one fails, and returns its exit code", async () => {
  const { outputs, text } = recorder();
  const commands = ["echo one", "echo two; exit 3", "sleep 0.2; echo three"].map(shell);
  assert.equal(await sideBySide(commands, outputs), 3);
  assert.equal(text(), "one\ntwo\nthree\n");
});

Deno.test("sideBySide() passes a signal on, and shows what the commands say about it", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const scripts = ["one", "two"].map((name) =>
      `trap 'echo ${name} interrupted; exit 130' INT; touch ${dir}/${name}; while :; do sleep 0.05; done`
    );
    const program = `
      import { sideBySide } from ${JSON.stringify(import.meta.resolve("./side_by_side.ts"))};
      const commands = ${JSON.stringify(scripts)}.map((script) =>
        new Deno.Command("sh", { args: ["-c", script], stdout: "piped", stderr: "piped" }));
      Deno.exit(await sideBySide(commands));`;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", program],
      stdout: "piped",
    }).spawn();
    const out = new Response(child.stdout).text();
    await until(() => [...Deno.readDirSync(dir)].length === 2, { every: 20, within: 60_000 });
    child.kill("SIGINT");
    assert.equal((await child.status).code, 130);
    assert.equal(await out, "one interrupted\ntwo interrupted\n");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

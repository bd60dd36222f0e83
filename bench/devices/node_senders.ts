import { projectFolder } from "../../lib/config.ts";
import { stackDir } from "../../lib/stack/stack_dir.ts";

/** The version that the project itself uses, see deno.json. */
const CLIENT = "@questdb/nodejs-client@4.2.0";

/** What the senders write. */
export interface NodeSendersOptions {
  /** Configuration string of the client. */
  conf: string;
  table: string;
  rows: number;
  senders: number;
}

/** Processes of Node that are ready; `run` lets them begin, and resolves when all have sent their rows. */
export interface NodeSenders {
  run(): Promise<void>;
}

/**
 * Starts senders of the official client in Node, a process each. The first time npm installs the client.
 *
 * @throws {Error} There is no Node or npm, or a sender failed.
 */
export async function openNodeSenders(
  { conf, table, rows, senders }: NodeSendersOptions,
): Promise<NodeSenders> {
  const folder = await installed();
  const script = `${projectFolder}/bench/devices/client.mjs`;
  const all = Array.from({ length: senders }, (_, index) =>
    new Deno.Command("node", {
      args: [script, folder, conf, table, `${rows}`, `${index}`, `${senders}`],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn());
  const outputs = all.map(({ stdout }) => stdout.getReader());
  await Promise.all(outputs.map((output) => output.read())); // it prints one line: ready
  return {
    async run() {
      const ended = await Promise.all(all.map(async (child) => {
        await child.stdin.close();
        return await child.status;
      }));
      await Promise.all(outputs.map((output) => output.cancel()));
      if (ended.every(({ success }) => success)) return;
      throw new Error("Cannot measure the client in Node: a sender failed, as it says above");
    },
  };
}

/** The folder with the client. */
async function installed(): Promise<string> {
  const folder = `${stackDir()}/bench/client`;
  if (await Deno.stat(`${folder}/node_modules/@questdb/nodejs-client`).catch(() => undefined)) {
    return folder;
  }
  await Deno.mkdir(folder, { recursive: true });
  const { success, stderr } = await new Deno.Command("npm", {
    args: ["install", "--no-audit", "--no-fund", "--prefix", folder, CLIENT],
  }).output();
  if (success) return folder;
  throw new Error(
    `Cannot install ${CLIENT} to compare with: ${new TextDecoder().decode(stderr).trim()}`,
  );
}

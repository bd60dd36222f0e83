/** Runs tasks of deno.json at the same time: `deno run --allow-run tools/side_by_side.ts test:a test:b`. */

/** A command that runs, and what it has printed so far. */
interface Running {
  child: Deno.ChildProcess;
  /** Its output to the end; each part is printed when this is the turn of the command. */
  print(): Promise<void>;
}

/** Where the output of commands goes. */
export interface Outputs {
  stdout: (part: Uint8Array) => void;
  stderr: (part: Uint8Array) => void;
}

/**
 * Runs commands at the same time, all to their end. The output of each is printed whole: that of the
 * first while it runs, that of the others when those before have ended. SIGINT and SIGTERM are passed
 * on to all.
 *
 * @returns The exit code of the first that failed, or 0.
 */
export async function sideBySide(commands: Deno.Command[], outputs = own): Promise<number> {
  const running = commands.map((command) => begin(command, outputs));
  const signals = ["SIGINT", "SIGTERM"] as const;
  const passOn = signals.map((signal) => () => {
    for (const { child } of running) endWith(child, signal);
  });
  signals.forEach((signal, i) => Deno.addSignalListener(signal, passOn[i]!));
  try {
    for (const { print } of running) await print();
    const codes = await Promise.all(running.map(async ({ child }) => (await child.status).code));
    return codes.find((code) => code !== 0) ?? 0;
  } finally {
    signals.forEach((signal, i) => Deno.removeSignalListener(signal, passOn[i]!));
  }
}

const own: Outputs = {
  stdout: (part) => writeAll(Deno.stdout, part),
  stderr: (part) => writeAll(Deno.stderr, part),
};

/** One write may take a part only. */
function writeAll(to: { writeSync(bytes: Uint8Array): number }, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += to.writeSync(bytes.subarray(at));
}

function begin(command: Deno.Command, outputs: Outputs): Running {
  const child = command.spawn();
  const kept: (() => void)[] = [];
  let shown = false;
  const read = async (name: keyof Outputs) => {
    for await (const part of child[name]) {
      const print = () => outputs[name](part);
      if (shown) print();
      else kept.push(print);
    }
  };
  const ended = Promise.all([read("stdout"), read("stderr")]);
  return {
    child,
    async print() {
      shown = true;
      for (const print of kept) print();
      await ended;
    },
  };
}

function endWith(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // it has ended already
  }
}

if (import.meta.main) {
  const colours = Deno.stdout.isTerminal() && !Deno.noColor;
  const commands = Deno.args.map((name) =>
    new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", name],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      ...colours ? { env: { FORCE_COLOR: "1" } } : {},
    })
  );
  Deno.exit(await sideBySide(commands));
}

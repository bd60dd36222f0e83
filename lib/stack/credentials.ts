/** The passwords that were made for the engines' users, in `<stack>/credentials.json`. */
import type { Engine, Passwords } from "./engines/define.ts";
import { privateFolder, writePrivate } from "./machine/private.ts";
import { stackDir } from "./stack_dir.ts";

/** What the file of passwords holds. */
export interface Credentials {
  /** Passwords by the engines' names. Never printed, except by `status --show-secrets`. */
  passwords: Readonly<Record<string, Passwords>>;
  /** `damaged`: none of it is understood. */
  state: "kept" | "missing" | "damaged";
  /** Path of the file. */
  file: string;
}

/** Reads the passwords. @default dir stackDir() */
export async function readCredentials(dir = stackDir()): Promise<Credentials> {
  const file = `${dir}/credentials.json`;
  let text;
  try {
    text = await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { passwords: {}, state: "missing", file };
    throw error;
  }
  const passwords = parse(text);
  return passwords ? { passwords, state: "kept", file } : { passwords: {}, state: "damaged", file };
}

function parse(text: string): Credentials["passwords"] | undefined {
  try {
    const engines: unknown = JSON.parse(text);
    return isRecord(engines) && Object.values(engines).every(isPasswords)
      ? engines as Credentials["passwords"]
      : undefined;
  } catch {
    return undefined; // the text of the error would quote the file
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A `;` or a quote would change what the password is written into. */
const isPasswords = (value: unknown) =>
  isRecord(value) &&
  Object.values(value).every((text) => typeof text === "string" && /^[\w-]{16,}$/.test(text));

/**
 * Makes the passwords that these engines' users lack. Call it under the lock, while none of these
 * engines runs: a running one keeps the passwords that it was started with.
 *
 * @returns All passwords.
 */
export async function ensureCredentials(
  engines: readonly Engine[],
  dir = stackDir(),
): Promise<Credentials["passwords"]> {
  const { passwords, file } = await readCredentials(dir);
  const all = { ...passwords };
  for (const { name, users = {} } of engines) {
    const missing = Object.keys(users).filter((user) => all[name]?.[user] === undefined);
    const made = missing.map((user) => [user, newPassword()]);
    if (made.length > 0) all[name] = { ...all[name], ...Object.fromEntries(made) };
  }
  if (JSON.stringify(all) === JSON.stringify(passwords)) return all;
  await privateFolder(dir);
  await writePrivate(file, JSON.stringify(all, null, 2) + "\n");
  return all;
}

/** 32 characters of URL-safe base64: 192 random bits. */
function newPassword(): string {
  return crypto.getRandomValues(new Uint8Array(24)).toBase64({ alphabet: "base64url" });
}

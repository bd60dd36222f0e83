import { stackDir } from "./state.ts";

/**
 * The id that both engines of this stack carry, so that another project's on the same port are not
 * taken for them: Kafka's cluster id, 22 characters of URL-safe base64.
 *
 * Under Java it stands with Kafka's data and moves with it. Under Docker it comes from the folder's
 * path, so that containers are found again even after the state was deleted.
 *
 * @default dir stackDir()
 */
export async function stackId(mode: "docker" | "java", dir = stackDir()): Promise<string> {
  const known = mode === "java" ? await readClusterId(dir) : undefined;
  return known ?? idOfFolder(dir);
}

async function readClusterId(dir: string): Promise<string | undefined> {
  const text = await Deno.readTextFile(`${dir}/kafka/data/meta.properties`)
    .catch(() => "");
  return /^cluster\.id=(.+)$/m.exec(text)?.[1]?.trim();
}

async function idOfFolder(dir: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(dir));
  const id = new Uint8Array(digest, 0, 16).toBase64({ alphabet: "base64url", omitPadding: true });
  // A leading dash would read as a flag on a command line.
  return `T${id.slice(1)}`;
}

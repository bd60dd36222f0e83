/** Shortest part of a reason that is worth writing. */
const SHORTEST = 4;

/**
 * The command that sends dead letters of a reason again. `--reason` takes a part of the reason: the longest
 * one without characters that mean something to a shell, since a reason may quote a record.
 */
export function replayCommand(stream: string, reason: string | null): string {
  const parts = (reason ?? "").match(/[\p{L}\p{N}][\p{L}\p{N} .,:/_-]*/gu) ?? [];
  const longest = parts.map((part) => part.slice(0, 80).trim())
    .reduce((most, part) => part.length > most.length ? part : most, "");
  const command = `deno task replay ${stream.replace(/[^\w-]/g, "")}`;
  return longest.length < SHORTEST ? command : `${command} --reason '${longest}'`;
}

import { UsageError } from "../../errors.ts";
import { environment } from "../environment.ts";

/** Where the engines come from. */
export const MODES = ["external", "docker", "java"] as const;
/** One of {@linkcode MODES}. `java`: processes of this machine. */
export type Mode = typeof MODES[number];

/**
 * The mode that an option or `TRIBUTARY_STACK` asks for.
 *
 * @throws {UsageError} There is no such mode.
 */
export function wantedMode(given = environment("TRIBUTARY_STACK")): Mode | undefined {
  const mode = MODES.find((known) => known === given);
  if (given === undefined || mode) return mode;
  throw new UsageError(
    `Cannot use TRIBUTARY_STACK ${JSON.stringify(given)}: choose ${MODES.join(", ")}`,
  );
}

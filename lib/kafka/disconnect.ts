import { messageOf } from "../errors.ts";

/**
 * Closes connections that nobody needs any more. A failure is only logged: every request sent over
 * them has been answered or has thrown, so that nothing is lost with them.
 */
export async function disconnect(
  connections: { disconnect(): Promise<void> },
  log: (level: "debug", message: string) => void,
): Promise<void> {
  try {
    await connections.disconnect();
  } catch (error) {
    log("debug", `disconnect: ${messageOf(error)}`);
  }
}

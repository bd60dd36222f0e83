import type { FlinkEndpoint } from "../../../config.ts";
import { UsageError } from "../../../errors.ts";
import type { Environment } from "../../environment.ts";

/** How to reach a Flink of our own. */
export function localFlink(ports: { gateway: number; rest: number }): FlinkEndpoint {
  return {
    gateway: `http://127.0.0.1:${ports.gateway}`,
    rest: `http://127.0.0.1:${ports.rest}`,
  };
}

/**
 * A Flink that runs elsewhere: `FLINK_SQL_GATEWAY`, the address of its SQL Gateway. Optional:
 * `FLINK_REST`, the address of its JobManager, which says why a job failed.
 *
 * @throws {UsageError} A variable is not understood. No message holds a value that may be a secret.
 */
export function flinkFrom(env: Environment): FlinkEndpoint {
  const gateway = addressIn(env, "FLINK_SQL_GATEWAY", "http://127.0.0.1:8083");
  const rest = addressIn(env, "FLINK_REST", "http://127.0.0.1:8081");
  // Called only if it is set; an empty value is refused like any other that is no address.
  if (gateway === undefined) throw new UsageError("Cannot use Flink: set FLINK_SQL_GATEWAY");
  return rest === undefined ? { gateway } : { gateway, rest };
}

function addressIn(env: Environment, name: string, example: string): string | undefined {
  const text = env(name);
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  const refuse = (why: string) => new UsageError(`Cannot use ${name}: ${why}as ${example}`);
  if (!url || !/^https?:$/.test(url.protocol)) throw refuse("write it ");
  if (url.username !== "" || url.password !== "") {
    throw refuse("Flink's REST API has no login; write it without one, ");
  }
  if (url.search !== "" || url.hash !== "") throw refuse("write it without ? and #, ");
  return url.href.replace(/\/+$/, "");
}

/** `host:port`, with what follows it. */
export function flinkAddress(url: string): string {
  return url.replace(/^https?:\/\//, "");
}

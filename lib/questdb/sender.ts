import { Sender } from "@questdb/nodejs-client";
import type { QuestdbEndpoint } from "../config.ts";

export type { Sender };

/**
 * Opens the official client's `Sender`, for rows that are sent one at a time. Flush and close it.
 *
 * @param endpoint Its configuration string; `QDB_CLIENT_CONF`'s own settings hold.
 */
export function openSender(endpoint: Pick<QuestdbEndpoint, "conf">): Promise<Sender> {
  const given = endpoint.conf.endsWith(";") ? endpoint.conf : `${endpoint.conf};`;
  // Rows go when the caller says so: a timer of the client's would surprise in a notebook.
  const conf = /[:;]auto_flush=/.test(given) ? given : `${given}auto_flush=off;`;
  return Sender.fromConfig(conf);
}

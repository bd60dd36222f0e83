import { Sender } from "@questdb/nodejs-client";
import { confOptions, endedConf, type QuestdbEndpoint } from "../config.ts";
import { senderOptions } from "./sender_options.ts";

export type { Sender };

/**
 * Opens the official client's `Sender`, to send single rows. Flush and close it when done.
 *
 * @param endpoint `conf` is used as it is, with `auto_flush=off` by default.
 */
export async function openSender(endpoint: Pick<QuestdbEndpoint, "conf">): Promise<Sender> {
  const given = endedConf(endpoint.conf);
  // Only flush() sends rows: the client's own timer would be a surprise in a notebook.
  const conf = confOptions(given).has("auto_flush") ? given : `${given}auto_flush=off;`;
  return new Sender(await senderOptions(conf));
}

import { questdbAddress, type QuestdbEndpoint } from "../../../config.ts";
import { authorization } from "../../../questdb/http.ts";
import { down, type Health, PATIENCE } from "../../health.ts";

/** The only setting that is free text and that a client may read: it identifies our server. */
const INSTANCE =
  " b, value from (show parameters) where property_path = 'cairo.snapshot.instance.id'";

/** Options for {@linkcode questdbHealth}. */
export interface QuestdbHealthOptions {
  /** Ask for the instance's id too. @default false */
  withId?: boolean;
}

/**
 * Asks a QuestDB for its build over REST.
 *
 * @param endpoint Its configuration string, with the credentials that the server wants.
 * @returns Its health, with the instance's id if it was asked for.
 */
export async function questdbHealth(
  endpoint: Pick<QuestdbEndpoint, "conf">,
  { withId = false }: QuestdbHealthOptions = {},
): Promise<Health> {
  const protocol = endpoint.conf.startsWith("https::") ? "https" : "http";
  const query = encodeURIComponent(`select build()${withId ? INSTANCE : ""}`);
  try {
    const response = await fetch(`${protocol}://${questdbAddress(endpoint)}/exec?query=${query}`, {
      headers: authorization(endpoint.conf),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await response.text();
    if (!response.ok) return { up: false, reason: `HTTP ${response.status}` };
    const [build, id] = JSON.parse(text).dataset[0];
    return { up: true, version: /QuestDB ([\w.-]+)/.exec(build)?.[1] ?? null, id: id ?? null };
  } catch (error) {
    if (error instanceof SyntaxError) return { up: false, reason: "it is not a QuestDB" };
    return down(error);
  }
}

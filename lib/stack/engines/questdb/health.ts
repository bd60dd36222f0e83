import { questdbAddress, type QuestdbEndpoint } from "../../../config.ts";
import { authorization } from "../../../questdb/http.ts";
import { fetchFor } from "../../../questdb/https.ts";
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
 * Asks a QuestDB for its build over REST; with its id also without a login, which it should refuse.
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
  const login = authorization(endpoint.conf);
  const ask = async (headers: Record<string, string>) => {
    const url = `${protocol}://${questdbAddress(endpoint)}/exec?query=${query}`;
    const response = await fetchFor(endpoint.conf)(url, {
      headers,
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { ok: response.ok, status: response.status, text: await response.text() };
  };
  try {
    const [{ ok, status, text }, stranger] = await Promise.all([
      ask(login),
      withId && "authorization" in login ? ask({}) : undefined,
    ]);
    if (!ok) return { up: false, reason: `HTTP ${status}`, refused: status === 401 };
    const [build, id] = JSON.parse(text).dataset[0];
    const version = /QuestDB ([\w.-]+)/.exec(build)?.[1] ?? null;
    return { up: true, version, id: id ?? null, ...withId && { open: stranger?.ok ?? true } };
  } catch (error) {
    if (error instanceof SyntaxError) return { up: false, reason: "it is not a QuestDB" };
    return down(error);
  }
}

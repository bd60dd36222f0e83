import { resolve } from "node:path";
import type { QuestdbEndpoint } from "../config.ts";
import { askHttp, type HttpOptions } from "./http.ts";
import { RestRefusal } from "./rest.ts";

/** What {@linkcode exportQuery} takes. */
export interface ExportOptions extends HttpOptions {
  format: "csv" | "parquet";
}

/** What an export wrote. */
export interface Exported {
  /** Path of the file. */
  file: string;
  bytes: number;
}

/**
 * Writes the answer of a query into a file, as QuestDB sends it: its rows never lie in memory. The
 * file appears when it is whole.
 *
 * @throws {RestRefusal} QuestDB refused the query.
 * @throws {UnavailableError} It cannot be reached, or refuses the login.
 */
export async function exportQuery(
  endpoint: Pick<QuestdbEndpoint, "conf">,
  { text, file }: { text: string; file: string },
  options: ExportOptions,
): Promise<Exported> {
  const { format, signal } = options;
  const query = { query: text, fmt: format };
  const response = await askHttp(endpoint, { path: "/exp", query }, options);
  if (!response.ok || response.headers.get("content-type")?.includes("json")) {
    const body = await response.text();
    throw new RestRefusal(refusalOf(body));
  }
  const path = resolve(file);
  const part = `${path}.part`;
  try {
    using target = await Deno.open(part, { write: true, create: true, truncate: true });
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      for (let at = 0; at < chunk.length;) at += await target.write(chunk.subarray(at));
      bytes += chunk.length;
    }
    await Deno.rename(part, path);
    return { file: path, bytes };
  } catch (error) {
    await Deno.remove(part).catch(() => {});
    throw signal?.aborted ? signal.reason : error;
  }
}

function refusalOf(body: string): { error: string; position: number } {
  try {
    const { error = body, position = -1 } = JSON.parse(body);
    return { error, position };
  } catch {
    return { error: body.trim(), position: -1 };
  }
}

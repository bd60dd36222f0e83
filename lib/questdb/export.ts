import { dirname, resolve } from "node:path";
import type { QuestdbEndpoint } from "../config.ts";
import { askHttp, type HttpOptions } from "./http.ts";
import { QueryRefusedError } from "./query_error.ts";

/** Options for {@linkcode exportQuery}. */
export interface ExportOptions extends HttpOptions {
  format: "csv" | "parquet";
}

/** An exported file. */
export interface Exported {
  /** Path of the file. */
  file: string;
  bytes: number;
}

/**
 * Writes the result of a query to a file as QuestDB sends it, without holding it in memory. The file
 * appears only when it is complete; its folder is made if it is missing.
 *
 * @throws {QueryRefusedError} QuestDB refused the query.
 * @throws {UnavailableError} QuestDB cannot be reached, or refuses the login.
 * @throws The signal's reason, if it aborts.
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
    throw refusedError(await response.text());
  }
  const path = resolve(file);
  const part = `${path}.part`;
  await Deno.mkdir(dirname(path), { recursive: true });
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

function refusedError(body: string): QueryRefusedError {
  try {
    const { error = body, position } = JSON.parse(body);
    return new QueryRefusedError(error, position);
  } catch {
    return new QueryRefusedError(body.trim());
  }
}

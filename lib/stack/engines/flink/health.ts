import type { FlinkEndpoint } from "../../../config.ts";
import { down, type Health, PATIENCE } from "../../health.ts";

/** Options for {@linkcode flinkHealth}. */
export interface FlinkHealthOptions {
  /** Ask the JobManager for the instance's id too. @default false */
  withId?: boolean;
}

/**
 * Asks a SQL Gateway for its version, and one of our own for its id, which is a setting that its
 * JobManager shows: without a JobManager no statement can run.
 *
 * The requests: https://nightlies.apache.org/flink/flink-docs-release-2.2/docs/sql/interfaces/sql-gateway/rest/
 */
export async function flinkHealth(
  { gateway, rest }: FlinkEndpoint,
  { withId = false }: FlinkHealthOptions = {},
): Promise<Health> {
  try {
    const [info, settings] = await Promise.all([
      ask(`${gateway}/v1/info`),
      withId && rest !== undefined ? ask(`${rest}/jobmanager/config`) : undefined,
    ]);
    const { productName, version } = (info ?? {}) as { productName?: unknown; version?: unknown };
    if (productName !== "Apache Flink" || typeof version !== "string") {
      return { up: false, reason: "it is not a SQL Gateway of Flink" };
    }
    return { up: true, version, id: idIn(settings) };
  } catch (error) {
    if (error instanceof SyntaxError) {
      return { up: false, reason: "it is not a SQL Gateway of Flink" };
    }
    return down(error);
  }
}

async function ask(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
  const text = await response.text();
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return JSON.parse(text) as unknown;
}

function idIn(settings: unknown): string | null {
  if (!Array.isArray(settings)) return null;
  const found = settings.find((setting: { key?: unknown }) => setting.key === "tributary.id");
  return (found as { value: string } | undefined)?.value ?? null;
}

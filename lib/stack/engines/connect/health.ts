import type { ConnectEndpoint } from "../../../config.ts";
import { loginHeader } from "../../../connect/login_header.ts";
import { down, type Health, PATIENCE } from "../../health.ts";

/**
 * Asks a Kafka Connect for its version and for its connectors: it says 404 to that until it has read its
 * topics. Its id is that of its Kafka, which for one of our own is the stack's.
 *
 * The requests: https://kafka.apache.org/documentation/#connect_rest
 */
export async function connectHealth({ url, login }: ConnectEndpoint): Promise<Health> {
  const headers = loginHeader({ login });
  const ask = async (path: string) => {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(url + path, { headers, signal });
    return { status: response.status, text: await response.text() };
  };
  try {
    const [root, list] = await Promise.all([ask("/"), ask("/connectors")]);
    if (root.status === 401) return { up: false, reason: "HTTP 401", refused: true };
    const { version, kafka_cluster_id: id } = JSON.parse(root.text) as Record<string, unknown>;
    if (typeof version !== "string" || typeof id !== "string") {
      return { up: false, reason: "it is not a Kafka Connect" };
    }
    if (list.status === 404) return { up: false, reason: "it is starting" };
    if (list.status !== 200) return { up: false, reason: `HTTP ${list.status}` };
    return { up: true, version, id };
  } catch (error) {
    if (error instanceof SyntaxError) return { up: false, reason: "it is not a Kafka Connect" };
    return down(error);
  }
}

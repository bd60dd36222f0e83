import { callersPath } from "../config.ts";
import { messageOf, UsageError } from "../errors.ts";
import type { ConnectorConfig } from "./client.ts";

/**
 * Reads a connector from a JSON file: `{"name": …, "config": {…}}` as Connect's REST API takes it, or the
 * settings alone, then with `name` among them or named as the file is.
 *
 * @throws {UsageError} There is no such file, or it is not a connector.
 */
export async function readConnector(
  path: string,
): Promise<{ name: string; config: ConnectorConfig }> {
  const refuse = (why: string) => new UsageError(`Cannot create a connector from ${path}: ${why}`);
  let text;
  try {
    text = await Deno.readTextFile(callersPath(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw refuse("there is no such file. The one connector that needs none is called shop");
    }
    throw refuse(messageOf(error));
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse(`it is not JSON: ${messageOf(error)}`);
  }
  if (!isRecord(value)) throw refuse("it is not a JSON object");
  const settings = "config" in value ? value.config : value;
  if (!isRecord(settings)) throw refuse("its config is not a JSON object");
  const { name: inside, ...rest } = settings;
  const base = path.split("/").at(-1)!.replace(/\.json$/, "");
  const name = value.name ?? inside ?? base;
  if (typeof name !== "string" || name === "") throw refuse("its name is not text");
  const config: ConnectorConfig = {};
  for (const [key, setting] of Object.entries(rest)) {
    if (!["string", "number", "boolean"].includes(typeof setting)) {
      throw refuse(`its setting ${key} must be text, a number, true or false`);
    }
    config[key] = String(setting);
  }
  return { name, config };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

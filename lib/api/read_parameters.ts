import { nearest } from "../nearest.ts";
import type { Parameter } from "./parameters.ts";
import { BadParameterError } from "./problems.ts";

/** The texts of a request's parameters. */
export interface RequestTexts {
  path: Record<string, string>;
  query: URLSearchParams;
}

/**
 * Reads the parameters of a request.
 *
 * @throws {BadParameterError} One is unknown, given twice, or cannot be used.
 */
export function readParameters(
  parameters: Readonly<Record<string, Parameter>>,
  { path, query }: RequestTexts,
): Record<string, unknown> {
  const names = Object.values(parameters).filter((one) => one.in === "query").map(({ name }) =>
    name
  );
  for (const [name, value] of query) {
    if (!names.includes(name)) {
      const [close] = name.length <= 40 ? nearest(name, names, { most: 1 }) : [];
      const wanted = names.length === 0
        ? "there are no parameters here"
        : close
        ? `there is no such parameter; did you mean ${close}?`
        : `there is no such parameter; there are ${names.join(", ")}`;
      throw new BadParameterError(name, { value, wanted });
    }
    if (query.getAll(name).length > 1) {
      throw new BadParameterError(name, { value, wanted: "give it once" });
    }
  }
  return Object.fromEntries(
    Object.entries(parameters).map(([key, { in: place, name, read, default: usual }]) => {
      const text = place === "path" ? path[name] : query.get(name) ?? undefined;
      return [key, text === undefined ? usual?.() : read(text)];
    }),
  );
}

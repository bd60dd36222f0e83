/**
 * Parses JSON and keeps whole numbers beyond 2^53 exactly, as text: `JSON.parse` alone would round
 * them.
 *
 * @throws {SyntaxError} The text is not JSON.
 */
export function parseExact(text: string): unknown {
  const exact = (_: string, value: unknown, context?: { source?: string }) =>
    typeof value === "number" && !Number.isSafeInteger(value) &&
      /^-?\d+$/.test(context?.source ?? "")
      ? context!.source
      : value;
  return JSON.parse(text, exact);
}

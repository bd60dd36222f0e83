/** The object that a text is; undefined if it is not one. */
export function parsedObject(text: string): object | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined; // the caller reads it character by character, and reports it if it is damaged
  }
}

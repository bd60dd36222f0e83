/** Reads a variable; undefined if it is not set or empty. */
export type Environment = (name: string) => string | undefined;

/** The variables of this process. */
export function environment(name: string): string | undefined {
  return Deno.env.get(name) || undefined;
}

const CONJUNCTION = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: Iterable<string>): string {
  return CONJUNCTION.format(words);
}

/** Titles of engines, as {@linkcode listed}. */
export function titlesOf(engines: readonly { title: string }[]): string {
  return listed(engines.map(({ title }) => title));
}

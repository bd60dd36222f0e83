/** What rows have and a query has not. */
const OF_ROWS = [
  ...["length", "at", "every", "filter", "find", "flatMap", "forEach", "map", "reduce"],
  ...["slice", "some", "sort", "toSorted"],
];

/** Makes a query say what is missing when it is used as if it were its rows: the await. */
export function notAwaited<Q extends object>(query: Q): Q {
  for (const name of OF_ROWS) {
    Object.defineProperty(query, name, {
      get() {
        throw new TypeError(
          `Cannot use .${name} of a query that has not run: write await before it, as ` +
            "const rows = await sql`select …`",
        );
      },
    });
  }
  return query;
}

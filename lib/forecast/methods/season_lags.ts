function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

/**
 * Three steps, and each multiple of the first season up to the second (every day up to a week); the
 * first two multiples and the other seasons with their neighbours. Six steps without a season.
 */
export function seasonLags(seasons: readonly number[]): number[] {
  const [first, second = 2 * (first ?? 0)] = seasons;
  if (first === undefined) return range(1, 6);
  const near = (season: number) => [season - 1, season, season + 1];
  const multiples = range(1, Math.min(14, Math.floor(second / first))).map((i) => i * first);
  return [
    ...[1, 2, 3],
    ...multiples.slice(0, 2).flatMap(near),
    ...multiples,
    ...seasons.slice(1).flatMap(near),
    ...(seasons.length === 1 ? [2 * first] : []),
  ];
}

/** Every lag of the first season, at most 48, and the other seasons with their neighbours. */
export function dayLags(seasons: readonly number[]): number[] {
  const near = (season: number) => [season - 1, season, season + 1];
  return [...range(1, Math.min(seasons[0] ?? 6, 48)), ...seasons.slice(1).flatMap(near)];
}

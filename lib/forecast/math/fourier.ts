/** A Fourier term of a season: `harmonic` whole turns in `season` steps. */
export interface Wave {
  season: number;
  harmonic: number;
}

/**
 * The slowest waves of each season, no faster than two steps a turn, without repeats (the 7th wave of
 * a week is the first of a day).
 *
 * @param seasons In steps, ascending.
 * @param pairs Number of waves for each season; the last holds for all further seasons.
 */
export function wavesOf(seasons: readonly number[], pairs: readonly number[]): Wave[] {
  const waves: Wave[] = [];
  const speeds: number[] = [];
  seasons.forEach((season, i) => {
    const maximum = Math.min(pairs[Math.min(i, pairs.length - 1)]!, Math.floor(season / 2));
    for (let harmonic = 1; harmonic <= maximum; harmonic++) {
      const speed = harmonic / season;
      if (speeds.some((other) => Math.abs(other - speed) < 1e-9)) continue;
      speeds.push(speed);
      waves.push({ season, harmonic });
    }
  });
  return waves;
}

/** A seeded random number generator: the same seed yields the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform whole number from `low` to `high`, inclusive. */
  int(low: number, high: number): number;
  /** One of the items, all equally likely. */
  pick<T>(items: readonly T[]): T;
  /** Index drawn in proportion to `weights` (not negative, sum above 0). */
  weighted(weights: readonly number[]): number;
  /** Normal with mean 0 and standard deviation 1 (Box and Muller, 1958). */
  normal(): number;
  /** Exponential with the given mean: the gap between events of a Poisson process. */
  exponential(mean: number): number;
}

/**
 * Creates a {@linkcode Random} from a seed: xoshiro128** 1.1 (Blackman and Vigna, 2018), its state
 * filled by SplitMix32.
 */
export function seeded(seed: number | string): Random {
  let mix = typeof seed === "number" ? seed >>> 0 : hash32(seed);
  const split = () => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = mix ^ (mix >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let a = split(), b = split(), c = split(), d = split();
  const rotl = (x: number, k: number) => (x << k) | (x >>> (32 - k));
  const uint32 = () => {
    const result = Math.imul(rotl(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotl(d, 11);
    return result;
  };
  return drawnFrom(() => (uint32() * 2 ** 21 + (uint32() >>> 11)) / 2 ** 53);
}

/** Random numbers of every kind from uniform ones in [0, 1). */
export function drawnFrom(next: () => number): Random {
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (items) => items[Math.floor(next() * items.length)]!,
    weighted(weights) {
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0);
      for (let i = 0; i < weights.length; i++) if ((left -= weights[i]!) < 0) return i;
      return weights.length - 1;
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    exponential: (mean) => -mean * Math.log(1 - next()),
  };
}

/** 32-bit FNV-1a hash of a text's UTF-16 code units: fast, and the same everywhere. Not cryptographic. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

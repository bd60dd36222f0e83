import type { Random } from "../random.ts";
import { sampler, zipf } from "./sampler.ts";

/** Things of which a few are chosen often and many rarely. More may come. */
export class Popular<T> {
  #items: T[];
  #exponent: number;
  #draw: (random: Random) => number;

  /**
   * @param items The most popular first.
   * @param exponent How fast the popularity falls with the rank, see {@linkcode zipf}.
   */
  constructor(items: readonly T[], exponent: number) {
    this.#items = [...items];
    this.#exponent = exponent;
    this.#draw = sampler(zipf(items.length, exponent));
  }

  /** All of them, the most popular first. */
  get items(): readonly T[] {
    return this.#items;
  }

  /** One of them, the popular ones more often. */
  draw(random: Random): T {
    return this.#items[this.#draw(random)]!;
  }

  /** Adds an item at a rank, from 0. */
  add(item: T, rank: number): void {
    this.#items.splice(rank, 0, item);
    this.#draw = sampler(zipf(this.#items.length, this.#exponent));
  }
}

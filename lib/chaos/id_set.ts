/** A set of whole numbers from 0 that takes one bit for each number up to the largest: 125 kB for a million. */
export class IdSet {
  #bits = new Uint8Array(1 << 16);
  #size = 0;

  /** Number of ids in the set. */
  get size(): number {
    return this.#size;
  }

  /** Adds an id. @returns Whether it was new. @throws {RangeError} It is not a whole number from 0 to 2^31. */
  add(id: number): boolean {
    if (!Number.isInteger(id) || id < 0 || id > 2 ** 31) {
      throw new RangeError(`Cannot keep the id ${id}: ids are whole numbers from 0 to 2^31`);
    }
    const at = Math.floor(id / 8);
    if (at >= this.#bits.length) {
      const larger = new Uint8Array(Math.max(at + 1, this.#bits.length * 2));
      larger.set(this.#bits);
      this.#bits = larger;
    }
    const bit = 1 << (id % 8);
    if ((this.#bits[at]! & bit) !== 0) return false;
    this.#bits[at]! |= bit;
    this.#size++;
    return true;
  }

  has(id: number): boolean {
    return ((this.#bits[Math.floor(id / 8)] ?? 0) & (1 << (id % 8))) !== 0;
  }
}

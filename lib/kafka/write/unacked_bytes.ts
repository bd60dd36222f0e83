/** Bytes that are written and not yet acknowledged, and the callers that wait for room. */
export class UnackedBytes {
  #count = 0;
  #waiters: RoomWaiter[] = [];

  get count(): number {
    return this.#count;
  }

  add(bytes: number): void {
    this.#count += bytes;
  }

  /** Counts bytes as acknowledged, and wakes those who waited for it. */
  ack(bytes: number): void {
    this.#count -= bytes;
    const ready = this.#waiters.filter(({ limit }) => this.#count <= limit);
    if (ready.length === 0) return;
    this.#waiters = this.#waiters.filter(({ limit }) => this.#count > limit);
    for (const { resolve } of ready) resolve();
  }

  /** Waits until at most `limit` bytes are unacknowledged. @throws The error given to `fail`. */
  atMost(limit: number): Promise<void> {
    if (this.#count <= limit) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiters.push({ limit, resolve, reject }));
  }

  /** Rejects all who wait. */
  fail(error: Error): void {
    for (const { reject } of this.#waiters) reject(error);
    this.#waiters = [];
  }
}

interface RoomWaiter {
  limit: number;
  resolve: () => void;
  reject: (error: Error) => void;
}

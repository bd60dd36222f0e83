/** Work that takes long, for panels. */
export interface SharedWork<T> {
  /**
   * What the work gives for a key: begun once, one at a time, kept for later. It is aborted when all
   * that wait for it have left.
   *
   * @throws What the work threw, which is not kept, or the signal's reason.
   */
  get(key: string, work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T>;
}

interface Task<T> {
  result: Promise<T>;
  control: AbortController;
  waiting: number;
  done: boolean;
}

/**
 * Shares work between panels and viewers.
 *
 * @param options `most`: results that are kept, the last used ones. @default 8
 */
export function sharedWork<T>({ most = 8 }: { most?: number } = {}): SharedWork<T> {
  const tasks = new Map<string, Task<T>>(); // the last used at the end
  let last: Promise<unknown> = Promise.resolve();

  function begin(key: string, work: (signal: AbortSignal) => Promise<T>): Task<T> {
    const control = new AbortController();
    const result = last.then(() => {
      control.signal.throwIfAborted();
      return work(control.signal);
    });
    const task: Task<T> = { result, control, waiting: 0, done: false };
    const forget = () => {
      if (tasks.get(key) === task) tasks.delete(key);
    };
    last = result.then(() => {
      task.done = true;
      for (const [name, { done }] of tasks) {
        if (tasks.size > most && done) tasks.delete(name);
      }
    }, forget);
    return task;
  }

  return {
    async get(key, work, signal) {
      signal.throwIfAborted();
      let task = tasks.get(key);
      if (!task || task.control.signal.aborted) task = begin(key, work);
      tasks.delete(key);
      tasks.set(key, task);
      if (task.done) return await task.result;
      const own = task;
      own.waiting++;
      const { promise: left, reject } = Promise.withResolvers<never>();
      const leave = () => reject(signal.reason);
      signal.addEventListener("abort", leave, { once: true });
      try {
        return await Promise.race([own.result, left]);
      } finally {
        signal.removeEventListener("abort", leave);
        if (--own.waiting === 0 && !own.done) own.control.abort(signal.reason);
      }
    },
  };
}

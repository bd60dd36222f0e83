/// <reference lib="dom" />
/** Draws one panel in a task of its own, so that the page answers between two of them. */

const waiting = new Map<Element, () => void>();
let isRunning = false;

/** Runs `work` soon; of several for the same element only the last. */
export function drawSoon(about: Element, work: () => void): void {
  waiting.set(about, work);
  if (isRunning) return;
  isRunning = true;
  setTimeout(next);
}

function next(): void {
  const first = waiting.entries().next().value;
  if (!first) {
    isRunning = false;
    return;
  }
  waiting.delete(first[0]);
  try {
    const started = performance.now();
    first[1]();
    performance.measure("panel", { start: started, detail: first[0].id });
  } catch (error) {
    console.error(error); // the other panels go on
  }
  setTimeout(next);
}

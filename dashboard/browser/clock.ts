/// <reference lib="dom" />
/** The server's clock: ages are measured by it, whatever the browser's clock says. */

/** Milliseconds that the server's clock is ahead of the browser's. */
let offset = 0;
/** Milliseconds from one look at the browser's clock to the next. */
const LOOK = 1000;
/** A look that comes this much too late, or a clock that was put this far, needs a new offset. */
const JUMP = 2000;
/** Answers that take longer than this tell too little. */
const SLOW = 2000;

/** The server's time in milliseconds since 1970. */
export function serverNow(): number {
  return Date.now() + offset;
}

/** Takes the time at which the page was made, until the server has been asked. */
export function startClock(made: number): void {
  offset = made - Date.now();
  void ask();
  let seen = Date.now(), ticked = performance.now();
  setInterval(() => {
    const now = Date.now(), tick = performance.now();
    const slept = now - seen > LOOK + JUMP;
    const put = Math.abs(now - seen - (tick - ticked)) > JUMP;
    [seen, ticked] = [now, tick];
    if (slept || put) void ask();
  }, LOOK);
  document.addEventListener("visibilitychange", () => document.hidden || void ask());
  addEventListener("online", () => void ask());
}

let asking = false;

async function ask(): Promise<void> {
  if (asking) return;
  asking = true;
  try {
    const sent = Date.now();
    const answer = await fetch("/live/clock");
    const { now } = await answer.json() as { now: number };
    const took = Date.now() - sent;
    // The server looked at its clock between both: half of the time after it was asked, roughly.
    if (answer.ok && took >= 0 && took < SLOW) offset = now + took / 2 - Date.now();
    else setTimeout(() => void ask(), SLOW);
  } catch {
    setTimeout(() => void ask(), SLOW); // the server is away: the banner says so
  } finally {
    asking = false;
  }
}

import assert from "node:assert/strict";
import { noProgress, openProgress, type ProgressOptions } from "./progress.ts";
import { Terminal } from "./terminal_testing.ts";

function open(options: ProgressOptions & { terminal?: Terminal } = {}) {
  const terminal = options.terminal ?? new Terminal();
  const time = { ms: 0 };
  const written: string[] = [];
  const progress = openProgress({
    isTerminal: true,
    size: () => ({ columns: terminal.columns, rows: terminal.height }),
    now: () => time.ms,
    output: (text) => void (written.push(text), terminal.write(text)),
    ...options,
  });
  return { progress, terminal, time, written };
}

Deno.test("openProgress() draws a bar per name in place, with rate and time left", () => {
  const { progress, terminal, time } = open();
  progress.update("taxi_trips", 0, 20_000);
  progress.update("github_events", 0);
  time.ms = 2000;
  progress.update("taxi_trips", 5_000, 20_000);
  time.ms = 4000;
  progress.update("github_events", 1_234);
  assert.deepEqual(
    terminal.text(),
    [
      // A quarter in 2 s: 2,500 a second, 6 s for the rest; 5 of the 21 cells that 79 columns leave.
      "taxi_trips     [=====>               ]  5,000 records  25 %  2,500/s  0:06 left",
      "github_events                           1,234 records          309/s",
    ],
  );
});

Deno.test("openProgress() draws a share of the input as it does a total", () => {
  const { progress, terminal, time } = open({ terminal: new Terminal(100) });
  progress.update("trips.csv", 0, { share: 0 });
  time.ms = 30_000;
  progress.update("trips.csv", 600, { share: 0.1 });
  assert.deepEqual(terminal.text(), [
    "trips.csv  [==>                     ]  600 records  10 %  20/s  4:30 left",
  ]);
});

Deno.test("openProgress() shows a note at the end of a line", () => {
  const { progress, terminal } = open({ terminal: new Terminal(100) });
  progress.update("a", 5, { note: "3 windows open" });
  progress.update("bb", 7);
  progress.done();
  const lines = terminal.text().map((line) => line.replace(/ +/g, " "));
  assert.deepEqual(lines, ["a 5 records in 0:00 3 windows open", "bb 7 records in 0:00"]);
});

Deno.test("openProgress() draws at most 10 times a second, and the final state at the end", () => {
  const { progress, terminal, time, written } = open({ terminal: new Terminal(100) });
  for (let i = 0; i <= 1999; i++) {
    time.ms = i;
    progress.update("orders", i, 2000);
  }
  assert.equal(written.length, 20);
  assert.match(terminal.text()[0]!, / 1,900 records {2}95 % /);
  progress.done();
  assert.deepEqual(terminal.text(), [
    "orders  [=======================>]  1,999 records  99 %  1,000/s  in 0:02",
  ]);
  progress.done();
  assert.equal(written.length, 21);
});

Deno.test("openProgress() keeps log lines whole above the bars, long ones too", () => {
  const { progress, terminal, time } = open({ terminal: new Terminal(60, 6) });
  progress.log("before");
  for (let i = 1; i <= 5; i++) {
    time.ms += 100;
    progress.update("a", i * 10, 50);
    progress.update("b", i);
    progress.log(`${i}:${"x".repeat(78)}\nand more`);
  }
  time.ms += 100;
  progress.update("b", 6);
  const logs = [1, 2, 3, 4, 5].flatMap((i) => [
    `${i}:${"x".repeat(58)}`,
    "x".repeat(20),
    "and more",
  ]);
  const text = terminal.text();
  assert.deepEqual(text.slice(0, -2), ["before", ...logs]);
  assert.match(text.at(-2)!, /^a {2}\[=+\] {2}50 records {2}100 % {2}100\/s {2}in 0:00$/);
  assert.match(text.at(-1)!, /^b +6 records +10\/s$/);
});

Deno.test("openProgress() never wraps a bar, however narrow the terminal", () => {
  for (const columns of [100, 60, 40, 20, 5, 2]) {
    const { progress, terminal, time } = open({ terminal: new Terminal(columns) });
    for (let i = 0; i < 9; i++) {
      time.ms += 1000;
      progress.update("日本のデータ", i, 9);
      progress.update("a name that is really much too long for a line", i * 1e6, 9e6);
    }
    assert.equal(terminal.rows.length, 3, `${columns} columns`);
  }
});

Deno.test("openProgress() with more names than rows draws only the latest, and all at the end", () => {
  const { progress, terminal, time } = open({ terminal: new Terminal(60, 4) });
  for (let round = 0; round < 3; round++) {
    for (const name of ["a", "b", "c", "d", "e"]) {
      time.ms += 100;
      progress.update(name, round);
    }
  }
  assert.deepEqual(terminal.text().map((line) => line[0]), ["c", "d", "e"]);
  progress.done();
  assert.deepEqual(terminal.text().map((line) => line[0]), ["a", "b", "c", "d", "e"]);
});

Deno.test("openProgress() draws below what others print when the command is interrupted", () => {
  const stop = new AbortController();
  const { progress, terminal, time } = open({ signal: stop.signal });
  progress.update("a", 1);
  terminal.write("^C\nStopping cleanly\n");
  stop.abort();
  time.ms = 1000;
  progress.update("a", 2);
  progress.done();
  const text = terminal.text();
  assert.deepEqual(text.slice(1, 3), ["^C", "Stopping cleanly"]);
  assert.match(text[0]!, /^a .*1 record$/);
  assert.match(text[3]!, /^a .*2 records {2}1\/s {2}in 0:01$/);
  assert.equal(text.length, 4);
});

Deno.test("openProgress() without a terminal prints a line per name every few seconds and at the end", () => {
  const { progress, time, written } = open({ isTerminal: false });
  for (let second = 0; second <= 12; second++) {
    time.ms = second * 1000;
    progress.update("taxi_trips", second * 1000, 20_000);
    if (second > 3) progress.update("orders", second);
  }
  progress.log("3 rejected");
  progress.done();
  progress.done();
  assert.deepEqual(written.join("").split("\n"), [
    "taxi_trips: 5,000 records, 25 %, 1,000/s, 0:15 left",
    "orders: 9 records, 1/s",
    "taxi_trips: 10,000 records, 50 %, 1,000/s, 0:10 left",
    "3 rejected",
    "taxi_trips: 12,000 records, 60 %, 1,000/s, in 0:12",
    "orders: 12 records, 1/s, in 0:08",
    "",
  ]);
});

Deno.test("openProgress() lets neither names nor log lines control the terminal", () => {
  for (const isTerminal of [true, false]) {
    const { progress, written } = open({ isTerminal });
    progress.update("na\x1b[2Jme\n", 1);
    progress.log("bad\x1b]0;title\x07\ttext");
    progress.done();
    // deno-lint-ignore no-control-regex
    const text = written.join("").replace(/\x1b\[1A\x1b\[2K|[\r\n]/g, "");
    assert.doesNotMatch(text, /\p{Cc}/u);
    assert.match(text, /bad\\x1b\]0;title\\x07\\ttext/);
  }
});

Deno.test("openProgress() says 100 % only when all is done, and handles a total of 0", () => {
  const { progress, written, time } = open({ isTerminal: false });
  progress.update("nearly", 0, 1000);
  progress.update("none", 0, 0);
  progress.update("more", 0, 10);
  time.ms = 3_600_000;
  progress.update("nearly", 999, 1000);
  progress.update("more", 12, 10);
  progress.done();
  const last = written.join("").trim().split("\n").slice(-3);
  assert.match(last[0]!, /^nearly: 999 records, 99 %, 0\/s, in 1:00:00$/);
  assert.equal(last[1], "none: 0 records, 100 %, in 0:00");
  assert.match(last[2]!, /^more: 12 records, 100 %/);
});

Deno.test("noProgress accepts everything and shows nothing", () => {
  noProgress.update("a", 1);
  noProgress.log("line");
  noProgress.done();
});

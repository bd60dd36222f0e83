/** `deno task demo`: the main job, end to end. */
import { defineCommand, main } from "../lib/cli.ts";
import { callersPath, type Endpoints, projectFolder } from "../lib/config.ts";
import { deliver } from "../lib/delivery/deliver.ts";
import { watch } from "../lib/delivery/watch.ts";
import { DEFAULT_START } from "../lib/delivery/simulated_start.ts";
import { feeds } from "../lib/feeds/mod.ts";
import { flowsFedBy } from "../lib/flows/fed_by.ts";
import { flows } from "../lib/flows/mod.ts";
import { type Account, summarize, type Summary } from "../lib/processing/account.ts";
import { connectQuestdb } from "../lib/questdb/client.ts";
import { ensureStack } from "../lib/stack/mod.ts";
import { formatTable } from "../lib/table.ts";
import { chartOfHours, findings } from "./demo_findings.ts";
import { demoForecast } from "./demo_forecast.ts";
import { demoWindow, windowFinding } from "./demo_window.ts";

const NEXT = [
  'deno task sql "select * from taxi_trips limit -5"   ask anything',
  "deno task topics list                               what Kafka holds",
  "deno task windows --list                            windows, in this process, QuestDB or Flink",
  "deno task forecast --help                           forecasts of your own SQL, with scores",
  "deno task lab                                       notebooks, in JupyterLab",
  "deno task ingest github --live --every 10s          real events, live",
  "deno task ingest --help                             your own files",
  "deno task down                                      stop the engines; data stays",
  "deno task dashboard                                 watch it live, at http://127.0.0.1:8080",
];

/** The feeds that come with a sample. */
const sampled = feeds.filter((feed) => feed.read?.sample !== undefined);
/** The others, which `--all` simulates. */
const simulated = feeds.filter((feed) => feed.read?.sample === undefined && feed.simulate);
/** Records of each that are simulated: the same in every run. */
const SIMULATED = 10_000;

await main(defineCommand({
  name: "demo",
  summary:
    "Starts Kafka and QuestDB, carries GitHub events, taxi trips and orders through them, shows what they say.",
  flags: {
    data: {
      type: "string",
      value: "dir",
      default: "data",
      help: `folder with ${sampled.map((feed) => feed.read!.folder).join(", ")}; ` +
        "the default is the bundled sample",
    },
    all: {
      type: "boolean",
      help: `also simulate what has no sample: ${simulated.map(({ name }) => name).join(", ")}`,
    },
    json: { type: "boolean", help: "print the summary as one line of JSON" },
  },
  examples: ["deno task demo", "deno task demo --all", "deno task demo --data ~/real_data --json"],
  async run({ flags, signal }) {
    const started = performance.now();
    const view = watch({ signal });
    const folder = flags.data === "data" ? `${projectFolder}/data` : callersPath(flags.data);
    const summaries: Summary[] = [];
    const secondsNow = () => Math.round(performance.now() - started) / 1000;
    const print = (seconds: number, learned?: Learned) => {
      view.done();
      if (flags.json) {
        const streams = streamsOf(summaries);
        const { forecast, window } = learned ?? {};
        console.log(JSON.stringify({ streams, window, forecast, seconds }));
      } else {
        console.log(formatTable(summaries.map((summary) => ({ ...summary }))));
        if (learned) tell(learned, seconds);
      }
    };
    try {
      const { endpoints } = await ensureStack({ signal, log: view.log });
      for (const { read, simulate, streams } of flags.all ? [...sampled, ...simulated] : sampled) {
        if (signal.aborted) break;
        const start = performance.now();
        const add = (accounts: readonly Account[]) => {
          const took = performance.now() - start;
          const names = [...streams, ...flowsFedBy(streams, flows).map(({ to }) => to)];
          for (const { name } of names) {
            const account = accounts.find(({ stream }) => stream === name);
            if (account) summaries.push(summarize(account, took));
          }
        };
        const source = read?.sample
          ? read.open([`${folder}/${read.folder}`], { signal, log: view.log })
          : simulate!({ seed: 1, start: DEFAULT_START, limit: SIMULATED, signal });
        const { onChange, onBad, onUnknown } = view;
        // Without the flows of samples, which would take a second; the next ingest of orders runs them.
        const shown = { onChange, onBad, onUnknown, onFailed: add };
        add(
          await deliver(source, {
            ...{ endpoints, signal, ...shown },
            ...read?.sample ? { flows: [] } : {},
          }),
        );
      }
      view.done();
      const seconds = secondsNow();
      const learned = signal.aborted
        ? undefined
        : await learn(endpoints, { streams: streamsOf(summaries), signal });
      print(seconds, learned);
      return view.verdict(summaries);
    } catch (error) {
      if (summaries.length > 0) print(secondsNow());
      throw error;
    } finally {
      view.done();
    }
  },
}));

type Learned = Awaited<ReturnType<typeof learn>>;

/** The summaries by stream, as `--json` prints them. */
function streamsOf(summaries: readonly Summary[]) {
  return Object.fromEntries(summaries.map(({ stream, ...rest }) => [stream, rest]));
}

/** Queries the data, runs the window, makes the forecast, and draws the chart. */
async function learn(
  { kafka, questdb }: Endpoints,
  { streams, signal }: { streams: Record<string, { rows: number | null }>; signal: AbortSignal },
) {
  const db = connectQuestdb(questdb);
  try {
    const forecast = streams.github_events?.rows ? await demoForecast(db, signal) : undefined;
    const found = await findings(db);
    const window = streams.taxi_trips?.rows ? await demoWindow(kafka, signal) : undefined;
    await Deno.mkdir(`${projectFolder}/out`, { recursive: true });
    await Deno.writeTextFile(`${projectFolder}/out/demo.svg`, await chartOfHours(db));
    return { found, window, forecast };
  } finally {
    await db.close();
  }
}

function tell({ found, window, forecast }: Learned, seconds: number): void {
  for (const { title, rows } of window ? [...found, windowFinding(window)] : found) {
    console.log(`\n${title}\n${formatTable(rows)}`);
  }
  if (forecast) console.log(`\nForecast\n${forecast.sentence}`);
  console.log("\nChart: out/demo.svg (open it in a browser)");
  console.log(`Done in ${seconds} s. The engines keep running. Next:`);
  for (const line of NEXT) console.log(`  ${line}`);
  console.log("(If Deno is not installed: npx -y deno@2.9.6 task …)");
}

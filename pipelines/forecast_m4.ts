/** `deno task forecast:m4`: models judged on series in the M4 competition's layout. */
import { gunzipSync } from "node:zlib";
import { defineCommand, main } from "../lib/cli.ts";
import { callersPath } from "../lib/config.ts";
import { messageOf, UsageError } from "../lib/errors.ts";
import {
  type M4File,
  type M4Score,
  modelOf,
  models,
  readM4,
  scoreM4,
} from "../lib/forecast/mod.ts";
import { openProgress } from "../lib/progress.ts";
import { formatTable } from "../lib/table.ts";

await main(defineCommand({
  name: "forecast:m4",
  summary: "Scores forecast models on the hourly series of M4: errors, coverage, seconds a series.",
  flags: {
    train: { type: "string", value: "file", help: "training part, CSV or .gz: id, values" },
    test: { type: "string", value: "file", help: "the values that came, in the same layout" },
    models: {
      type: "string",
      value: "a,b",
      default: models.map(({ id }) => id).join(","),
      help: "models to score",
    },
    jobs: {
      type: "integer",
      value: "n",
      help: "workers (default: all cores); seconds a series are those of one worker",
    },
    json: { type: "boolean", help: "print only the line of JSON, not the table" },
  },
  examples: [
    "deno task forecast:m4 --train Hourly-train.csv --test Hourly-test.csv",
    "deno task forecast:m4 --train train.csv.gz --test test.csv --models seasonal_naive,ensemble",
  ],
  async run({ flags, signal }) {
    const { train, test, jobs } = flags;
    if (!train || !test) throw new UsageError("Missing --train file or --test file");
    if (jobs === 0) throw new UsageError("Cannot use --jobs 0: at least one worker is needed");
    const chosen = [...new Set(flags.models.split(",").map((id) => id.trim()))].map(modelNamed);
    const [known, came] = await Promise.all([readText(train), readText(test)]);
    const cases = readM4({ train: known, test: came });
    const progress = openProgress({ signal });
    const scores = await scoreM4(cases, chosen, { jobs, progress, signal });
    const scored = [...scores.models].filter((line): line is [string, M4Score] => line[1] !== null)
      .sort(([, a], [, b]) => (a.mase ?? Infinity) - (b.mase ?? Infinity));
    if (!flags.json) console.log(formatTable(scored.map(rowOf), { maxRows: Infinity }));
    console.log(JSON.stringify({
      series: cases.length,
      models: Object.fromEntries(scored.map(([id, score]) => [id, figuresOf(score)])),
      ...scores.failures.length > 0 && { failures: scores.failures },
    }));
    if (scored.length < chosen.length) throw new Error("A model failed on every series, see above");
  },
}));

function modelNamed(id: string) {
  try {
    return modelOf(id);
  } catch (error) {
    throw new UsageError(`Cannot use --models: ${messageOf(error)}`);
  }
}

async function readText(name: string): Promise<M4File> {
  try {
    const bytes = await Deno.readFile(callersPath(name));
    const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return { name, text: new TextDecoder().decode(zipped ? gunzipSync(bytes) : bytes) };
  } catch (error) {
    throw new Error(`Cannot read ${name}: ${messageOf(error)}`);
  }
}

function figuresOf({ mase, smape, owa, coverage, seconds }: M4Score) {
  return { mase, smape, owa, coverage95: coverage, seconds };
}

function rowOf([model, score]: [string, M4Score]) {
  const { mase, smape, owa, coverage95, seconds } = figuresOf(score);
  const digits = (value: number | null, count: number) => value && Number(value.toFixed(count));
  return {
    model,
    series: score.series,
    mase: digits(mase, 3),
    smape: digits(smape, 2),
    owa: digits(owa, 3),
    coverage95: digits(coverage95, 3),
    seconds: digits(seconds, 4),
  };
}

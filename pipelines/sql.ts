/** `deno task sql`: one query from the shell. */
import { defineCommand, main } from "../lib/cli.ts";
import { toCsv } from "../lib/csv_write.ts";
import { connectQuestdb } from "../lib/questdb/client.ts";
import { printData } from "../lib/safe_console.ts";
import { findStack } from "../lib/stack/mod.ts";
import { formatTable } from "../lib/table.ts";

await main(defineCommand({
  name: "sql",
  summary: "Runs one QuestDB query and prints the result.",
  words: '"select …"',
  count: [1, 1],
  flags: {
    json: { type: "boolean", help: "print the rows as a JSON array on one line" },
    csv: { type: "boolean", help: "print CSV with a header" },
    rows: { type: "integer", value: "n", default: 50, help: "maximum rows of the printed table" },
  },
  examples: [
    'deno task sql "select type, count() from github_events order by 2 desc"',
    'deno task sql "select * from dead_letters limit -5" --json',
    'deno task sql "select * from taxi_trips" --csv > trips.csv',
  ],
  async run({ flags, args }) {
    const { endpoints } = await findStack({ need: ["questdb"] });
    const times = flags.json ? "date" : "text";
    const db = connectQuestdb(endpoints.questdb, { times });
    try {
      const { columns, rows } = await db.table(args[0]!);
      if (flags.json) {
        console.log(
          JSON.stringify(rows, (_, value) => typeof value === "bigint" ? String(value) : value),
        );
      } else if (flags.csv) printData(toCsv(rows, { columns }).slice(0, -1));
      else console.log(formatTable(rows, { columns, maxRows: flags.rows }));
    } finally {
      await db.close();
    }
  },
}));

/** `deno task bench devices`: devices that write straight into QuestDB, beside the official client in Node. */
import { openSenders } from "../../lib/delivery/senders/open_senders.ts";
import { iotData, iotFeed } from "../../lib/feeds/mod.ts";
import { untilApplied } from "../../lib/questdb/applied.ts";
import { ensureTables } from "../../lib/questdb/tables.ts";
import { type Space, withNamespace } from "../../lib/testing.ts";
import type { Feed } from "../../lib/feeds/feed.ts";
import type { Bench, Time } from "../bench.ts";
import { openNodeSenders } from "./node_senders.ts";

const ROWS = 400_000;
const LARGE = 2_000_000;
const SENDERS = 4;
const START = "2026-01-01T00:00:00Z";

/** From the common start of senders that are ready to the last row that a query sees. */
export const devices: Bench = {
  name: "devices",
  unit: "rows",
  summary: `${SENDERS} senders straight into QuestDB, beside the official client in Node`,
  open({ large }) {
    const rows = large ? LARGE : ROWS;
    return {
      peers: true,
      ways: [
        {
          name: "ours",
          perSecond: 200_000,
          run: (time) => withNamespace((space) => ours(rows, space, time)),
        },
        {
          name: "client in Node",
          ratio: 1.5,
          run: (time) => withNamespace((space) => inNode(rows, space, time)),
        },
      ],
    };
  },
};

async function ours(rows: number, { endpoints, db }: Space, time: Time): Promise<void> {
  await ensureTables(db, [iotData]);
  const job = { flags: {}, seed: 1, start: START, limit: rows, questdb: endpoints.questdb };
  const senders = await openSenders(iotFeed as Feed, { senders: SENDERS, job });
  await time(async () => {
    const [account] = await senders.run();
    if (account!.stored === rows) return await counted(rows, db);
    throw new Error(`Cannot measure: of ${rows} records ${account!.stored} are stored`);
  });
}

/** As many rows by `Sender`, in as many processes of Node. */
async function inNode(rows: number, { endpoints, db }: Space, time: Time): Promise<void> {
  await ensureTables(db, [iotData]);
  const table = db.tableOf(iotData);
  const { conf } = endpoints.questdb;
  const senders = await openNodeSenders({ conf, table, rows, senders: SENDERS });
  await time(async () => {
    await senders.run();
    await untilApplied(db, [table]);
    return await counted(rows, db);
  });
}

async function counted(rows: number, db: Space["db"]): Promise<number> {
  const [row] = await db.sql<{ n: number }>`select count() n from ${iotData}`;
  if (row!.n === rows) return rows;
  throw new Error(`Cannot measure: of ${rows} rows ${row!.n} are visible`);
}

import { deliver } from "../lib/delivery/deliver.ts";
import { taxiCsv } from "../lib/feeds/taxi/portal_csv.ts";
import { withNamespace } from "../lib/testing.ts";
import type { Bench, Way } from "./bench.ts";
import { tripFile } from "./trips.ts";

const TRIPS = 300_000;
const GIGABYTE = 1e9;

/** A portal's CSV file, from its first byte to the last row that a query sees. */
export const ingest: Bench = {
  name: "ingest",
  unit: "rows",
  summary: "a CSV file to visible rows, through Kafka and directly",
  async open({ large, log }) {
    const { path, bytes } = await tripFile(large ? { bytes: GIGABYTE } : { trips: TRIPS }, log);
    const way = (via: "kafka" | "direct", perSecond: number): Way => ({
      name: via === "kafka" ? "through Kafka" : "directly",
      perSecond,
      ...(large ? { megabytes: 600 } : {}),
      run: (time) =>
        withNamespace(async ({ endpoints }) => {
          await time(async () => {
            const [account] = await deliver(taxiCsv(path), { endpoints, via });
            const { published, stored, rows } = account!;
            if (stored === published && rows === stored) return rows;
            throw new Error(
              `Cannot measure: of ${published} records ${stored} are stored and ${rows} are visible`,
            );
          });
        }),
    });
    return {
      peers: false,
      bytes,
      memory: true,
      ways: [way("kafka", 30_000), way("direct", 100_000)],
      runs: large ? 1 : 3,
    };
  },
};

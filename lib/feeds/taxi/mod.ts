/** The feed `taxi`: trips from the Chicago portal's CSV files, or simulated. */
import { defineFeed } from "../feed.ts";
import { taxiCsv } from "./portal_csv.ts";
import { sampleTrips } from "./sample.ts";
import { simulateTaxi } from "./simulate.ts";
import { taxiTrips } from "./taxi_trips.ts";

export { type TaxiTrip, taxiTrips } from "./taxi_trips.ts";

export const taxiFeed = defineFeed({
  name: "taxi",
  streams: [taxiTrips],
  flags: {
    time: {
      type: "string",
      choices: ["spread", "event", "arrival"],
      default: "spread",
      help:
        "taxi: spread the rounded start times over their 15 minutes, keep them, or use the current time (a second run then adds rows)",
    },
  },
  read: {
    folder: "chicago_taxi",
    open: (paths, { flags, ...options } = {}) => taxiCsv(paths, { ...options, ...flags }),
    sample: sampleTrips,
  },
  simulate: simulateTaxi,
});

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
  read: {
    folder: "chicago_taxi",
    open: taxiCsv,
    sample: sampleTrips,
  },
  simulate: simulateTaxi,
});

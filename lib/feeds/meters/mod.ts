/** The feed `meters`: simulated smart meters, whose readings are spread evenly over an interval. */
import { defineFeed } from "../feed.ts";
import { simulateMeters } from "./simulate.ts";
import { smartMeters } from "./smart_meters.ts";

export { type MeterReading, smartMeters } from "./smart_meters.ts";

export const metersFeed = defineFeed({
  name: "meters",
  streams: [smartMeters],
  flags: {
    devices: {
      type: "integer",
      value: "n",
      default: 1000,
      help: "meters: number of devices, AAA0000 and on",
    },
    interval: {
      type: "duration",
      value: "time",
      default: "10s",
      help: "meters: from a device's reading to its next one",
    },
    silent: {
      type: "integer",
      value: "n",
      default: 0,
      help: "meters: devices that fall silent, after 2 to 20 readings",
    },
  },
  simulate: ({ flags, ...options }) => simulateMeters({ ...options, ...flags }),
});

/** The feed `iot`: what moving devices measure, simulated, also by several senders at the same time. */
import { defineFeed } from "../feed.ts";
import { iotData } from "./iot_data.ts";
import { simulateDevices } from "./simulate.ts";

export { iotData, type IotRecord } from "./iot_data.ts";

export const iotFeed = defineFeed({
  name: "iot",
  streams: [iotData],
  divisible: true,
  simulate: simulateDevices,
});

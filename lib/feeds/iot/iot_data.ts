import {
  defineStream,
  Long,
  type RecordOf,
  Symbol,
  Timestamp,
  Type,
} from "../../streams/define.ts";

/**
 * What devices measure on their way. `duration_ms` is how long a measurement took, `speed` is in metres a
 * second, `measure1` a temperature in degrees Celsius, `measure2` a vibration in millimetres a second.
 * `sequence` counts the records of all devices.
 */
export const iotData = defineStream({
  name: "iot_data",
  key: "device_type",
  time: "timestamp",
  identity: ["sequence"],
  timeDigits: 6,
  schema: Type.Object({
    device_type: Symbol({ minLength: 1, maxLength: 40 }),
    duration_ms: Long({ minimum: 0 }),
    lat: Type.Number({ minimum: -90, maximum: 90 }),
    lon: Type.Number({ minimum: -180, maximum: 180 }),
    measure1: Type.Number(),
    measure2: Type.Number(),
    speed: Type.Number({ minimum: 0 }),
    timestamp: Timestamp(),
    sequence: Long({ minimum: 0 }),
  }),
});

/** One record of `iot_data`. */
export type IotRecord = RecordOf<typeof iotData>;

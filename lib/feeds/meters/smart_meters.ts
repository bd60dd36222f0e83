import { defineStream, type RecordOf, Symbol, Timestamp, Type } from "../../streams/define.ts";

/**
 * Readings of electricity meters. `energy_consumption` is in watt-hours since the meter's reading before
 * this one, `voltage` in volts, `current` in amperes, `frequency` in hertz; `power_factor` is negative where
 * power is fed in. Zero is a reading: nobody used anything, the grid is down, or the meter is `Faulty`.
 *
 * A meter has one reading at a moment. A message that comes twice is stored once; another one of the same
 * meter and time replaces the first. A reading that is older than the one before it, as after an outage of
 * the network, is stored at its own time.
 */
export const smartMeters = defineStream({
  name: "smart_meters",
  key: "device_id",
  time: "timestamp",
  identity: ["device_id"],
  timeDigits: 6,
  schema: Type.Object({
    device_id: Symbol({ minLength: 1, maxLength: 40 }),
    mark_model: Symbol({ minLength: 1, maxLength: 80 }),
    status: Type.Union([
      Type.Literal("Active"),
      Type.Literal("Maintenance"),
      Type.Literal("Faulty"),
    ]),
    energy_consumption: Type.Number({ minimum: 0 }),
    voltage: Type.Number({ minimum: 0 }),
    current: Type.Number({ minimum: 0 }),
    power_factor: Type.Number({ minimum: -1, maximum: 1 }),
    frequency: Type.Number({ minimum: 0 }),
    timestamp: Timestamp(),
  }),
});

/** One record of `smart_meters`. */
export type MeterReading = RecordOf<typeof smartMeters>;

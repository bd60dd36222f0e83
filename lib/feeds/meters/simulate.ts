import { type Random, seeded } from "../../random.ts";
import { dayCurve } from "../../simulators/arrivals.ts";
import { rounded } from "../../simulators/rounded.ts";
import { simulate, type SimulatorOptions, startOf } from "../../simulators/simulator.ts";
import type { Source } from "../../sources/source.ts";
import { isoTime } from "../../time.ts";
import { DEVICE_IDS, deviceId } from "./device_id.ts";
import { MODELS } from "./models.ts";
import { type MeterReading, smartMeters } from "./smart_meters.ts";

/** Which meters there are, and when they send. */
export interface MeterOptions {
  /** Number of meters. @default 1000 */
  devices?: number | undefined;
  /** Milliseconds from a meter's reading to its next one. @default 10_000 */
  interval?: number | undefined;
  /** Number of meters that fall silent, each between its second and twentieth reading. @default 0 */
  silent?: number | undefined;
}

const STATUSES = ["Active", "Maintenance", "Faulty"] as const;
/** How often each status occurs, in percent. */
const WEIGHTS = [95, 4, 1];
/** What households use, by the hours of the day in UTC. */
const HOURS = [5, 4, 4, 4, 4, 5, 8, 11, 11, 9, 8, 9, 11, 10, 9, 9, 11, 14, 18, 20, 19, 16, 11, 7];
/** On Saturdays and Sundays they use more. */
const WEEKEND = 1.15;
const DAY = 86_400_000;
/** Readings after which a meter that falls silent sends no more. */
const FALLS_SILENT = [2, 20] as const;

/**
 * Readings of meters that are spread evenly over an interval: message n is due at n · interval / devices,
 * of the meter n modulo `devices`; the messages of meters that have fallen silent are missing. 95 % are
 * `Active`, 4 % in `Maintenance`, 1 % `Faulty`, which have no consumption and no current. Consumption has a
 * rhythm of the day and the week, and follows from voltage, current and power factor.
 *
 * @throws {RangeError} An option is out of its range.
 */
export function simulateMeters(options: SimulatorOptions & MeterOptions): Source {
  const records = simulatedMeters(seeded(options.seed), startOf(options), options);
  return simulate({ stream: smartMeters, name: "meters", records }, options);
}

/**
 * An endless sequence of readings.
 *
 * @param start Milliseconds since 1970.
 * @throws {RangeError} An option is out of its range.
 */
export function simulatedMeters(
  random: Random,
  start: number,
  { devices = 1000, interval = 10_000, silent = 0 }: MeterOptions = {},
): Generator<MeterReading> {
  if (!(Number.isInteger(devices) && devices >= 1 && devices <= DEVICE_IDS)) {
    throw new RangeError(`Cannot simulate ${devices} devices: there are 1 to ${DEVICE_IDS}`);
  }
  if (!(interval >= 1)) {
    throw new RangeError(`Cannot use an interval of ${interval} ms: the least is 1 ms`);
  }
  if (!(Number.isInteger(silent) && silent >= 0 && silent < devices)) {
    throw new RangeError(
      `Cannot let ${silent} of ${devices} devices fall silent: there are 0 to ${devices - 1}`,
    );
  }
  return readings(random, { start, devices, interval, silent });
}

/** A simulated meter. */
interface Meter {
  id: string;
  model: string;
  /** Amperes that its household draws on average. */
  amperes: number;
  /** Its readings; those after are missing. */
  readings: number;
}

function* readings(
  random: Random,
  { start, devices, interval, silent }: Required<MeterOptions> & { start: number },
): Generator<MeterReading> {
  const meters = Array.from({ length: devices }, (_, i): Meter => ({
    id: deviceId(i),
    model: random.pick(MODELS),
    amperes: 2.5 * Math.exp(0.5 * random.normal()),
    readings: Infinity,
  }));
  for (let left = silent; left > 0;) {
    const meter = random.pick(meters);
    if (meter.readings < Infinity) continue;
    meter.readings = random.int(...FALLS_SILENT);
    left--;
  }
  const curve = dayCurve(HOURS);
  for (let round = 0;; round++) {
    for (const [i, { id, model, amperes, readings }] of meters.entries()) {
      if (round >= readings) continue;
      // In two parts, so that the product stays exact after years.
      const micros = Math.floor(round * interval * 1000) +
        Math.floor(i * interval * 1000 / devices);
      const ms = start + Math.floor(micros / 1000);
      const weekday = Math.floor(ms / DAY + 4) % 7; // 1970-01-01 was a Thursday, 4
      const use = curve(ms) * (weekday === 0 || weekday === 6 ? WEEKEND : 1);
      const status = STATUSES[random.weighted(WEIGHTS)]!;
      const voltage = rounded(230 + 2.5 * random.normal(), 2);
      const drawn = rounded(amperes * use * Math.exp(0.3 * random.normal()), 3);
      const power_factor = rounded(0.85 + 0.14 * random.next(), 3);
      const current = status === "Faulty" ? 0 : Math.max(drawn, 0.001);
      yield {
        device_id: id,
        mark_model: model,
        status,
        energy_consumption: rounded(voltage * current * power_factor * interval / 3_600_000, 6),
        voltage,
        current,
        power_factor,
        frequency: rounded(50 + 0.02 * random.normal(), 3),
        timestamp: isoTime(Math.floor(ms / 1000), ms % 1000 * 1000 + micros % 1000, 6),
      };
    }
  }
}

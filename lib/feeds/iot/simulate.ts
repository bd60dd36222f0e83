import {
  type NumberedRandom,
  numberedRandom,
  simulateNumbered,
} from "../../simulators/numbered.ts";
import { type SimulatorOptions, startOf } from "../../simulators/simulator.ts";
import type { Source } from "../../sources/source.ts";
import { isoTime } from "../../time.ts";
import { iotData, type IotRecord } from "./iot_data.ts";

/** A type of device, which goes round an ellipse. */
export interface DeviceType {
  name: string;
  /** Share of the records. */
  share: number;
  /** The middle of its round in degrees, and how far it goes to the north and to the east, in metres. */
  round: { lat: number; lon: number; north: number; east: number };
  /** Seconds of a round. */
  period: number;
  /** Mean temperature, and how much warmer it is at three in the afternoon (UTC). */
  temperature: [mean: number, day: number];
  /** Vibration at rest, and what each metre a second adds. */
  vibration: [rest: number, moving: number];
}

/** The devices: rounds on the Thames, invented. */
export const DEVICE_TYPES: readonly DeviceType[] = [
  {
    ...{ name: "ferry", share: 0.4, period: 600, temperature: [18, 4], vibration: [0.4, 0.12] },
    round: { lat: 51.508, lon: -0.02, north: 600, east: 1400 },
  },
  {
    ...{ name: "barge", share: 0.3, period: 900, temperature: [21, 3], vibration: [0.8, 0.08] },
    round: { lat: 51.494, lon: 0.03, north: 500, east: 900 },
  },
  {
    ...{ name: "drone", share: 0.2, period: 420, temperature: [35, 2], vibration: [1.5, 0.2] },
    round: { lat: 51.512, lon: 0.06, north: 350, east: 1100 },
  },
  {
    ...{ name: "buoy", share: 0.1, period: 1200, temperature: [12, 6], vibration: [0.2, 0.05] },
    round: { lat: 51.487, lon: -0.01, north: 300, east: 500 },
  },
];

/** Microseconds from one record to the next, on average. */
const GAP = 10_000;
/** Metres of a degree of latitude. */
const DEGREE = 111_195;
/** Standard deviation of a position, in metres. */
const POSITION_ERROR = 3;
const DAY = 86_400;
/** The warmest time of the day: 15:00, as a share of the day. */
const WARMEST = 15 / 24;
const SHARES = DEVICE_TYPES.map(({ share }) => share);

/**
 * Records of four types of devices, a hundred a second of their own time. A record depends on the seed,
 * the start and its number alone, so several senders make together what one makes. Positions are those
 * of the round with an error of 3 m, speeds those along it.
 */
export function simulateDevices(options: SimulatorOptions): Source {
  const random = numberedRandom(options.seed);
  const start = startOf(options) / 1000;
  const recordAt = (number: number) => recordOf(number, { random, start });
  return simulateNumbered({ stream: iotData, name: "iot", recordAt }, options);
}

/** @param options `start`: seconds since 1970. */
function recordOf(
  number: number,
  { random, start }: { random: NumberedRandom; start: number },
): IotRecord {
  random.turnTo(number);
  const micros = number * GAP + Math.floor(random.next() * GAP);
  const after = Math.floor(micros / 1e6), within = micros - after * 1e6;
  const seconds = start + micros / 1e6;
  const { name, round, period, temperature, vibration } = DEVICE_TYPES[random.weighted(SHARES)]!;
  const angle = 2 * Math.PI * ((seconds / period) % 1);
  const sin = Math.sin(angle), cos = Math.cos(angle);
  const speed = 2 * Math.PI / period * Math.hypot(round.north * cos, round.east * sin);
  const noise = () => POSITION_ERROR * random.normal() / DEGREE;
  const lat = round.lat + round.north * sin / DEGREE + noise();
  const lon = round.lon +
    (round.east * cos / DEGREE + noise()) / Math.cos(round.lat * Math.PI / 180);
  const warmth = Math.cos(2 * Math.PI * (seconds / DAY - WARMEST));
  return {
    device_type: name,
    duration_ms: Math.round(20 + random.exponential(80)),
    lat: rounded(lat, 1e6),
    lon: rounded(lon, 1e6),
    measure1: rounded(temperature[0] + temperature[1] * warmth + 0.5 * random.normal(), 100),
    measure2: rounded((vibration[0] + vibration[1] * speed) * Math.exp(0.3 * random.normal()), 1e4),
    speed: rounded(Math.max(0, speed + 0.2 * random.normal()), 100),
    timestamp: isoTime(start + after, within, 6),
    sequence: number,
  };
}

function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}

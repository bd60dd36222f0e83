import type { OutgoingMessage } from "../kafka/producer.ts";
import { seeded } from "../random.ts";
import { type ChaosRecord, chaosRecords, REGIONS } from "./stream.ts";

/** Milliseconds since 1970 of record 0; each later one is a millisecond later. */
const START = Date.UTC(2026, 0, 1);
const BAD_SHARE = 0.001;
const DUPLICATE_SHARE = 0.01;

/** Ways to spoil a record's text. All keep `"id":n`, by which a dead letter is recognised. */
const SPOILERS: Record<string, (record: ChaosRecord) => string> = {
  // Only QuestDB refuses these: the batch must be halved. Three of eight, as this is what is tested.
  octets: (record) => JSON.stringify({ ...record, address: "300.1.2.3" }),
  host: (record) => JSON.stringify({ ...record, address: "not an address" }),
  five: (record) => JSON.stringify({ ...record, address: "1.2.3.4.5" }),
  cut: (record) => JSON.stringify(record).slice(0, -7),
  missing: (record) => JSON.stringify({ ...record, amount: undefined }),
  text: (record) => JSON.stringify({ ...record, amount: "12.5" }),
  region: (record) => JSON.stringify({ ...record, region: "nowhere" }),
  time: (record) => JSON.stringify({ ...record, at: "1969-12-31T23:59:59Z" }),
};

/** What belongs to one identity: the record, its text as it is sent, and how often it is sent. */
export interface Planned {
  record: ChaosRecord;
  /** How it was spoilt; undefined for a good record. */
  bad: string | undefined;
  /** The messages for Kafka: two for a deliberate duplicate. */
  messages: OutgoingMessage[];
}

/** Record `id` of a seed: the same in every process, so that nobody has to remember what was sent. */
export function plan(seed: number, id: number): Planned {
  const random = seeded(`${seed}/${id}`);
  const record: ChaosRecord = {
    id,
    at: new Date(START + id).toISOString(),
    source: `source-${random.int(0, 199)}`,
    region: random.pick(REGIONS),
    address: `10.${random.int(0, 255)}.${random.int(0, 255)}.${random.int(1, 254)}`,
    amount: random.int(-1_000_000, 1_000_000) / 100,
    note: "abcdefghij".repeat(4).slice(random.int(0, 9)),
  };
  const roll = random.next();
  const bad = roll < BAD_SHARE ? random.pick(Object.keys(SPOILERS)) : undefined;
  const value = bad === undefined ? JSON.stringify(record) : SPOILERS[bad]!(record);
  const message = { key: chaosRecords.keyOf(record), value };
  const twice = bad === undefined && roll > 1 - DUPLICATE_SHARE;
  return { record, bad, messages: twice ? [message, message] : [message] };
}

/** The identity in a record's text, also a spoilt one; undefined if there is none. */
export function idIn(text: string): number | undefined {
  const id = /^\{"id":(\d{1,15}),/.exec(text)?.[1];
  return id === undefined ? undefined : Number(id);
}

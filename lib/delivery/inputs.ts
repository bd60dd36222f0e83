/** What `ingest` can read, by the name that it goes by. A new input is one entry here. */
import { githubApi } from "../sources/github_api.ts";
import { githubArchive } from "../sources/github_archive.ts";
import { ordersCsv } from "../sources/orders_csv.ts";
import type { Source, SourceOptions } from "../sources/source.ts";
import { taxiCsv } from "../sources/taxi_csv.ts";
import type { TaxiTime } from "../sources/taxi_trip.ts";
import type { Stream } from "../streams/define.ts";
import { githubEvents, orderItems, orders, products, taxiTrips, users } from "../streams/mod.ts";

/** What the inputs may be told beside their paths. */
export interface InputOptions extends SourceOptions {
  /** Which time a taxi trip is given. */
  time?: TaxiTime;
  /** Ends after so many records of the first stream, where an input has several. @default all */
  limit?: number;
}

/** What a live input is told. */
export interface LiveOptions extends SourceOptions {
  /** Milliseconds from one poll to the next. @default one poll, then the end */
  every?: number | undefined;
}

/** An input of `ingest`. */
export interface Input {
  /** The streams that it feeds; limits, rates and the summary speak of the first. */
  streams: readonly [Stream, ...Stream[]];
  /** Folder of its files, below `data/` and below a `--data` folder. */
  folder: string;
  /** Reads files and folders. */
  read(paths: readonly string[], options: InputOptions): Source;
  /** Reads from the network. */
  live?(options: LiveOptions): Source;
}

/** Every input, by name. */
export const inputs: Record<string, Input> = {
  github: {
    streams: [githubEvents],
    folder: "github_events",
    read: githubArchive,
    live: (options) => githubApi({ ...options, token: Deno.env.get("GITHUB_TOKEN") }),
  },
  taxi: {
    streams: [taxiTrips],
    folder: "chicago_taxi",
    read: taxiCsv,
  },
  orders: {
    streams: [orders, orderItems, products, users],
    folder: "orders_pizza",
    read: ordersCsv,
  },
};

/** How a panel shows its rows. Plain data, read by the browser (`browser/views/`). */
import type {
  AreaMapOptions,
  BarsOptions,
  CandlestickOptions,
  DotMapOptions,
  ForecastBandsOptions,
  HeatmapOptions,
  HistogramOptions,
  LineOptions,
} from "../lib/charts/mod.ts";

/** How a value is written. */
export type Format =
  /** As a table writes it: by the values of its column. The default. */
  | "auto"
  /** In few characters: `1.2M`. */
  | "compact"
  /** Two decimals. */
  | "money"
  /** Of 1: `12.5 %`. */
  | "percent"
  /** Per second. */
  | "rate"
  | "bytes"
  /** Milliseconds: `1.2 s`. */
  | "duration"
  /** UTC. */
  | "time"
  /** How long ago a time was, by the server's clock; it goes on between two answers. */
  | "ago"
  /** A list of numbers as a small line. */
  | "sparkline"
  /** A path or URL of this server, drawn as a picture. */
  | "image"
  /** Text in the font of code. */
  | "code"
  /** JSON, shown indented when it is opened. */
  | "json";

/** A large number with its name. */
export interface Metric {
  /** Column of the first row. */
  value: string;
  label: string;
  /** @default "auto" */
  format?: Format;
  /** Written after the number. */
  unit?: string;
  /** Column with the number of the period before: the change is shown in percent. */
  before?: string;
  /** Whether more is better, which colours the change. @default neither */
  good?: "up" | "down";
}

/** A column of a table. */
export interface TableColumn {
  /** Column of the rows. */
  name: string;
  /** @default the name in words */
  label?: string;
  /** @default "auto" */
  format?: Format;
  /** Column with the path that its cells link to. */
  link?: string;
  /** A bar behind the number, by its share of the column's largest. @default false */
  bar?: boolean;
  /** Left out on a phone. @default false */
  wide?: boolean;
}

/** A button in each row that copies a command. */
export interface TableCommand {
  /** Column with the command. */
  name: string;
  label: string;
}

/** A figure of `lib/charts` by its name, with its options. */
export type FigureView =
  & { /** Pixels of the picture. @default the panel's height */ height?: number }
  & (
    | ({
      kind: "line";
      /** Rows are the range's buckets: the axis spans it, and the last bucket is dashed. @default false */
      unfinished?: boolean;
    } & Plain<LineOptions>)
    | ({
      kind: "bars";
      /** Rows are the range's buckets: the axis spans it, and the last bucket is pale. @default false */
      unfinished?: boolean;
    } & Plain<BarsOptions>)
    | ({ kind: "heatmap" } & Plain<HeatmapOptions>)
    | ({ kind: "histogram" } & Plain<HistogramOptions>)
    | ({
      kind: "areaMap";
      /** Path on this server of the outlines, fetched once: a route of the page. */
      outlines: string;
    } & Plain<Omit<AreaMapOptions, "geojson">>)
    | ({ kind: "dotMap" } & Plain<DotMapOptions>)
    | ({
      /** Rows with the column `level` are the forecast, the others the history. */
      kind: "forecastBands";
    } & Plain<ForecastBandsOptions>)
    | ({ kind: "candlestick" } & Plain<CandlestickOptions>)
  );

/** What the dashboard decides for every figure. */
type Plain<O> = Omit<O, "width" | "height" | "theme" | "title">;

/** How a panel shows its rows. */
export type View =
  | FigureView
  | { kind: "metrics"; metrics: readonly Metric[] }
  | {
    kind: "table";
    /** @default those of the rows */
    columns?: readonly TableColumn[];
    commands?: readonly TableCommand[];
    /** Column that identifies a row: rows that are new since the last answer light up. @default none */
    key?: string;
    /** Column and direction of the first order. @default as the rows come */
    sort?: { name: string; descending?: boolean };
    /** A field above the table that filters its rows. @default false */
    filter?: boolean;
  }
  /** The column `text` of each row as a paragraph. */
  | { kind: "text" }
  /** Code of our own in the browser: `browser/components/mod.ts`. */
  | { kind: "component"; name: string; options?: Readonly<Record<string, unknown>> };

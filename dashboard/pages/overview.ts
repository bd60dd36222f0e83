import { definePage } from "../define_page.ts";
import { allStreams } from "../streams/all_streams.ts";
import { streamStates } from "../streams/stream_states.ts";

const tables = allStreams.filter(({ stream }) => stream.table).map(({ stream }) => stream);

/** Every stream at a glance. */
export const overview = definePage({
  name: "overview",
  title: "Overview",
  path: "/",
  streams: tables,
  empty: "deno task demo",
  panels: [
    {
      id: "totals",
      title: "All streams",
      size: "full",
      rows: async (context) => {
        const states = await streamStates(context, allStreams, { overTime: false });
        const rates = states.flatMap(({ rate }) => rate === null ? [] : [rate]);
        const sum = (values: readonly (number | null)[]) =>
          values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
        const times = states.flatMap(({ written }) => written ? [+written] : []);
        const lags = states.filter(({ lag }) => lag !== null);
        return [{
          rows: sum(states.map(({ rows }) => rows)),
          rate: rates.length > 0 ? sum(rates) : null,
          filled: states.filter(({ rows }) => rows).length,
          written: times.length > 0 ? new Date(Math.max(...times)) : null,
          lag: lags.length > 0 ? sum(lags.map(({ lag }) => lag)) : null,
          dead_letters: sum(states.map(({ dead_letters }) => dead_letters)),
        }];
      },
      view: {
        kind: "metrics",
        metrics: [
          { value: "rows", label: "Rows" },
          { value: "rate", label: "Arriving", format: "rate" },
          { value: "filled", label: "Streams with rows" },
          { value: "written", label: "Last written", format: "ago" },
          { value: "lag", label: "Not stored yet" },
          { value: "dead_letters", label: "Open dead letters" },
        ],
      },
    },
    {
      id: "streams",
      title: "Streams",
      note: "Rows over time by the records' own times, in this period",
      size: "full",
      height: 44 + 34 * allStreams.length,
      rows: (context) => streamStates(context, allStreams),
      view: {
        kind: "table",
        columns: [
          { name: "stream", link: "page" },
          { name: "by", label: "filled by", wide: true },
          { name: "rows" },
          { name: "rate", format: "rate" },
          { name: "over_time", label: "rows over time", format: "sparkline" },
          { name: "written", label: "last written", format: "ago", wide: true },
          { name: "newest", label: "newest row", format: "ago" },
          { name: "lag", wide: true },
          { name: "dead_letters" },
        ],
      },
    },
  ],
});

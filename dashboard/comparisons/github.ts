import { githubEvents } from "../../lib/feeds/mod.ts";
import {
  bucketsOf,
  type Comparison,
  type Comparisons,
  counted,
  same,
  sameSet,
  withPast,
} from "./compared.ts";

export const githubComparisons: Comparisons = {
  "github/totals": (shown, world) => {
    const totals = (from: number, to: number) => {
      const rows = world.within(githubEvents, from, to);
      const distinct = (column: string) => new Set(rows.map((row) => row[column])).size;
      return {
        events: rows.length,
        types: distinct("type"),
        repositories: distinct("repo"),
        actors: distinct("actor"),
      };
    };
    same(shown, withPast(shown, totals, "events"));
  },
  "github/by_type": byType({ zeros: true }),
  "github/types": (shown, world) => {
    const rows = world.within(githubEvents, shown.from, shown.to);
    same(
      shown,
      counted(rows, "type").map(({ name, count }) => ({
        type: name,
        events: count,
        share: Math.round(1000 * count / rows.length) / 1000,
      })),
    );
  },
  "github/repositories": ranking("repo"),
  "github/actors": ranking("actor"),
  "github/heat_map": byType({ zeros: false }),
};

/** Events of each type in each bucket. */
function byType({ zeros }: { zeros: boolean }): Comparison {
  return (shown, world) => {
    const rows = world.within(githubEvents, shown.start, shown.to);
    const types = [...new Set(rows.map(({ type }) => type as string))];
    const expected = bucketsOf(shown).flatMap((at) =>
      types.map((type) => ({
        timestamp: at,
        type,
        events: rows.filter((row) =>
          row.type === type && row.timestamp >= at && row.timestamp < at + shown.step
        ).length,
      }))
    );
    sameSet(shown, expected.filter(({ events }) => zeros || events > 0), ["timestamp", "type"]);
  };
}

function ranking(column: "repo" | "actor"): Comparison {
  return (shown, world) =>
    same(
      shown,
      counted(world.within(githubEvents, shown.from, shown.to), column).slice(0, 10)
        .map(({ name, count }) => ({ [column]: name, events: count })),
    );
}

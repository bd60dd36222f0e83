import { messageOf } from "../../../errors.ts";
import type {
  GridAnswer,
  GridProfile,
  GridRequest,
  GridView,
} from "../../../jupyter/lab/extension/grid/protocol.ts";
import type { ColumnProfile } from "../../../questdb/profile.ts";
import type { Slices } from "../../../questdb/slices/slices.ts";
import { count } from "../../readable.ts";
import { factsOf, histogramEnds, PROFILE_FACTS, topText } from "../profile_bundle.ts";
import { type CellWriter, tsvOf } from "./grid_cells.ts";
import type { GridSource } from "./grid_source.ts";

/** Cells that a page gets or copies at once. */
const MOST_CELLS = 200_000;

/** Answers one page of a grid. */
export function gridServer(source: GridSource, writer: CellWriter) {
  let view: GridView = { filters: [] };
  let slices: Promise<Slices> | undefined;

  async function answer(request: GridRequest): Promise<GridAnswer> {
    const { ask } = request;
    if (request.kind === "view") {
      view = request.view;
      slices = source.open(view);
      return { ask, rows: (await slices).rows };
    }
    if (request.kind === "profile") {
      const { rows, column } = await source.profile(request.column, view);
      return { ask, profile: profileText(rows, column) };
    }
    const { from, to } = request;
    const columns = request.kind === "copy" ? request.columns : source.columns;
    if ((to - from) * columns.length > MOST_CELLS) {
      throw new RangeError(
        `${count((to - from) * columns.length, "cell")} are more than ` +
          `${MOST_CELLS.toLocaleString("en")} at once: select fewer, ` +
          "or write all rows to a file with sql`…`.csv(file)",
      );
    }
    const rows = await (await (slices ??= source.open(view))).fetch(from, to);
    if (request.kind === "copy") return { ask, text: tsvOf(rows, request.columns) };
    return { ask, from, ...writer.write(rows) };
  }

  return {
    /** @returns The answer, or what went wrong: a page must not wait forever. */
    answer: (request: GridRequest): Promise<GridAnswer> =>
      answer(request).catch((error) => {
        if (request.kind !== "profile") slices = undefined; // asked again next time
        return { ask: request.ask, error: messageOf(error) };
      }),
  };
}

function profileText(rows: number, column: ColumnProfile): GridProfile {
  const texts = factsOf(column, { rows, approx: rows > 100_000 });
  const facts = texts.map((text, i): [string, string] => [PROFILE_FACTS[i]!, text]);
  const top = topText(column, Math.min(rows, 100_000));
  const shown = [["rows", rows.toLocaleString("en")] as [string, string], ...facts.slice(2)];
  if (top !== "") shown.push(["most frequent", top]);
  const ends = histogramEnds(column);
  return {
    facts: shown.filter(([, text]) => text !== ""),
    ...column.histogram && ends
      ? { histogram: { counts: column.histogram.counts, from: ends[0], to: ends[1] } }
      : {},
  };
}

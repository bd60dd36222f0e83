import { type Comm, type CommData, extensionComms } from "../../../jupyter/comms.ts";
import {
  GRID_MIME,
  GRID_TARGET,
  type GridOutput,
  type GridRequest,
} from "../../../jupyter/lab/extension/grid/protocol.ts";
import type { Row } from "../../../questdb/answer.ts";
import { kindOf } from "../../../questdb/slices/column_kind.ts";
import { FILTERS } from "../../../questdb/slices/filter.ts";
import type { Bundle } from "../bundle.ts";
import { cellWriter } from "./grid_cells.ts";
import { gridServer } from "./grid_server.ts";
import type { GridSource } from "./grid_source.ts";

interface Grid {
  source: GridSource;
  /** The rows of the static table. */
  sample: readonly Row[];
}

interface ShownGrid extends Grid {
  /** Number of all rows. */
  rows: number;
  /** Its columns with their types as the static table names them. */
  columns: readonly { name: string; type?: string | undefined }[];
  /** A line about all rows. */
  note?: string | undefined;
}

/** Rows in memory that all grids together keep; the oldest lose theirs. */
const MOST_HELD = 2_000_000;

const grids = new Map<string, Grid>();

/**
 * A bundle with what JupyterLab needs to show all rows, sorted and filtered. Other front ends show the
 * bundle's HTML.
 */
export function withGrid(
  bundle: Bundle,
  { source, sample, rows, columns, note }: ShownGrid,
): Bundle {
  const page = extensionComms();
  if (!page || rows === 0 || source.columns.length === 0) return bundle;
  const grid = crypto.randomUUID();
  grids.set(grid, { source, sample });
  forgetOldest();
  page.register(GRID_TARGET, opened);
  const output: GridOutput = {
    grid,
    rows,
    columns: source.columns.map(({ name, type }, i) => {
      const kind = kindOf(type);
      const numeric = kind === "whole" || kind === "number";
      const shown = columns[i]?.type ?? type;
      return { name, type: shown, numeric, sortable: kind !== "other", filters: FILTERS[kind] };
    }),
    ...note === undefined ? {} : { note },
  };
  return { ...bundle, [GRID_MIME]: output };
}

function opened(comm: Comm, data: CommData): void {
  const grid = grids.get(String(data.grid));
  if (!grid) return comm.close();
  const server = gridServer(grid.source, cellWriter(grid.source.columns, grid.sample));
  comm.onMessage(async (request) => {
    comm.send({ ...await server.answer(request as unknown as GridRequest) });
  });
}

function forgetOldest(): void {
  let held = grids.values().reduce((sum, { source }) => sum + source.held, 0);
  for (const [id, { source }] of grids) {
    if (held <= MOST_HELD || grids.size === 1) return;
    if (source.held === 0) continue;
    held -= source.held;
    grids.delete(id);
  }
}

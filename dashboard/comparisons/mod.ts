/**
 * For tests: what each panel of the dashboard must show, calculated in plain TypeScript from the records that
 * were stored, or asked for in another way. **A new panel needs a line here**: a test fails without.
 */
import type { Comparisons } from "./compared.ts";
import { cardsComparisons } from "./cards.ts";
import { devicesComparisons } from "./devices.ts";
import { githubComparisons } from "./github.ts";
import { loginsComparisons } from "./logins.ts";
import { metersComparisons } from "./meters.ts";
import { ordersComparisons } from "./orders.ts";
import { overviewComparisons } from "./overview.ts";
import { pipelineComparisons } from "./pipeline.ts";
import { streamComparisons } from "./streams.ts";
import { taxiComparisons } from "./taxi.ts";
import { topicsComparisons } from "./topics.ts";
import { tradesComparisons } from "./trades.ts";
import { windowsComparisons } from "./windows.ts";

/** By page and panel. */
export const comparisons: Comparisons = {
  ...overviewComparisons,
  ...githubComparisons,
  ...taxiComparisons,
  ...ordersComparisons,
  ...tradesComparisons,
  ...loginsComparisons,
  ...devicesComparisons,
  ...metersComparisons,
  ...cardsComparisons,
  ...pipelineComparisons,
  ...windowsComparisons,
  ...topicsComparisons,
  ...streamComparisons,
};

/** Panels that a test of their own compares. */
export const elsewhere: Readonly<Record<string, string>> = {
  "pipeline/chaos": "dashboard/pages/pipeline/chaos_runs_test.ts",
  "sql/query": "dashboard/sql/sql_integration_test.ts",
};

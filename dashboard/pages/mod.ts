/** The pages of the dashboard, one line each, in the order of the menu; then a page for each stream. */
import type { Page } from "../define_page.ts";
import { allStreams } from "../streams/all_streams.ts";
import { streamPage } from "../streams/stream_page.ts";
import { devicesPage } from "./devices.ts";
import { cardsPage } from "./cards.ts";
import { github } from "./github.ts";
import { loginsPage } from "./logins.ts";
import { ordersPage } from "./orders.ts";
import { metersPage } from "./meters.ts";
import { overview } from "./overview.ts";
import { taxi } from "./taxi.ts";
import { pipelinePage } from "./pipeline.ts";
import { windowsPage } from "./windows.ts";
import { sql } from "./sql.ts";
import { topics } from "./topics.ts";
import { tradesPage } from "./trades.ts";

/** All pages. */
export const pages: readonly Page[] = [
  overview,
  github,
  taxi,
  ordersPage,
  tradesPage,
  loginsPage,
  devicesPage,
  metersPage,
  cardsPage,
  pipelinePage,
  windowsPage,
  topics,
  sql,
  ...allStreams.filter(({ stream }) => stream.table).map(streamPage),
];

/** The pages of the dashboard, one line each, in the order of the menu. */
import type { Page } from "../define_page.ts";
import { github } from "./github.ts";

/** All pages. */
export const pages: readonly Page[] = [github];

import type { QuestdbEndpoint } from "../config.ts";
import { messageOf } from "../errors.ts";
import { connectQuestdb } from "../questdb/client.ts";
import { quoted } from "../questdb/profile/profiled.ts";
import { createView, type SliceView } from "./views.ts";

/** Makes the views that are missing, and those again that QuestDB no longer refreshes. */
export interface ViewKeeper {
  /** Called with views that are missing, or wrong and to be made again; returns at once. */
  make(views: readonly { view: SliceView; again: boolean }[]): void;
  close(): Promise<void>;
}

/** Milliseconds between two attempts. */
const PAUSE = 2000;

/**
 * Opens a keeper, as the user who may write. Several servers may do the same at once. A view that
 * cannot be made is logged once; the queries then read the table itself.
 */
export function keepViews(
  endpoint: QuestdbEndpoint,
  { find, idle, log }: {
    find: (() => Promise<QuestdbEndpoint | undefined>) | undefined;
    idle: number;
    log: (line: string) => void;
  },
): ViewKeeper {
  const db = connectQuestdb(endpoint, {
    connections: 1,
    idle,
    ending: 1,
    ...find ? { patience: 150, find } : {},
  });
  let work: Promise<void> | undefined;
  let next = 0, logged = "";
  async function makeAll(views: Parameters<ViewKeeper["make"]>[0]): Promise<void> {
    for (const { view, again } of views) {
      const name = quoted(db.prefix + view.name);
      try {
        if (again) await db.run(`drop materialized view if exists ${name}`);
        await db.run(createView(view, db.prefix));
      } catch (error) {
        const line = `Cannot make the view ${name}: ${messageOf(error).split("\n", 1)[0]}. ` +
          "Answers come from the table itself, which is slower";
        if (line !== logged) log(line);
        logged = line;
      }
    }
  }
  return {
    make(views) {
      if (views.length === 0 || work || performance.now() < next) return;
      work = makeAll(views).finally(() => {
        work = undefined;
        next = performance.now() + PAUSE;
      });
    },
    async close() {
      await db.close();
      await work;
    },
  };
}

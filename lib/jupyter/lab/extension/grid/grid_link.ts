import type { SessionContext } from "@jupyterlab/services";
import { type Link, openLink } from "../link.ts";
import { GRID_TARGET, type GridAnswer, type GridQuestion } from "./protocol.ts";

/** The kernel, which answers questions about one grid. */
export interface GridKernel {
  /** @throws {Error} The kernel's reason, or that it no longer knows the grid. */
  ask<A extends GridAnswer>(question: GridQuestion): Promise<A>;
  close(): void;
}

/** @param lost Called once, when the kernel no longer answers. */
export function openGridKernel(
  context: SessionContext,
  { grid, lost }: { grid: string; lost(): void },
): GridKernel {
  const waiting = new Map<number, PromiseWithResolvers<GridAnswer>>();
  let asked = 0;
  let isLost = false;
  const link: Link = openLink(context, {
    target: GRID_TARGET,
    data: { grid },
    received(data) {
      const answer = data as unknown as GridAnswer;
      const asker = waiting.get(answer.ask);
      waiting.delete(answer.ask);
      if ("error" in answer) asker?.reject(new Error(answer.error));
      else asker?.resolve(answer);
    },
    lost() {
      isLost = true;
      lost();
      for (const { reject } of waiting.values()) reject(new Error("the kernel was restarted"));
      waiting.clear();
    },
  });
  return {
    ask<A extends GridAnswer>(question: GridQuestion) {
      const answer = Promise.withResolvers<GridAnswer>();
      if (isLost) answer.reject(new Error("the kernel was restarted"));
      else {
        waiting.set(++asked, answer);
        link.send({ ask: asked, ...question });
      }
      return answer.promise as Promise<A>;
    },
    close: link.close,
  };
}

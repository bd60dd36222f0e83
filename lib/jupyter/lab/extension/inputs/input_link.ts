import type { SessionContext } from "@jupyterlab/services";
import { type Link, openLink } from "../link.ts";
import { INPUT_TARGET, type InputAnswer, type InputRequest } from "./protocol.ts";

/** An input's connection to the library in the kernel. */
export interface InputLink {
  /** Asks, and waits for the answer; rejects if the kernel no longer answers. */
  ask(request: InputRequest): Promise<InputAnswer>;
  close(): void;
}

/**
 * Connects an input that has this id.
 *
 * @param changed Called with the value at first and with each that another page sets.
 * @param lost Called when the kernel no longer knows the input: it was restarted, or the cell ran again.
 */
export function linkInput(
  context: SessionContext,
  id: string,
  { changed, lost }: { changed(value: unknown): void; lost(): void },
): InputLink {
  const waiting: PromiseWithResolvers<InputAnswer>[] = [];
  let gone = false;
  const link: Link = openLink(context, {
    target: INPUT_TARGET,
    data: { id },
    received(data) {
      const answer = data as InputAnswer;
      if (answer.type === "value") changed(answer.value);
      else waiting.shift()?.resolve(answer);
    },
    lost() {
      gone = true;
      for (const { reject } of waiting.splice(0)) reject(new Error("Not connected to the kernel"));
      lost();
    },
  });
  return {
    ask(request) {
      const answer = Promise.withResolvers<InputAnswer>();
      if (gone) answer.reject(new Error("Not connected to the kernel"));
      else {
        waiting.push(answer);
        link.send(request);
      }
      return answer.promise;
    },
    close: link.close,
  };
}

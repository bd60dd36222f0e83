/** For tests: the kernel's side of a page with our JupyterLab extension. */
import { type CommMessage, openComms } from "../../jupyter/prelude/comms.ts";
import { RUNTIME } from "../../jupyter/prelude/names.ts";

/** Calls a test as if in a kernel of a JupyterLab with our extension. */
export async function withPage(
  test: (page: { sent: unknown[]; send(message: CommMessage): Promise<void> }) => Promise<void>,
) {
  const sent: unknown[] = [];
  const { receive, ...comms } = openComms((type, content) => {
    sent.push({ type, ...content.data });
  });
  Deno.env.set("TRIBUTARY_LAB_EXTENSION", "1");
  Object.defineProperty(globalThis, RUNTIME, { value: { comms }, configurable: true });
  try {
    await test({
      sent,
      async send(message) {
        receive(message);
        await new Promise((resolve) => setTimeout(resolve, 5));
      },
    });
  } finally {
    Deno.env.delete("TRIBUTARY_LAB_EXTENSION");
    delete (globalThis as Record<string, unknown>)[RUNTIME];
  }
}

/** For tests: a notebook in a separate namespace. */
import { type Space, withNamespace } from "../testing.ts";
import { disconnect } from "./query/engine.ts";

/** Runs a test whose notebook calls work in a separate namespace. */
export async function withNotebook(test: (space: Space) => Promise<void>): Promise<void> {
  await withNamespace(async (space) => {
    const before = Deno.env.get("TRIBUTARY_NAMESPACE");
    Deno.env.set("TRIBUTARY_NAMESPACE", space.namespace);
    try {
      await test(space);
    } finally {
      await disconnect();
      if (before === undefined) Deno.env.delete("TRIBUTARY_NAMESPACE");
      else Deno.env.set("TRIBUTARY_NAMESPACE", before);
    }
  });
}

/** Waits until a table has this many visible rows. */
export async function untilRows({ db }: Space, table: string, rows: number): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    const [found] = await db.run<{ n: number }>(`select count() n from "${table}"`);
    if (found!.n === rows) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${table} never had ${rows} rows`);
}

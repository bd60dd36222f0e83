/** For tests: a Parquet file that QuestDB itself can read. */
import { readState, stackDir } from "../../stack/state.ts";

/** Puts a file where QuestDB reads Parquet from; undefined if that folder is not on this machine. */
export async function readableParquet(
  content: Uint8Array,
): Promise<AsyncDisposable & { name: string } | undefined> {
  if ((await readState())?.mode !== "java") {
    console.log("skipped: reading Parquet back because QuestDB's folder is not on this machine");
    return undefined;
  }
  const folder = `${stackDir()}/questdb/import`;
  await Deno.mkdir(folder, { recursive: true });
  const name = `${crypto.randomUUID()}.parquet`;
  await Deno.writeFile(`${folder}/${name}`, content);
  return { name, [Symbol.asyncDispose]: () => Deno.remove(`${folder}/${name}`) };
}

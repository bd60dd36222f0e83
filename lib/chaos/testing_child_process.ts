/** For tests: a process that says what it was told, and waits. */
import { childConfig } from "./child_config.ts";

if (import.meta.main) {
  const { endpoints } = await childConfig();
  console.log(JSON.stringify({ conf: endpoints.questdb.conf, args: Deno.args }));
}

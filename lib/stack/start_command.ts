import type { Engine } from "./engines/define.ts";
import { optionalEngines } from "./engines/mod.ts";

/** The command that starts these engines: `deno task up`, with `--with` if some are optional. */
export function startCommand(
  engines: readonly Pick<Engine, "name">[],
  { optional = optionalEngines }: { optional?: readonly Engine[] } = {},
): string {
  const extra = engines.filter(({ name }) => optional.some((engine) => engine.name === name));
  return extra.length === 0
    ? "deno task up"
    : `deno task up --with ${extra.map(({ name }) => name).join(",")}`;
}

import assert from "node:assert/strict";
import { replayCommand } from "./replay_command.ts";

Deno.test("replayCommand() names the reason", () => {
  assert.equal(
    replayCommand("taxi_trips", "fare must be a number"),
    "deno task replay taxi_trips --reason 'fare must be a number'",
  );
  assert.equal(replayCommand("orders", null), "deno task replay orders");
  assert.equal(replayCommand("orders", "?!"), "deno task replay orders");
});

Deno.test("replayCommand() leaves out what a shell would run", () => {
  for (
    const reason of [
      "'; rm -r ~; echo '",
      "$(reboot) is not a number",
      "a `id` b\nrm -r x",
      "--help me",
    ]
  ) {
    const command = replayCommand("orders", reason);
    assert.match(command, /^deno task replay orders --reason '[\p{L}\p{N}][^'$`\\!;\n()]*'$/u);
    const [, part] = /'(.*)'/.exec(command)!;
    assert.ok(reason.includes(part!), `${part} is not a part of ${reason}`);
  }
});

/** Comms in a real Jupyter kernel: between a page and JavaScript, also while a cell runs. */
import assert from "node:assert/strict";
import { inSession, textOf } from "./session_testing.ts";

const ignore = Deno.build.os === "windows";
if (ignore) console.log("skipped: the Jupyter kernel because its relay needs POSIX signals");

const open = (id: string, target: string, data = {}) => ({
  type: "comm_open",
  content: { comm_id: id, target_name: target, data },
});
const message = (id: string, data = {}) => ({
  type: "comm_msg",
  content: { comm_id: id, data },
});

Deno.test({
  name: "Comms reach JavaScript and back while a cell awaits, with their outputs and errors",
  ignore,
  async fn(t) {
    await inSession(async (run, tell) => {
      await run(`const { comms } = globalThis.$tributary;
        globalThis.seen = [];
        comms.register("echo", (comm, data) => {
          seen.push(data);
          console.log("opened");
          comm.onMessage(async (data, buffers) => {
            if (data.fail) throw new Error("refused " + data.fail);
            await Promise.resolve();
            comm.send({ got: data }, buffers);
          });
          comm.onClose(() => seen.push("closed"));
        });`);

      await t.step("while a cell awaits, and in order", async () => {
        const { cells, comms } = await tell({
          run: ["await new Promise((r) => setTimeout(r, 1200)); 'ready'"],
          comm: [
            { ...open("a", "echo", { from: "page" }), at: 0.2 },
            { ...message("a", { n: 1 }), buffers: ["bytes"], at: 0.3 },
            { ...message("a", { n: 2 }), at: 0.3 },
          ],
        });
        assert.equal(cells[0]!.status, "ok");
        const answers = comms.filter(({ type }) => type === "comm_msg");
        assert.deepEqual(answers.map(({ content }) => content.data), [
          { got: { n: 1 } },
          { got: { n: 2 } },
        ]);
        assert.deepEqual(answers[0]!.buffers, ["bytes"]);
        assert.ok(answers.every(({ seconds }) => seconds < cells[0]!.seconds! - 0.2));
        assert.ok(cells[0]!.outputs.length >= 1);
        assert.match(cells.map(textOf).join(), /opened[^]*ready/);
      });

      await t.step(
        "a message of a megabyte, while a loop never awaits, arrives after it",
        async () => {
          const { comms } = await tell({
            run: ["for (const end = Date.now() + 900; Date.now() < end;);"],
            comm: [{ ...message("a", { text: "é".repeat(1_000_000) }), at: 0.2 }],
            wait: 0.7,
          });
          assert.equal(comms[0]!.content.data.got.text.length, 1_000_000);
        },
      );

      await t.step("which are open is answered while a cell runs", async () => {
        const info = { type: "comm_info_request", content: { target_name: "echo" }, at: 0.2 };
        const { comms, cells } = await tell({
          run: ["await new Promise((r) => setTimeout(r, 1000));"],
          comm: [info, { ...info, content: { target_name: "other" } }],
        });
        assert.deepEqual(comms.map(({ content }) => content.comms), [
          { a: { target_name: "echo" } },
          {},
        ]);
        assert.ok(comms[0]!.seconds < cells[0]!.seconds! - 0.3);
      });

      await t.step("an error in a handler is shown with its line", async () => {
        const { cells } = await tell({
          run: ["await new Promise((r) => setTimeout(r, 800));"],
          comm: [{ ...message("a", { fail: "it" }), at: 0.2 }],
          wait: 0.3,
        });
        assert.match(
          cells.map(textOf).join(),
          /in a comm's handler\) Error: refused it\n.*cell \[1\], line 7/,
        );
      });

      await t.step("a target that nobody registered is closed; each side can close", async () => {
        const first = await tell({ comm: [open("b", "nobody")], wait: 0.4 });
        assert.deepEqual(first.comms.map(({ type, content }) => [type, content.comm_id]), [
          ["comm_close", "b"],
        ]);
        await tell({ comm: [{ ...message("a"), type: "comm_close" }], wait: 0.3 });
        assert.match((await run("JSON.stringify(seen)"))[0]!, /"closed"/);
        const { comms } = await tell({
          run: [
            `const mine = comms.open("page", { hello: 1 }); mine.send({ n: 2 }); mine.close(); mine.send({ n: 3 });`,
          ],
          comm: [{ type: "comm_info_request", content: {}, at: 0.5 }],
          wait: 0.8,
        });
        assert.deepEqual(comms.map(({ type }) => type), [
          ...["comm_open", "comm_msg", "comm_close"],
          "comm_info_reply",
        ]);
        assert.equal(comms[0]!.content.target_name, "page");
        assert.deepEqual(comms[3]!.content.comms, {});
      });

      await t.step("a child process reads none of it, and a restart ends all", async () => {
        assert.match(
          (await run(
            `new TextDecoder().decode((await new Deno.Command("cat", { stdin: "inherit" }).output()).stdout) === ""`,
          ))[0]!,
          /true/,
        );
        await tell({ restart: true });
        const { comms } = await tell({
          comm: [{ type: "comm_info_request", content: {} }, message("a", { n: 9 })],
          wait: 0.4,
        });
        assert.deepEqual(comms.map(({ content }) => content.comms), [{}]);
      });
    });
  },
});

/** For tests: what a page of another origin tries against QuestDB's HTTP port, in a real browser. */
import type { Page } from "playwright-core";

/** What the attacks are aimed at. */
export interface Target {
  /** `http://host:port` of QuestDB, as the page addresses it. */
  url: string;
  /** A table that they try to drop. */
  table: string;
  /** Beginning of the names of tables that they try to create. */
  made: string;
}

/**
 * Runs all attacks in a page: fetch with and without CORS, with guessed logins, image, script, frame,
 * forms that navigate or upload, beacon, lines, settings. What the browser itself refuses is swallowed;
 * the test looks at what became of the tables.
 *
 * @returns How many were tried.
 */
export function attack(page: Page, target: Target): Promise<number> {
  return page.evaluate(async ({ url, table, made }) => {
    const exec = (sql: string, base = url) => `${base}/exec?query=${encodeURIComponent(sql)}`;
    const drop = exec(`drop table "${table}"`);
    const create = (i: number) => exec(`create table "${made}${i}" (a int)`);
    const lines = () => `${made}ilp a=1i\n`;
    const credentials = "include" as const;
    const upload = () => {
      const form = new FormData();
      form.append("data", new Blob(["a,b\n1,2\n"], { type: "text/csv" }), "data.csv");
      return form;
    };
    const guess = { authorization: `Basic ${btoa("admin:quest")}` };
    const guessed = url.replace("http://", "http://admin:quest@");
    const settle = () => new Promise((resolve) => setTimeout(resolve, 100));
    // deno-lint-ignore no-explicit-any
    const { document, navigator, DataTransfer } = globalThis as any;
    const element = (name: string, attributes: Record<string, string>) => {
      const made = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      document.body.append(made);
      return made;
    };
    const submit = (form: Record<string, string>, fields: Record<string, string>, file = false) => {
      element("iframe", { name: "sink" });
      const made = element("form", { target: "sink", ...form });
      for (const [name, value] of Object.entries(fields)) {
        made.append(Object.assign(document.createElement("input"), { name, value }));
      }
      if (file) {
        const input = Object.assign(document.createElement("input"), {
          type: "file",
          name: "data",
        });
        const data = new DataTransfer();
        data.items.add(new File(["a,b\n1,2\n"], "data.csv", { type: "text/csv" }));
        input.files = data.files;
        made.append(input);
      }
      made.submit();
    };
    const tries: (() => unknown)[] = [
      () => fetch(drop, { mode: "no-cors", credentials }),
      () => fetch(drop, { credentials }),
      () => fetch(drop, { headers: guess, credentials }),
      () => fetch(exec(`drop table "${table}"`, guessed), { mode: "no-cors", credentials }),
      () => fetch(create(1), { mode: "no-cors", credentials }),
      () => fetch(drop, { method: "POST", mode: "no-cors", credentials }),
      () =>
        fetch(`${url}/exp?query=${encodeURIComponent(`rename table "${table}" to x`)}`, {
          mode: "no-cors",
        }),
      () =>
        fetch(`${url}/imp?name=${made}imp`, {
          method: "POST",
          mode: "no-cors",
          body: upload(),
          credentials,
        }),
      () => fetch(`${url}/write`, { method: "POST", mode: "no-cors", body: lines(), credentials }),
      () =>
        fetch(`${url}/api/v2/write`, {
          method: "POST",
          mode: "no-cors",
          body: lines(),
          credentials,
        }),
      () => navigator.sendBeacon(`${url}/write`, lines()),
      () =>
        fetch(`${url}/settings?version=0`, {
          method: "POST",
          mode: "no-cors",
          body: JSON.stringify({ instance_name: made }),
          credentials,
        }),
      () => element("img", { src: drop }),
      () => element("img", { src: exec(`drop table "${table}"`, guessed) }),
      () => element("script", { src: drop }),
      () => element("link", { rel: "stylesheet", href: drop }),
      () => element("iframe", { src: drop }),
      () => element("iframe", { src: exec(`drop table "${table}"`, guessed) }),
      () => submit({ action: `${url}/exec`, method: "get" }, { query: `drop table "${table}"` }),
      () => submit({ action: `${url}/exec`, method: "post" }, { query: `drop table "${table}"` }),
      () =>
        submit(
          { action: `${url}/imp?name=${made}form`, method: "post", enctype: "multipart/form-data" },
          {},
          true,
        ),
      () =>
        submit({ action: `${url}/write`, method: "post", enctype: "text/plain" }, {
          [`${made}text a`]: "1i",
        }),
    ];
    for (const one of tries) {
      try {
        await one();
      } catch {
        // refused by the browser itself
      }
      await settle();
    }
    return tries.length;
  }, target);
}

/** `deno task audit`: known vulnerabilities of the packages in deno.lock. */
import { defineCommand, main } from "../lib/cli.ts";

/** What an audit found. "not asked": no network, or a registry without such a service. */
export type Verdict = "none" | "found" | "not asked";

/** Reads what `deno audit` did. @param code Its exit code: 0 only if it asked and found nothing. */
export function verdictOf(code: number, output: string): Verdict {
  if (code === 0) return "none";
  return /^Found \d+ vulnerabilit/m.test(output) ? "found" : "not asked";
}

const audit = defineCommand({
  name: "audit",
  summary: "Asks the package registry for known vulnerabilities, of severity high or critical.",
  flags: {},
  examples: ["deno task audit"],
  async run() {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["audit", "--level=high"],
      env: { NO_COLOR: "1" },
      stdin: "null",
    }).output();
    const text = new TextDecoder();
    const output = text.decode(stdout) + text.decode(stderr);
    const verdict = verdictOf(code, output);
    if (verdict === "found") {
      console.error(output.trim());
      throw new Error(
        "Packages have known vulnerabilities. Take newer versions in deno.json, or see: deno audit --help",
      );
    }
    if (verdict === "none") return console.log("audit: no known vulnerability of severity high");
    const [, reason = `exit code ${code}`] = /error: (.*)/.exec(output) ?? [];
    console.error(
      `audit: skipped, the registry does not answer: ${reason.replace(/ for url \(\S+: /, " (")}`,
    );
  },
});

if (import.meta.main) await main(audit);

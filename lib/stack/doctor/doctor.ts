import { freeMegabytes, WANTED_MB } from "../machine/disk.ts";
import { engines as declared } from "../engines/mod.ts";
import { environment } from "../environment.ts";
import { type Run, run as runProgram } from "../machine/run.ts";
import type { StackScope } from "../scope.ts";
import { stackDir } from "../stack_dir.ts";
import { lookAt } from "../status.ts";
import { engineNeed, lackOf, mavenNeed, modeNeed, portsNeed } from "./engine_needs.ts";
import { jupyterNeed } from "./jupyter_need.ts";
import type { Need } from "./need.ts";

/** The Deno that this project is tested with. */
const DENO_WANTED = "2.9.6";

/** Options for {@linkcode doctor}. */
export interface DoctorOptions extends StackScope {
  /** Runs programs. @default run */
  run?: Run;
}

/** Looks at everything that the project needs on this machine, and starts nothing. */
export async function doctor(options: DoctorOptions = {}): Promise<Need[]> {
  const { run = runProgram, engines = declared, dir = stackDir() } = options;
  const found = await lookAt({ engines, dir });
  const external = found.mode === "external";
  const { need, mode } = await modeNeed({ external, run, dir });
  return [
    denoNeed(),
    need,
    ...(mode === "java" ? [await mavenNeed(engines, { run, dir })] : []),
    ...(external ? [] : [await portsNeed(engines, dir), await diskNeed(run, dir)]),
    ...await Promise.all(
      found.engines.map(async (status) =>
        engineNeed(status, found.mode, mode === "java" ? await lackOf(status, run) : undefined)
      ),
    ),
    await jupyterNeed(run),
    tokenNeed(),
  ];
}

function denoNeed(): Need {
  const { deno } = Deno.version;
  const [major, minor] = deno.split(".").map(Number);
  const found = major! > 2 || (major === 2 && minor! >= 9);
  const how = `; ${DENO_WANTED} is wanted. Run: npx -y deno@${DENO_WANTED} task doctor`;
  return { name: "Deno", found, required: true, detail: found ? deno : deno + how };
}

async function diskNeed(run: Run, dir: string): Promise<Need> {
  const free = await freeMegabytes({ run, dir });
  const found = free === undefined || free >= WANTED_MB;
  const detail = free === undefined
    ? "the system does not say how much is free"
    : `${(free / 1024).toFixed(1)} GB free${found ? "" : `: free at least ${WANTED_MB} MB`}`;
  return { name: "Disk", found, required: true, detail };
}

function tokenNeed(): Need {
  const found = environment("GITHUB_TOKEN") !== undefined;
  const detail = found
    ? "GITHUB_TOKEN is set"
    : "live GitHub events are limited to 60 requests an hour; set GITHUB_TOKEN for 5,000";
  return { name: "GitHub token", found, required: false, detail };
}

import { formatTable } from "../table.ts";
import type { Audit } from "./audit.ts";
import type { MomentCounts } from "./moments.ts";
import type { Target } from "./options.ts";
import type { Growth, Soak } from "./soak.ts";

/** What a run prints. */
export interface Report extends Omit<Audit, "examples"> {
  /** Messages that Kafka acknowledged, deliberate duplicates included; at least, if the producer was killed. */
  sent: number;
  /** Identities among them. */
  distinct: number;
  /** Number of SIGKILLs. */
  kills: number;
  /** The same by target. */
  killed: Record<Target, number>;
  /** Number of SIGSTOPs, each followed by SIGCONT. */
  stops: number;
  /** Kills that fell into each critical moment. */
  moments: MomentCounts;
  /** Seconds from the command's start until every identity was compared. */
  seconds: number;
  /** See `StallWatch`, seconds. */
  longestStall: number;
  seed: number;
  /** Only after 15 minutes. */
  soak?: Soak;
  /** Ids to look for; only if something is wrong. */
  examples?: Audit["examples"];
}

/**
 * Why a run has failed; empty if every record is accounted for.
 *
 * @param rows Number of identities that had to be sent; without it any but none will do.
 */
export function faultsOf(report: Omit<Report, "soak">, rows?: number): string[] {
  const { distinct, stored, rejected, lost, doubled, different, dropped, discarded } = report;
  const accounted = stored + rejected + lost + dropped + discarded;
  return [
    ...(distinct === 0 || distinct < (rows ?? 0) ? [`only ${distinct} sent`] : []),
    ...(lost > 0 ? [`${lost} lost`] : []),
    ...(doubled > 0 ? [`${doubled} doubled`] : []),
    ...(different > 0 ? [`${different} not as they were sent`] : []),
    ...(accounted !== distinct ? [`${distinct} sent, but ${accounted} found`] : []),
  ];
}

/** The report as a table for people. */
export function reportText(report: Report): string {
  const { soak, examples, ...plain } = report;
  const flat = Object.entries(plain).map(([name, value]) => ({
    figure: name,
    value: typeof value === "object"
      ? Object.entries(value).map(([key, count]) => `${key} ${count}`).join(", ")
      : String(value),
  }));
  const growth = soak === undefined ? [] : [
    ...growthRows("memory", soak.memory),
    ...growthRows("handles", soak.handles),
    { what: "lag", ...soak.lag },
  ];
  return [
    formatTable(flat),
    ...(growth.length > 0 ? ["", formatTable(growth)] : []),
    ...(examples ? ["", `ids: ${JSON.stringify(examples)}`] : []),
  ].join("\n");
}

function growthRows(kind: string, growths: Record<string, Growth>) {
  return Object.entries(growths).map(([name, one]) => ({ what: `${kind} of ${name}`, ...one }));
}

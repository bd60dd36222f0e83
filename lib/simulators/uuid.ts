import type { Random } from "../random.ts";
import { hex } from "./hex.ts";

/** A random UUID: version 4, variant 10 (RFC 9562, section 5.4). */
export function uuid(random: Random): string {
  const x = hex(random, 32);
  const variant = "89ab"[parseInt(x[16]!, 16) % 4];
  return `${x.slice(0, 8)}-${x.slice(8, 12)}-4${x.slice(13, 16)}-${variant}${x.slice(17, 20)}-${
    x.slice(20)
  }`;
}

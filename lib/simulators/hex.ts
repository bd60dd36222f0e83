import type { Random } from "../random.ts";

/** Random hexadecimal digits. @param digits How many; a multiple of eight. */
export function hex(random: Random, digits: number): string {
  let text = "";
  while (text.length < digits) {
    text += random.int(0, 0xffffffff).toString(16).padStart(8, "0");
  }
  return text;
}

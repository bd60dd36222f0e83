/** Addresses as others write them, and what may be shown of them. */

/** What an address is: its four octets, or its eight groups of 16 bits; or why it is none. */
type Parsed = { octets: readonly number[] } | { groups: readonly number[] } | { problem: string };

/** The largest port. */
const PORTS = 65_535;

/**
 * Why a text is no address; undefined if it is one. The reason quotes nothing of the text. Taken are IPv4,
 * with or without a port, and IPv6 in every form of RFC 4291: compressed, with an IPv4 address at its end, in
 * brackets with or without a port, with a zone.
 */
export function addressProblem(text: string): string | undefined {
  const parsed = parse(text);
  return "problem" in parsed ? parsed.problem : undefined;
}

/**
 * An address without what tells its owner: of IPv4 the last octet is `xxx`, of IPv6 only the first 48 bits
 * are left. A port and a zone are left out. An IPv4 address within IPv6 (`::ffff:203.0.113.77`) stands in the
 * bits that are masked; of 6to4, where it stands in the first 48, its last octet is masked too.
 *
 * @throws {RangeError} The text is no address; the message quotes nothing of it.
 *
 * @example Both kinds
 * ```ts
 * import { maskAddress } from "./ip_address.ts";
 *
 * console.log(maskAddress("203.0.113.77")); // 203.0.113.xxx
 * console.log(maskAddress("2001:db8:85a3::8a2e:370:7334")); // 2001:db8:85a3:xxxx:xxxx:xxxx:xxxx:xxxx
 * ```
 */
export function maskAddress(text: string): string {
  const parsed = parse(text);
  if ("problem" in parsed) throw new RangeError(`Cannot mask an address: it ${parsed.problem}`);
  if ("octets" in parsed) return `${parsed.octets.slice(0, 3).join(".")}.xxx`;
  const [first, second, third] = parsed.groups.map((group) => group.toString(16));
  const shown = first === "2002" ? `${third!.padStart(4, "0").slice(0, 2)}xx` : third;
  return `${first}:${second}:${shown}${":xxxx".repeat(5)}`;
}

function parse(text: string): Parsed {
  const bracketed = /^\[([^[\]]*)\](?::(\d{1,5}))?$/.exec(text);
  if (bracketed) return withPort(parse6(bracketed[1]!), bracketed[2]);
  if (text.indexOf(":") !== text.lastIndexOf(":")) return parse6(text);
  const [address, port, ...more] = text.split(":");
  if (more.length > 0 || port !== undefined && !/^\d{1,5}$/.test(port)) return NO_ADDRESS;
  return withPort(parse4(address!), port);
}

const NO_ADDRESS = { problem: "must be an IPv4 or IPv6 address" };

function withPort(parsed: Parsed, port = "1"): Parsed {
  return Number(port) <= PORTS ? parsed : { problem: `must not have a port above ${PORTS}` };
}

function parse4(text: string): Parsed {
  const parts = text.split(".");
  if (!parts.every((part) => /^\d{1,9}$/.test(part))) return NO_ADDRESS;
  if (parts.length !== 4) {
    return { problem: `must be an IPv4 address of 4 parts: it has ${parts.length}` };
  }
  // Some read 010 as eight, so nobody knows which address is meant.
  if (parts.some((part) => part.length > 1 && part.startsWith("0"))) {
    return { problem: "must not have a part with a leading zero" };
  }
  const octets = parts.map(Number);
  if (octets.some((octet) => octet > 255)) return { problem: "must not have a part over 255" };
  return { octets };
}

function parse6(text: string): Parsed {
  const address = /^([^%]*)(?:%[\w.:~-]+)?$/.exec(text)?.[1] ?? text;
  const halves = address.split("::");
  if (halves.length > 2) return NO_ADDRESS;
  const [left, right] = halves.map(groupsOf);
  if (!left || halves.length === 2 && !right) return NO_ADDRESS;
  // Only the end of an address may be IPv4.
  if (halves.length === 2 && halves[0]!.includes(".")) return NO_ADDRESS;
  const missing = 8 - left.length - (right?.length ?? 0);
  if (right ? missing < 1 : missing !== 0) return NO_ADDRESS;
  return { groups: [...left, ...Array<number>(missing).fill(0), ...right ?? []] };
}

/** The groups of 16 bits that a part of an IPv6 address stands for; undefined if it is none. */
function groupsOf(text: string): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(parseInt(part, 16));
      continue;
    }
    const last = i === parts.length - 1 && part.includes(".") ? parse4(part) : NO_ADDRESS;
    if (!("octets" in last)) return undefined;
    const [a, b, c, d] = last.octets as [number, number, number, number];
    groups.push(a * 256 + b, c * 256 + d);
  }
  return groups;
}

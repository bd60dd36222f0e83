import type { Random } from "../../random.ts";

/** Share of users at home with IPv6, and of logins with an address that programs often get wrong. */
const IPV6 = 0.15;
const ODD = 0.02;

/** The address of a household: IPv4, or one of its addresses in IPv6. */
export function homeAddress(random: Random): string {
  if (random.next() < IPV6) {
    return `2600:${group(random)}:${group(random)}::${group(random)}`;
  }
  return `${random.pick(NETWORKS)}.${random.int(0, 255)}.${random.int(1, 254)}`;
}

/** 16 bits of an IPv6 address. */
function group(random: Random): string {
  return random.int(1, 0xffff).toString(16);
}

/** The beginnings of the providers' networks. */
const NETWORKS = Array.from({ length: 120 }, (_, i) => `${24 + (i * 7) % 180}.${(i * 53) % 256}`)
  .filter((network) => !/^127\./.test(network));

/** The address of one login: mostly the household's, sometimes one on the way, rarely an odd one. */
export function loginAddress(random: Random, home: string): string {
  const kind = random.next();
  if (kind < ODD) return random.pick(ODD_ADDRESSES)(home);
  return kind < 0.75 ? home : homeAddress(random);
}

/** Valid, and often taken for invalid, or for something else. */
const ODD_ADDRESSES: readonly ((home: string) => string)[] = [
  () => "0.0.0.0",
  () => "255.255.255.255",
  () => "127.0.0.1",
  () => "10.0.0.1",
  () => "100.64.12.200",
  () => "169.254.1.9",
  () => "192.168.0.255",
  () => "::1",
  () => "fe80::1ff:fe23:4567:890a%wlan0",
  (home) => home.includes(":") ? `[${home}]:51820` : `${home}:51820`,
  (home) => home.includes(":") ? home.toUpperCase() : `::ffff:${home}`,
];

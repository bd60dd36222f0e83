/** Splits `host:port`, with a default for a missing port. IPv6 hosts stand in brackets. */
export function splitAddress(address: string, port: number): { hostname: string; port: number } {
  const [, hostname, given] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(address) ?? ["", address];
  return { hostname: hostname!.replace(/^\[|\]$/g, ""), port: Number(given ?? port) };
}

/** `host:port`, with an IPv6 host in brackets. */
export function joinAddress(hostname: string, port: number): string {
  return `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}

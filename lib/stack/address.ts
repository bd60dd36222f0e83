/** `host:port` in parts, with the port to take where none is given. IPv6 hosts stand in brackets. */
export function splitAddress(address: string, port: number): { hostname: string; port: number } {
  const [, hostname, given] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(address) ?? ["", address];
  return { hostname: hostname!.replace(/^\[|\]$/g, ""), port: Number(given ?? port) };
}

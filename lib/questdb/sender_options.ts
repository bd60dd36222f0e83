import { SenderOptions } from "@questdb/nodejs-client";
import { splitAddress } from "../address.ts";
import { confOptions } from "../config.ts";

/**
 * Reads a configuration string as the official client does, and IPv6 addresses too: the client (4.2.0)
 * splits them at their first colon, so it reads one with another host and gets the host afterwards.
 *
 * @throws The client's error if the configuration is wrong. It may quote secrets.
 */
export async function senderOptions(
  conf: string,
  more?: { log: () => void },
): Promise<SenderOptions> {
  const given = confOptions(conf);
  const { hostname, port } = splitAddress(given.get("addr") ?? "", 9000);
  if (!hostname.includes(":")) return await SenderOptions.fromConfig(conf, more);
  given.set("addr", `localhost:${port}`);
  const texts = given.entries().map(([key, value]) => `${key}=${value.replaceAll(";", ";;")};`);
  const protocol = conf.slice(0, conf.indexOf("::"));
  const options = new SenderOptions(`${protocol}::${texts.toArray().join("")}`, more);
  // In the URLs of undici and of the question for the protocol's version. Node's own client takes it bare.
  options.host = `[${hostname}]`;
  await SenderOptions.resolveAuto(options);
  if (options.stdlib_http) options.host = hostname;
  return options;
}

import assert from "node:assert/strict";
import type { Endpoints } from "../lib/config.ts";
import { withNamespace } from "../lib/testing.ts";
import { withTempDir } from "../lib/stack/testing.ts";
import { type Certificate, makeAuthority } from "../lib/tls_testing.ts";
import { openTlsProxy } from "./testing_tls_proxy.ts";
import { run } from "./testing.ts";

const TOKEN = "hush-token+/=:~";
const ingest = ["taxi", "--simulate", "--seed", "7", "--limit", "40", "--json"];

interface Setting {
  /** Runs commands through a proxy with this certificate. */
  through(
    certificate: Certificate,
    test: (env: Record<string, string>) => Promise<void>,
  ): Promise<void>;
  certificates: Record<"good" | "elsewhere" | "expired", Certificate>;
  dir: string;
  namespace: string;
}

async function withProxies(test: (setting: Setting) => Promise<void>): Promise<void> {
  const [authority, other] = [await makeAuthority("Test"), await makeAuthority("Other")];
  const certificates = {
    good: await authority.sign("server", { names: ["localhost"] }),
    elsewhere: await authority.sign("server", { names: ["elsewhere.example"] }),
    expired: await authority.sign("server", { names: ["localhost"], lasts: -3_600_000 }),
  };
  await withTempDir((dir) =>
    withNamespace(async ({ endpoints, namespace }) => {
      await Deno.writeTextFile(`${dir}/ca.pem`, authority.cert);
      await Deno.writeTextFile(`${dir}/other.pem`, other.cert);
      const through: Setting["through"] = async (certificate, work) => {
        const authorization = `Bearer ${TOKEN}`;
        await using proxy = openTlsProxy(endpoints.questdb, { certificate, authorization });
        await work(variables(endpoints, proxy, namespace));
      };
      await test({ through, certificates, dir, namespace });
    })
  );
}

function variables(
  { kafka, questdb: { pg } }: Endpoints,
  ports: { http: number; pg: number },
  namespace: string,
) {
  return {
    TRIBUTARY_NAMESPACE: namespace,
    TRIBUTARY_DEBUG: "1",
    KAFKA_BOOTSTRAP_SERVERS: kafka.brokers.join(","),
    QDB_CLIENT_CONF: `https::addr=localhost:${ports.http};token=${TOKEN};`,
    QDB_CLIENT_HOST: "localhost",
    QDB_CLIENT_PORT: String(ports.pg),
    QDB_CLIENT_USER: pg.user,
    QDB_CLIENT_PASSWORD: pg.password,
  };
}

Deno.test("commands use a QuestDB behind TLS and a token: lines, REST, health and SQL", async () => {
  await withProxies(async ({ through, certificates, dir }) => {
    await through(certificates.good, async (env) => {
      const trusting = { ...env, QDB_CLIENT_CONF: `${env.QDB_CLIENT_CONF}tls_ca=${dir}/ca.pem;` };
      const stored = await run("ingest", ingest, { env: trusting });
      assert.equal(stored.code, 0, stored.err);
      assert.equal(JSON.parse(stored.out).rows, 40);
      const query = `select count() n from ${env.TRIBUTARY_NAMESPACE}_taxi_trips`;
      const asked = await run("sql", [query, "--json"], { env: trusting });
      assert.equal(asked.out, '[{"n":40}]\n', asked.err);
      const { out } = await run("status", ["--json"], { env: trusting });
      assert.equal(JSON.parse(out).questdb.up, true, out);
    });
    await through(certificates.expired, async (env) => {
      const careless = { ...env, QDB_CLIENT_CONF: `${env.QDB_CLIENT_CONF}tls_verify=unsafe_off;` };
      const asked = await run("sql", ["select 1 n", "--json"], { env: careless });
      assert.equal(asked.out, '[{"n":1}]\n', asked.err);
      const stored = await run("ingest", ingest, { env: careless });
      assert.equal(stored.code, 0, stored.err);
    });
  });
});

Deno.test("commands refuse a QuestDB whose certificate they cannot trust, within seconds and without a secret", async () => {
  await withProxies(async ({ through, certificates, dir }) => {
    const cases: [Certificate, string, RegExp][] = [
      [certificates.good, "", /not signed by an authority known here/],
      [certificates.good, `tls_ca=${dir}/other.pem;`, /not signed by an authority known here/],
      [certificates.elsewhere, `tls_ca=${dir}/ca.pem;`, /certificate is for another host name/],
      [certificates.expired, `tls_ca=${dir}/ca.pem;`, /certificate .*has expired/],
      [certificates.good, `tls_ca=${dir}/none.pem;`, /tls_ca in QDB_CLIENT_CONF.*no such file/],
    ];
    for (const [certificate, more, message] of cases) {
      await through(certificate, async (env) => {
        env = { ...env, QDB_CLIENT_CONF: env.QDB_CLIENT_CONF + more };
        for (const command of [["sql", "select 1"], ["ingest", ...ingest]]) {
          const begun = Date.now();
          const { code, out, err } = await run(command[0]!, command.slice(1), { env });
          const text = `${command[0]} ${more}: ${out}${err}`;
          assert.ok(code === 1 || code === 2, text);
          assert.match(err, message);
          assert.doesNotMatch(text, /hush/);
          assert.ok(!text.includes(env.QDB_CLIENT_PASSWORD!), "a password is printed");
          assert.ok(Date.now() - begun < 20_000, text);
        }
        const { out } = await run("status", [], { env });
        assert.doesNotMatch(out, /QuestDB +up/);
      });
    }
  });
});

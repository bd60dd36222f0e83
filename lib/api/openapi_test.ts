import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/2020";
import { openapi } from "./openapi.ts";
import { routes } from "./routes.ts";

Deno.test("openapi() has every route with its parameters, their examples and its errors", () => {
  // deno-lint-ignore no-explicit-any -- a JSON document
  const { paths, components } = openapi() as any;
  for (const { path, parameters, answers } of routes) {
    const { get } = paths[path];
    assert.deepEqual(
      get.parameters.map(({ name }: { name: string }) => name).toSorted(),
      Object.values(parameters).map(({ name }) => name).toSorted(),
    );
    assert.ok(components.schemas[answers], answers);
    assert.deepEqual(
      Object.keys(get.responses).filter((code) => code !== "404"),
      ["200", "304", "400", "405", "503"],
    );
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
    assert.equal("404" in get.responses, named.length > 0, path);
  }
  const operations = Object.values(paths).map((path) =>
    // deno-lint-ignore no-explicit-any -- a JSON document
    (path as any).get.operationId
  );
  assert.equal(new Set(operations).size, operations.length);
});

Deno.test("the examples and defaults of parameters fit their schemas and can be read", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  for (const { path, parameters } of routes) {
    for (
      const { name, in: place, schema, example, default: usual, read } of Object.values(parameters)
    ) {
      const about = `${path} ${name}`;
      if (place === "path") assert.notEqual(example, undefined, about);
      if (example === undefined) continue;
      assert.ok(ajv.validate(schema, example), `${about}: ${ajv.errorsText()}`);
      const value = read(String(example));
      if (place === "path") assert.notEqual(value, undefined, about);
      else {assert.deepEqual(
          value,
          usual?.(),
          `${about}: a page that fills it in asks for another thing`,
        );}
    }
  }
});

Deno.test("the description is plain JSON whose references all lead somewhere", () => {
  const text = JSON.stringify(openapi());
  const { components } = JSON.parse(text);
  const names = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map((match) => match[1]!);
  assert.ok(names.length > 40);
  for (const name of names) assert.ok(components.schemas[name], name);
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  for (const schema of Object.values(components.schemas)) ajv.compile(schema as object);
});

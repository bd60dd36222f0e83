import assert from "node:assert/strict";
import { masked } from "./mask.ts";

Deno.test("masked() hides secrets, and leaves the place of one and all else", () => {
  const config = {
    "connector.class": "X",
    "database.password": "hush",
    "database.user": "cdc",
    "ssl.keystore.password": "hush",
    "sasl.jaas.config": "x username=u password=hush;",
    "aws.secret.access.key": "hush",
    "connection.url": "jdbc:postgresql://u:hush@h:1/db?password=hush&x=1",
    "api.token": "hush",
    "key.converter": "Json",
    empty: "",
  };
  const shown = masked(config);
  assert.doesNotMatch(JSON.stringify(shown), /hush/);
  assert.equal(shown["database.user"], "cdc");
  assert.equal(shown["key.converter"], "Json");
  assert.match(shown["connection.url"]!, /@h:1\/db.*x=1/);
  const place = { "database.password": "${env:TRIBUTARY_CONNECT_CDC_PASSWORD}" };
  assert.deepEqual(masked(place), place);
});

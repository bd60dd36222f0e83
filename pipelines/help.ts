/** `deno task help`: where to begin. */
console.log(
  `deno task demo             the main job: starts Kafka and QuestDB, loads samples, shows what was learned
deno task dashboard        the live pages in the browser, at http://127.0.0.1:8080
deno task lab              notebooks in JupyterLab; --install for plain Jupyter and VS Code
deno task sql              SQL: a prompt, or deno task sql "select count() from taxi_trips"
deno task ingest taxi      a source through Kafka into tables; --help lists the sources
deno task doctor           what this machine lacks; deno task up, down, status for the engines

All commands: deno task. Each has --help. README.md says more.`,
);

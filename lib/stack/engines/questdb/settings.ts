/** The newest on Maven Central that Java 17 runs. */
export const QUESTDB_VERSION = "9.3.4";

/**
 * A worker without work looks for some 7,000 times before it rests, each of QuestDB's 14: on two cores that
 * took 1.3 of them while 50 queries a second came. After 100 times it rests, for a millisecond.
 */
const RESTING = Object.fromEntries(
  ["SHARED", "PG", "WAL_APPLY", "MAT_VIEW_REFRESH"].flatMap((pool) => [
    [`QDB_${pool}_WORKER_YIELD_THRESHOLD`, "10"],
    [`QDB_${pool}_WORKER_NAP_THRESHOLD`, "100"],
  ]),
);

/**
 * Settings under Docker and Java alike.
 *
 * A column file of a partition grows by 16 MiB by default: the demo's 120,000 rows took 1.7 GB of
 * disk, with 1 MiB they take 0.35 GB, at the same speed. A request of 64 MiB needs no setting.
 *
 * A table that is dropped under a running sink must not be made again by the rows that follow: it
 * would have no DEDUP keys and only the columns of those rows.
 *
 * The map of a symbol column starts with a capacity of 256, and by default grows while rows are stored.
 * That rewrites the table's description in two steps: a QuestDB 9.3 that is killed between them leaves a
 * table that answers every query with "Metadata read timeout" until its next row (5 of 12 kills during
 * the first rows of 12 tables). A map that does not grow is slower, not full: 20,000 different symbols
 * take as long as before, of 200,000 a million rows took 18 s, and 24 s with a map that grows.
 *
 * A login only by header: the session cookie would go along with requests of any page that is served
 * from 127.0.0.1, whatever its port (SameSite looks at the host only). Nobody uses ILP over TCP.
 *
 * Threads of its own for SQL over the wire: on two processors one long query held up all others, and the
 * requests to cancel it, until it ended (a minute and more; with four threads it is cancelled in 0.1 s).
 */
export const QUESTDB_SETTINGS = {
  QDB_TELEMETRY_ENABLED: "false",
  QDB_METRICS_ENABLED: "true",
  QDB_LOG_W_STDOUT_LEVEL: "ADVISORY,ERROR,CRITICAL",
  QDB_HTTP_USER: "admin",
  QDB_HTTP_SERVER_COOKIES_ENABLED: "false",
  QDB_PG_USER: "admin",
  QDB_PG_READONLY_USER_ENABLED: "true",
  QDB_CAIRO_AUTO_SCALE_SYMBOL_CAPACITY: "false",
  QDB_LINE_AUTO_CREATE_NEW_TABLES: "false",
  QDB_LINE_AUTO_CREATE_NEW_COLUMNS: "false",
  QDB_PG_READONLY_USER: "reader",
  QDB_PG_WORKER_COUNT: "4",
  QDB_LINE_TCP_ENABLED: "false",
  ...RESTING,
  QDB_CAIRO_WRITER_DATA_APPEND_PAGE_SIZE: "1048576",
  QDB_CAIRO_WRITER_DATA_INDEX_VALUE_APPEND_PAGE_SIZE: "1048576",
};

/** The environment of a QuestDB of our own: without the three binds it listens on every address. */
export function questdbEnvironment(
  ports: { http: number; pg: number; metrics: number },
  { id, passwords }: { id: string; passwords: Readonly<Record<string, string>> },
): Record<string, string> {
  const { admin, reader } = passwords;
  if (!admin || !reader) throw new TypeError("Cannot start QuestDB without passwords");
  return {
    ...QUESTDB_SETTINGS,
    QDB_HTTP_PASSWORD: admin,
    QDB_PG_PASSWORD: admin,
    QDB_PG_READONLY_PASSWORD: reader,
    QDB_CAIRO_SNAPSHOT_INSTANCE_ID: id,
    QDB_HTTP_BIND_TO: `127.0.0.1:${ports.http}`,
    QDB_PG_NET_BIND_TO: `127.0.0.1:${ports.pg}`,
    QDB_HTTP_MIN_NET_BIND_TO: `127.0.0.1:${ports.metrics}`,
  };
}

/**
 * Its heap at most. Plans of queries that connections have prepared stay in it: with 384 MB QuestDB ended
 * out of memory under an API's load of many different queries.
 */
export const QUESTDB_HEAP = "-Xmx1g";

/**
 * Log settings: files of at most 10 MB, 50 MB in all. By default an idle server holds back its
 * last lines for minutes; after this many idle rounds it writes them within milliseconds. Level INFO would
 * write the text of every query, values too: 37 MB in two minutes of an API's load, a fifth of the CPU time.
 */
export const QUESTDB_LOGGING = `writers=file
w.file.class=io.questdb.log.LogRollingFileWriter
w.file.location=\${log.dir}/questdb-\${date:yyyyMMdd}.log
w.file.level=ADVISORY,ERROR,CRITICAL
w.file.rollEvery=day
w.file.rollSize=10m
w.file.lifeDuration=7d
w.file.sizeLimit=50m
w.file.spinBeforeFlush=100
`;

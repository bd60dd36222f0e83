/** Counts what the server does, in Prometheus' text format. */

/** Upper bounds of the latency's buckets, in seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Counts of a server. */
export interface Metrics {
  /** Counts a request. @param seconds How long it took. */
  request(labels: { route: string; status: number }, seconds: number): void;
  /** Counts an error of the database. @param kind `unavailable`, `overloaded`, `refused` */
  databaseError(kind: string): void;
  /** Changes the number of requests that are being answered. */
  open(change: 1 | -1): void;
  /** The text for Prometheus. */
  text(): string;
}

interface Histogram {
  buckets: number[];
  sum: number;
  count: number;
}

/** Metrics that start at zero. Routes are those of the table, so that their number is bounded. */
export function createMetrics(): Metrics {
  const requests = new Map<string, number>();
  const latencies = new Map<string, Histogram>();
  const errors = new Map<string, number>(
    ["unavailable", "overloaded", "refused"].map((kind) => [kind, 0]),
  );
  let open = 0;
  return {
    request({ route, status }, seconds) {
      const labels = `route="${route}",status="${status}"`;
      requests.set(labels, (requests.get(labels) ?? 0) + 1);
      let latency = latencies.get(route);
      if (!latency) {
        latency = { buckets: BUCKETS.map(() => 0), sum: 0, count: 0 };
        latencies.set(route, latency);
      }
      latency.sum += seconds;
      latency.count++;
      BUCKETS.forEach((bound, i) => latency.buckets[i]! += seconds <= bound ? 1 : 0);
    },
    databaseError: (kind) => void errors.set(kind, (errors.get(kind) ?? 0) + 1),
    open: (change) => void (open += change),
    text() {
      const lines = [
        "# HELP tributary_api_requests_total Requests that were answered.",
        "# TYPE tributary_api_requests_total counter",
        ...[...requests].map(([labels, n]) => `tributary_api_requests_total{${labels}} ${n}`),
        "# HELP tributary_api_request_seconds How long requests took.",
        "# TYPE tributary_api_request_seconds histogram",
        ...[...latencies].flatMap(([route, { buckets, sum, count }]) => [
          ...buckets.map((n, i) =>
            `tributary_api_request_seconds_bucket{route="${route}",le="${BUCKETS[i]}"} ${n}`
          ),
          `tributary_api_request_seconds_bucket{route="${route}",le="+Inf"} ${count}`,
          `tributary_api_request_seconds_sum{route="${route}"} ${sum}`,
          `tributary_api_request_seconds_count{route="${route}"} ${count}`,
        ]),
        "# HELP tributary_api_requests_open Requests that are being answered.",
        "# TYPE tributary_api_requests_open gauge",
        `tributary_api_requests_open ${open}`,
        "# HELP tributary_api_database_errors_total Queries that failed.",
        "# TYPE tributary_api_database_errors_total counter",
        ...[...errors].map(([kind, n]) =>
          `tributary_api_database_errors_total{kind="${kind}"} ${n}`
        ),
      ];
      return `${lines.join("\n")}\n`;
    },
  };
}

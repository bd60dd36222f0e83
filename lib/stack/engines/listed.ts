const CONJUNCTION = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** `Kafka`, `Kafka and QuestDB`, `Kafka, QuestDB and Flink`. */
export function listed(words: Iterable<string>): string {
  return CONJUNCTION.format(words);
}

/** Titles of engines, as {@linkcode listed}. */
export function titlesOf(engines: readonly { title: string }[]): string {
  return listed(engines.map(({ title }) => title));
}

/** The topic of a stream: its name after the namespace's prefix. */
export function topicName(stream: { name: string }, prefix = ""): string {
  return `${prefix}${stream.name}`;
}

/** The topic of a stream's dead letters: `<prefix><stream>_dlq`. */
export function deadLetterTopic(stream: { name: string }, prefix = ""): string {
  return `${prefix}${stream.name}_dlq`;
}

/** Runs work and returns the lines that it prints with `console.log`. */
export async function printed(work: () => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line) => void lines.push(line);
  try {
    await work();
  } finally {
    console.log = log;
  }
  return lines;
}

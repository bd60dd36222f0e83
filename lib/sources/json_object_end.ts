/**
 * Finds where a JSON object ends in a text that arrives in pieces, cut anywhere: at the brace that
 * closes its first one, not counting braces in strings.
 */
export class JsonObjectEnd {
  #depth = 1;
  #quoted = false;
  #escaped = false;

  /** Whether the text so far ends within a string. */
  get quoted(): boolean {
    return this.#quoted;
  }

  /** An object begins: its opening brace has been read. */
  begin(): void {
    this.#depth = 1;
    this.#quoted = this.#escaped = false;
  }

  /**
   * Reads on in an object that has begun.
   *
   * @param from Where in the text to begin.
   * @returns Where its closing brace is; -1 if it does not end in this text.
   */
  find(text: string, from: number): number {
    let depth = this.#depth, quoted = this.#quoted, escaped = this.#escaped;
    let at = from;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (escaped) escaped = false;
      else if (code === 34) quoted = !quoted;
      else if (quoted) escaped = code === 92;
      else if (code === 123) depth++;
      else if (code === 125 && --depth === 0) break;
    }
    this.#depth = depth;
    this.#quoted = quoted;
    this.#escaped = escaped;
    return at < text.length ? at : -1;
  }
}

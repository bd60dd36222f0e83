/**
 * Estimated width of a text in pixels.
 *
 * @param size Font size in pixels. @default 11
 */
export function textWidth(text: string, size = 11): number {
  let width = 0;
  for (const char of text) {
    width += /[\u1100-\uffdc\u{1f000}-\u{1ffff}]/u.test(char)
      ? 1
      : /[A-ZmwMW@]/.test(char)
      ? 0.7
      : 0.55;
  }
  return width * size;
}

/**
 * The text if it fits into `pixels`, else with an ellipsis past its middle, as long names often
 * differ at their ends.
 *
 * @param size Font size in pixels. @default 11
 */
export function shortened(text: string, pixels: number, size = 11): string {
  if (textWidth(text, size) <= pixels) return text;
  const head = [...text];
  const tail = head.splice(Math.ceil(head.length * 0.6));
  while (head.length > 1 && textWidth([...head, ...tail].join(""), size) > pixels - size) {
    if (tail.length * 2 > head.length) tail.shift();
    else head.pop();
  }
  return `${head.join("")}…${tail.join("")}`;
}

/**
 * A text in lines of at most `pixels` each.
 *
 * @param size Font size in pixels. @default 11
 */
export function wrapped(text: string, pixels: number, size = 11): string[] {
  const lines: string[] = [];
  for (const word of text.split(/[ \t\n]+/).filter(Boolean)) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && textWidth(longer, size) <= pixels) lines[lines.length - 1] = longer;
    else lines.push(shortened(word, pixels, size));
  }
  return lines;
}

/**
 * The label of an axis: the column's name and its unit; the unit alone, if the name says nothing, as
 * `value` in the history of a forecast.
 */
export function axisLabel(name: string, unit?: string): string {
  if (unit && /^(value|y)$/.test(name)) return unit;
  return unit ? `${name} (${unit})` : name;
}

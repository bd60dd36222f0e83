/** A place as the Language Server Protocol counts it: from 0, characters in UTF-16 units. */
export interface Place {
  line: number;
  character: number;
}

/** The UTF-16 index of a number of code points, the unit of Jupyter's `cursor_pos`. */
export function indexOfPoint(text: string, points: number): number {
  let index = 0;
  for (let point = 0; point < points && index < text.length; point++) {
    index += text.codePointAt(index)! > 0xffff ? 2 : 1;
  }
  return index;
}

/** The number of code points before a UTF-16 index. */
export function pointOfIndex(text: string, index: number): number {
  let points = 0;
  for (const _ of text.slice(0, index)) points++;
  return points;
}

/** The place of a UTF-16 index. */
export function placeOfIndex(text: string, index: number): Place {
  const before = text.slice(0, index).split("\n");
  return { line: before.length - 1, character: before.at(-1)!.length };
}

/** The UTF-16 index of a place; the end of the line if it is shorter, of the text if it has fewer. */
export function indexOfPlace(text: string, { line, character }: Place): number {
  let start = 0;
  for (let i = 0; i < line; i++) {
    const end = text.indexOf("\n", start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  const end = text.indexOf("\n", start);
  return Math.min(start + character, end < 0 ? text.length : end);
}

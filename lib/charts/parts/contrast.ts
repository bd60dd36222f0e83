/** A colour as red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Reads `#rrggbb`. */
export function rgb(color: string): Rgb {
  const read = (at: number) => parseInt(color.slice(at, at + 2), 16);
  return [read(1), read(3), read(5)];
}

/** What is seen where a colour of the given opacity (0 to 1) lies over another. */
export function over(color: Rgb, below: Rgb, opacity: number): Rgb {
  return color.map((part, i) => part * opacity + below[i]! * (1 - opacity)) as unknown as Rgb;
}

/** Relative luminance, 0 to 1. Source: WCAG 2.2, "relative luminance". */
export function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours, 1 to 21: text wants 4.5, lines and shapes 3. Source: WCAG 2.2. */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

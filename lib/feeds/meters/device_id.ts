/** Ids that there are: three letters and four digits. */
export const DEVICE_IDS = 26 ** 3 * 10_000;

/**
 * The id of a simulated device: `AAA0000` for 0, `AAA9999`, `AAB0000`, up to `ZZZ9999`.
 *
 * @param number A whole number from 0 to {@linkcode DEVICE_IDS} − 1.
 */
export function deviceId(number: number): string {
  const letter = (place: number) =>
    String.fromCharCode(65 + Math.floor(number / 10_000 / 26 ** place) % 26);
  return letter(2) + letter(1) + letter(0) + String(number % 10_000).padStart(4, "0");
}

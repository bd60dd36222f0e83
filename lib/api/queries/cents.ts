/** An amount of money without what adding up DOUBLEs leaves after the cents. */
export function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/** A user of the simulated shop. */
export interface Payer {
  id: string;
  /** What this user always pays. */
  pays: number;
}

/**
 * The ten users, one for each leading digit of an id. A user with the digit d always pays 10 · d, with
 * the digit 0 it is 100: so any sum can be checked by hand. Of three partitions, 0 has the users 3, 8
 * and 9, 1 has 2, 4 and 5, and 2 has 0, 1, 6 and 7.
 */
export const PAYERS: readonly Payer[] = Array.from({ length: 10 }, (_, digit) => ({
  id: `${digit}8c5f90a`,
  pays: 10 * (digit || 10),
}));

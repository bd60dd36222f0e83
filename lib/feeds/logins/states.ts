/** The 50 states of the USA, with millions of inhabitants. Source: US Census Bureau, census of 2020. */
export const STATES: Readonly<Record<string, number>> = {
  ...{ CA: 39.54, TX: 29.15, FL: 21.54, NY: 20.2, PA: 13.0, IL: 12.81, OH: 11.8, GA: 10.71 },
  ...{ NC: 10.44, MI: 10.08, NJ: 9.29, VA: 8.63, WA: 7.71, AZ: 7.15, MA: 7.03, TN: 6.91 },
  ...{ IN: 6.79, MD: 6.18, MO: 6.15, WI: 5.89, CO: 5.77, MN: 5.71, SC: 5.12, AL: 5.02 },
  ...{ LA: 4.66, KY: 4.51, OR: 4.24, OK: 3.96, CT: 3.61, UT: 3.27, IA: 3.19, NV: 3.1 },
  ...{ AR: 3.01, MS: 2.96, KS: 2.94, NM: 2.12, NE: 1.96, ID: 1.84, WV: 1.79, HI: 1.46 },
  ...{ NH: 1.38, ME: 1.36, RI: 1.1, MT: 1.08, DE: 0.99, SD: 0.89, ND: 0.78, AK: 0.73 },
  ...{ VT: 0.64, WY: 0.58 },
};

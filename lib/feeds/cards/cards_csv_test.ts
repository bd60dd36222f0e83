import assert from "node:assert/strict";
import { gather, withFolder } from "../../sources/testing.ts";
import { type CardTransaction, cardTransactions } from "./card_transactions.ts";
import { cardsCsv } from "./cards_csv.ts";

const HEADER =
  ",trans_date_trans_time,cc_num,merchant,category,amt,first,last,gender,street,city,state," +
  "zip,lat,long,city_pop,job,dob,trans_num,unix_time,merch_lat,merch_long,is_fraud";
const ROW =
  '0,2019-01-01 00:00:18,9999990123456789,"fraud_Rippin, Kub and Mann",misc_net,4.97,Ada,' +
  'Fernsby,F,561 Perry Cove,Moravian Falls,NC,28654,36.0788,-81.1781,3495,"Psychologist, counselling",' +
  "1988-03-09,0b242abb623afc578575680df30655b9,1325376018,36.011293,-82.048315,0";

async function read(...rows: string[]) {
  let records: CardTransaction[] = [], faults: string[] = [], notes: string[] = [];
  await withFolder({ "cards.csv": [HEADER, ...rows].join("\n") }, async (folder) => {
    const log = (text: string) => void notes.push(text);
    const { card_transactions: found } = await gather(cardsCsv(folder, { log }));
    records = (found?.records ?? []) as CardTransaction[];
    faults = (found?.rejected ?? []).map(({ stream: _, ...fault }) => JSON.stringify(fault));
    notes = notes.filter((note) => note.includes("left out"));
  });
  return { records, faults, notes };
}

Deno.test("cardsCsv() reads the layout of the well-known data sets", async () => {
  const { records, faults, notes } = await read(ROW);
  assert.deepEqual(faults, []);
  assert.equal(notes.length, 1); // the column without a name
  assert.deepEqual(records, [{
    timestamp: "2019-01-01T00:00:18.000Z",
    trans_num: "0b242abb623afc578575680df30655b9",
    cc_num: "9999990123456789",
    merchant: "fraud_Rippin, Kub and Mann",
    category: "misc_net",
    amt: 4.97,
    ...{ first: "Ada", last: "Fernsby", gender: "F", street: "561 Perry Cove" },
    ...{ city: "Moravian Falls", state: "NC", zip: "28654", lat: 36.0788, lon: -81.1781 },
    ...{ city_pop: 3495, job: "Psychologist, counselling", dob: "1988-03-09" },
    ...{ merch_lat: 36.011293, merch_long: -82.048315 },
  }]);
  assert.deepEqual(cardTransactions.check(records[0]!), []);
});

Deno.test("cardsCsv() rejects a row with its field, and tells nothing that is sensitive", async () => {
  const { records, faults } = await read(
    ROW.replace("4.97", "four"),
    ROW.replace("2019-01-01", "2019-02-30"),
    ROW.replace("36.011293", ""),
    ROW.replace("9999990123456789", "99-99"),
  );
  assert.match(faults[0]!, /"field":"amt","value":"","reason":"expected a number"/);
  assert.match(faults[1]!, /"field":"timestamp".*expected a UTC time with date/);
  assert.doesNotMatch(faults.join(), /9999990123|Fernsby|Perry|1988/);
  // The stream's own check refuses what is left, on every way into it.
  const errors = records.flatMap((record) => cardTransactions.check(record));
  assert.deepEqual(errors.map(({ field }) => field), ["merch_lat", "cc_num"]);
});

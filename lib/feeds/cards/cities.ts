/** A city in which cardholders live and merchants are. */
export interface City {
  city: string;
  state: string;
  zip: string;
  lat: number;
  lon: number;
  population: number;
}

/** Cities of the United States with a ZIP code in them; places and populations are rounded. */
const TEXT = `
New York,NY,10001,40.71,-74.01,8800000
Los Angeles,CA,90012,34.05,-118.24,3900000
Chicago,IL,60602,41.88,-87.63,2700000
Houston,TX,77002,29.76,-95.37,2300000
Phoenix,AZ,85004,33.45,-112.07,1600000
Philadelphia,PA,19102,39.95,-75.17,1600000
San Diego,CA,92101,32.72,-117.16,1390000
Dallas,TX,75201,32.78,-96.80,1300000
Jacksonville,FL,32202,30.33,-81.66,950000
Columbus,OH,43215,39.96,-83.00,906000
Indianapolis,IN,46204,39.77,-86.16,888000
Seattle,WA,98101,47.61,-122.33,737000
Denver,CO,80202,39.74,-104.99,716000
Boston,MA,02108,42.36,-71.06,676000
Nashville,TN,37201,36.16,-86.78,690000
Portland,OR,97204,45.52,-122.68,653000
Las Vegas,NV,89101,36.17,-115.14,642000
Atlanta,GA,30303,33.75,-84.39,499000
Miami,FL,33130,25.77,-80.19,442000
Minneapolis,MN,55401,44.98,-93.27,430000
New Orleans,LA,70112,29.95,-90.07,384000
Salt Lake City,UT,84101,40.76,-111.89,200000
Boise,ID,83702,43.62,-116.20,236000
Omaha,NE,68102,41.26,-95.94,486000
`;

export const CITIES: readonly City[] = TEXT.trim().split("\n").map((line) => {
  const [city, state, zip, lat, lon, population] = line.split(",") as [
    ...[string, string, string, string, string, string],
  ];
  return { city, state, zip, lat: Number(lat), lon: Number(lon), population: Number(population) };
});

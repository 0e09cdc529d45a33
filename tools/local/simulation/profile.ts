import { type Random, Weighted } from './random';

/** What a user once said about himself or herself, and what the browser says. */
export interface Profile {
  readonly firstName: string;
  readonly lastName: string;
  readonly gender: 'F' | 'M';
  readonly userAgent: string;
  readonly place: Place;
}

interface Place {
  readonly city: string;
  readonly state: string;
  readonly zip: string;
  readonly lat: number;
  readonly lon: number;
  /** Hours that local time is behind UTC. */
  readonly hoursBehind: number;
}

// People are invented: first and last names are drawn independently.
const FEMALE_NAMES =
  'Abigail Alina Amara Bianca Camila Chloe Daphne Elena Fatima Gwen Hana Imani Isabel Jasmine Keira Leila Lucia Maya Nadia Olivia Paloma Priya Rosa Ruth Sienna Sofia Talia Uma Valerie Willa Yara Zoe'.split(
    ' ',
  );
const MALE_NAMES =
  'Aaron Amir Andre Ben Caleb Carlos Dante Desmond Eli Emil Felix Gavin Hugo Idris Ivan Jonah Julian Kofi Leo Marcus Mateo Nikhil Omar Oscar Pavel Quentin Rafael Samir Theo Tobias Victor Wesley'.split(
    ' ',
  );
const LAST_NAMES =
  "Abernathy Alvarez Barlow Bianchi Castillo Chen Dawson Delgado Ellison Farouk Fischer Garza Greenwood Hale Hoang Ibarra Ingram Jansen Kapoor Kowalski Lambert Lindgren Maddox Moreau Nakamura Novak O'Rourke Okafor Park Pereira Quinn Ramos Rosenthal Sato Schneider Tanaka Thornton Underhill Vargas Vasquez Whitfield Yang Zamora Zielinski".split(
    ' ',
  );

const EASTERN = 5;
const CENTRAL = 6;
const MOUNTAIN = 7;
const PACIFIC = 8;

// Real places, weighted by how many people live around them.
const PLACES = new Weighted<Place>([
  [place('New York', 'NY', '10025', 40.7989, -73.9668, EASTERN), 198],
  [place('Los Angeles', 'CA', '90026', 34.0767, -118.2646, PACIFIC), 131],
  [place('Chicago', 'IL', '60622', 41.9019, -87.6778, CENTRAL), 94],
  [place('Dallas', 'TX', '75206', 32.831, -96.7692, CENTRAL), 76],
  [place('Houston', 'TX', '77007', 29.7736, -95.4034, CENTRAL), 71],
  [place('Washington', 'DC', '20009', 38.9202, -77.0375, EASTERN), 63],
  [place('Philadelphia', 'PA', '19125', 39.9788, -75.1262, EASTERN), 62],
  [place('Miami', 'FL', '33137', 25.8157, -80.1897, EASTERN), 61],
  [place('Atlanta', 'GA', '30307', 33.7691, -84.336, EASTERN), 60],
  [place('Boston', 'MA', '02130', 42.3126, -71.1115, EASTERN), 49],
  [place('Phoenix', 'AZ', '85016', 33.5022, -112.0305, MOUNTAIN), 48],
  [place('San Francisco', 'CA', '94110', 37.7509, -122.4153, PACIFIC), 46],
  [place('Detroit', 'MI', '48201', 42.3474, -83.0604, EASTERN), 43],
  [place('Seattle', 'WA', '98103', 47.6733, -122.3426, PACIFIC), 39],
  [place('Minneapolis', 'MN', '55408', 44.9466, -93.2861, CENTRAL), 36],
  [place('San Diego', 'CA', '92104', 32.7454, -117.1272, PACIFIC), 33],
  [place('Tampa', 'FL', '33606', 27.9331, -82.4655, EASTERN), 31],
  [place('Denver', 'CO', '80205', 39.759, -104.9661, MOUNTAIN), 29],
  [place('St. Louis', 'MO', '63104', 38.6128, -90.2185, CENTRAL), 28],
  [place('Charlotte', 'NC', '28205', 35.22, -80.7881, EASTERN), 25],
  [place('Portland', 'OR', '97214', 45.5142, -122.6364, PACIFIC), 24],
  [place('San Antonio', 'TX', '78212', 29.4643, -98.4936, CENTRAL), 24],
  [place('Cincinnati', 'OH', '45202', 39.1086, -84.5024, EASTERN), 22],
  [place('Kansas City', 'MO', '64111', 39.0563, -94.5929, CENTRAL), 21],
  [place('Nashville', 'TN', '37206', 36.1799, -86.7411, CENTRAL), 19],
  [place('Milwaukee', 'WI', '53212', 43.0712, -87.9084, CENTRAL), 16],
  [place('New Orleans', 'LA', '70119', 29.9746, -90.0852, CENTRAL), 13],
  [place('Salt Lake City', 'UT', '84102', 40.76, -111.8627, MOUNTAIN), 12],
  [place('Tucson', 'AZ', '85705', 32.2694, -110.9852, MOUNTAIN), 10],
  [place('Honolulu', 'HI', '96816', 21.2887, -157.8006, 10), 10],
  [place('Albuquerque', 'NM', '87106', 35.0794, -106.6164, MOUNTAIN), 9],
  [place('Des Moines', 'IA', '50312', 41.5854, -93.6719, CENTRAL), 6],
  [place('Boise', 'ID', '83702', 43.6322, -116.2053, MOUNTAIN), 6],
  [place('Portland', 'ME', '04102', 43.6602, -70.2898, EASTERN), 5],
  [place('Anchorage', 'AK', '99501', 61.2168, -149.8782, 9), 4],
  [place('Burlington', 'VT', '05401', 44.484, -73.2199, EASTERN), 2],
]);

const USER_AGENTS = new Weighted<string>([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    34,
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    18,
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    17,
  ],
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
    13,
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
    8,
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0', 6],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', 3],
  [
    'Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.7 Mobile/15E148 Safari/604.1',
    1,
  ],
]);

/** Somebody who could exist. */
export function randomProfile(random: Random): Profile {
  const gender = random.chance(0.5) ? 'F' : 'M';
  return {
    firstName: random.pick(gender === 'F' ? FEMALE_NAMES : MALE_NAMES),
    lastName: random.pick(LAST_NAMES),
    gender,
    userAgent: USER_AGENTS.pick(random),
    place: PLACES.pick(random),
  };
}

function place(
  city: string,
  state: string,
  zip: string,
  lat: number,
  lon: number,
  hoursBehind: number,
): Place {
  return { city, state, zip, lat, lon, hoursBehind };
}

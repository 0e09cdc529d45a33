import { Random, Weighted } from './random';

/** A song as listeners' events name it. */
export interface Song {
  readonly artist: string;
  readonly song: string;
  /** Seconds, with a fraction. */
  readonly duration: number;
}

const ARTISTS = 320;
const SONGS_OF_AN_ARTIST = { least: 6, most: 26 };
const DURATION = { median: 226, spread: 0.32, shortest: 48, longest: 1260 };

/** The catalogue is the same whoever listens: its seed is not the run's. */
const CATALOGUE_SEED = 20_260_101;

// Every name is invented, put together from these words.
const DESCRIPTIONS =
  'Amber Brass Cobalt Copper Crooked Distant Electric Feral Gentle Gilded Glass Hollow Idle Ivory Lunar Marble Midnight Northern Opal Paper Quiet Restless Rusted Saffron Salt Second Silent Slow Tidal Velour Wandering Winter'.split(
    ' ',
  );
const THINGS =
  'Almanacs Atlases Bakers Barometers Cartographers Cassettes Cinemas Compasses Dynamos Ferries Gardeners Harbours Herons Jetties Kites Lanterns Librarians Magpies Meridians Observatories Orchards Otters Parades Pigeons Pylons Radios Satellites Sparrows Telegraphs Tramways Typists Weathervanes'.split(
    ' ',
  );
const FIRST_NAMES =
  'Adaeze Anouk Bastien Calla Dario Edda Femi Greta Henrike Ilja Jorun Kaveh Lenka Mirela Noor Oriel Petra Quill Renzo Søren Tamsin Ulla Vesna Wiktor Ximena Ysolde Zoltán'.split(
    ' ',
  );
const SURNAMES =
  'Albrecht-Moon Bramwell Castellane Dunmore Eskildsen Fairwater Grenfell Hartigan Inverclyde Jarnefeldt Kestrelwood Lindqvarn Marchetti-Low Nightingate Okonedo-Bell Pemberly Quillfeather Rosenvale Stillwell Thornbury Umberto Valleray Wexcombe Yarrowby'.split(
    ' ',
  );
const SONG_OPENINGS =
  'After All About Another Before Beneath Beyond Black Blue Burning Carry Dancing Dear Falling Follow Forget Golden Good Half Holding Into Last Leaving Little Long Losing Lost Love Meet My Never New Old On Once One Only Over Red Remember Running Save Seven Sleeping Small Some Still Take Tell The This Three Under Waiting Walking White Wild Without Your'.split(
    ' ',
  );
const SONG_MIDDLES = ' Morning| Summer| City| River| Paper| Summer Night| Ordinary| Hotel|'.split('|');
const SONG_ENDINGS =
  'Air Avenue Bells Bicycle Bridges Café Ceiling Coast Daylight Distance Doors Dust Echoes Engines Fields Fires Ghosts Gravity Hands Heart Hours Houses Islands Kitchen Ladder Letters Lights Machines Maps Mirrors Money Mountain Names Ocean Pavement Photograph Promises Rain Rooms Season Shadows Shore Signal Sleep Smoke Stairs Station Stories Strangers Streets Sun Telephone Thunder Train Water Weather Windows Winter Wires'.split(
    ' ',
  );
const SONG_ADDITIONS = new Weighted<string>([
  ['', 88],
  [' (Live)', 4],
  [' (Acoustic)', 3],
  [' (Album Version)', 3],
  [' (Remastered)', 2],
]);

/** All songs there are, the ones of popular artists picked more often (Zipf's law, twice). */
export class Catalogue {
  private readonly byArtist: Weighted<Weighted<Song>>;

  constructor() {
    const random = new Random(CATALOGUE_SEED);
    const names = new Set<string>();
    while (names.size < ARTISTS) names.add(artistName(random));
    this.byArtist = zipf([...names].map((artist) => zipf(songsOf(artist, random))));
  }

  pick(random: Random): Song {
    return this.byArtist.pick(random).pick(random);
  }
}

/** The first twice as likely as the second, three times as likely as the third, and so on. */
function zipf<Value>(values: readonly Value[]): Weighted<Value> {
  return new Weighted(values.map((value, rank) => [value, 1 / (rank + 1)] as const));
}

function artistName(random: Random): string {
  const form = random.integer(0, 9);
  const description = random.pick(DESCRIPTIONS);
  const things = random.pick(THINGS);
  if (form < 3) return `The ${description} ${things}`;
  if (form < 5) return `${description} ${things}`;
  if (form < 6) return `${random.pick(FIRST_NAMES)} & the ${things}`;
  return `${random.pick(FIRST_NAMES)} ${random.pick(SURNAMES)}`;
}

function songsOf(artist: string, random: Random): Song[] {
  const titles = new Set<string>();
  const count = random.integer(SONGS_OF_AN_ARTIST.least, SONGS_OF_AN_ARTIST.most);
  while (titles.size < count) {
    const words = `${random.pick(SONG_OPENINGS)}${random.pick(SONG_MIDDLES)} ${random.pick(SONG_ENDINGS)}`;
    titles.add(words + SONG_ADDITIONS.pick(random));
  }
  return [...titles].map((song) => ({ artist, song, duration: duration(random) }));
}

function duration(random: Random): number {
  const seconds = random.logNormal(DURATION.median, DURATION.spread);
  const bounded = Math.min(Math.max(seconds, DURATION.shortest), DURATION.longest);
  return Math.round(bounded * 100_000) / 100_000;
}

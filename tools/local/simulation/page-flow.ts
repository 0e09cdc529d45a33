import { type Random, Weighted } from './random';

/** Whether the service knows who is there. */
export type Auth = 'Guest' | 'Logged In' | 'Logged Out' | 'Cancelled';

/** What the user pays for. */
export type Level = 'free' | 'paid';

/** Every page of the service, with how it is requested and what it answers. */
export const PAGES = {
  About: { method: 'GET', status: 200 },
  'Add Friend': { method: 'PUT', status: 307 },
  'Add to Playlist': { method: 'PUT', status: 200 },
  Cancel: { method: 'PUT', status: 307 },
  'Cancellation Confirmation': { method: 'GET', status: 200 },
  Downgrade: { method: 'GET', status: 200 },
  Error: { method: 'GET', status: 404 },
  Help: { method: 'GET', status: 200 },
  Home: { method: 'GET', status: 200 },
  Login: { method: 'PUT', status: 307 },
  Logout: { method: 'PUT', status: 307 },
  NextSong: { method: 'PUT', status: 200 },
  Register: { method: 'GET', status: 200 },
  'Roll Advert': { method: 'GET', status: 200 },
  'Save Settings': { method: 'PUT', status: 307 },
  Settings: { method: 'GET', status: 200 },
  'Submit Downgrade': { method: 'PUT', status: 307 },
  'Submit Registration': { method: 'PUT', status: 307 },
  'Submit Upgrade': { method: 'PUT', status: 307 },
  'Thumbs Down': { method: 'PUT', status: 307 },
  'Thumbs Up': { method: 'PUT', status: 307 },
  Upgrade: { method: 'GET', status: 200 },
} as const satisfies Record<string, { method: 'GET' | 'PUT'; status: 200 | 307 | 404 }>;

export type Page = keyof typeof PAGES;

/** The user closes the window. */
export const LEAVE = 'leave';

type Weights = Partial<Record<Page | typeof LEAVE, number>>;
type Flow = Partial<Record<Page, Weights>>;

/** Pages of somebody who has not registered yet. */
const GUEST: Flow = {
  About: { Home: 30, Register: 12, Help: 5, Error: 0.2, [LEAVE]: 53 },
  Error: { Home: 50, Help: 5, About: 2, [LEAVE]: 43 },
  Help: { Home: 25, Register: 8, About: 2, Error: 0.2, [LEAVE]: 65 },
  Home: { Register: 34, About: 10, Home: 8, Help: 5, Error: 0.2, [LEAVE]: 43 },
  Register: { 'Submit Registration': 70, Home: 8, Register: 5, Help: 2, Error: 0.3, [LEAVE]: 15 },
};

/** Pages of somebody who has signed out, or whose session on this device has expired. */
const LOGGED_OUT: Flow = {
  About: { Login: 40, Home: 30, Help: 2, Error: 0.2, [LEAVE]: 28 },
  Error: { Home: 60, Login: 15, [LEAVE]: 25 },
  Help: { Login: 50, Home: 30, About: 1, Error: 0.2, [LEAVE]: 19 },
  Home: { Login: 62, Home: 6, About: 5, Help: 4, Error: 0.2, [LEAVE]: 23 },
  // Reached only by a log-in that failed.
  Login: { Login: 65, Home: 15, Help: 5, Error: 3, [LEAVE]: 12 },
};

const AFTER_A_REDIRECT: Weights = { NextSong: 72, Home: 10, Settings: 3, Help: 1, Error: 0.2, [LEAVE]: 14 };

/** Pages of somebody signed in, apart from what only one of the two levels sees. */
const LOGGED_IN: Flow = {
  About: { NextSong: 45, Home: 25, Settings: 2, Logout: 2, Error: 0.2, [LEAVE]: 26 },
  'Add Friend': { NextSong: 90, 'Add Friend': 4, Home: 3, [LEAVE]: 3 },
  'Add to Playlist': { NextSong: 92, 'Add to Playlist': 3, 'Thumbs Up': 2, [LEAVE]: 3 },
  Downgrade: { NextSong: 52, 'Submit Downgrade': 22, Home: 15, Settings: 5, Error: 0.2, [LEAVE]: 6 },
  Error: { Home: 45, NextSong: 35, Help: 3, [LEAVE]: 17 },
  Help: { NextSong: 45, Home: 22, Settings: 6, About: 1, Help: 6, Error: 0.2, [LEAVE]: 20 },
  Home: { NextSong: 78, Home: 3, Settings: 4, Help: 1.5, About: 1, Logout: 2, Error: 0.3, [LEAVE]: 10 },
  NextSong: {
    NextSong: 805,
    'Thumbs Up': 42,
    'Thumbs Down': 9,
    'Add to Playlist': 24,
    'Add Friend': 8,
    Home: 34,
    Settings: 6,
    Help: 4,
    About: 2,
    Error: 1,
    Logout: 11,
    [LEAVE]: 34,
  },
  'Roll Advert': { NextSong: 88, Home: 3, [LEAVE]: 9 },
  'Save Settings': AFTER_A_REDIRECT,
  Settings: { 'Save Settings': 30, NextSong: 42, Home: 12, Help: 3, Cancel: 2.5, Error: 0.2, [LEAVE]: 10 },
  'Submit Downgrade': AFTER_A_REDIRECT,
  'Submit Registration': AFTER_A_REDIRECT,
  'Submit Upgrade': AFTER_A_REDIRECT,
  'Thumbs Down': { NextSong: 93, Home: 3, Logout: 1, [LEAVE]: 3 },
  'Thumbs Up': { NextSong: 92, 'Add to Playlist': 4, 'Add Friend': 1, [LEAVE]: 3 },
  Upgrade: { 'Submit Upgrade': 30, NextSong: 45, Home: 15, Help: 2, Error: 0.2, [LEAVE]: 8 },
};

/** Added to the pages above for one of the levels. */
const OF_LEVEL: Record<Level, Flow> = {
  free: {
    Home: { Upgrade: 2, 'Roll Advert': 3 },
    NextSong: { Upgrade: 5, 'Roll Advert': 40 },
    'Roll Advert': { Upgrade: 3 },
    Settings: { Upgrade: 6 },
    'Save Settings': { Upgrade: 1 },
  },
  paid: {
    Home: { Downgrade: 1 },
    NextSong: { Downgrade: 3 },
    Settings: { Downgrade: 6 },
    'Save Settings': { Downgrade: 1 },
  },
};

/** Where a session starts. */
const ENTRANCES: Record<Exclude<Auth, 'Cancelled'>, Weights> = {
  Guest: { Home: 72, About: 12, Register: 12, Help: 4 },
  'Logged In': { Home: 45, NextSong: 54, Help: 0.5, About: 0.5 },
  'Logged Out': { Home: 62, Login: 36, About: 1, Help: 1 },
};

/** Pages that answer with a redirect always lead to the same next one. */
const REDIRECTS: Partial<Record<Page, Page>> = {
  Cancel: 'Cancellation Confirmation',
  Login: 'Home',
  Logout: 'Home',
  'Submit Downgrade': 'Home',
  'Submit Registration': 'Home',
  'Submit Upgrade': 'Home',
};

const flows = {
  Guest: { free: compile(GUEST), paid: compile(GUEST) },
  'Logged In': {
    free: compile(merge(LOGGED_IN, OF_LEVEL.free)),
    paid: compile(merge(LOGGED_IN, OF_LEVEL.paid)),
  },
  'Logged Out': { free: compile(LOGGED_OUT), paid: compile(LOGGED_OUT) },
};

const entrances = new Map(Object.entries(ENTRANCES).map(([auth, weights]) => [auth, weighted(weights)]));

/** The page a session starts with. */
export function entrance(auth: Auth, random: Random): Page {
  return entrances.get(auth)?.pick(random) as Page;
}

/** The page that a redirect leads to. */
export function redirect(page: Page): Page | undefined {
  return REDIRECTS[page];
}

/** The page that follows when the user chooses, or that the user leaves. */
export function nextPage(page: Page, auth: Auth, level: Level, random: Random): Page | typeof LEAVE {
  if (auth === 'Cancelled') return LEAVE;
  return flows[auth][level].get(page)?.pick(random) ?? LEAVE;
}

function compile(flow: Flow): Map<Page, Weighted<Page | typeof LEAVE>> {
  return new Map(Object.entries(flow).map(([page, weights]) => [page as Page, weighted(weights)]));
}

function weighted(weights: Weights): Weighted<Page | typeof LEAVE> {
  return new Weighted(Object.entries(weights) as [Page | typeof LEAVE, number][]);
}

function merge(flow: Flow, addition: Flow): Flow {
  const merged: Flow = { ...flow };
  for (const [page, weights] of Object.entries(addition) as [Page, Weights][]) {
    merged[page] = { ...merged[page], ...weights };
  }
  return merged;
}

import { HOUR, nextVisit, SECOND } from './activity';
import type { Catalogue } from './catalogue';
import { type Auth, entrance, LEAVE, type Level, nextPage, type Page, redirect } from './page-flow';
import { type Profile, randomProfile } from './profile';
import type { Random } from './random';
import type { Session, SiteEvent } from './site-event';

/** Of 100 log-ins, this many fail. */
const FAILED_LOGIN_SHARE = 0.08;
/** Of 100 visits of somebody signed in, this many find the sign-in expired. */
const EXPIRED_SIGN_IN_SHARE = 0.04;
/** Of 100 songs, this many are left before their end. */
const SKIPPED_SONG_SHARE = 0.16;
/** Of 100 guests who leave without registering, this many return. */
const RETURNING_GUEST_SHARE = 0.35;
/** At launch: this share pays already, this share has signed out. */
const PAID_AT_LAUNCH_SHARE = 0.2;
const SIGNED_OUT_AT_LAUNCH_SHARE = 0.09;

/** How long users think before the next click, and how often they come: medians, and spreads over users. */
const PAUSE = { median: 38 * SECOND, spreadOfUsers: 0.4, spreadOfClicks: 0.9 };
const VISITS = { median: 30 * HOUR, spreadOfUsers: 0.7 };
/** A redirect, or the gap between two songs, in milliseconds. */
const REDIRECT = { least: 120, most: 900 };

/** Somebody who uses the service, or may begin to. */
export class User {
  /** Given on registration, in the order of all users; users at launch have theirs already. */
  id: number | undefined;
  private registration: number | undefined;
  private registeredFields: string | undefined;

  private readonly profile: Profile;
  private readonly meanGap: number;
  private readonly pause: number;
  private auth: Auth;
  private level: Level = 'free';

  private session: Session | undefined;
  private page: Page = 'Home';
  private itemInSession = 0;
  private songEnd = 0;
  /** When the next event happens; never, once the user is gone for good. */
  private nextTime: number;

  private constructor(
    private readonly random: Random,
    auth: Auth,
  ) {
    this.auth = auth;
    this.profile = randomProfile(random);
    this.meanGap = random.logNormal(VISITS.median, VISITS.spreadOfUsers);
    this.pause = random.logNormal(PAUSE.median, PAUSE.spreadOfUsers);
    this.nextTime = Number.POSITIVE_INFINITY;
  }

  /** A user from the time before the launch. */
  static registered(id: number, registration: number, launch: number, random: Random): User {
    const user = new User(random, random.chance(SIGNED_OUT_AT_LAUNCH_SHARE) ? 'Logged Out' : 'Logged In');
    if (random.chance(PAID_AT_LAUNCH_SHARE)) user.level = 'paid';
    user.id = id;
    user.registration = registration;
    user.nextTime = user.visitAfter(launch);
    return user;
  }

  /** A person who discovers the service at a time and visits it soon after. */
  static guest(hears: number, random: Random): User {
    const user = new User(random, 'Guest');
    user.nextTime = nextVisit(hears, HOUR, user.profile.place.hoursBehind, random);
    return user;
  }

  get gone(): boolean {
    return this.nextTime === Number.POSITIVE_INFINITY;
  }

  /** The fields that say who it is, as they follow others in a JSON object. */
  get fields(): string {
    this.registeredFields ??= this.writeFields();
    return this.registeredFields;
  }

  /** Does everything this user does before `end`. */
  live(end: number, catalogue: Catalogue, happened: (event: SiteEvent) => void): void {
    while (this.nextTime < end) {
      if (this.session === undefined) this.enter();
      happened(this.view(catalogue));
    }
  }

  private enter(): void {
    if (this.auth === 'Logged In' && this.random.chance(EXPIRED_SIGN_IN_SHARE)) this.auth = 'Logged Out';
    this.session = { id: undefined };
    this.itemInSession = 0;
    this.songEnd = 0;
    this.page = entrance(this.auth, this.random);
  }

  /** Views the page the user has come to, and decides where to go from there, and when. */
  private view(catalogue: Catalogue): SiteEvent {
    const { page, nextTime: time } = this;
    if (page === 'Submit Registration') {
      this.auth = 'Logged In';
      this.registration = time;
    }
    const song = page === 'NextSong' ? catalogue.pick(this.random) : undefined;
    if (song !== undefined) this.songEnd = time + Math.round(song.duration * SECOND);
    const success = this.trySigning(page);
    const event: SiteEvent = {
      time,
      user: this,
      session: this.session as Session,
      itemInSession: this.itemInSession,
      page,
      auth: this.auth,
      level: this.level,
      song,
      success,
      newLevel: levelAfter(page),
    };
    this.level = event.newLevel ?? this.level;
    this.moveOn(success !== false ? redirect(page) : undefined);
    return event;
  }

  private trySigning(page: Page): boolean | undefined {
    if (page === 'Logout') return true;
    return page === 'Login' ? !this.random.chance(FAILED_LOGIN_SHARE) : undefined;
  }

  private moveOn(redirected: Page | undefined): void {
    const time = this.nextTime;
    if (redirected !== undefined) {
      this.auth = authAfter(this.page, this.auth);
      this.go(redirected, time + this.random.integer(REDIRECT.least, REDIRECT.most));
      return;
    }
    const next = nextPage(this.page, this.auth, this.level, this.random);
    if (next === LEAVE) this.leave();
    else if (next === 'NextSong' && this.songEnd > time && !this.random.chance(SKIPPED_SONG_SHARE)) {
      this.go(next, this.songEnd + this.random.integer(REDIRECT.least, REDIRECT.most));
    } else {
      this.go(next, time + this.random.logNormal(this.pause, PAUSE.spreadOfClicks));
    }
  }

  private go(page: Page, time: number): void {
    this.page = page;
    this.itemInSession += 1;
    // Two events of a session never share a millisecond.
    this.nextTime = Math.max(Math.round(time), this.nextTime + 1);
  }

  private leave(): void {
    this.session = undefined;
    const lost =
      this.auth === 'Cancelled' || (this.auth === 'Guest' && !this.random.chance(RETURNING_GUEST_SHARE));
    this.nextTime = lost ? Number.POSITIVE_INFINITY : this.visitAfter(Math.max(this.nextTime, this.songEnd));
  }

  private visitAfter(time: number): number {
    return nextVisit(time, this.meanGap, this.profile.place.hoursBehind, this.random);
  }

  private writeFields(): string {
    const { firstName, lastName, gender, userAgent, place } = this.profile;
    const { city, state, zip, lat, lon } = place;
    const registration = this.registration;
    const fields = {
      userId: this.id,
      firstName,
      lastName,
      gender,
      registration,
      userAgent,
      city,
      zip,
      state,
      lon,
      lat,
    };
    return `,${JSON.stringify(fields).slice(1, -1)}`;
  }
}

function levelAfter(page: Page): Level | undefined {
  if (page === 'Submit Upgrade') return 'paid';
  return page === 'Submit Downgrade' ? 'free' : undefined;
}

function authAfter(page: Page, auth: Auth): Auth {
  if (page === 'Login') return 'Logged In';
  if (page === 'Logout') return 'Logged Out';
  return page === 'Cancel' ? 'Cancelled' : auth;
}

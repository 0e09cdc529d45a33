import { DAY } from './activity';
import { Catalogue } from './catalogue';
import { Random } from './random';
import type { SiteEvent } from './site-event';
import { byTopic, GENERATORS, type MessageGenerator, TOPICS, type Topic } from './topics';
import { Network, type Trouble, USUAL_TROUBLE } from './unreliable-network';
import { User } from './user';

/** The service opens; simulated time counts from here, whatever the clock says. */
export const LAUNCH = Date.UTC(2026, 0, 1);

/** Users at launch registered at some time of the test phase before it. */
const TEST_PHASE_DAYS = 60;
/** New guests a day, for each user at launch. */
const GUESTS_A_DAY = 0.03;

/** The streams of random numbers; topics have streams of both of theirs, and users the following ones. */
const NETWORK_STREAM = 1;
const GUESTS_STREAM = 2;
const MESSAGES_STREAM = 3;
const FIRST_USER_STREAM = 1000;

/** What determines every byte of a simulation. */
export interface SimulationProps {
  readonly seed: number;
  /** Users at launch. */
  readonly users: number;
  /** @default - USUAL_TROUBLE */
  readonly trouble?: Trouble;
}

/** The messages of a topic, in the order in which they arrive. */
export type Arrivals = Readonly<Record<Topic, readonly string[]>>;

/** How a topic gets its messages: by chance of its own, so that a further topic changes nothing for the others. */
interface Channel {
  readonly random: Random;
  readonly network: Network;
}

interface Arrival {
  readonly time: number;
  readonly message: string;
}

/**
 * Users of a music streaming service, after eventsim (github.com/Interana/eventsim): when they come, which
 * pages they view, which songs they hear, and how the messages about it arrive.
 */
export class Simulation {
  private readonly catalogue = new Catalogue();
  private readonly channels: Readonly<Record<Topic, Channel>>;
  private readonly guests: Random;
  private users: User[] = [];
  private streams = FIRST_USER_STREAM;
  private days = 0;
  private lastUserId = 0;
  private lastSessionId = 0;
  /** What arrives on days still to come: late messages, by day. */
  private readonly underWay = new Map<number, Record<Topic, Arrival[]>>();

  constructor(private readonly props: SimulationProps) {
    this.channels = byTopic((topic) => {
      const stream = (number: number) => new Random(props.seed, number, ...Buffer.from(topic));
      const network = new Network(props.trouble ?? USUAL_TROUBLE, stream(NETWORK_STREAM));
      return { random: stream(MESSAGES_STREAM), network };
    });
    this.guests = new Random(props.seed, GUESTS_STREAM);
    const registrations = Array.from({ length: props.users }, () =>
      Math.round(LAUNCH - this.guests.fraction() * TEST_PHASE_DAYS * DAY),
    ).sort((one, other) => one - other);
    for (const registration of registrations) {
      this.lastUserId += 1;
      this.users.push(User.registered(this.lastUserId, registration, LAUNCH, this.nextStream()));
    }
  }

  /** Simulates the next day: everything that arrives on it, whenever it was sent. */
  nextDay(): Arrivals {
    const begin = LAUNCH + this.days * DAY;
    this.welcomeGuests(begin);
    const events: SiteEvent[] = [];
    for (const user of this.users) user.live(begin + DAY, this.catalogue, (event) => events.push(event));
    this.users = this.users.filter((user) => !user.gone);
    // Sorting is stable, and users keep their order: nothing here depends on chance or machine.
    events.sort((one, other) => one.time - other.time);
    for (const event of events) this.send(event);
    const arrived = this.arrivalsOf(this.days);
    this.underWay.delete(this.days);
    this.days += 1;
    return inOrder(arrived);
  }

  private welcomeGuests(begin: number): void {
    const mean = 1 / (this.props.users * GUESTS_A_DAY);
    for (let day = this.guests.exponential(mean); day < 1; day += this.guests.exponential(mean)) {
      this.users.push(User.guest(Math.round(begin + day * DAY), this.nextStream()));
    }
  }

  private send(event: SiteEvent): void {
    if (event.session.id === undefined) {
      this.lastSessionId += 1;
      event.session.id = this.lastSessionId;
    }
    if (event.user.id === undefined && event.auth === 'Logged In') {
      this.lastUserId += 1;
      event.user.id = this.lastUserId;
    }
    for (const topic of TOPICS) {
      const { random, network } = this.channels[topic];
      const generate: MessageGenerator = GENERATORS[topic];
      const sent = generate(event, random);
      if (sent === undefined) continue;
      network.carry(event.time, sent, (time, message) => {
        this.arrivalsOf(Math.floor((time - LAUNCH) / DAY))[topic].push({ time, message });
      });
    }
  }

  private arrivalsOf(day: number): Record<Topic, Arrival[]> {
    let arrivals = this.underWay.get(day);
    if (arrivals === undefined) {
      arrivals = byTopic((): Arrival[] => []);
      this.underWay.set(day, arrivals);
    }
    return arrivals;
  }

  private nextStream(): Random {
    this.streams += 1;
    return new Random(this.props.seed, this.streams);
  }
}

function inOrder(arrivals: Record<Topic, Arrival[]>): Arrivals {
  return byTopic((topic) => {
    const sorted = arrivals[topic].sort((one, other) => one.time - other.time);
    return sorted.map(({ message }) => message);
  });
}

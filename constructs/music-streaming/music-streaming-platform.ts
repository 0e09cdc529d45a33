import type { Construct } from 'constructs';
import { MedallionPipeline, MedallionPlatform, type MedallionPlatformProps } from '../medallion';
import { BronzeLayer } from './bronze';
import { GoldLayer } from './gold';
import { addQualityChecks } from './quality-checks';
import { RawLayer } from './raw';
import { SilverEntities } from './silver-entities';
import { SilverEvents } from './silver-events';

/** The user agent parser and its device rules. */
const PYTHON_PACKAGES = { ua_parser: ['ua-parser==1.0.2', 'ua-parser-builtins==202610'] };

/**
 * The music streaming platform, from eventsim's topics to metrics of users, songs and places.
 *
 * `ingestion` holds what is computed row by row and may run continuously. `analytics` holds what aggregates: only a
 * triggered update refreshes its tables in dependency order from one state of the events.
 */
export class MusicStreamingPlatform extends MedallionPlatform {
  readonly ingestion: MedallionPipeline;
  readonly analytics: MedallionPipeline;

  readonly raw: RawLayer;
  readonly bronze: BronzeLayer;
  readonly events: SilverEvents;
  readonly entities: SilverEntities;
  readonly gold: GoldLayer;

  constructor(scope: Construct, id: string, props: MedallionPlatformProps) {
    super(scope, id, props);
    this.ingestion = new MedallionPipeline(this, 'ingestion', { pythonPackages: PYTHON_PACKAGES });
    this.raw = new RawLayer(this.ingestion);
    this.bronze = new BronzeLayer(this.ingestion, this.raw);
    this.events = new SilverEvents(this.ingestion, this.bronze);

    this.analytics = new MedallionPipeline(this, 'analytics');
    this.entities = new SilverEntities(this.analytics, this.events);
    this.gold = new GoldLayer(this.analytics, this.events, this.entities);

    addQualityChecks(this, this.events, this.entities, this.gold);
  }
}

import type { Construct } from 'constructs';
import { MedallionPipeline, type MedallionPipelineProps } from '../medallion';
import { BronzeLayer } from './bronze';
import { GoldLayer } from './gold';
import { addQualityChecks } from './quality-checks';
import { RawLayer } from './raw';
import { SilverLayer } from './silver';

/** The user agent parser and its device rules. */
const PYTHON_PACKAGES = { ua_parser: ['ua-parser==1.0.2', 'ua-parser-builtins==202610'] };

/** The pipeline of the music streaming platform, from eventsim's topics to metrics of users, songs and places. */
export class MusicStreamingPipeline extends MedallionPipeline {
  readonly raw: RawLayer;
  readonly bronze: BronzeLayer;
  readonly silver: SilverLayer;
  readonly gold: GoldLayer;

  constructor(scope: Construct, id: string, props: Omit<MedallionPipelineProps, 'pythonPackages'>) {
    super(scope, id, { ...props, pythonPackages: PYTHON_PACKAGES });
    this.raw = new RawLayer(this);
    this.bronze = new BronzeLayer(this, this.raw);
    this.silver = new SilverLayer(this, this.bronze);
    this.gold = new GoldLayer(this, this.silver);
    addQualityChecks(this, this.silver, this.gold);
  }
}

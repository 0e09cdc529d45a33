import type { Construct } from 'constructs';
import { MedallionPipeline, type MedallionPipelineProps } from '../medallion/medallion-pipeline';
import { BronzeLayer } from './bronze';
import { GoldLayer } from './gold';
import { RawLayer } from './raw';
import { SilverLayer } from './silver';

/** The music streaming platform's pipeline: eventsim's four topics to figures about users, day by day. */
export class MusicStreamingPipeline extends MedallionPipeline {
  readonly raw: RawLayer;
  readonly bronze: BronzeLayer;
  readonly silver: SilverLayer;
  readonly gold: GoldLayer;

  constructor(scope: Construct, id: string, props: MedallionPipelineProps) {
    super(scope, id, props);
    this.raw = new RawLayer(this);
    this.bronze = new BronzeLayer(this, this.raw);
    this.silver = new SilverLayer(this, this.bronze);
    this.gold = new GoldLayer(this, this.silver);
  }
}

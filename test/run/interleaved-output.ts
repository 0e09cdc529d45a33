/** What one of several simultaneous writers writes to. */
export interface OutputLane {
  write(text: string | Uint8Array): void;
  end(): void;
}

/**
 * Keeps the output of things that run at the same time apart: the first that has not ended is shown live,
 * the others are held back and follow in the order in which they were opened.
 */
export class InterleavedOutput {
  private readonly lanes: { held: (string | Uint8Array)[]; ended: boolean }[] = [];

  constructor(private readonly target: { write(text: string | Uint8Array): unknown }) {}

  /** Opens a lane after all those that are open. */
  open(): OutputLane {
    const lane = { held: [] as (string | Uint8Array)[], ended: false };
    this.lanes.push(lane);
    return {
      write: (text) => {
        if (this.lanes[0] === lane) this.target.write(text);
        else lane.held.push(text);
      },
      end: () => {
        lane.ended = true;
        this.showNext();
      },
    };
  }

  private showNext(): void {
    while (this.lanes[0]?.ended) {
      this.lanes.shift();
      for (const text of this.lanes[0]?.held.splice(0) ?? []) this.target.write(text);
    }
  }
}

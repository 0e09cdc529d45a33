import { Construct } from 'constructs';

/**
 * A construct in a message of jest is its path. Without this, a failing matcher prints the whole tree that a construct
 * leads to, which takes minutes and gigabytes.
 */
Object.defineProperty(Construct.prototype, 'toJSON', {
  configurable: true,
  value(this: Construct) {
    return `construct ${this.node.path}`;
  },
});

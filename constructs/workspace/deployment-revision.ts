import { createHash } from 'node:crypto';
import {
  DefaultTokenResolver,
  Lazy,
  StringConcat,
  TerraformResource,
  type TerraformStack,
  Tokenization,
} from 'cdktf';
import { Construct } from 'constructs';

/**
 * Marks deployments as complete: a hash of all resources, stored by a resource that depends on all others. Terraform
 * creates and updates it last, so after a failed or interrupted deployment it still has the previous hash, while the
 * output `review` already has the new one.
 */
export class DeploymentRevision extends Construct {
  /** Hash of all resources, as a token. */
  readonly value: string;

  private rendered?: string;

  constructor(stack: TerraformStack, scope: Construct, id: string) {
    super(scope, id);
    const others = () =>
      stack.node
        .findAll()
        .filter(TerraformResource.isTerraformResource)
        .filter((resource) => resource !== marker);
    this.value = Lazy.stringValue({ produce: () => this.revisionOf(others, stack) });
    // Not cdktf's DataResource, which runs Terraform to validate its version: synthesis works without Terraform.
    const marker: TerraformResource = new TerraformResource(this, 'Default', {
      terraformResourceType: 'terraform_data',
    });
    marker.addOverride('input', { revision: this.value });
    marker.overrideLogicalId('deployed');
    // The resources that are created later count as well.
    marker.addOverride(
      'depends_on',
      Lazy.listValue({
        produce: () =>
          others()
            .map(
              ({ terraformResourceType, friendlyUniqueId }) => `${terraformResourceType}.${friendlyUniqueId}`,
            )
            .sort(),
      }),
    );
  }

  /** A stack is rendered several times in one go, so the hash is kept until then: it needs the text of every notebook. */
  private revisionOf(resources: () => readonly TerraformResource[], stack: TerraformStack): string {
    if (this.rendered === undefined) {
      this.rendered = hashOf(resources(), stack);
      queueMicrotask(() => {
        this.rendered = undefined;
      });
    }
    return this.rendered;
  }
}

function hashOf(resources: readonly TerraformResource[], scope: Construct): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  const hash = createHash('sha256');
  for (const resource of resources) {
    hash.update(
      JSON.stringify(Tokenization.resolve(resource.toTerraform(), { scope, resolver, preparing: false })),
    );
  }
  return hash.digest('hex').slice(0, 16);
}

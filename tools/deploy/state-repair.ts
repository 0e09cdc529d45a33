/** A resource instance in Terraform's state. */
interface Instance {
  readonly index_key?: string | number;
  readonly deposed?: string;
  readonly status?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** The parts of Terraform's state format 4 that are read here; all others are kept. */
interface State {
  readonly serial: number;
  readonly resources?: readonly {
    readonly module?: string;
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly Instance[];
  }[];
}

/** A state that reflects what a failed deployment really did. */
export interface RepairedState {
  /** The state for `terraform state push`. */
  readonly text: string;
  /** Resources with their attributes from before the deployment. */
  readonly restored: readonly string[];
  /** Protected resources that exist and are kept, although a step after their creation failed. */
  readonly kept: readonly string[];
}

/**
 * Repairs the state after a failed apply. If an update fails, Terraform's plugin SDK stores the *planned* values in the
 * state, so a later plan would find nothing to do, or report a change in the workspace that nobody made. Each failed
 * update therefore gets back its attributes from before; the next plan compares them with the workspace.
 *
 * If creating a resource fails halfway, Terraform marks it for replacement. `prevent_destroy` forbids to replace a
 * protected one, so that every later plan would fail: the mark is removed, and the next plan updates the resource.
 *
 * @param before the state before the apply, empty if there was none
 * @param after the state after the apply
 * @returns undefined if the state is correct as it is
 * @see https://pkg.go.dev/github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema#ResourceData.Partial
 */
export function repairedState(
  before: string,
  after: string,
  failed: readonly string[],
  protectedResources: readonly string[],
): RepairedState | undefined {
  const state = parsed(after);
  if (!state) return undefined;
  const old = instancesOf(parsed(before));
  const restored: string[] = [];
  const kept: string[] = [];
  const resources = state.resources?.map((resource) => ({
    ...resource,
    instances: resource.instances.map((instance) => {
      const address = addressOf(resource, instance);
      const previous = old.get(address);
      if (resource.mode !== 'managed' || instance.deposed !== undefined || !failed.includes(address)) {
        return instance;
      }
      if (instance.status === 'tainted') {
        if (!protectedResources.includes(address)) return instance;
        kept.push(address);
        const { status: _tainted, ...untainted } = instance;
        return untainted;
      }
      if (!previous || previous.attributes?.id !== instance.attributes?.id) return instance;
      restored.push(address);
      return previous;
    }),
  }));
  if (restored.length + kept.length === 0) return undefined;
  return { text: JSON.stringify({ ...state, serial: state.serial + 1, resources }), restored, kept };
}

function parsed(text: string): State | undefined {
  return text.trim() === '' ? undefined : (JSON.parse(text) as State);
}

function instancesOf(state: State | undefined): Map<string, Instance> {
  return new Map(
    (state?.resources ?? []).flatMap((resource) =>
      resource.instances
        .filter(({ deposed }) => deposed === undefined)
        .map((instance) => [addressOf(resource, instance), instance] as const),
    ),
  );
}

function addressOf(
  { module, type, name }: { readonly module?: string; readonly type: string; readonly name: string },
  { index_key: index }: Instance,
): string {
  const own = `${module === undefined ? '' : `${module}.`}${type}.${name}`;
  return index === undefined ? own : `${own}[${JSON.stringify(index)}]`;
}

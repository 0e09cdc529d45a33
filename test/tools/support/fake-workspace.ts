import type { Send } from '../../../tools/deploy/access-token';

/** An answer: a body, or an error with its HTTP status. */
export type Answer =
  | object
  | { readonly status: number; readonly error_code: string; readonly message: string };

/** Answers by method and path, such as `GET /api/2.0/secrets/list`. */
export type Answers = Readonly<Record<string, Answer | ((values: Record<string, string>) => Answer)>>;

/** A workspace in which Ann, an administrator, is signed in. It knows nothing else but the given answers. */
export class FakeWorkspace {
  /** Method, path and values of each call. */
  readonly calls: string[] = [];

  constructor(private readonly answers: Answers = {}) {}

  readonly send: Send = async (input, init) => {
    const url = new URL(String(input));
    const body = init?.body;
    const values: Record<string, string> = {
      ...Object.fromEntries(url.searchParams),
      ...(body instanceof URLSearchParams
        ? Object.fromEntries(body)
        : body
          ? (JSON.parse(String(body)) as Record<string, string>)
          : {}),
    };
    const call = `${init?.method ?? 'GET'} ${url.pathname}`;
    this.calls.push([call, ...Object.values(values)].join(' '));
    const answer = { ...SIGNED_IN, ...this.answers }[call];
    const found = typeof answer === 'function' ? answer(values) : answer;
    const missing = { status: 404, error_code: 'RESOURCE_DOES_NOT_EXIST', message: `no ${call}` };
    const { status = 200, ...content } = (found ?? missing) as { status?: number };
    return new Response(JSON.stringify(content), { status });
  };
}

const SIGNED_IN: Answers = {
  'GET /api/2.0/preview/scim/v2/Me': { userName: 'ann@example.com', groups: [{ display: 'admins' }] },
};

/** Answers of a workspace with these secrets, by scope. */
export function withSecrets(scopes: Readonly<Record<string, readonly string[]>>): Answers {
  return {
    'GET /api/2.0/secrets/list': ({ scope = '' }) =>
      scopes[scope]
        ? { secrets: scopes[scope].map((key) => ({ key })) }
        : { status: 404, error_code: 'RESOURCE_DOES_NOT_EXIST', message: `no scope ${scope}` },
    'POST /api/2.0/secrets/put': {},
  };
}

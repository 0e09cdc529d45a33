import { accessToken, type Send } from './access-token';
import type { SignIn } from './sign-in';

/** An error that the workspace answered with. */
export class WorkspaceError extends Error {
  override readonly name = 'WorkspaceError';

  constructor(
    readonly status: number,
    /** Databricks' error code, such as `RESOURCE_DOES_NOT_EXIST`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** Whether the requested object does not exist. */
  get isMissing(): boolean {
    return this.status === 404 || /(?:DOES_NOT_EXIST|NOT_FOUND)$/.test(this.code);
  }

  /** Whether the credentials are rejected. */
  get isRejected(): boolean {
    return this.status === 401 || (this.status === 403 && /invalid access token/i.test(this.message));
  }
}

/** Values of a query string or of a JSON body. */
type Values = Readonly<Record<string, unknown>>;

/** The REST API of a workspace. */
export class Workspace {
  private constructor(
    readonly host: string,
    private readonly token: string,
    private readonly send: Send,
  ) {}

  /**
   * Signs in with the credentials that the provider uses.
   *
   * @returns undefined for authentication types that only the provider supports
   * @throws UserError if no token is issued
   */
  static async signIn(signIn: SignIn, send: Send): Promise<Workspace | undefined> {
    const token = await accessToken(signIn, send);
    return token === undefined ? undefined : new Workspace(signIn.host, token, send);
  }

  /** @throws WorkspaceError */
  async get<T>(path: string, query: Values = {}): Promise<T> {
    const url = new URL(path, this.host);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    return this.request<T>(url, {});
  }

  /** @throws WorkspaceError */
  async post<T>(path: string, body: Values): Promise<T> {
    return this.request<T>(new URL(path, this.host), { method: 'POST', body: JSON.stringify(body) });
  }

  private async request<T>(url: URL, init: RequestInit): Promise<T> {
    const response = await this.send(url, {
      ...init,
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await response.text();
    if (response.ok) return (text === '' ? {} : JSON.parse(text)) as T;
    const { error_code: code = '', message = text.slice(0, 300) } = errorIn(text);
    throw new WorkspaceError(response.status, String(code), message);
  }
}

const PATIENCE = 30_000;

function errorIn(text: string): { readonly error_code?: string | number; readonly message?: string } {
  try {
    return JSON.parse(text) as { error_code?: string; message?: string };
  } catch {
    return {};
  }
}
